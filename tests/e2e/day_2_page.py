"""The tasks of docs/day-2.md: their commands, and what the page says of the next preview."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import jmespath
import yaml
from botocore import xform_name

NO_CHANGE = "no change"
ROOT = "orion-rds:database"
Steps = dict[str, set[str]]


class HasClients(Protocol):
    """A stack, or what else has clients of an API."""

    def client(self, service: str) -> Any:
        """Make a boto3 client."""


@dataclass(frozen=True, slots=True)
class Task:
    """One section of the page."""

    name: str
    preview: str
    """What the next preview shows, in the page's words."""
    commands: tuple[str, ...]

    @property
    def steps(self) -> Steps:
        """The steps of the engine that the preview shows."""
        if self.preview == NO_CHANGE:
            return {}
        parts = (part.split(": ") for part in self.preview.split("; "))
        return {operation: set(re.findall(r"[\w-]+", names)) for operation, names in parts}


def tasks(repository: Path) -> list[Task]:
    """Return the tasks of the page in its order."""
    page = (repository / "docs" / "day-2.md").read_text(encoding="utf-8")
    previews: list[tuple[str, str]] = re.findall(r"^\| \[(.*?)\]\(#[\w-]+\) \| (.*?) \|$", page, re.MULTILINE)
    sections = dict(section.split("\n", 1) for section in page.split("\n## ")[1:])
    assert [name for name, _ in previews] == list(sections), "each row has a section, in its order"
    return [
        Task(name, preview, tuple("".join(re.findall(r"```console\n(.*?)```", sections[name], re.DOTALL)).splitlines()))
        for name, preview in previews
    ]


def configured(config: Mapping[str, Any], command: str) -> dict[str, Any]:
    """Return a stack file's configuration after a `pulumi config set --path`."""
    *_, path, value = shlex.split(command)
    assert path.startswith(f"{ROOT}."), command
    *sections, name = path.removeprefix(f"{ROOT}.").split(".")
    database = dict(config[ROOT])
    inner = database
    for section in sections:
        inner[section] = dict(inner.get(section) or {})
        inner = inner[section]
    # Pulumi reads whole numbers, true and false as such, and everything else as text.
    inner[name] = yaml.safe_load(value) if re.fullmatch(r"\d+|true|false", value) else value
    return {**config, ROOT: database}


def run_aws(stack: HasClients, command: str) -> Any:
    """Run a command of the AWS CLI by boto3, which has the same operations, and return what `--query` selects."""
    _, service, operation, *words = shlex.split(command)
    client = stack.client(service)
    options = dict(_options(words))
    if operation == "generate-db-auth-token":
        (host,), (port,), (user,) = (options[name] for name in ("hostname", "port", "username"))
        return client.generate_db_auth_token(DBHostname=host, Port=int(port), DBUsername=user)
    (query,) = options.pop("query", [""])
    options.pop("output", None)
    method = operation.replace("-", "_")
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape
    members = {xform_name(name, "-"): (name, member.type_name) for name, member in shape.members.items()}
    members |= {f"no-{option}": (name, "no") for option, (name, kind) in members.items() if kind == "boolean"}
    arguments = {members[option][0]: _value(members[option][1], values) for option, values in options.items()}
    answer = getattr(client, method)(**arguments)
    return jmespath.search(query, answer) if query else answer


def _options(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    name = ""
    for is_name, group in groupby(words, lambda word: word.startswith("--")):
        if is_name:
            *flags, name = (word.removeprefix("--") for word in group)
            yield from ((flag, []) for flag in flags)
            yield name, []
        else:
            yield name, list(group)


def _value(kind: str, values: list[str]) -> object:
    if kind == "list":
        return values
    return kind == "boolean" if kind in {"boolean", "no"} else values[0]
