"""How the sandbox runs the Pulumi command line. Shell scripts stand in for it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi.automation.errors import CommandError

from orion_sandbox import processes
from orion_sandbox.errors import SandboxError
from orion_sandbox.pulumi_command import SandboxPulumi


@pytest.fixture
def command(tmp_path: Path) -> SandboxPulumi:
    """An engine that says what it was given, then does what its last argument says."""
    script = tmp_path / "pulumi"
    script.write_text('#!/bin/sh\nenv | sort\nfor last; do :; done\necho "arguments: $*"\neval "$last"\n')
    script.chmod(0o755)
    return SandboxPulumi(script, "3.259.0")


def test_the_users_accounts_are_not_passed_on(command: SandboxPulumi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Additional variables can replace the user's but never take one away, so the SDK's own way would pass these on."""
    monkeypatch.setenv("AWS_PROFILE", "of-the-user")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "of-the-user")
    monkeypatch.setenv("EDITOR", "ed")

    output = command.run(["true"], ".", {"PULUMI_HOME": "/of/the/sandbox"}).stdout.splitlines()

    assert not [line for line in output if "of-the-user" in line]
    assert {"EDITOR=ed", "PULUMI_HOME=/of/the/sandbox", "PULUMI_AUTOMATION_API=true"} <= set(output)


def test_the_engine_never_asks_at_the_terminal(command: SandboxPulumi) -> None:
    """A prompt that nobody sees would hang the command."""
    assert "arguments: --non-interactive preview true" in command.run(["preview", "true"], ".", {}).stdout


def test_both_streams_are_relayed_line_by_line_and_kept(command: SandboxPulumi, tmp_path: Path) -> None:
    """Progress is shown while the engine works; the Automation API reads the whole afterwards."""
    output: list[str] = []
    errors: list[str] = []

    result = command.run(["pwd; echo trouble >&2"], str(tmp_path), {}, output.append, errors.append)

    assert output[-1] == str(tmp_path)
    assert result.stdout.splitlines() == output
    assert errors == ["trouble"] == result.stderr.splitlines()


def test_a_package_without_a_stand_in_is_named_with_what_to_do(command: SandboxPulumi) -> None:
    """Pulumi advises to install a plugin, which the sandbox would not use."""
    shown: list[str] = []
    missing = (
        "error: no resource plugin 'pulumi-resource-tls' found in the workspace at version v5.0.0 or on your $PATH"
    )

    with pytest.raises(CommandError, match="no stand-in for the package tls") as refused:
        command.run([f"""echo "{missing.replace("$", "")}" >&2; exit 1"""], ".", {}, None, shown.append)

    assert shown == [
        "error: the sandbox has no stand-in for the package tls, only for aws and random: leave its resources out of "
        "this stack, or put its own plugin, pulumi-resource-tls, on PATH if that works without an account"
    ]
    assert "found in the workspace" not in str(refused.value)


def test_a_failure_raises_with_everything_the_engine_said(command: SandboxPulumi) -> None:
    """The text is all that tells one failure from another."""
    with pytest.raises(CommandError, match=r"(?s)code: 7.*to the user.*trouble"):
        command.run(["echo to the user; echo trouble >&2; exit 7"], ".", {})


def test_a_failure_with_diagnostics_raises_with_those(command: SandboxPulumi) -> None:
    """A hundred resources that went well would hide, or in a short report cut off, why one did not."""
    with pytest.raises(CommandError) as failed:
        command.run(["echo refreshing; echo Diagnostics:; echo '  error: no'; exit 7"], ".", {})

    assert "Diagnostics:\n  error: no" in str(failed.value)
    assert "refreshing" not in str(failed.value)


def test_an_engine_can_be_interrupted_even_where_this_process_ignores_that(command: SandboxPulumi) -> None:
    """Under `nohup` SIGINT is ignored, and children inherit it: the engine could then not end its plugins."""
    program = f"""
import signal
from pathlib import Path
from orion_sandbox.errors import SandboxError
from orion_sandbox.pulumi_command import SandboxPulumi
signal.signal(signal.SIGINT, signal.SIG_IGN)
try:
    print(SandboxPulumi(Path({command.command!r}), "3.259.0").run(["kill -INT $$; echo survived"], ".", {{}}).stdout)
except SandboxError as error:
    print("interrupted", error)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.startswith("interrupted the Pulumi engine was killed (SIGINT)")


def test_a_killed_engine_is_said_and_leaves_no_process(command: SandboxPulumi, tmp_path: Path) -> None:
    """Its language host and the program would run on, and hold what they hold."""
    engine = f"sleep 1000 & echo $! > {tmp_path}/host; kill -KILL $$"

    with pytest.raises(SandboxError, match=r"was killed \(SIGKILL\).*run the same command again"):
        command.run([engine], ".", {})

    host = int((tmp_path / "host").read_text())
    assert processes.until(lambda: processes.started(host) is None, 10)


def test_a_closed_terminal_does_not_end_the_engine(command: SandboxPulumi) -> None:
    """Nobody reads what it writes, and it has its work to finish all the same."""

    def closed(_line: str) -> None:
        raise BrokenPipeError

    assert "two" in command.run(["echo one; echo two"], ".", {}, closed).stdout


@pytest.mark.parametrize("signals", [("INT",), ("TERM",), ("HUP",), ("INT", "TERM", "HUP")])
def test_an_interrupted_engine_is_waited_for_until_it_has_wound_down(
    signals: tuple[str, ...], command: SandboxPulumi, tmp_path: Path
) -> None:
    """A cancelled job gets several signals, in its whole group. The engine gets one interrupt, and is waited for.

    An engine whose reader has gone dies in the middle of winding down, and leaves the state locked.
    """
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    engine = f"""
import os, pathlib, signal
def wind_down(*_):
    os.write(1, b"interrupted once\\n")
    pathlib.Path({str(gate)!r}).read_text()
    os.write(2, b"winding down\\n")
    os.write(1, b"wound down\\n")
    os._exit(1)
signal.signal(signal.SIGINT, wind_down)
# Not by `print`: the signal may come while it still holds the stream.
os.write(1, b"ready\\n")
while True:
    signal.pause()
"""
    program = f"""
import shlex, signal, sys
from pathlib import Path
from orion_sandbox.interrupts import interrupt_on_signals
from orion_sandbox.pulumi_command import SandboxPulumi
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # it may be ignored where the tests run
interrupt_on_signals()
say = lambda line: print(line + "\\n", end="", flush=True)
try:
    engine = shlex.join(["exec", sys.executable, "-c", {engine!r}])
    SandboxPulumi(Path({command.command!r}), "3.259.0").run([engine], ".", {{}}, say, say)
except KeyboardInterrupt:
    say("interrupted")
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        assert "ready\n" in iter(process.stdout.readline, "")
        first, *others = (signal.Signals[f"SIG{name}"] for name in signals)
        os.killpg(process.pid, first)
        assert process.stdout.readline() == "interrupted once\n"
        for other in others:
            os.killpg(process.pid, other)
        # Opening waits for the engine to read: only then is it told to go on.
        gate.write_text("on")
        assert sorted(process.stdout.read().split("\n")) == ["", "interrupted", "winding down", "wound down"]
