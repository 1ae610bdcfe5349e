"""The command line: its help, its options, and what becomes of an error."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from orion_sandbox import __main__
from orion_sandbox.commands import COMMANDS, STRICT, Command
from orion_sandbox.errors import SandboxError
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal in the folder of a project, as wide as the help is written for."""
    (tmp_path / "Pulumi.yaml").write_text("name: tiny\nruntime: python")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORION_SANDBOX_STRICT", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return monkeypatch


def run(typed: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command with these arguments."""
    typed.setattr("sys.argv", ["orion-sandbox", *arguments])
    return __main__.main()


def shown(typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints before it ends as a program does."""
    with pytest.raises(SystemExit):
        run(typed, *arguments)
    return "".join(capsys.readouterr())


def test_the_help_names_every_command(typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And the page with the rest."""
    printed = shown(typed, capsys, "--help")

    assert [name for name in COMMANDS if not re.search(rf"^ +{name}( |$)", printed, flags=re.MULTILINE)] == []
    assert "docs/sandbox.md" in printed


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_the_default_of_each_option_and_an_example(
    name: str, typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reads the code for what happens without an option."""
    printed = shown(typed, capsys, name, "--help")
    options = re.findall(r"^  -(?!h,).*", printed, flags=re.MULTILINE)

    assert [option for option in options if not re.search(r"\((default: .+|required)\)$", option)] == []
    assert f"Example:\n  {COMMANDS[name].example}" in printed
    assert f"orion-sandbox {name}" in COMMANDS[name].example


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_is_taken_as_it_is_written(name: str, typed: pytest.MonkeyPatch) -> None:
    """The first line that a user copies."""
    called: list[str] = []

    def note(_: SandboxStack, **options: object) -> None:
        """Stand in for the command."""
        called.extend([name, *options])

    (arguments,) = re.findall(r"orion-sandbox ([^)|]*)", COMMANDS[name].example)
    typed.setattr(__main__, "COMMANDS", {name: Command(note, "", COMMANDS[name].options)})

    assert run(typed, *arguments.split()) == 0
    assert called[0] == name


@pytest.mark.parametrize(("option", "strict"), [(["--strict"], True), ([], False)])
def test_commands_that_ask_the_providers_take_strict(
    option: list[str], strict: bool, typed: pytest.MonkeyPatch
) -> None:
    """Each asks them by itself."""
    asked: list[bool] = []

    def note(stack: SandboxStack) -> None:
        """Stand in for a command."""
        asked.append(stack.strict)

    names = ("up", "preview", "refresh", "env", "destroy")
    for name in names:
        assert STRICT.items() <= COMMANDS[name].options.items()
        typed.setattr(__main__, "COMMANDS", {name: Command(note, "", STRICT)})
        assert run(typed, name, *option) == 0

    assert asked == [strict] * len(names)


def test_the_stack_is_test_unless_another_is_named(typed: pytest.MonkeyPatch) -> None:
    """By either spelling; the short one is that of `pulumi`."""
    named: list[str] = []

    def note(stack: SandboxStack) -> None:
        """Stand in for a command."""
        named.append(stack.name)

    typed.setattr(__main__, "COMMANDS", {"up": Command(note, "")})
    for arguments in ([], ["--stack", "prod"], ["-s", "dev"]):
        run(typed, "up", *arguments)

    assert named == ["test", "prod", "dev"]


def test_down_takes_one_stack_or_all(typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever names one does not mean all."""
    assert "not allowed with argument" in shown(typed, capsys, "down", "--stack", "prod", "--all")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["up", "dev"], "unrecognized arguments: dev; write --stack dev"),
        (["clone", "--as", "try", "dev"], "unrecognized arguments: dev; write --stack dev"),
        (["up", "dev", "prod"], "unrecognized arguments: dev prod"),
        (["up", "--yes"], "unrecognized arguments: --yes"),
        (["list", "dev"], "unrecognized arguments: dev"),
    ],
)
def test_a_stack_without_its_option_is_told_the_option(
    arguments: list[str], named: str, typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the command has one."""
    assert shown(typed, capsys, *arguments).endswith(f"error: {named}\n")


def test_the_version_is_that_of_the_distribution(typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As of `orion-rds`."""
    assert shown(typed, capsys, "--version") == f"orion-sandbox {version('orion-sandbox')}\n"


def test_a_command_of_the_project_gets_the_project(typed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`list` is of no single stack."""
    given: list[Project] = []
    typed.setattr(__main__, "COMMANDS", {"list": Command(given.append, "", of_project=True)})

    assert run(typed, "list") == 0
    assert [project.folder for project in given] == [tmp_path]


def test_an_error_that_a_user_can_fix_is_one_message(
    typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, exit code 1, nothing on standard output."""

    def fail(_: SandboxStack) -> None:
        """Stand in for a command."""
        raise SandboxError("the disk is full")

    typed.setattr(__main__, "COMMANDS", {"up": Command(fail, "")})

    assert run(typed, "up") == 1
    assert capsys.readouterr() == ("", "error: the disk is full\n")
