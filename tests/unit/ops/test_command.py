"""The command `orion-rds status`: how it is found, what it prints, and its exit code."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from orion_ops.commands import Command
from orion_ops.report import Report, Section
from orion_ops.status import command
from orion_ops.terminal import console, rendered
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers, Refused
from tests.unit.ops.production import HERE, healthy

STACK_FILE = ["--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ESCAPE = "\x1b"


class Clock:
    """A clock that stands still."""

    @staticmethod
    def now(_zone: object) -> datetime:
        """Return the moment of the answers."""
        return NOW


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, a healthy stack."""
    answers = healthy()
    answers[HERE, "get_caller_identity"] = {"Account": "123456789012"}
    monkeypatch.setattr(command, "Aws", answers.aws)
    monkeypatch.setattr(command, "datetime", Clock)
    return answers


def test_the_command_is_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """By the entry point of its package."""
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "Show the state of a deployed database" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit):
        main(["status", "--help"])
    assert "--watch" in capsys.readouterr().out


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The wheel has the module, and not what it imports."""
    monkeypatch.setitem(sys.modules, "rich.console", None)
    for name in [name for name in sys.modules if name.startswith(("orion_ops.status", "orion_ops.terminal"))]:
        monkeypatch.delitem(sys.modules, name)

    assert main(["status", *STACK_FILE]) == 1
    assert capsys.readouterr().err == (
        "error: `orion-rds status` needs the package rich, which is not installed. Install the extra `ops`: "
        "`pip install 'orion-rds[ops]'`.\n"
    )


def test_another_module_that_is_missing_is_a_defect() -> None:
    """It must not be taken for the extra."""
    wrong = Command("wrong", "", "orion_ops.nothing", lambda _: None)

    with pytest.raises(ModuleNotFoundError):
        wrong.run(*[None] * 3)  # pyright: ignore[reportArgumentType]


def test_a_healthy_stack_is_shown(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """For people, without colours where no terminal is."""
    assert main(["status", *STACK_FILE]) == 0
    printed = capsys.readouterr().out

    assert answers
    assert printed.startswith("orion-prod in account 123456789012, us-east-1, at ")
    assert "\nclusters: healthy\n" in printed
    assert ESCAPE not in printed


@pytest.mark.parametrize("option", [[], ["--watch"]])
def test_json_has_every_section(
    option: list[str], answers: Answers, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object, or one a line."""
    monkeypatch.setattr(command.time, "sleep", interrupt)
    assert answers
    assert main(["status", "--json", *option, *STACK_FILE]) == 0
    printed = capsys.readouterr().out

    found = json.loads(printed)
    assert found["health"] == "healthy"
    assert found["at"] == "2026-11-29T12:00:00+00:00"
    assert found["account"] == "123456789012"
    assert found["sections"]["instances"]["rows"][0]["zone"] == "us-east-1a"
    assert found["sections"]["backups"]["rows"][0]["latest"] == "2026-11-29T11:55:00+00:00"
    assert printed.count("\n") == (1 if option else len(json.dumps(found, indent=2).splitlines()))


def interrupt(_seconds: float) -> None:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("error", ["AccessDenied", "ExpiredToken", "Throttling"])
def test_what_fails_at_once_is_one_line(error: str, answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is shown that would be unknown in every section."""
    answers[HERE, "get_caller_identity"] = Refused(error)

    assert main(["status", *STACK_FILE]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: sts:GetCallerIdentity in us-east-1 ")
    assert told.err.count("\n") == 1


def test_a_wrong_stack_file_is_told_as_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before AWS is asked."""
    assert main(["status", "--stack-file", str(tmp_path / "Pulumi.prod.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch, answers: Answers) -> None:
    """While AWS is asked."""
    assert answers
    monkeypatch.setattr(command, "Aws", interrupt)

    assert main(["status", *STACK_FILE]) == 130


def test_watch_ends_with_the_code_of_the_last_look() -> None:
    """A script that ends it wants to know."""
    codes = iter([0, 4, 3])

    def wait() -> None:
        if len(looked) == 3:
            raise KeyboardInterrupt

    looked = list[int]()
    code = command.watch(lambda: looked.append(next(codes)) or looked[-1], wait)

    assert looked == [0, 4, 3]
    assert code == 3


class Terminal(io.StringIO):
    """A stdout that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in place of stdout, which pytest sets again after the fixtures."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "70")
    terminal = Terminal()
    monkeypatch.setattr("orion_ops.terminal.sys", SimpleNamespace(stdout=terminal))
    return terminal


def small() -> Report:
    """A report with a value of each kind."""
    section = Section("copies")
    section.rows.append({"vault": "orion", "lag_milliseconds": 12.5, "retention_days": 7, "newest": NOW})
    section.rows.append({"vault": "other", "kept_until": NOW + timedelta(days=34), "newest": NOW - timedelta(hours=50)})
    section.problems.append("[red]It is late.[/red]")
    section.notes.append("It is new.")
    section.unknown.append("It is unknown.")
    return Report("orion-prod", "123456789012", HERE, NOW, [section])


def test_a_table_has_units_ages_and_what_they_mean(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is wrapped, and square brackets are text."""
    console().print(rendered(small()))

    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if not line.startswith("──")] == [
        "orion-prod in account 123456789012, us-east-1, at 2026-11-29 12:00 UTC: not healthy",
        "",
        "copies: not healthy",
        "vault lag retention newest kept until",
        "orion 12.5 ms 7 days 2026-11-29 12:00 (now) -",
        "other - - 2026-11-27 10:00 (2 days ago) 2027-01-02 12:00 (in 34 days)",
        "problem: [red]It is late.[/red]",
        "unknown: It is unknown.",
        "note: It is new.",
    ]


def test_a_terminal_has_colours(terminal: Terminal) -> None:
    """And lines that fit."""
    console().print(rendered(small()))

    assert ESCAPE in terminal.getvalue()


def test_no_color_is_obeyed(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor bold letters: no escape sequence at all."""
    monkeypatch.setenv("NO_COLOR", "1")
    console().print(rendered(small()))

    assert ESCAPE not in terminal.getvalue()
    assert max(map(len, terminal.getvalue().splitlines())) <= 70


def test_watch_clears_the_terminal(terminal: Terminal, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look replaces the last one."""
    monkeypatch.setattr(command.time, "sleep", interrupt)
    assert answers
    main(["status", "--watch", *STACK_FILE])

    assert terminal.getvalue().startswith(f"{ESCAPE}[2J{ESCAPE}[H") or terminal.getvalue().startswith(f"{ESCAPE}[H")
