"""The stacks of a project that are in the sandbox."""

import json
from pathlib import Path
from typing import cast

import pytest

from orion_sandbox import commands, daemon, listing
from orion_sandbox.daemon import Api
from orion_sandbox.folders import MARKER
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack

RESOURCES = ["pulumi:pulumi:Stack", "pulumi:providers:aws", "aws:sns/topic:Topic", "tiny:index:Component"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose stacks `test` and `old` are in the sandbox, and a clone of `test`; the API of `old` has ended."""
    home = tmp_path / "home"
    monkeypatch.setenv("ORION_SANDBOX_HOME", str(home))
    for number, name in enumerate(["test", "old", "try"]):
        state = home / name / "state" / ".pulumi" / "stacks" / "tiny"
        state.mkdir(parents=True)
        (home / name / "boot_id").write_text(f"boot {number}")
        (home / name / MARKER).touch()
        checkpoint = {"checkpoint": {"latest": {"resources": [{"type": each} for each in RESOURCES]}}}
        (state / "test.json").write_text(json.dumps(checkpoint))
    (home / "try" / "origins").write_text("test")
    (home / "photos").mkdir()
    (home / ".gone.7.discarded").mkdir()
    (home / ".gone.7.discarded" / MARKER).touch()

    def find(folder: Path) -> Api | None:
        boot = (folder / "boot_id").read_text()
        return None if folder.name == "old" else Api(1, "", 4000 + int(boot[-1]), boot, "123456789012", "")

    monkeypatch.setattr(daemon, "find", find)
    return Project(tmp_path, {"name": "tiny"})


def test_list_prints_whether_an_api_runs_what_it_holds_and_where(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Resources are counted as Pulumi counts them. What is not the sandbox's is no stack."""
    listing.list_stacks(project)

    assert capsys.readouterr().out.splitlines() == [
        "STACK                API      RESOURCES  ENDPOINT",
        "old                  stopped          -  -",
        "test                 running          3  http://127.0.0.1:4000",
        "try (clone of test)  running          3  http://127.0.0.1:4002",
        "",
        "A stopped API has lost its resources: `up` starts with nothing, `down` deletes the folder.",
    ]


def test_list_names_a_damaged_state_beside_the_other_stacks(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other commands say how it is repaired."""
    (checkpoint,) = (tmp_path / "home" / "try").rglob("test.json")
    checkpoint.write_text('{"checkpoint": ')

    listing.list_stacks(project)

    printed = capsys.readouterr().out
    assert "running    damaged  http://127.0.0.1:4002" in printed
    assert "running          3  http://127.0.0.1:4000" in printed


def test_list_without_a_stack_says_where_it_looked(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The variable may name another home than the one in mind."""
    monkeypatch.setenv("ORION_SANDBOX_HOME", str(tmp_path / "elsewhere"))

    listing.list_stacks(project)

    assert capsys.readouterr().out == f"There are no stacks in {tmp_path / 'elsewhere'}.\n"


def test_down_of_all_discards_each_stack_and_nothing_else(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The home may be a folder with other things in it."""
    discarded: list[str] = []

    def discard(stack: SandboxStack) -> bool:
        discarded.append(stack.name)
        return True

    monkeypatch.setattr(SandboxStack, "discard", discard)

    commands.down(SandboxStack("other", project), all_stacks=True)

    assert discarded == ["old", "test", "try"]
    assert capsys.readouterr().out.splitlines() == [
        f"Discarded {tmp_path / 'home' / name}." for name in ("old", "test", "try")
    ]


def test_down_of_one_discards_that_one(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default."""
    discarded: list[str] = []
    monkeypatch.setattr(SandboxStack, "discard", lambda stack: discarded.append(cast("SandboxStack", stack).name))  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]

    commands.down(SandboxStack("test", project), all_stacks=False)

    assert discarded == ["test"]
