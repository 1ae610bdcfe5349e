"""A program with a provider of its own, in another region than the stack's, without Pulumi's default one for AWS."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError, OpType

from orion_rds import AuroraDatabase
from orion_sandbox import daemon
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox

REGION = "us-west-2"
TOPIC = "arn:aws:sns:{}:123456789012:alerts"


def database(topic_region: str) -> Mapping[str, Any]:
    """Return a small database whose alarms notify a topic in a region."""
    return {
        "project": "orion",
        "environment": "west",
        "network": {
            "vpc_id": "vpc-0a1b2c3d4e5f60003",
            "subnet_ids": ["subnet-0a1b2c3d4e5f6003a", "subnet-0a1b2c3d4e5f6003b"],
            "allow_from": {"office": "10.20.0.0/16"},
        },
        "instances": {"count": 1},
        "alarms": {"profile": "production", "topic_arns": [TOPIC.format(topic_region)]},
        "protection": {"deletion": False, "final_snapshot": False},
    }


def program() -> None:
    """The provider's region comes from a resource, so that the first preview does not know it."""
    here = aws.Provider("here", region="us-east-1")
    options = pulumi.ResourceOptions(provider=here)
    parameter = aws.ssm.Parameter("region", type="String", insecure_value=REGION, opts=options)
    region = parameter.arn.apply(lambda _: REGION)
    there = aws.Provider("there", region=region, default_tags={"tags": {"Team": "data"}})
    # The region beside it tells the sandbox where the network is.
    config = pulumi.Config().require_object("west")["database"]
    orion = AuroraDatabase("orion", config, opts=pulumi.ResourceOptions(provider=there))
    pulumi.export("arn", orion.cluster_arn)


def stack_of(sandbox: Sandbox, config: Mapping[str, Any]) -> SandboxStack:
    """Return the stack with a database."""
    settings = {
        "pulumi:disable-default-providers": ["aws"],
        "aws:region": "us-east-1",
        "orion-rds:west": {"region": REGION, "database": config},
    }
    return sandbox.stack("given", program=program, config=settings)


def test_the_region_of_a_given_provider_decides(sandbox: Sandbox) -> None:
    """A rule waits until the region is known, and then it is kept: before AWS has changed, without a preview too."""
    wrong, right = (stack_of(sandbox, database(region)) for region in ("us-east-1", REGION))
    assert "this preview can ask it nothing" in wrong.preview().stdout
    with pytest.raises(CommandError, match="topic-region"):
        wrong.up()
    assert not wrong.client("rds", REGION).describe_db_subnet_groups()["DBSubnetGroups"]

    assert right.up().outputs["arn"].value == f"arn:aws:rds:{REGION}:123456789012:cluster:orion-west-aurora"
    assert set(right.preview().change_summary) == {OpType.SAME}
    (cluster,) = right.client("rds", REGION).describe_db_clusters()["DBClusters"]
    assert {"Key": "Team", "Value": "data"} in cluster["TagList"]

    before = daemon.content(right.api(), "us-east-1", REGION)
    for attempt in (wrong.preview, wrong.up):
        with pytest.raises(CommandError, match="topic-region"):
            attempt()
    tagged = stack_of(sandbox, {**database(REGION), "tags": {"TEAM": "other"}})
    with pytest.raises(CommandError, match="default-tag-alike"):
        tagged.up()
    assert daemon.content(right.api(), "us-east-1", REGION) == before
