"""The Automation API's stack, which reads the files of the state where the SDK runs the command line.

Each `pulumi stack ...` takes a third of a second, and the SDK runs four of them around an `up`.
"""

import json
import re
import shlex
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pulumi.automation import CommandResult, LocalWorkspace, OutputMap, OutputValue, Stack, UpdateSummary
from pulumi.automation._stack import StackInitMode
from pulumi.automation.errors import StackNotFoundError
from pulumi.runtime.rpc import UNKNOWN

from orion_sandbox.errors import SandboxError
from orion_sandbox.invocation import command_line

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""Pulumi's signature of values that JSON cannot represent (pulumi/sdk/go/common/resource/sig)."""
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the signature's value for a secret


def is_secret(value: object) -> bool:
    """Return whether a value of a state or an event is a secret."""
    return isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET


def masked(value: Any) -> Any:
    """Return a value of a state or an event with placeholders for secrets and for unknown values."""
    match value:
        case Mapping():
            return "[secret]" if is_secret(value) else {name: masked(each) for name, each in value.items()}
        case list():
            return [masked(each) for each in value]
        case _:
            return "[known after up]" if value == UNKNOWN else value


def resources(checkpoint: Path) -> list[dict[str, Any]]:
    """Return the resources as Pulumi counts them, without the providers."""
    return [each for each in _all_resources(checkpoint) if not each["type"].startswith("pulumi:providers:")]


def _all_resources(checkpoint: Path) -> list[dict[str, Any]]:
    return _latest(checkpoint).get("resources") or []


def _latest(checkpoint: Path) -> dict[str, Any]:
    return json.loads(checkpoint.read_text())["checkpoint"]["latest"] or {} if checkpoint.exists() else {}


class StateFolder:
    """The state of one stack in the backend `file://`."""

    def __init__(self, folder: Path, project: str, stack: str) -> None:
        pulumi = folder / ".pulumi"
        self._meta = pulumi / "meta.yaml"
        self.checkpoint = pulumi / "stacks" / project / f"{stack}.json"
        self.history = pulumi / "history" / project / stack

    def check(self, stack: str) -> None:
        """Rewrite the backend's `meta.yaml` if it is damaged: the engine would look for stacks in an older format.

        `stack` is the name in the sandbox, for messages.

        Raises:
            SandboxError: The state is damaged: a full disk or a killed engine may have truncated it.
        """
        meta = self._meta.read_bytes() if self._meta.exists() else b""
        if self.checkpoint.exists() and not re.match(rb"version: \d", meta):
            self._meta.write_text("version: 1\n")
        with suppress(FileNotFoundError):
            try:
                json.loads(self.checkpoint.read_text())["checkpoint"]
            except (ValueError, KeyError, TypeError):
                backup = self.checkpoint.with_name(f"{self.checkpoint.name}.bak")
                fix = (
                    f"`{shlex.join(['cp', str(backup), str(self.checkpoint)])}` restores the previous state"
                    if _is_json(backup)
                    else f"`{command_line('down', stack)}` discards the stack"
                )
                raise SandboxError(f"the state {self.checkpoint} is damaged: {fix}") from None

    def resources(self) -> list[dict[str, Any]]:
        """Return the resources, secrets encrypted."""
        return _all_resources(self.checkpoint)

    def managed(self) -> set[tuple[str, str]]:
        """Return type and id of every resource."""
        return {(each["type"], each["id"]) for each in self.resources() if each.get("id")}

    def pending_creates(self) -> list[dict[str, Any]]:
        """Return the resources whose creation a killed command has started."""
        pending = _latest(self.checkpoint).get("pending_operations") or []
        return [each["resource"] for each in pending if each["type"] == "creating"]

    def outputs(self) -> dict[str, Any]:
        """Return the stack's outputs, secrets encrypted; none before the first deployment."""
        stacks = (each for each in _all_resources(self.checkpoint) if each["type"] == "pulumi:pulumi:Stack")
        return next(stacks, {}).get("outputs", {})

    def last_update(self) -> dict[str, Any] | None:
        """Return the record of the last update."""
        # The names contain the time in nanoseconds.
        found = sorted(self.history.glob("*.history.json"))
        return json.loads(found[-1].read_text()) if found else None


class SandboxWorkspace(LocalWorkspace):
    """A workspace whose state is in a folder of the sandbox."""

    state: StateFolder

    def select_stack(self, stack_name: str) -> None:
        """Check that the stack exists; each command names its stack, so no selection is needed."""
        if not self.state.checkpoint.exists():
            raise StackNotFoundError(CommandResult("", f"no stack named {stack_name}", 255))

    def stack_outputs(self, stack_name: str) -> OutputMap:
        """Return the outputs, and decrypt them only if there are secrets."""
        raw = self.state.outputs()
        plain = raw
        if SIGNATURE in json.dumps(raw):
            command = ["stack", "output", "--json", "--show-secrets", "--stack", stack_name]
            plain = json.loads(self._run_pulumi_cmd_sync(command).stdout)
        return {name: OutputValue(plain[name], is_secret(value)) for name, value in raw.items()}


class SandboxAutomationStack(Stack):
    """A stack of a `SandboxWorkspace`."""

    workspace: SandboxWorkspace

    def __init__(self, name: str, workspace: SandboxWorkspace) -> None:
        super().__init__(name, workspace, StackInitMode.CREATE_OR_SELECT)

    def clear_pending_creates(self) -> None:
        """Remove unfinished creations from the state."""
        self._run_pulumi_cmd_sync(
            ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", self.name]
        )

    def info(self, show_secrets: bool = True) -> UpdateSummary | None:
        """Return the summary of the last update, without the configuration."""
        update = self.workspace.state.last_update()
        return _summary(update) if update else super().info(show_secrets)


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text())
    except (OSError, ValueError):
        return False
    return True


def _summary(update: Mapping[str, Any]) -> UpdateSummary:
    start, end = (datetime.fromtimestamp(update[key], UTC) for key in ("startTime", "endTime"))
    return UpdateSummary(
        kind=update["kind"],
        start_time=start,
        message=update["message"],
        environment=update["environment"],
        config={},
        result=update["result"],
        end_time=end,
        version=update.get("version"),
        resource_changes=update.get("resourceChanges"),
    )
