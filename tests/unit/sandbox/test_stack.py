"""Where a stack's folder lies, and what a stack that never ran answers. The rest is in tests/e2e/test_engine.py."""

from pathlib import Path

import pytest

from orion_sandbox import daemon, stack
from orion_sandbox.errors import SandboxError
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack
from orion_sandbox.stack_folder import default_folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without a single stack file."""
    return Project(tmp_path / "checkout", {"name": "tiny"})


def test_two_checkouts_of_one_name_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise `up` in one clone would update what another one has deployed."""
    monkeypatch.delenv("ORION_SANDBOX_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    here, there = (default_folder(Project(tmp_path / name / "orion", {}), "test") for name in ("here", "there"))

    assert here.parts[-1] == there.parts[-1] == "test"
    assert here.parent.name.startswith("orion-")
    assert here.parent != there.parent
    assert here.is_relative_to(tmp_path / "state" / "orion-rds")


def test_without_settings_the_folder_lies_in_the_home_of_the_user(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the XDG base directory specification puts state."""
    monkeypatch.delenv("ORION_SANDBOX_HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert default_folder(project, "test").is_relative_to(tmp_path / "home" / ".local" / "state" / "orion-rds")


def test_the_users_setting_comes_first(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ORION_SANDBOX_HOME holds the stacks directly."""
    monkeypatch.setenv("ORION_SANDBOX_HOME", str(tmp_path / "mine"))

    assert SandboxStack("prod", project).folder == tmp_path / "mine" / "prod"


@pytest.mark.parametrize("region", ["us-east1", "us-esat-1", "Virginia", "us-east-1a"])
def test_a_region_that_is_none_is_refused_before_anything_is_created(
    region: str, project: Project, tmp_path: Path
) -> None:
    """Its ids would be created there, and the answer would be about a request that nobody wrote."""
    stack = SandboxStack("test", project, folder=tmp_path / "none", config={"aws:region": region})

    with pytest.raises(SandboxError, match=f"aws:region: '{region}' is not a region: .* write one such as us-east-1"):
        stack.up()


def test_a_stack_that_was_never_started_says_how_to_start_it(project: Project, tmp_path: Path) -> None:
    """Neither an empty answer nor a new API would help somebody who asks for outputs."""
    never_started = SandboxStack("test", project, folder=tmp_path / "none", config={})

    with pytest.raises(SandboxError, match="`orion-sandbox up --stack test` starts it"):
        never_started.outputs()
    assert not never_started.folder.exists()


def test_a_checkout_whose_sandbox_is_not_installed_says_what_to_install(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is on Python's path all the same. It says so before it builds an engine for minutes."""
    monkeypatch.setattr(daemon, "NEEDED", ("boto3", "a_package_that_is_missing"))
    monkeypatch.setattr(stack, "find_or_build", pytest.fail)

    with pytest.raises(SandboxError, match=r"needs a_package_that_is_missing\. .*pip install \. \./orion_sandbox"):
        SandboxStack("test", project, folder=tmp_path / "none", config={}).up()


def test_discarding_what_is_not_there_is_no_error(project: Project, tmp_path: Path) -> None:
    """`down` twice; and a stack whose file is gone can still be discarded."""
    assert SandboxStack("gone", project, folder=tmp_path / "none").discard() is False


def test_strictness_is_asked_for_in_python_or_by_a_variable(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's program is taken as it is; this project's tests set the variable."""
    monkeypatch.setenv("ORION_SANDBOX_STRICT", "1")
    assert SandboxStack("test", project).strict
    assert not SandboxStack("test", project, strict=False).strict

    monkeypatch.delenv("ORION_SANDBOX_STRICT")
    assert not SandboxStack("test", project).strict
    assert SandboxStack("test", project, strict=True).strict


def test_a_name_that_is_no_stacks_is_refused_before_anything_is_touched(project: Project) -> None:
    """`down --stack ..` must remove nothing."""
    with pytest.raises(SandboxError, match="is not a valid stack name"):
        SandboxStack("..", project)
