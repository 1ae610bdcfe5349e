"""How messages name the next command."""

import os
import sys
from pathlib import Path

import pytest

from orion_sandbox.invocation import command_line, program


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command in a virtual environment of the current folder, which has a space in its name."""
    folder = tmp_path / "my project"
    script = folder / ".venv" / "bin" / "orion-sandbox"
    script.parent.mkdir(parents=True)
    script.touch(mode=0o755)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", [str(script), "up"])
    return script


def test_a_command_on_path_is_named_by_its_name(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell finds it."""
    monkeypatch.setenv("PATH", str(installed.parent), prepend=os.pathsep)

    assert command_line("preview", "prod") == "orion-sandbox preview --stack prod"


def test_another_command_of_the_name_is_not_meant(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could be of another version."""
    assert installed.exists()
    (tmp_path / "orion-sandbox").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert program() == str(Path(".venv", "bin", "orion-sandbox"))


def test_a_command_below_the_current_folder_is_named_by_its_relative_path(installed: Path) -> None:
    """As it was typed."""
    assert installed.exists()
    assert command_line("down", "test") == ".venv/bin/orion-sandbox down --stack test"


def test_a_command_elsewhere_is_named_by_its_whole_path(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quoted for a shell."""
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")

    assert program() == f"'{installed}'"


def test_a_module_is_named_with_its_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m orion_sandbox`, where the folder of the command is not known."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["/site-packages/orion_sandbox/__main__.py"])

    assert command_line("up", "test") == f"{sys.executable} -m orion_sandbox up --stack test"


@pytest.mark.parametrize("called", ["/usr/bin/pytest", "deploy.py", "-c", ""])
def test_in_python_the_command_is_named_by_its_name(called: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that uses `SandboxStack` was typed as something else."""
    monkeypatch.setattr("sys.argv", [called])

    assert program() == "orion-sandbox"


@pytest.mark.parametrize(
    ("command", "line"),
    [("up", "make up STACK=prod"), ("destroy", "make destroy STACK=prod"), ("outputs", "outputs --stack prod")],
)
def test_under_make_its_targets_are_named(
    command: str, line: str, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other commands have no target."""
    assert installed.exists()
    monkeypatch.setenv("ORION_SANDBOX_MAKE", "1")

    assert command_line(command, "prod").endswith(line)
