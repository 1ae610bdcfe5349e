"""Clones of a deployed stack: what is done to one never shows in the other."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_random as random
import pytest
from pulumi.automation import OpType

from orion_sandbox import commands, daemon
from orion_sandbox.errors import SandboxError
from orion_sandbox.stack import SandboxStack
from orion_sandbox.stack_lock import held_stack
from tests.e2e.sandboxes import Sandbox

REGION = {"aws:region": "us-east-1"}
SAME = {OpType.SAME}


def log_group(days: int = 7) -> Callable[[], None]:
    """A program of one log group, with a secret output."""

    def program() -> None:
        aws.cloudwatch.LogGroup("logs", name="/orion", retention_in_days=days)
        pulumi.export("password", random.RandomPassword("password", length=32).result)

    return program


def retention(stack: SandboxStack) -> int:
    """What the stack's own API says."""
    (group,) = stack.client("logs").describe_log_groups()["logGroups"]
    return int(group["retentionInDays"])


@pytest.fixture
def original(sandbox: Sandbox) -> SandboxStack:
    """A deployed stack."""
    stack = sandbox.stack("original", program=log_group(), config=REGION)
    stack.up()
    return stack


def test_a_clone_has_everything_of_the_original(
    sandbox: Sandbox, original: SandboxStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The resources, the state with its secrets, and the configuration: its first `up` changes nothing."""
    copy = sandbox.clone(original, "copy")
    commands.env(copy)

    assert "PULUMI_STACK=original\n" in capsys.readouterr().out, "Pulumi knows the copy by the original's name"
    assert set(copy.up(refresh=True).summary.resource_changes or {}) == SAME
    assert copy.outputs()["password"].value == original.outputs()["password"].value
    assert copy.api().port != original.api().port
    assert copy.api().boot_id != original.api().boot_id
    assert set(daemon.providers(copy.api()).values()).isdisjoint(daemon.providers(original.api()).values())


def test_a_change_of_one_never_shows_in_the_other(sandbox: Sandbox, original: SandboxStack) -> None:
    """Neither one that Pulumi makes nor one behind its back, in both directions."""
    copy = sandbox.clone(original, "copy")

    sandbox.stack("copy", program=log_group(30), config=REGION).up()
    original.client("sns").create_topic(Name="of-the-original")
    assert (retention(copy), retention(original)) == (30, 7)
    assert copy.client("sns").list_topics()["Topics"] == []

    sandbox.stack("original", program=log_group(14), config=REGION).up()
    copy.client("sns").create_topic(Name="of-the-copy")
    assert (retention(copy), retention(original)) == (30, 14)
    (topic,) = original.client("sns").list_topics()["Topics"]
    assert topic["TopicArn"].endswith(":of-the-original")

    copy.destroy()
    assert (
        set(sandbox.stack("original", program=log_group(14), config=REGION).preview(refresh=True).change_summary)
        == SAME
    )


def test_both_give_ids_of_their_own_to_what_they_create(sandbox: Sandbox, original: SandboxStack) -> None:
    """A fork has the original's generator of ids too: the next id of both would be the same."""
    copy = sandbox.clone(original, "copy")

    mine, other = (each.client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"] for each in (original, copy))

    assert mine != other


def test_a_clone_outlives_the_original_and_the_original_a_clone(sandbox: Sandbox, original: SandboxStack) -> None:
    """A clone of a clone too: each is a stack of its own."""
    copy = sandbox.clone(original, "copy")
    second = sandbox.clone(copy, "second")
    os.kill(original.api().pid, signal.SIGKILL)
    assert original.discard()
    assert retention(copy) == 7

    third = sandbox.clone(second, "third")
    assert copy.discard()
    assert second.discard()
    assert set(third.up(refresh=True).summary.resource_changes or {}) == SAME


def test_a_clone_that_ended_is_cleared_away(sandbox: Sandbox, original: SandboxStack) -> None:
    """The original lives for weeks: the clones of its life must not stay as zombies."""
    copy = sandbox.clone(original, "copy")
    process_id = copy.api().pid

    assert copy.discard()

    assert retention(original) == 7
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


def test_the_production_stack_of_two_regions_is_cloned(sandbox: Sandbox, production: SandboxStack) -> None:
    """Break the copy, keep the original."""
    copy = sandbox.clone(production, "try")
    logs = copy.client("logs", "us-west-2")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    for name in groups:
        logs.delete_log_group(logGroupName=name)

    repaired = copy.up(refresh=True).summary.resource_changes or {}

    assert groups
    assert {operation: number for operation, number in repaired.items() if operation != OpType.SAME} == {
        OpType.CREATE: len(groups)
    }
    kept = production.client("logs", "us-west-2").describe_log_groups()["logGroups"]
    assert [group["logGroupName"] for group in kept] == groups


def test_a_stack_that_cannot_be_cloned_is_refused(sandbox: Sandbox, original: SandboxStack) -> None:
    """Before anything is copied."""
    sandbox.clone(original, "copy")
    never_started = sandbox.stack("never", config=REGION)

    with pytest.raises(
        SandboxError, match="a stack copy exists already; `orion-sandbox down --stack copy` discards it"
    ):
        sandbox.clone(original, "copy")
    with pytest.raises(SandboxError, match="the sandbox of the stack never is not running"):
        sandbox.clone(never_started, "another")
    with pytest.raises(SandboxError, match="the sandbox of the stack unknown is not running"):
        sandbox.clone(sandbox.stack("unknown"), "another")
    with pytest.raises(SandboxError, match="is the original stack: the copy needs another name"):
        original.clone(original.name, folder=original.folder)


def test_a_stack_that_a_command_is_changing_is_not_cloned(sandbox: Sandbox, original: SandboxStack) -> None:
    """State and API would not belong together."""
    with (
        held_stack(original.folder, "original", print),
        pytest.raises(SandboxError, match="another command is changing the stack original"),
    ):
        sandbox.clone(original, "copy")
    assert not Path(original.folder.with_name("copy")).exists()
