"""What the commands print of Pulumi's output."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from orion_sandbox import commands
from orion_sandbox.stack import SandboxStack

OUTPUT = """\
Updating (test):
@ updating....
 ~  aws:rds:Cluster orion-cluster refreshing (0s)
 ~  aws:rds:Cluster orion-cluster refresh (0.06s)
 ~  aws:sns:Topic orion-topic refresh (0.06s) diff: ~tags
    aws:sns:Topic orion-topic
    orion-rds:index:AuroraDatabase orion
 ~  aws:rds:Cluster orion-cluster updating (0s) [diff: ~port]
    orion-rds:index:AuroraDatabase orion  warning: one instance"""
BOLD = "\x1b[1m{}\x1b[0m"
PRINTED = """\
Updating (test):
 ~  aws:sns:Topic orion-topic refresh (0.06s) diff: ~tags
 ~  aws:rds:Cluster orion-cluster updating (0s) [diff: ~port]
    orion-rds:index:AuroraDatabase orion  warning: one instance"""


class Stack:
    """A stack whose deployment changes nothing."""

    name = "test"
    asked: dict[str, Any]

    def up(self, *, on_output: Any, color: str, **asked: Any) -> Any:
        """Print what Pulumi prints, in bold type where it has colours."""
        self.asked = asked
        for line in OUTPUT.splitlines():
            on_output(BOLD.format(line) if color == "always" else line)
        return SimpleNamespace(summary=SimpleNamespace(resource_changes={"same": 35}), outputs={})


def test_up_reads_every_resource_again_and_prints_what_is_not_as_it_was(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """35 resources that are unchanged are one line, not 70."""
    stack = Stack()
    monkeypatch.setattr(commands, "_print_next_commands", lambda _: None)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]

    commands.up(cast("SandboxStack", stack))

    assert stack.asked["refresh"] is True
    printed = capsys.readouterr().out
    assert printed.startswith(PRINTED)
    assert "No change: 35 resources" in printed


def test_on_a_terminal_up_prints_the_same_lines_with_pulumis_colours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is decided by the text."""
    monkeypatch.setattr(commands, "_print_next_commands", lambda _: None)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    monkeypatch.setattr(commands, "coloured", lambda: True)

    commands.up(cast("SandboxStack", Stack()))

    assert capsys.readouterr().out.startswith("\n".join(BOLD.format(line) for line in PRINTED.splitlines()))
