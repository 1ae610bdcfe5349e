"""Damaged files of a stack: one sentence with the path and what to do, or the stack begins anew and says so."""

import os
import shutil
from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path

import pulumi
import pulumi_random
import pytest
from pulumi.automation import CommandError, CommandResult

from orion_sandbox import processes, stack_lock
from orion_sandbox.errors import SandboxError
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.sandboxes import Sandbox

STATE = "state/.pulumi/stacks/orion-rds/base.json"
META = "state/.pulumi/meta.yaml"
DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:20]),
    "empty": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
    "other bytes": lambda path: path.write_bytes(b"\xff\xfe"),
}
ANEW = ("api.json", "boot_id", "passphrase")
"""Files without which API and state do not belong together any more."""
HARMLESS = (META, "project/Pulumi.base.yaml", "project/Pulumi.yaml", "stack_references.json", "api.log")
"""Files that are written anew."""


def one_password() -> None:
    """Make the smallest program with a secret."""
    pulumi.export("password", pulumi_random.RandomPassword("master", length=32).result)


@pytest.fixture
def stack(sandbox: Sandbox, bases: Bases) -> SandboxStack:
    """A clone of a deployed stack, to be damaged."""
    sandbox.clone(bases.deployed("base", {}, program=one_password), "copy")
    return sandbox.stack("copy", program=one_password, config={})


@pytest.mark.parametrize("damage", ["cut", "empty", "removed", "other bytes"])
@pytest.mark.parametrize("name", ANEW)
def test_what_ties_the_api_to_its_state_is_damaged(
    name: str, damage: str, stack: SandboxStack, sandbox: Sandbox
) -> None:
    """The stack begins anew, and says so; the API that nobody would find again ends."""
    first = stack.api()
    DAMAGES[damage](stack.folder / name)

    api = stack.start()

    assert any(line.endswith("; starting clean") for line in sandbox.reports)
    assert api != first
    assert not (stack.folder / STATE).exists()
    assert processes.until(lambda: not processes.runs(first.pid, first.started), 60)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", HARMLESS)
def test_what_can_be_written_anew_is(name: str, damage: str, stack: SandboxStack) -> None:
    """Nobody has to hear of it."""
    api = stack.start()
    DAMAGES[damage](stack.folder / name)

    assert stack.start() == api
    assert stack.outputs()["password"].secret


@pytest.mark.parametrize("backup", [True, False])
@pytest.mark.parametrize("damage", ["cut", "empty", "other bytes"])
def test_a_damaged_state_names_its_copy(damage: str, backup: bool, stack: SandboxStack) -> None:
    """The engine keeps the state before its last change beside it, and does not say so."""
    state = stack.folder / STATE
    copy = state.with_name("base.json.bak")
    if backup:
        shutil.copy(state, copy)
    else:
        copy.unlink(missing_ok=True)
    DAMAGES[damage](state)

    with pytest.raises(SandboxError) as refused:
        stack.up()

    fix = (
        f"`cp {copy} {state}` restores the previous state"
        if backup
        else "`orion-sandbox down --stack copy` discards the stack"
    )
    assert str(refused.value) == f"the state {state} is damaged: {fix}"
    if backup:
        shutil.copy(copy, state)
        assert stack.outputs()["password"].secret


def a_file(folder: Path) -> None:
    """Put a file there."""
    folder.write_text("mine")


def a_link(folder: Path) -> None:
    """Put a symlink there."""
    folder.with_name("mine").mkdir()
    folder.symlink_to(folder.with_name("mine"))


def of_another_program(folder: Path) -> None:
    """Put a folder of something else there."""
    folder.mkdir()
    (folder / "api.json").write_text('{"pid": 1}')


def of_another_user(folder: Path) -> None:
    """Put a folder of another user there."""
    folder.mkdir()
    os.chown(folder, 12345, 12345)


PLACES: dict[Callable[[Path], None], str] = {
    a_file: "is not a folder, so it cannot contain a stack: `rm ",
    a_link: "is not a folder, so it cannot contain a stack: `rm ",
    of_another_program: "has files and was not created by the sandbox, which does not change it",
    of_another_user: "belongs to another user: set ORION_SANDBOX_HOME",
}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_what_is_not_the_sandboxs_is_neither_used_nor_removed(place: Callable[[Path], None], sandbox: Sandbox) -> None:
    """`down` would remove what stands there, and all that a symlink leads to."""
    if place is of_another_user and os.getuid() != 0:
        pytest.skip("only root gives a folder to another user")
    stack = sandbox.stack("test", config={})
    stack.folder.parent.mkdir(parents=True)
    place(stack.folder)
    try:
        for command in (stack.start, stack.discard):
            with pytest.raises(SandboxError, match=PLACES[place]):
                command()
        assert os.path.lexists(stack.folder)
    finally:
        shutil.rmtree(stack.folder.parent)


def test_a_folder_that_every_user_can_write_to_is_discarded_and_not_used(stack: SandboxStack) -> None:
    """What others have put there would be run."""
    stack.folder.chmod(0o777)
    with pytest.raises(SandboxError, match=r"every user can write to .*: `chmod 700 "):
        stack.start()
    assert stack.discard()


@pytest.mark.parametrize(
    ("home", "message"),
    [("a-file", "a file is where a folder has to be"), ("x" * 300, "set ORION_SANDBOX_HOME to a shorter path")],
    ids=["a file", "too long"],
)
def test_a_place_where_no_folder_can_be(home: str, message: str, sandbox: Sandbox, tmp_path: Path) -> None:
    """The path, the reason and what to do, in one sentence."""
    (tmp_path / "a-file").touch()
    stack = SandboxStack("test", sandbox.stack("test").project, folder=tmp_path / home / "test", config={})
    with pytest.raises(SandboxError, match=message) as refused:
        stack.start()
    assert home in str(refused.value)


def test_a_full_disk_is_said_with_the_folder(
    stack: SandboxStack, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the sandbox, where a file of its own is cut, and after the engine's words; `down` makes room all the same."""

    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("orion_sandbox.stack_folder.replace", full)
        with pytest.raises(SandboxError, match=f"{stack.folder}: No space left on device; free some space"):
            stack.start()
        with pytest.raises(CommandError), stack._changing():
            raise CommandError(CommandResult("", "write test.json: no space left on device", 255))
        assert sandbox.reports[-1].startswith(f"{stack.folder}: no space left on device; free some space")
        (stack.folder / "state/.pulumi/locks/half.json.123.tmp").touch()
        assert [each for _, each in stack_lock._pulumi_locks(stack.folder)] == [0]
        assert stack.discard()


def test_a_down_that_is_killed_half_way_leaves_no_half_of_a_stack(
    stack: SandboxStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has not removed is removed by the next one."""
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            stack.discard()
    assert not stack.folder.exists()
    assert [*stack.folder.parent.glob(".copy.*.discarded")]

    assert stack.up().summary.resource_changes == {"create": 2}
    assert stack.discard()
    assert not [*stack.folder.parent.glob(".copy.*.discarded")]


def killed(*_: object, **__: object) -> None:
    """Stand in for the end of a process."""
    raise KeyboardInterrupt
