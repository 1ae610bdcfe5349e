"""What stands in examples/ is deployed as it stands, and destroyed."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.automation import EngineEvent

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import program_of
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_configurations import changes
from tests.e2e.test_database import outputs, the_cluster

EXAMPLES = Path(__file__).parents[2] / "examples"
REGIONS = ("us-east-1", "eu-west-1")
LEFT = (
    ("ec2", "describe_addresses", "Addresses"),
    ("iam", "list_roles", "Roles"),
    ("rds", "describe_db_clusters", "DBClusters"),
    ("s3", "list_buckets", "Buckets"),
    ("secretsmanager", "list_secrets", "SecretList"),
)
"""What would hold something after an example has been destroyed."""


def in_two_zones(stack: SandboxStack) -> None:
    """The smallest configuration has what production needs."""
    instances = stack.client("rds").describe_db_instances()["DBInstances"]
    assert len({each["AvailabilityZone"] for each in instances}) == len(instances) == 2
    assert outputs(stack)["endpoint"] == the_cluster(stack)["Endpoint"]
    assert outputs(stack)["secret"].startswith("arn:aws:secretsmanager:")


def pauses(stack: SandboxStack) -> None:
    """With the seconds of its stack file."""
    scaling = the_cluster(stack)["ServerlessV2ScalingConfiguration"]
    assert (scaling["MinCapacity"], scaling["SecondsUntilAutoPause"]) == (0, 900)


def in_the_given_network(stack: SandboxStack) -> None:
    """In the subnets of the other stack, and reached from its application."""
    (given,) = yaml.safe_load((EXAMPLES / "existing_network" / "stack-references.yaml").read_text()).values()
    (group,) = stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]
    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    assert {each["SubnetIdentifier"] for each in group["Subnets"]} == set(given["private_subnet_ids"])
    assert group["VpcId"] == given["vpc_id"]
    sources = [each["ReferencedGroupInfo"]["GroupId"] for each in rules if "ReferencedGroupInfo" in each]
    assert sources == [given["application_security_group_id"]]


def in_its_own_network(stack: SandboxStack) -> None:
    """In the private subnets of the program."""
    given = outputs(stack)
    (group,) = stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]
    in_network = [{"Name": "vpc-id", "Values": [given["vpc_id"]]}]
    found = stack.client("ec2").describe_subnets(Filters=in_network)["Subnets"]
    private = {each["SubnetId"] for each in found if not each["MapPublicIpOnLaunch"]}
    assert given["endpoint"] == the_cluster(stack)["Endpoint"]
    assert {each["SubnetIdentifier"] for each in group["Subnets"]} == private
    assert (len(found), len(private)) == (6, 3)


def in_each_region(stack: SandboxStack) -> None:
    """The provider of a component is that of its resources."""
    names = {
        region: [
            each["DBClusterIdentifier"] for each in stack.client("rds", region).describe_db_clusters()["DBClusters"]
        ]
        for region in REGIONS
    }
    assert names == {"us-east-1": ["orion-dev-us-aurora"], "eu-west-1": ["orion-dev-eu-aurora"]}


IDEAS: Mapping[str, Callable[[SandboxStack], None]] = {
    "minimal": in_two_zones,
    "pausing": pauses,
    "existing_network": in_the_given_network,
    "own_network": in_its_own_network,
    "two_regions": in_each_region,
}
"""Each folder, and what it is an example of."""


@pytest.mark.parametrize("name", IDEAS)
def test_an_example_is_deployed_does_not_drift_and_is_destroyed(name: str, tmp_path: Path, engine: Engine) -> None:
    """Copied into a user's own project, it has to work as it stands; nothing may be left."""
    project = read_project(EXAMPLES / name / "Pulumi.yaml")
    with Sandbox(project, tmp_path, engine) as sandbox:
        # One with more of the SDK stays out of this process, which would keep what it imports.
        program = None if name == "own_network" else program_of(project.folder)
        stack = sandbox.stack("dev", program=program, strict=False)
        notices: list[str] = []

        def note(event: EngineEvent) -> None:
            if event.diagnostic_event:
                notices.append(event.diagnostic_event.message)

        stack.up(on_event=note)
        vpcs = stack.client("ec2").describe_vpcs()["Vpcs"]

        assert [notice for notice in notices if "the sandbox does not imitate" in notice] == []
        assert changes(stack) == []
        IDEAS[name](stack)

        stack.destroy()
        for service, operation, member in LEFT:
            for region in REGIONS:
                assert getattr(stack.client(service, region), operation)()[member] == [], operation
        own = name == "own_network"
        assert len(stack.client("ec2").describe_vpcs()["Vpcs"]) == len(vpcs) - own


def test_every_folder_is_tried() -> None:
    """An example that nobody deploys is a guess."""
    assert {path.parent.name for path in EXAMPLES.glob("*/Pulumi.yaml")} == set(IDEAS)


def test_the_automation_example_deploys_asks_and_destroys_each_environment(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sandbox, one after the other."""
    example = runpy.run_path(str(EXAMPLES / "automation.py"))
    example["main"]()

    said = capsys.readouterr().out.splitlines()
    for environment in example["INSTANCES"]:
        up, preview, destroy = (line for line in said if line.startswith(f"{environment}: "))
        assert up.startswith(f"{environment}: up: {{'create': ")
        assert preview == up.replace("up: {'create'", "preview: {'same'")
        assert destroy == up.replace("up: {'create'", "destroy: {'delete'")
        host = f"  endpoint = shop-{environment}-aurora."
        assert [line for line in said if line.startswith(host) and line.endswith(".rds.amazonaws.com")]
    assert engine.pulumi.exists()


def test_a_fleet_is_deployed_a_few_at_once_and_resumed(sandbox: Sandbox, tmp_path: Path) -> None:
    """One of four fails. The next run deploys that one and no other, and the one after it none."""
    example = runpy.run_path(str(EXAMPLES / "fleet.py"))
    stack = sandbox.stack("fleet", config={"aws:region": example["REGION"], "fleet:database": example["SHARED"]})
    stack.start()
    members: dict[str, dict[str, Any]] = yaml.safe_load((EXAMPLES / "fleet.yaml").read_text())
    third = sorted(members)[2]
    file = tmp_path / "fleet.yaml"

    def run(**changed: Any) -> tuple[set[str], str]:
        file.write_text(json.dumps({**members, **changed}))
        command = [sys.executable, str(EXAMPLES / "fleet.py"), str(file), "--at-most", "2"]
        env = {**os.environ, **stack.environment}
        answer = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert answer.returncode == bool(answer.stderr), answer.stderr
        return set(answer.stdout.splitlines()), answer.stderr

    said, error = run(**{third: {"backup": {"retention_days": 99}}})
    assert said == {f"{name}: {'failed' if name == third else 'deployed'}" for name in members}
    assert "backup.retention_days: 99" in error
    assert at_once(stack.folder.rglob("*.history.json")) <= 2

    assert run() == ({f"{name}: {'deployed' if name == third else 'unchanged'}" for name in members}, "")
    assert {each["DBClusterIdentifier"] for each in stack.client("rds").describe_db_clusters()["DBClusters"]} == {
        f"fleet-{name}-aurora" for name in members
    }


def at_once(records: Iterable[Path]) -> int:
    """Return how many updates ran at the same time at most, by Pulumi's history, which has whole seconds."""
    updates = [json.loads(path.read_text()) for path in records]
    assert len(updates) > 2, "fewer prove nothing"
    moments = sorted(
        [(each["endTime"], -1) for each in updates if each["endTime"] > each["startTime"]]
        + [(each["startTime"], 1) for each in updates if each["endTime"] > each["startTime"]]
    )
    running = [0]
    for _, change in moments:
        running.append(running[-1] + change)
    assert all(abs(later - earlier) == 1 for earlier, later in pairwise(running))
    return max(running)
