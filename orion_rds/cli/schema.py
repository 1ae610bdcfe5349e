"""`orion-rds schema`."""

import json

from orion_rds.config import DatabaseConfig


def schema(key: str) -> str:
    """Print the JSON Schema of a stack file. In a stack file that begins with the line
    `# yaml-language-server: $schema=orion-rds.schema.json`, editors complete, explain and check the settings.
    """
    settings = DatabaseConfig.model_json_schema()
    sections = settings.pop("$defs")
    config = {"type": "object", "properties": {key: {"$ref": "#/$defs/DatabaseConfig"}}}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Pulumi stack file with the database",
        "type": "object",
        "properties": {"config": config},
        "$defs": {**sections, "DatabaseConfig": settings},
    }
    return json.dumps(whole, indent=2) + "\n"
