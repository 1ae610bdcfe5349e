"""Answers `pulumi.StackReference`, which otherwise asks the backend of the user's login for another stack's outputs.

The state of a sandbox is in a folder, where the engine takes no organization but one and finds no other stack. So the
reference becomes a component whose outputs are known to the program. They are those that `stack-references.yaml`
beside the project's file has under the reference's name, or those of a deployed sandbox of that project and stack.
"""

import json
import os
import subprocess
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime.settings import get_project

from orion_sandbox.automation import SIGNATURE, StateFolder
from orion_sandbox.environment import state_variables
from orion_sandbox.errors import SandboxError
from orion_sandbox.project import text_of

FILE = "stack-references.yaml"
RECORD = "stack_references.json"
"""The file for the program's process, in the sandbox's folder of the stack with references."""
TYPE = "orion-sandbox:index:StackReference"

Outputs = Mapping[str, Any]

_folder: ContextVar[Path | None] = ContextVar("folder", default=None)
"""The sandbox's folder of the stack whose program runs."""
_ask_the_backend = pulumi.StackReference.__init__


def read_file(folder: Path) -> Mapping[str, Outputs]:
    """Return the outputs in a project's file by the references' names; none without a file.

    Raises:
        SandboxError: It is not a mapping of names to outputs.
    """
    path = folder / FILE
    try:
        found = (yaml.safe_load(text_of(path)) or {}) if path.is_file() else {}
    except yaml.YAMLError as error:
        raise SandboxError(f"{path} is not YAML: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(outputs, dict) for outputs in found.values()):
        raise SandboxError(
            f"{path} has to name stacks, and below each its outputs: `acme/network/prod: {{vpc_id: vpc-...}}`"
        )
    return found


def record(folder: Path, given: Mapping[str, Outputs], engine: Path) -> None:
    """Write the answers to a stack's references, for its programs."""
    path = folder / RECORD
    path.touch(mode=0o600)
    path.write_text(json.dumps({"given": given, "engine": str(engine)}))


@contextmanager
def answered(folder: Path) -> Generator[None]:
    """Answer the references of the program that runs inside."""
    pulumi.StackReference.__init__ = _init
    before = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(before)


def _init(
    self: pulumi.StackReference, name: str, stack_name: str | None = None, opts: pulumi.ResourceOptions | None = None
) -> None:
    folder = _folder.get()
    if folder is None:
        _ask_the_backend(self, name, stack_name, opts)
        return
    reference = stack_name or name
    outputs, secrets = find(folder, reference, get_project())
    pulumi.Resource.__init__(self, TYPE, name, False, {}, opts)
    self.name = pulumi.Output.from_input(reference)
    self.outputs = pulumi.Output.secret(dict(outputs)) if secrets else pulumi.Output.from_input(dict(outputs))
    self.secret_output_names = pulumi.Output.from_input(secrets)


def find(folder: Path, reference: str, project: str) -> tuple[Outputs, list[str]]:
    """Return the outputs of a stack, and the names of the secret ones.

    Args:
        folder: The sandbox's folder of the stack that refers to it.
        reference: `stack`, `project/stack` or `organization/project/stack`.
        project: The project of a reference that names none.

    Raises:
        pulumi.RunError: There is neither an entry in the file nor a deployed sandbox; the message says what to do.
    """
    recorded = json.loads((folder / RECORD).read_text())
    if reference in recorded["given"]:
        return recorded["given"][reference], []
    *_, project, stack = [project, *reference.split("/")]
    for other in _namesakes(folder, stack):
        for checkpoint in (other / "state" / ".pulumi" / "stacks" / project).glob("*.json"):
            return _outputs(other, project, checkpoint.stem, recorded["engine"])
    raise pulumi.RunError(
        f"the stack {reference!r} is not known to the sandbox: write its outputs into {FILE} beside Pulumi.yaml, or "
        f"deploy the stack {stack} of the project {project} in a sandbox first"
    )


def _namesakes(folder: Path, stack: str) -> Iterator[Path]:
    """Yield the folders of sandboxes of this name: beside the folder, or beside that of its project."""
    homes = folder.parent.parent
    for parent in (folder.parent, *(homes.iterdir() if homes.name == "orion-rds" else ())):
        yield parent / stack


def _outputs(folder: Path, project: str, stack: str, engine: str) -> tuple[Outputs, list[str]]:
    stored = StateFolder(folder / "state", project, stack).outputs()
    secrets = [name for name, value in stored.items() if SIGNATURE in json.dumps(value)]
    return (_decrypted(folder, stack, engine) if secrets else stored), secrets


def _decrypted(folder: Path, stack: str, engine: str) -> Outputs:
    environment = {**os.environ, **state_variables(folder)}
    command = [engine, "stack", "output", "--json", "--show-secrets", "--stack", stack, "--non-interactive"]
    answer = subprocess.run(  # noqa: S603 - the engine, without a shell
        command, cwd=folder / "project", env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise pulumi.RunError(f"the outputs of the stack {stack} cannot be read: {answer.stderr.strip()}")
    return json.loads(answer.stdout)
