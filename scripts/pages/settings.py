"""The page of settings."""

import json
from collections.abc import Iterator
from inspect import getdoc
from typing import Any, cast, get_args

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.loading import SMALLEST
from orion_rds.config.pulumi_types import Output
from orion_rds.config.section import Section, field_docs
from orion_rds.config.setting_paths import sections_below
from scripts.pages.examples import EXAMPLES
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# Configuration

One block of a stack file, or one mapping in Python, configures a database. It is checked before any resource is
created: [every problem](refusals.md) is reported at once, with a fix. No setting is a secret.

A setting that accepts an output accepts the value of another resource in Python. Null is the same as no setting.

A program reads the block with `load`: `shop:database` where `Pulumi.yaml` has `name: shop`.

```python
from orion_rds import AuroraDatabase
from orion_rds.config import load

database = AuroraDatabase("orion", load())
```

`load(key="reports")` reads another block. The result of `pulumi.Config().require_object("database")` is accepted too,
but messages then have paths without the key, such as `backup.retention_days`, and no `pulumi config set` command.

In Python, the settings are one mapping, or objects of the classes that the headings below name:

```python
from orion_rds import AuroraDatabase
from orion_rds.config import DatabaseConfig, InstancesConfig, NetworkConfig

network = NetworkConfig(
    vpc_id="vpc-0a1b2c3d4e5f60718",
    subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
    allow_from={"app": "sg-0a1b2c3d4e5f60718"},
)
config = DatabaseConfig(project="orion", environment="prod", network=network, instances=InstancesConfig(count=3))
database = AuroraDatabase("orion", config)
```

A class checks its own settings when it is called, so problems of two sections are reported one after the other.

## Checking without a deployment

`orion-rds check` reads every `Pulumi.*.yaml` in the current folder, or the files of `--stack-file`. It needs neither
AWS nor a Pulumi engine, and prints every problem and every [warning](refusals.md#warnings) with file and line:

```console
orion-rds check
Pulumi.prod.yaml:9: orion-rds:database.backup.retention_days: 99
    why:    Aurora keeps automated backups for 1 to 35 days.
    fix:    Write a number of days in that range.
            pulumi config set --path 'orion-rds:database.backup.retention_days' 35
    rule:   backup-retention, https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html

Pulumi.prod.yaml: 1 problem, no warnings.
```

The exit code is 0 without problems, with warnings too; 1 with problems; 2 when a file cannot be read. `--json` prints
the same as JSON: the lists `problems`, `warnings`, `accepted` and `errors`. The key is `database` of the project in
`Pulumi.yaml`; `--key` names another. A warning that depends on a refused setting is reported when the setting is valid.
The deployment checks what is known only then: outputs, a provider that the program passes, and [changes](changes.md) of
the deployed database.

To accept a warning, write its name with the reason. Neither the check nor a deployment shows it then, and only `--json`
lists it:

```yaml
config:
  orion-rds:database:
    project: orion
    environment: test
    network: {subnet_group_name: data, security_group_ids: [sg-0a1b2c3d4e5f60718]}
    instances: {count: 1}
    accepted_warnings: {instance-alone: A test database may be unavailable for ten minutes.}
```

In Python, `orion_rds.config.parse(mapping)` returns the checked configuration, or raises a `ConfigError`, whose
`problems` have path, value, reason and fix, and `orion_rds.warnings(config)` returns the warnings: `name`, `path`,
`why`, `fix`, `source`, and `text` with all of them.

Editors complete, explain and check the settings of a stack file with the JSON Schema that `orion-rds schema` prints
for the project:

```console
orion-rds schema > orion-rds.schema.json
```

The stack file begins with this line:

```yaml
# yaml-language-server: $schema=orion-rds.schema.json
```
"""


_WORDS = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "object": "mapping",
    "string": "text",
}


def settings() -> str:
    """Return the page."""
    examples = [("The smallest configuration", f"config:\n{SMALLEST}\n"), *EXAMPLES]
    blocks = [f"## {title}\n\n```yaml\n{yaml}```\n" for title, yaml in examples]
    return "\n".join([GENERATED, INTRODUCTION, *blocks, *map(_section, _sections())])


def _sections(section: type[Section] = DatabaseConfig) -> Iterator[type[Section]]:
    """Yield every section, each followed by those below it. None is in two places."""
    yield section
    for below in sections_below(section):
        yield from _sections(below)


def _section(section: type[Section]) -> str:
    schemas: dict[str, Any] = section.model_json_schema()
    properties = schemas.get("properties") or _mapping(schemas)["properties"]
    lines = [
        (f"`{name}`", _kind(field, properties[name]), _default(field, properties[name]), field_docs(section)[name])
        for name, field in section.model_fields.items()
    ]
    table = rows(("Setting", "Type", "Default", "Description"), lines)
    return f"## {section.__name__}\n\n{getdoc(section)}\n\n{table}"


def _mapping(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping of a schema that has a short form too."""
    return next(form for form in schema["anyOf"] if "properties" in form)


def _default(field: FieldInfo, schema: dict[str, Any]) -> str:
    if field.is_required():
        return "**required**"
    if field.default_factory_takes_validated_data:
        return "depends"
    default = schema.get("default")
    return "" if default is None else f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _kind(field: FieldInfo, schema: dict[str, Any]) -> str:
    """Return the type of a setting in words; `schema` is its part of the JSON Schema."""
    words = " or ".join(dict.fromkeys(_words(schema)))
    return f"{words}, or an output" if _takes_outputs(field.annotation) else words


def _words(schema: dict[str, Any]) -> list[str]:
    if "anyOf" in schema:
        return [word for part in schema["anyOf"] for word in _words(part)]
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [f"[{name}](#{name.lower()})"]
    if "const" in schema:
        return [f"`{schema['const']}`"]
    if "enum" in schema:
        return [", ".join(f"`{value}`" for value in schema["enum"])]
    return [] if schema["type"] == "null" else [_plain(schema)]


def _plain(schema: dict[str, Any]) -> str:
    word = _WORDS[schema["type"]]
    if "items" in schema:
        return f"list of {' or '.join(_words(schema['items']))}"
    if "minimum" in schema:
        return f"{word}, {schema['minimum']:.10g} to {schema['maximum']:.10g}"
    inner = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    words = [word for part in inner if isinstance(part, dict) for word in _words(cast("dict[str, Any]", part))]
    return f"mapping of names to {' or '.join(words)}" if words else word


def _takes_outputs(annotation: Any) -> bool:
    """Whether the setting, or an item of its list, may be an output."""
    inner = get_args(annotation)
    return Output in {annotation, getattr(annotation, "__origin__", None)} or any(map(_takes_outputs, inner))
