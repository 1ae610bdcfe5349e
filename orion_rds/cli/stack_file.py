"""Stack files, `Pulumi.<stack>.yaml`, read as Pulumi reads them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from orion_rds.config import ConfigError, DatabaseConfig, Hidden, Problem, of_stack
from orion_rds.config.errors import Path as SettingPath
from orion_rds.config.refusal import Refusal
from orion_rds.facts import references

KEY = "orion-rds:database"


def _lines(*, first: int, again: int) -> None: ...


REPEATED_KEY = Refusal(
    "repeated-key",
    why="The key is written twice, in line {first} and in line {again}, and only one of the values can apply.",
    fix="Remove one of the two lines.",
    source=references.YAML_NODES,
    fields=_lines,
)


class StackFileError(Exception):
    """A file that is not a stack file."""


class _Loader(yaml.SafeLoader):
    """A loader that reads YAML as Pulumi does. With PyYAML's YAML 1.1, `off` is false, and 23:30 is a number of
    minutes.
    """


_CORE = "tag:yaml.org,2002:"
_FORMS = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (
        r"[-+]?(0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0[oO]_*[0-7][0-7_]*|0[bB]_*[01][01_]*|[0-9][0-9_]*)",
        list("-+0123456789"),
    ),
    "float": (r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    "timestamp": (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([tT ].+)?", list("0123456789")),
}
"""Forms of plain scalars with their first characters, except forms that no setting accepts.

Source: https://github.com/go-yaml/yaml/blob/v3/resolve.go, and https://yaml.org/spec/1.2.2/#103-core-schema
"""


def _number(_: _Loader, node: yaml.ScalarNode) -> float:
    """Return a number. With a leading zero it is octal, or decimal if it has a digit above 7."""
    digits = node.value.replace("_", "")
    try:
        return int(re.sub(r"^([-+]?)0(?=\d)", r"\g<1>0o", digits), 0)
    except ValueError:
        return float(digits)


def _date(loader: _Loader, node: yaml.ScalarNode) -> str:
    """Return the text to which Pulumi converts a date. No setting accepts it."""
    try:
        moment = loader.construct_yaml_timestamp(node)  # pyright: ignore[reportUnknownMemberType]
    except (ValueError, AttributeError):  # no date, such as the 31st of February
        return node.value
    return f"{moment:%Y-%m-%d %H:%M:%S} +0000 UTC"


_Loader.add_constructor(f"{_CORE}int", _number)
_Loader.add_constructor(f"{_CORE}float", _number)
_Loader.add_constructor(f"{_CORE}timestamp", _date)

_Loader.yaml_implicit_resolvers = {
    first: [
        (f"{_CORE}{tag}", re.compile(rf"^(?:{form})$")) for tag, (form, firsts) in _FORMS.items() if first in firsts
    ]
    for first in {first for _, firsts in _FORMS.values() for first in firsts}
}


@dataclass(frozen=True, slots=True)
class StackFile:
    """The configuration of a stack, and the place of each value in its file."""

    path: Path
    values: Mapping[str, Any]
    """Values by their full keys, such as `orion-rds:database`."""

    node: yaml.Node
    project: str
    """Name of the project, which applies to a key without a project."""

    def line(self, *steps: str | int) -> int:
        """Return the line of a value of the configuration; if it is missing, that of the nearest value above it."""
        line, node = 1, self.node
        for depth, step in enumerate(("config", *steps)):
            below = _below(node, step)
            if below is None and depth == 1:
                below = _below(node, str(step).removeprefix(f"{self.project}:"))
            if below is None:
                break
            line, node = below
        return line

    def repeated_keys(self) -> list[Problem]:
        """Return a problem for each key that a mapping has twice. Paths begin with the full key."""
        return [
            REPEATED_KEY.problem(path[1:] if path[0] == "config" and path[1:] else path, Hidden.KEY, **lines)
            for path, lines in _repeated(self.node, (), set())
        ]


def _below(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    """Return the line and the value of a key, the last one if it is repeated, or of an item of a list."""
    if isinstance(node, yaml.MappingNode):
        found = [(key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step)]
        return found[-1] if found else None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        items = node.value[step : step + 1]
        return next(((item.start_mark.line + 1, item) for item in items), None)
    return None


def _repeated(node: yaml.Node, path: SettingPath, seen: set[int]) -> Iterator[tuple[SettingPath, dict[str, int]]]:
    if id(node) in seen:  # an alias, which may refer to an enclosing node
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _repeated(item, (*path, position), seen)
    if isinstance(node, yaml.MappingNode):
        firsts: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in firsts:
                yield (*path, name), {"first": firsts[name], "again": line}
            firsts.setdefault(name, line)
            yield from _repeated(value, (*path, name), seen)


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
    file = read_file(path)
    if repeated := file.repeated_keys():
        raise ConfigError(repeated, of=str(path))
    return of_stack(file.values, key)


def read_file(path: Path) -> StackFile:
    """Read a stack file without a check of its configuration.

    Raises:
        StackFileError: when there is no such file, or when it is not a stack file.
    """
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node() or yaml.ScalarNode(f"{_CORE}null", "")
        content = cast("object", loader.construct_document(node))  # pyright: ignore[reportUnknownMemberType]
    except OSError as error:
        raise StackFileError(f"{path} cannot be read: {error.strerror}. Name another with --stack-file.") from None
    except (ValueError, yaml.YAMLError) as error:
        raise StackFileError(f"{path} is not YAML: {error}") from None
    project = key_beside(path).partition(":")[0]
    values = {key if ":" in key else f"{project}:{key}": value for key, value in _config(path, content)}
    return StackFile(path, values, node, project)


def _config(path: Path, content: object) -> Iterator[tuple[str, Any]]:
    found = cast("Mapping[str, Any]", content).get("config") if isinstance(content, Mapping) else None
    if not isinstance(found, Mapping):
        raise StackFileError(
            f"{path} is not a stack file: at the top it needs the key `config`, with settings below it."
        )
    yield from ((str(key), value) for key, value in cast("Mapping[object, Any]", found).items())
