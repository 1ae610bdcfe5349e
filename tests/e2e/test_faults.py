"""What goes wrong in the middle of an `up`: the next one converges, or one line says what to do."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError, EngineEvent, OpType

from orion_rds import AuroraDatabase
from orion_sandbox import daemon, faults
from orion_sandbox.errors import SandboxError
from orion_sandbox.faults import Fault
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases, program_of
from tests.e2e.changes.looks import REGIONS
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed, settings

RULE, INSTANCE, CLUSTER = "ec2:AuthorizeSecurityGroupIngress", "rds:CreateDBInstance", "rds:CreateDBCluster"
CREATED = {OpType.SAME, OpType.CREATE}


@pytest.fixture(scope="module")
def config(repository: Path) -> dict[str, Any]:
    """The test stack's configuration with a second instance and a second source of traffic."""
    network = settings(repository, "test")["orion-rds:database"]["network"]
    more = {**network, "allow_from": {**network["allow_from"], "office": "10.3.0.0/16"}}
    return changed(repository, instances={"count": 2}, network=more)


@pytest.fixture(scope="module")
def clean(bases: Bases, config: dict[str, Any]) -> Counter[str]:
    """How many resources of each type a deployment without a fault makes."""
    return made(bases.deployed("test", config))


@pytest.fixture
def stack(sandbox: Sandbox, bases: Bases, repository: Path, config: dict[str, Any]) -> SandboxStack:
    """A clone of the deployed test stack, whose next `up` creates an instance and a rule."""
    sandbox.clone(bases.deployed("test", changed(repository)), "test")
    return sandbox.stack("test", program=program_of(repository), config=config)


def made(stack: SandboxStack) -> Counter[str]:
    """Count the resources in the API by type."""
    return Counter(each.type for each in stack.providers().listed([stack.region]))


def assert_converged(stack: SandboxStack, clean: Counter[str]) -> None:
    """Nothing is left to do, nothing is there twice, and nothing is in no state."""
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
    assert made(stack) == clean
    assert stack.orphans() == []


def pasted(line: str, stack: SandboxStack) -> None:
    """Run a line as a user does, in a shell of the project that knows nothing of the sandbox but its command."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "ORION_SANDBOX_HOME": str(stack.folder.parent), "PATH": path}
    subprocess.run(["sh", "-c", line], env=environment, cwd=stack.project.folder, check=True)  # noqa: S607


def at_first_creation(action: Callable[[], object]) -> Callable[[EngineEvent], None]:
    """Return a listener that does something when the engine begins to create something."""
    done: list[bool] = []

    def listen(event: EngineEvent) -> None:
        step = event.resource_pre_event.metadata if event.resource_pre_event else None
        if step and step.op is OpType.CREATE and step.type.startswith("aws:") and not done:
            done.append(True)
            action()

    return listen


def test_what_passes_is_asked_again(stack: SandboxStack, clean: Counter[str]) -> None:
    """Throttling, failures, late answers, and answers that are lost of what may be asked twice: one `up` is enough."""
    passing = [
        Fault(kind="error", action=INSTANCE, share=0.5),
        Fault(kind="slow", action=RULE, seconds=0.1),
        Fault(kind="lose-answer", action="rds:Describe*", share=0.5),
        Fault(kind="throttle", share=0.2),
    ]
    faults.put(stack.api(), passing, seed=1)
    stack.up()
    assert all(faults.in_force(stack.api()).met)

    faults.put(stack.api())
    assert_converged(stack, clean)


def test_what_is_refused_is_done_by_the_next_up(stack: SandboxStack, clean: Counter[str]) -> None:
    """AWS's own words say which permission is missing."""
    faults.put(stack.api(), [Fault(kind="deny", action=INSTANCE)])
    with pytest.raises(CommandError, match="not authorized to perform: rds:CreateDBInstance"):
        stack.up()

    faults.put(stack.api())
    stack.up()
    assert_converged(stack, clean)


def test_a_resource_whose_answer_was_lost_is_named_and_taken_over(
    sandbox: Sandbox, stack: SandboxStack, clean: Counter[str]
) -> None:
    """The provider asks again and is told that it exists. The line that is printed imports it."""
    faults.put(stack.api(), once=[Fault(kind="lose-answer", action=RULE)])
    with pytest.raises(CommandError, match="already exists"):
        stack.up()
    (line,) = (line for line in sandbox.reports if "To take it over: " in line)

    pasted(line.partition("To take it over: ")[2], stack)
    stack.up()
    assert_converged(stack, clean)


def test_a_resource_that_is_made_twice_is_an_orphan(sandbox: Sandbox, stack: SandboxStack, clean: Counter[str]) -> None:
    """Its name is generated: the next `up` makes another under another name, as on AWS, where it is not taken over."""
    faults.put(stack.api(), once=[Fault(kind="late-error", action=INSTANCE)])
    with pytest.raises(CommandError, match="DBInstanceAlreadyExists"):
        stack.up()
    (orphan,) = stack.orphans()
    assert [line for line in sandbox.reports if f"is in AWS as {orphan.id}, as asked for, and in no state" in line]
    stack.up()

    (line,) = (line for line in sandbox.reports if f"{orphan.id} is in AWS and in no state: it may have been" in line)
    assert line.endswith(f"&& {orphan.deletion})")
    delete_db_instance, *options = orphan.deletion.removeprefix("aws rds ").split()
    assert (delete_db_instance, options[-2:]) == ("delete-db-instance", ["--db-instance-identifier", orphan.id])
    stack.client("rds").delete_db_instance(DBInstanceIdentifier=orphan.id, SkipFinalSnapshot=True)
    assert_converged(stack, clean)


def test_a_cluster_that_a_killed_engine_has_made_is_taken_over(
    sandbox: Sandbox, config: dict[str, Any], clean: Counter[str]
) -> None:
    """It has no name in the state, and its own name is taken in AWS: every later `up` would fail."""
    stack = sandbox.stack("test", config=config)
    rds = (stack.start(), stack.client("rds"))[1]
    faults.put(stack.api(), once=[Fault(kind="slow", action=CLUSTER, seconds=1)])

    def kill() -> None:
        while not rds.describe_db_clusters()["DBClusters"]:
            pass
        engine = stack.folder.with_name("test.lock").read_text().split()[1]
        os.kill(int(engine), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(SandboxError, match=r"the Pulumi engine was killed \(SIGKILL\).*run the same command again"):
        stack.up()
    killer.join()
    assert [each["type"] for each in stack.state.pending_creates()]

    stack.up()
    assert_converged(stack, clean)
    assert "a command on the stack test was killed: its lock is removed, and this command continues" in sandbox.reports
    assert any(
        "aws:rds/cluster:Cluster orion-test-aurora was created by a command that" in line for line in sandbox.reports
    )


def test_an_api_that_is_stopped_for_a_while_goes_on_with_what_it_holds(
    stack: SandboxStack, clean: Counter[str]
) -> None:
    """The provider waits for its answer, as for AWS's."""
    process_id = stack.api().pid
    go_on = threading.Timer(0.5, os.kill, (process_id, signal.SIGCONT))

    def stop() -> None:
        os.kill(process_id, signal.SIGSTOP)
        go_on.start()

    stack.up(on_event=at_first_creation(stop))
    go_on.join()
    assert_converged(stack, clean)


def test_an_api_that_ended_in_the_middle_is_said_and_the_next_up_begins_anew(
    sandbox: Sandbox, stack: SandboxStack, config: dict[str, Any], clean: Counter[str]
) -> None:
    """Its content was in memory: the state is of no use any more."""
    apart, process_id = sandbox.stack("test", config=config), stack.api().pid
    with pytest.raises(CommandError):
        apart.up(on_event=at_first_creation(lambda: os.kill(process_id, signal.SIGKILL)))
    assert any("AWS API ended" in line for line in sandbox.reports)

    stack.up()
    assert sandbox.reports[-1].startswith("starting the sandbox's AWS API")
    assert_converged(stack, clean)


def test_a_second_command_waits_for_the_first(sandbox: Sandbox, stack: SandboxStack, clean: Counter[str]) -> None:
    """Pulumi's own lock would refuse it. It says for whom it waits."""
    second = threading.Thread(target=stack.start)

    def meet() -> None:
        second.start()
        while not any(line.startswith("waiting for another command on the stack test") for line in sandbox.reports):
            pass

    stack.up(on_event=at_first_creation(meet))
    second.join()
    assert f"waiting for another command on the stack test to end, process {os.getpid()}" in sandbox.reports
    assert_converged(stack, clean)


def in_a_network(region: str, *zones: str) -> Callable[[], None]:
    """Return a program with a network of its own, and a database in us-east-1."""

    def program() -> None:
        here = pulumi.ResourceOptions(provider=aws.Provider("here", region="us-east-1"))
        there = pulumi.ResourceOptions(provider=aws.Provider("there", region="eu-west-1"))
        options = here if region == "us-east-1" else there
        vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=options)
        subnets = [
            aws.ec2.Subnet(
                str(number),
                vpc_id=vpc.id,
                availability_zone=region + zone,
                cidr_block=f"10.0.{number}.0/24",
                opts=options,
            )
            for number, zone in enumerate(zones)
        ]
        network: Any = {
            "vpc_id": vpc.id,
            "subnet_ids": [subnet.id for subnet in subnets],
            "allow_from": {"office": "10.1.0.0/16"},
        }
        AuroraDatabase(
            "orion",
            {
                "project": "orion",
                "environment": "dev",
                "network": network,
                "instances": {"count": 1},
                "alarms": {"profile": "off"},
                "events": {"mode": "off"},
            },
            here,
        )

    return program


@pytest.mark.parametrize(
    ("wrong", "right", "refusals"),
    [
        (("eu-west-1", "a", "b"), ("us-east-1", "a", "b"), {"network.vpc_id", "network.subnet_ids", "network-missing"}),
        (("us-east-1", "a", "a"), ("us-east-1", "a", "a", "b"), {"network.subnet_ids", "subnets-in-one-zone"}),
    ],
    ids=["another region", "one zone"],
)
def test_a_network_that_the_database_cannot_use_is_refused_and_set_right_by_the_next_up(
    wrong: tuple[str, ...], right: tuple[str, ...], refusals: set[str], sandbox: Sandbox
) -> None:
    """A preview cannot know it, as the network is created in the same deployment. The database is not begun."""
    config = {"aws:region": "us-east-1"}
    stack = sandbox.stack("dev", program=in_a_network(*wrong), config=config)
    stack.preview()
    with pytest.raises(CommandError) as refused:
        stack.up()
    network = daemon.content(stack.api(), *REGIONS)
    with pytest.raises(CommandError):
        stack.up()

    assert daemon.content(stack.api(), *REGIONS) == network
    assert not stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]
    assert not stack.client("secretsmanager").list_secrets()["SecretList"]
    assert all(refusal in str(refused.value) for refusal in refusals)
    stack = sandbox.stack("dev", program=in_a_network(*right), config=config)
    stack.up()
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
