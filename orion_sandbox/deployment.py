"""An `up` of the engine, with what AWS has made and the state does not have: taken over before, or named afterwards."""

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
    """What a deployment asks of the stack's sandbox."""

    name: str

    def runs(self) -> bool:
        """Tell whether the stack's AWS API runs."""
        ...

    def providers(self) -> Providers:
        """Return the stand-in `aws` provider."""
        ...

    def orphans(self) -> list[Unmanaged]:
        """Return what is in the API and in no state."""
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
            # The SDK's words about an engine that was killed.
            warnings.filterwarnings("ignore", "Error in event stream")
            result = automation.up(on_event=note, **options)
    except CommandError:
        if not sandbox.runs():
            report("the sandbox's AWS API ended in the middle, with all it held: the next `up` begins anew")
        elif creations.refused:
            for text, command in import_commands(creations, sandbox.providers(), automation.workspace.state.managed()):
                report(f"{text}. To take it over: {in_shell(command, sandbox.name)}")
        raise
    if creations.repeated or (last and last["result"] == "failed"):
        _name_orphans(sandbox, report)
    return result


def _name_orphans(sandbox: Sandbox, report: Callable[[str], None]) -> None:
    # What is deployed is deployed, even if a fault that is in force refuses these calls.
    with suppress(SandboxError):
        for each in sandbox.orphans():
            delete = in_shell(each.deletion, sandbox.name)
            report(
                f"{each.type} {each.id} is in AWS and in no state: it may have been made twice. To delete it: {delete}"
            )
