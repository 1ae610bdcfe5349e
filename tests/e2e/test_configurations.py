"""Configurations that no stack file here has, on the real engine."""

import json
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from pulumi.automation import OpType

from orion_rds import AuroraDatabase
from orion_rds.config import load, parse
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import outputs, the_cluster
from tests.strategies import configurations

REGION = {"aws:region": "us-east-1"}
EXPECTED = [HealthCheck.filter_too_much, HealthCheck.too_slow]
"""Few configurations are of a kind."""

Configuration = dict[str, Any]

KINDS: dict[str, Callable[[Configuration], object]] = {
    "serverless, with addresses of both families": lambda drawn: drawn.get("serverless") and dual_stack(drawn),
    "one by one, in a given network": lambda drawn: one_by_one(drawn) and "subnet_group_name" in drawn["network"],
    "with keys, parameters and a password by RDS": lambda drawn: (
        drawn.get("encryption")
        and drawn.get("parameters")
        and drawn.get("master", {}).get("password_source") == "rds_managed"
    ),
    "with a standby, and Redis in shards": lambda drawn: (
        drawn.get("disaster_recovery") and drawn.get("redis", {}).get("shards")
    ),
}
"""What each sample is to have, so that together they have most of what there is."""


def dual_stack(drawn: Configuration) -> bool:
    """Whether the database has IPv6 addresses."""
    return drawn["network"].get("dual_stack", False)


def one_by_one(drawn: Configuration) -> bool:
    """Whether each instance is described by itself."""
    return isinstance(drawn.get("instances"), list)


def sample(kind: str) -> Configuration:
    """Draw some configurations of a kind, always the same ones, and give the one that says most."""
    some: list[Configuration] = []

    @seed(1)
    @settings(max_examples=10, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=EXPECTED)
    # What is adopted has to exist: `test_adoption.py`.
    @given(drawn=configurations().filter(lambda drawn: "adopt" not in drawn and KINDS[kind](drawn)))
    def draw(drawn: Configuration) -> None:
        some.append(drawn)

    draw()
    return max(some, key=lambda drawn: len(json.dumps(drawn)))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_accepted_deploys_and_stays(sandbox: Sandbox, repository: Path, kind: str) -> None:
    """Our validation and the sandbox's judge have rules of their own; here they must agree."""
    drawn = sample(kind)

    def program() -> None:
        runpy.run_path(str(repository / "__main__.py"))

    stack = sandbox.stack("sample", program=program, config={**REGION, "orion-rds:database": drawn})
    stack.up()

    assert len(the_cluster(stack)["DBClusterMembers"]) == len(parse(drawn).fleet)
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}


def test_names_may_be_as_long_as_they_are_accepted(sandbox: Sandbox) -> None:
    """The component's too, of which Pulumi would make names of resources: the configuration bounds all of them."""
    given = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}
    key = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    longest = {
        "project": "p" * 17,
        "environment": "e" * 16,
        "network": given,
        "backup": {"copies": {"region": "us-west-2"}},
        "disaster_recovery": {"region": "us-west-2", "network": given, "encryption": {"kms_key_arn": key}},
    }

    def program() -> None:
        AuroraDatabase("database-of-" * 6, load())

    stack = sandbox.stack("longest", program=program, config={**REGION, "orion-rds:database": longest})
    stack.up()

    roles = [role["RoleName"] for role in stack.client("iam").list_roles()["Roles"]]
    assert len(roles) == 3
    assert all(role.startswith("p" * 17 + "-" + "e" * 16) for role in roles)


def network(ec2: Any, rds: Any) -> Mapping[str, Any]:
    """Make what the database is to be given: a DB subnet group over two zones, and a security group."""
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


def test_a_database_of_others_networks_and_passwords_deploys_and_goes(sandbox: Sandbox) -> None:
    """Only what is ours is made, and only that is deleted; the password is in the secret that RDS made."""
    given: dict[str, Any] = {}

    def program() -> None:
        AuroraDatabase(
            "guest",
            {
                "project": "orion",
                "environment": "guest",
                "network": given,
                "master": {"password_source": "rds_managed"},
                "instances": {"count": 1},
                "protection": {"deletion": False, "final_snapshot": False},
            },
        )

    stack = sandbox.stack("guest", program=program, config=REGION)
    stack.start()
    ec2, rds, secrets = (stack.client(service) for service in ("ec2", "rds", "secretsmanager"))
    given.update(network(ec2, rds))
    stack.up()

    cluster = the_cluster(stack)
    assert cluster["DBSubnetGroup"] == given["subnet_group_name"]
    assert [group["VpcSecurityGroupId"] for group in cluster["VpcSecurityGroups"]] == given["security_group_ids"]
    assert [secret["ARN"] for secret in secrets.list_secrets()["SecretList"]] == [
        cluster["MasterUserSecret"]["SecretArn"]
    ]
    assert len(rds.describe_db_subnet_groups()["DBSubnetGroups"]) == 1
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}

    stack.destroy()
    assert rds.describe_db_clusters()["DBClusters"] == secrets.list_secrets()["SecretList"] == []
    assert [group["DBSubnetGroupName"] for group in rds.describe_db_subnet_groups()["DBSubnetGroups"]] == ["data"]
    assert len(ec2.describe_security_groups(GroupIds=given["security_group_ids"])["SecurityGroups"]) == 1


def program() -> None:
    """A bigger program that makes the network itself and hands its outputs on."""
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    subnets = [
        aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24", availability_zone=zone)
        for index, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    app = aws.ec2.SecurityGroup("app", vpc_id=vpc.id)
    database = AuroraDatabase(
        "composed",
        {
            "project": "orion",
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


def test_outputs_of_other_resources_can_be_given(sandbox: Sandbox) -> None:
    """Unknown in the preview, in place after `up`, at rest in the next preview, and gone after destroy."""
    stack = sandbox.stack("composed", program=program, config=REGION)

    assert OpType.CREATE in stack.preview().change_summary
    stack.up()

    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    referenced = [rule["ReferencedGroupInfo"]["GroupId"] for rule in rules if "ReferencedGroupInfo" in rule]
    assert outputs(stack)["endpoint"] == the_cluster(stack)["Endpoint"]
    assert referenced == [outputs(stack)["app"]]
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
    stack.destroy()
    assert stack.client("rds").describe_db_clusters()["DBClusters"] == []
