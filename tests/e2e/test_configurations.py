"""Configurations that no stack file here has, on the real engine."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.automation import EngineEvent, OpType

from orion_rds import AuroraDatabase
from orion_rds.config import ConfigError, parse
from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.drawing import draw_until, has_names
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import outputs
from tests.strategies import configurations

REGION = {"aws:region": "us-east-1"}
DRAWN = 25
"""In one round."""
MOST_INSTANCES = 3
"""Further instances have the same resources again."""
UNCHANGED = {OpType.SAME, OpType.REFRESH, OpType.READ}

Configuration = dict[str, Any]

WITH_MOST_NAMES = "with a standby, copies, and Redis in shards"

KINDS: dict[str, Callable[[Configuration], object]] = {
    "serverless, with addresses of both families": lambda drawn: drawn.get("serverless") and dual_stack(drawn),
    "one by one, in a given network": lambda drawn: one_by_one(drawn) and "subnet_group_name" in drawn["network"],
    "with keys, parameters and a password by RDS": lambda drawn: (
        drawn.get("encryption")
        and drawn.get("parameters")
        and drawn.get("master", {}).get("password_source") == "rds_managed"
    ),
    WITH_MOST_NAMES: lambda drawn: (
        drawn.get("disaster_recovery")
        and drawn.get("backup", {}).get("copies")
        and drawn.get("redis", {}).get("shards")
    ),
}
"""Properties of the samples, which together have most of what there is."""

LONGEST = {"project": "p" * 17, "environment": "e" * 16}
LONGEST_NAME = "database-of-" * 6


def dual_stack(drawn: Configuration) -> bool:
    """Return whether the database has IPv6 addresses."""
    return drawn["network"].get("dual_stack", False)


def one_by_one(drawn: Configuration) -> bool:
    """Return whether each instance is described by itself."""
    return has_names(drawn.get("instances", {}))


def drawn_configurations() -> list[Configuration]:
    """Draw configurations until there are some of each kind."""
    some: list[Configuration] = []

    def add(drawn: Configuration) -> None:
        # An adopted resource has to exist: `test_adoption.py`.
        if "adopt" not in drawn and len(parse(drawn).fleet) <= MOST_INSTANCES:
            some.append(drawn)

    def with_all() -> list[Configuration]:
        return [*some, *with_standbys(some)]

    draw_until(
        lambda: all(any(map(kind, with_all())) for kind in KINDS.values()), configurations(), add, examples=DRAWN
    )
    return with_all()


def with_standbys(drawn: list[Configuration]) -> Iterator[Configuration]:
    """Give each configuration with shards the first standby that the configuration accepts, and copies in its region;
    these are rarely drawn together.
    """
    standbys = [each["disaster_recovery"] for each in drawn if "disaster_recovery" in each]
    for each in drawn:
        if each.get("redis", {}).get("shards"):
            backup = each.get("backup", {})
            both = (
                {**each, "disaster_recovery": standby, "backup": {**backup, "copies": {"region": standby["region"]}}}
                for standby in standbys
            )
            yield from islice(filter(accepted, both), 1)


def accepted(configuration: Configuration) -> bool:
    """Return whether the configuration is valid."""
    try:
        parse(configuration)
    except ConfigError:
        return False
    return True


def samples() -> dict[str, Configuration]:
    """Return the fewest configurations that have all kinds, and of those the ones that say most; by logical name.

    What configurations have in common is not deployed twice: other tests deploy settings one by one, and these are
    combinations. The one with a standby has the most names, so it gets the longest ones.
    """
    drawn, chosen = drawn_configurations(), list[Configuration]()
    while missing := [is_of for is_of in KINDS.values() if not any(map(is_of, chosen))]:
        best = max(drawn, key=lambda each: (sum(bool(is_of(each)) for is_of in missing), len(json.dumps(each))))
        assert any(is_of(best) for is_of in missing), "some kind was not drawn"
        chosen.append(best)
    # Others may have a standby too.
    longest = next(each for each in chosen if KINDS[WITH_MOST_NAMES](each))
    return {
        LONGEST_NAME if each is longest else f"sample-{number}": each
        | (with_all_roles(each) | LONGEST if each is longest else {})
        for number, each in enumerate(chosen)
    }


def with_all_roles(configuration: Configuration) -> Configuration:
    """Return monitoring, and a standby with an instance, since instances that are monitored have a role."""
    standby = configuration["disaster_recovery"]
    instances = {**standby.get("instances", {}), "count": 1}
    return {"monitoring": {"interval_seconds": 60}, "disaster_recovery": {**standby, "instances": instances}}


@dataclass(frozen=True)
class Deployment:
    """One sample, deployed."""

    name: str
    """The logical name of the database."""
    sample: Configuration
    stack: SandboxStack
    changed: list[str]
    """The URNs that the next preview would change."""


@pytest.fixture(scope="module")
def deployed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine
) -> Generator[Callable[[str], Deployment]]:
    """Deploy the sample of a kind, once."""
    databases = samples()
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("samples"), engine) as sandbox:

        @cache
        def deploy(name: str) -> Deployment:
            def program() -> None:
                AuroraDatabase(name, pulumi.Config("samples").require_object("database"))

            # The sandbox creates what the configuration refers to.
            config = {**REGION, "samples:database": databases[name]}
            stack = sandbox.stack(f"samples-{[*databases].index(name)}", program=program, config=config)
            stack.up()
            return Deployment(name, databases[name], stack, changes(stack))

        yield lambda kind: deploy(next(name for name, each in databases.items() if KINDS[kind](each)))


def changes(stack: SandboxStack) -> list[str]:
    """Return the URNs that a preview with a refresh would change."""
    found: list[str] = []

    def note(event: EngineEvent) -> None:
        metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
        if metadata and metadata.op not in UNCHANGED:
            found.append(metadata.urn)

    stack.preview(refresh=True, on_event=note)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_an_accepted_configuration_deploys_and_stays(deployed: Callable[[str], Deployment], kind: str) -> None:
    """The configuration and the sandbox's gate have rules of their own; they must agree."""
    deployment = deployed(kind)
    cluster = cluster_of(deployment.stack, deployment.sample["project"])

    assert len(cluster["DBClusterMembers"]) == len(parse(deployment.sample).fleet)
    assert deployment.changed == []


def test_names_may_be_as_long_as_they_are_accepted(deployed: Callable[[str], Deployment]) -> None:
    """The component's too, of which Pulumi would make names of resources: the configuration bounds all of them."""
    deployment = deployed(WITH_MOST_NAMES)

    assert deployment.name == LONGEST_NAME
    assert deployment.sample.items() >= LONGEST.items()
    roles = [role["RoleName"] for role in deployment.stack.client("iam").list_roles()["Roles"]]
    assert len([role for role in roles if role.startswith("p" * 17 + "-" + "e" * 16)]) == 3


def cluster_of(stack: SandboxStack, project: str) -> dict[str, Any]:
    """Return what AWS says of the one cluster of a project."""
    clusters = stack.client("rds").describe_db_clusters()["DBClusters"]
    (cluster,) = (each for each in clusters if each["DBClusterIdentifier"].startswith(f"{project}-"))
    return cluster


def create_network(ec2: Any, rds: Any) -> Mapping[str, Any]:
    """Create a network to pass in: a DB subnet group over two zones, and a security group."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for number, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    rds.create_db_subnet_group(
        DBSubnetGroupName="data", DBSubnetGroupDescription="of the network team", SubnetIds=subnets
    )
    group = ec2.create_security_group(GroupName="data", Description="of the network team", VpcId=vpc)["GroupId"]
    return {"subnet_group_name": "data", "security_group_ids": [group]}


def guest(network: Any) -> None:
    """Declare a database in an existing network, with a password that RDS manages."""
    AuroraDatabase(
        "guest",
        {
            "project": "guest",
            "environment": "dev",
            "network": network,
            "master": {"password_source": "rds_managed"},
            "instances": {"count": 1},
            "protection": {"deletion": False, "final_snapshot": False},
        },
    )


def composed() -> None:
    """Declare a network, and a database that takes its outputs and exports one of its own."""
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    subnets = [
        aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24", availability_zone=zone)
        for index, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    app = aws.ec2.SecurityGroup("app", vpc_id=vpc.id)
    database = AuroraDatabase(
        "composed",
        {
            "project": "composed",
            "environment": "dev",
            "network": {
                "vpc_id": vpc.id,
                "subnet_ids": [subnet.id for subnet in subnets],
                "allow_from": {"app": {"security_group_id": app.id}},
            },
            "protection": {"deletion": False, "final_snapshot": False},
        },
    )
    pulumi.export("endpoint", database.cluster_endpoint)
    pulumi.export("app", app.id)


def test_a_database_takes_an_existing_network_or_outputs_of_other_resources(sandbox: Sandbox) -> None:
    """The outputs are unknown in the preview and in place after `up`, and the next preview changes nothing.

    Only what the program declares is created and deleted; the password of `guest` is in the secret that RDS created.
    """
    given: dict[str, Any] = {}

    def program() -> None:
        guest(given)
        composed()

    stack = sandbox.stack("composed", program=program, config=REGION)
    stack.start()
    ec2, rds, secrets = (stack.client(service) for service in ("ec2", "rds", "secretsmanager"))
    given.update(create_network(ec2, rds))
    assert OpType.CREATE in stack.preview().change_summary
    stack.up()

    _check_guest(stack, given)
    _check_composed(stack)
    assert changes(stack) == []

    stack.destroy()
    assert rds.describe_db_clusters()["DBClusters"] == secrets.list_secrets()["SecretList"] == []
    assert [group["DBSubnetGroupName"] for group in rds.describe_db_subnet_groups()["DBSubnetGroups"]] == ["data"]
    assert len(ec2.describe_security_groups(GroupIds=given["security_group_ids"])["SecurityGroups"]) == 1


def _check_guest(stack: SandboxStack, given: Mapping[str, Any]) -> None:
    cluster = cluster_of(stack, "guest")
    groups = [group["DBSubnetGroupName"] for group in stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]]
    secrets = stack.client("secretsmanager").list_secrets()["SecretList"]

    assert cluster["DBSubnetGroup"] == given["subnet_group_name"]
    assert [group["VpcSecurityGroupId"] for group in cluster["VpcSecurityGroups"]] == given["security_group_ids"]
    assert [name for name in groups if not name.startswith("composed-")] == ["data"]
    assert [each["ARN"] for each in secrets if not each["Name"].startswith("composed-")] == [
        cluster["MasterUserSecret"]["SecretArn"]
    ]


def _check_composed(stack: SandboxStack) -> None:
    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    referenced = [rule["ReferencedGroupInfo"]["GroupId"] for rule in rules if "ReferencedGroupInfo" in rule]

    assert outputs(stack)["endpoint"] == cluster_of(stack, "composed")["Endpoint"]
    assert referenced == [outputs(stack)["app"]]
