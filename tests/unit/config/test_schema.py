"""The JSON Schema that editors use."""

import json
from typing import Any

import pytest

from orion_rds.config import DatabaseConfig
from orion_rds.config.errors import as_path
from orion_rds.config.setting_paths import section_at, settings


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema, as JSON would carry it."""
    return json.loads(json.dumps(DatabaseConfig.model_json_schema()))


def sections(schema: dict[str, Any]) -> dict[str, Any]:
    """Properties by section."""
    properties = {name: section["properties"] for name, section in schema["$defs"].items() if "properties" in section}
    return properties | {"DatabaseConfig": schema["properties"]}


def test_a_value_of_another_resource_is_text(schema: dict[str, Any]) -> None:
    """YAML has no outputs."""
    vpc = schema["$defs"]["NetworkConfig"]["properties"]["vpc_id"]
    text, null = vpc["anyOf"]
    assert text["type"] == "string"
    assert text["pattern"].startswith("^vpc-")
    assert null == {"type": "null"}
    assert schema["$defs"]["NetworkConfig"]["properties"]["subnet_ids"]["anyOf"][0]["items"]["type"] == "string"


def test_limits_are_those_of_the_checks(schema: dict[str, Any]) -> None:
    """An editor then tells the same as the program."""
    retention = schema["$defs"]["BackupConfig"]["properties"]["retention_days"]
    assert (retention["minimum"], retention["maximum"], retention["default"]) == (1, 35, 35)
    interval = schema["$defs"]["MonitoringConfig"]["properties"]["interval_seconds"]
    assert interval["enum"] == [0, 1, 5, 10, 15, 30, 60]


def test_a_source_is_a_text_or_a_mapping(schema: dict[str, Any]) -> None:
    """Both forms that are read."""
    text, mapping = schema["$defs"]["Source"]["anyOf"]
    assert text == {"type": "string"}
    assert set(mapping["properties"]) == {"security_group_id", "cidr", "prefix_list_id", "output", "rule_name"}


def test_a_role_is_its_access_or_a_mapping(schema: dict[str, Any]) -> None:
    """Both forms that are read."""
    text, mapping = schema["$defs"]["RoleConfig"]["anyOf"]
    assert text == {"type": "string", "enum": ["read_write", "read_only"]}
    assert set(mapping["properties"]) == {"access", "authentication"}


def test_instances_are_alike_or_have_names(schema: dict[str, Any]) -> None:
    """Both forms that are read."""
    alike, each = schema["properties"]["instances"]["anyOf"]
    assert alike == {"$ref": "#/$defs/InstancesConfig"}
    assert [*each["patternProperties"].values()] == [{"$ref": "#/$defs/InstanceConfig"}]


def test_every_setting_is_described(schema: dict[str, Any]) -> None:
    """The docstring under a field is the text that users read."""
    described = sections(schema)
    assert sum(map(len, described.values())) > 30
    for section, properties in described.items():
        for name, setting in properties.items():
            assert setting.get("description"), f"{section}.{name}"


def test_the_tree_has_every_path() -> None:
    """What proposes settings and explains missing ones walks it."""
    paths = set(settings())
    assert {"project", "network", "network.vpc_id", "serverless.min_acu", "protection.final_snapshot"} <= paths


def test_what_is_needed_comes_with_an_example() -> None:
    """The fix of a missing setting is its example; without one it would say `Write .`."""
    fields = {path: section_at(as_path(path)[:-1]).model_fields[path.rpartition(".")[2]] for path in settings()}
    needed = {path: field for path, field in fields.items() if field.is_required()}

    assert "adopt.cluster" in needed
    assert [path for path, field in needed.items() if not field.examples] == []
