"""An `up` of the engine, with what AWS has made and the state does not have: taken over before, or named afterwards."""

import shlex
import warnings
from collections.abc import Callable
from typing import Any

from pulumi.automation import CommandError, EngineEvent, UpResult

from orion_sandbox.automation import SandboxAutomationStack
from orion_sandbox.unmanaged import Creations, Providers, import_lines, take_over


def deploy(
    automation: SandboxAutomationStack,
    providers: Callable[[], Providers],
    api_runs: Callable[[], bool],
    report: Callable[[str], None],
    **options: Any,
) -> UpResult:
    """Run `pulumi up` with these options.

    Args:
        automation: The stack.
        providers: Returns the stand-in provider.
        api_runs: Tells whether the stack's AWS API still runs.
        report: Called with each message for the user.
        options: Those of `pulumi.automation.Stack.up`.
    """
    take_over(automation, providers, report)
    creations, on_event = Creations(), options.pop("on_event", None)

    def note(event: EngineEvent) -> None:
        creations.note(event)
        if on_event:
            on_event(event)

    try:
        with warnings.catch_warnings():
            # The SDK's words about an engine that was killed.
            warnings.filterwarnings("ignore", "Error in event stream")
            return automation.up(on_event=note, **options)
    except CommandError:
        if not api_runs():
            report("the sandbox's AWS API ended in the middle, with all it held: the next `up` begins anew")
        elif creations.refused:
            workspace = automation.workspace
            pulumi = f"pulumi --cwd {shlex.quote(workspace.work_dir)} --stack {automation.name}"
            for line in import_lines(creations, providers(), workspace.state.managed(), pulumi):
                report(line)
        raise
