"""A Pulumi project on disk, and the sandbox's copy of its two files.

`pulumi stack init` writes to the stack file and `pulumi stack rm` deletes it, so neither runs on the user's own file.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orion_sandbox.errors import SandboxError
from orion_sandbox.stack_file import StackFile

PROJECT_FILE = "Pulumi.yaml"
STACK_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
"""Pulumi's rule (Pulumi docs, "Stacks"), without a leading `.` or `-`, because it is also the name of a folder."""
PROJECT_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
"""Pulumi's rule (`ValidateProjectName` of its Go SDK)."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a `Pulumi.yaml`, whose program is written in Python."""

    folder: Path
    settings: dict[str, Any]

    @property
    def name(self) -> str:
        """The namespace of its configuration keys."""
        return str(self.settings["name"])

    @property
    def program(self) -> Path:
        """The folder or file of the program."""
        return (self.folder / self.settings.get("main", "")).resolve()

    def has_stack_file(self, stack: str) -> bool:
        """Return whether there is a `Pulumi.<stack>.yaml`."""
        return (self.folder / stack_file_name(stack)).is_file()

    def stack_file(self, stack: str, report: Callable[[str], None] = print) -> StackFile:
        """Read `Pulumi.<stack>.yaml`. A missing one has no settings; `report` gets the stacks that have a file."""
        path = self.folder / stack_file_name(stack)
        if path.is_file():
            return StackFile(text_of(path), str(path))
        found = sorted(self.folder.glob(stack_file_name("*")))
        names = [each.name.removeprefix("Pulumi.").removesuffix(".yaml") for each in found]
        has_one = f"these stacks have one: {', '.join(names)}" if names else "no stack has one"
        report(f"there is no {path.name} in {self.folder}, so the stack {stack} has no settings; {has_one}")
        return StackFile("", str(path))

    def write_copy(self, folder: Path, stack: str, settings: StackFile, language_host: Path) -> None:
        """Write the sandbox's copies of both files, with this project's program and the language host to run it."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = {key: self.settings[key] for key in ("name", "description", "config") if key in self.settings}
        # PATH selects the virtual environment of the sandbox; runtime options could select another.
        copy |= {"main": str(self.program), "runtime": "python"}
        copy["plugins"] = {"languages": [{"name": "python", "path": str(language_host.parent)}]}
        replace(folder / PROJECT_FILE, yaml.safe_dump(copy, sort_keys=False))
        _write_stack_file(folder, stack, settings)


def find_project(start: Path) -> Project:
    """Find the project in `start` or the nearest folder above it, as `pulumi` does.

    Raises:
        SandboxError: There is no project.
    """
    for folder in (start, *start.parents):
        if (path := folder / PROJECT_FILE).is_file():
            return read_project(path)
    raise SandboxError(f"there is no {PROJECT_FILE} in {start} or above it: run this in a Pulumi project")


def read_project(path: Path) -> Project:
    """Read a `Pulumi.yaml`.

    Raises:
        SandboxError: It is not a project file, or its program is not in Python or does not exist. The engine's own
            error would name the copy.
    """
    try:
        settings = yaml.safe_load(text_of(path))
    except yaml.YAMLError as error:
        raise SandboxError(f"{path} is not YAML: {error}") from error
    if not isinstance(settings, dict) or not settings.get("name"):
        raise SandboxError(f"{path} is not a project file: it has no `name`")
    project = Project(path.parent, settings)
    if not PROJECT_NAME.fullmatch(project.name):
        raise SandboxError(
            f"{path}: {project.name!r} is not a valid `name` of a project: 1 to 100 letters, digits, `-`, `_` and `.`"
        )
    runtime = settings.get("runtime")
    language = runtime.get("name") if isinstance(runtime, dict) else runtime
    if language != "python":
        raise SandboxError(
            f"{path}: the sandbox runs programs in Python, `runtime: python`; this file has "
            + (f"`runtime: {language}`" if language else "no `runtime`")
        )
    if not project.program.exists():
        raise SandboxError(f"{path}: `main: {settings['main']}` is neither a folder nor a file beside it")
    return project


def text_of(path: Path) -> str:
    """Return the text of one of the user's files.

    Raises:
        SandboxError: It is not in UTF-8, in which Pulumi reads it.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SandboxError(f"{path} is not UTF-8 text, see its line {line}: save it in UTF-8") from error


def stack_file_name(stack: str) -> str:
    """Return the name of the stack file."""
    return f"Pulumi.{stack}.yaml"


def check_name(stack: str) -> None:
    """Raise `SandboxError` for an invalid name of a stack."""
    if STACK_NAME.fullmatch(stack):
        return
    *_, last = stack.split("/")
    hint = f"; without organization and project it is {last}" if last != stack and STACK_NAME.fullmatch(last) else ""
    raise SandboxError(
        f"{stack!r} is not a valid stack name: 1 to 100 letters, digits, `-`, `_` and `.`, first no `.` or `-`{hint}"
    )


def _write_stack_file(folder: Path, stack: str, settings: StackFile) -> None:
    """Write the copy of the stack file, with the encryption salt of the earlier copy, which the state depends on."""
    path = folder / stack_file_name(stack)
    # Not parsed as YAML: the earlier copy may be damaged, and the salt is in the state too.
    earlier = path.read_text(errors="replace") if path.exists() else ""
    salt = re.search(r"^encryptionsalt: (?P<encryptionsalt>\S+)$", earlier, re.MULTILINE)
    replace(path, settings.text(**salt.groupdict() if salt else {}))


def replace(path: Path, text: str) -> None:
    """Write a file atomically, by renaming, so that another command never reads an incomplete one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)
