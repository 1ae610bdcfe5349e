"""When output has colours."""

import pytest

from orion_sandbox.terminal import coloured, paint, without_colours


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Standard output is a terminal that shows colours."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return monkeypatch


def test_a_terminal_gets_colours_that_can_be_taken_out_again(terminal: pytest.MonkeyPatch) -> None:
    """What is printed of Pulumi's lines is decided by their text."""
    assert coloured()
    assert paint("error", "red") == "\x1b[31merror\x1b[0m"
    assert without_colours(f"\x1b[1m{paint('error', 'red')}\x1b[38;5;13m: no") == "error: no"
    assert terminal


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colours_gets_none(name: str, value: str, terminal: pytest.MonkeyPatch) -> None:
    """https://no-color.org, and terminals of editors."""
    terminal.setenv(name, value)

    assert not coloured()
    assert paint("error", "red") == "error"


def test_an_empty_no_color_means_nothing(terminal: pytest.MonkeyPatch) -> None:
    """https://no-color.org says so."""
    terminal.setenv("NO_COLOR", "")

    assert coloured()


def test_a_pipe_gets_no_colours(terminal: pytest.MonkeyPatch) -> None:
    """Nor does a file."""
    terminal.setattr("sys.stdout.isatty", lambda: False)

    assert paint("error", "red") == "error"
