"""An `up` of the engine, and resources on AWS that are in no state: they are adopted before it or reported after it."""

import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from pulumi.automation import CommandError, EngineEvent, UpResult

from orion_sandbox.automation import SandboxAutomationStack
from orion_sandbox.errors import SandboxError
from orion_sandbox.invocation import in_shell
from orion_sandbox.unmanaged import Creations, Providers, Unmanaged, import_commands, take_over


class Sandbox(Protocol):
    """The parts of the stack's sandbox that a deployment uses."""

    name: str

    def runs(self) -> bool:
        """Tell whether the stack's AWS API runs."""
        ...

    def providers(self) -> Providers:
        """Return the stand-in `aws` provider."""
        ...

    def orphans(self) -> list[Unmanaged]:
        """Return the resources in the API that are in no state."""
        ...


def deploy(
    sandbox: Sandbox, automation: SandboxAutomationStack, report: Callable[[str], None], **options: Any
) -> UpResult:
    """Run `pulumi up` with these options; `report` is called with each message for the user."""
    take_over(automation, sandbox.providers, report)
    last, creations, on_event = automation.workspace.state.last_update(), Creations(), options.pop("on_event", None)

    def note(event: EngineEvent) -> None:
        creations.note(event)
        if on_event:
            on_event(event)

    try:
        with warnings.catch_warnings():
            # The SDK's warning about an engine that was killed.
            warnings.filterwarnings("ignore", "Error in event stream")
            result = automation.up(on_event=note, **options)
    except CommandError:
        if not sandbox.runs():
            report("the sandbox's AWS API ended during the command and lost its state: `up` starts from nothing")
        elif creations.refused:
            for text, command in import_commands(creations, sandbox.providers(), automation.workspace.state.managed()):
                report(f"{text}. To take it over: {in_shell(command, sandbox.name)}")
        raise
    if creations.repeated or (last and last["result"] == "failed"):
        _name_orphans(sandbox, report)
    return result


def _name_orphans(sandbox: Sandbox, report: Callable[[str], None]) -> None:
    # The deployment has succeeded, even if a fault in force refuses these calls.
    with suppress(SandboxError):
        for each in sandbox.orphans():
            delete = in_shell(each.deletion, sandbox.name)
            report(
                f"{each.type} {each.id} is in AWS and in no state: it may have been created twice. To delete: {delete}"
            )
