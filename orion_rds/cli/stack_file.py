"""Stack files, `Pulumi.<stack>.yaml`, read as Pulumi reads them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from orion_rds.config import DatabaseConfig, of_stack

KEY = "orion-rds:database"


class StackFileError(Exception):
    """A file that is not a stack file."""


class _Loader(yaml.SafeLoader):
    """A loader of YAML 1.2, which Pulumi reads. In PyYAML's 1.1 `off` is false, and 23:30 is a number of minutes."""


_CORE = "tag:yaml.org,2002:"
_FORMS = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]+", list("-+0123456789")),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
}
"""Forms of plain scalars and their first characters, except those that no setting accepts.

Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

_Loader.yaml_implicit_resolvers = {
    first: [
        (f"{_CORE}{tag}", re.compile(rf"^(?:{form})$")) for tag, (form, firsts) in _FORMS.items() if first in firsts
    ]
    for first in {first for _, firsts in _FORMS.values() for first in firsts}
}


def key_beside(stack_file: Path) -> str:
    """Return the key of the database's configuration: `database` of the project that `Pulumi.yaml` beside it names."""
    try:
        project = yaml.load(stack_file.with_name("Pulumi.yaml").read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 # a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return KEY
    name = cast("Mapping[str, Any]", project).get("name") if isinstance(project, Mapping) else None
    return f"{name}:database" if isinstance(name, str) else KEY


def read(path: Path, key: str) -> DatabaseConfig:
    """Read and check the configuration of the database in a stack file.

    Raises:
        ConfigError: with every problem.
        StackFileError: when there is no such file, or when it is not a stack file.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 # a safe one
    except OSError as error:
        raise StackFileError(f"{path} cannot be read: {error.strerror}. Name another with --stack-file.") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise StackFileError(f"{path} is not YAML: {error}") from None
    return of_stack(_config(path, content), key)


def _config(path: Path, content: object) -> Mapping[str, Any]:
    found = cast("Mapping[str, Any]", content).get("config") if isinstance(content, Mapping) else None
    if not isinstance(found, Mapping):
        raise StackFileError(
            f"{path} is not a stack file: at the top it needs the key `config`, with settings below it."
        )
    return cast("Mapping[str, Any]", found)
