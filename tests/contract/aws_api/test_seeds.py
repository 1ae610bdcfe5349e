"""Resources that a stack file names exist with their ids."""

import http.client
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from orion_sandbox import daemon
from orion_sandbox.errors import SandboxError
from orion_sandbox.own_requests import TOKEN_HEADER
from orion_sandbox.references import References, SubnetGroup, Vpc, references
from tests.contract.aws_api.conftest import GROUPS, KEY, PREFIX_LIST, SUBNETS, TOPIC, VPC, ClientOf


def post(api: daemon.Api, body: str) -> tuple[int, Any]:
    """Send a body unchanged."""
    connection = http.client.HTTPConnection("127.0.0.1", api.port)
    connection.request("POST", "/_sandbox/seed", body, {TOKEN_HEADER: api.token})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def test_subnets_and_groups_lie_in_their_vpc(client: ClientOf) -> None:
    """A DB subnet group and the security group's rules are checked against the VPC."""
    ec2 = client("ec2")

    subnets = ec2.describe_subnets(SubnetIds=list(SUBNETS))["Subnets"]
    groups = ec2.describe_security_groups(GroupIds=list(GROUPS))["SecurityGroups"]

    assert {each["VpcId"] for each in (*subnets, *groups)} == {VPC}
    assert {each["AvailabilityZone"] for each in subnets} == {"us-east-1a", "us-east-1b", "us-east-1c"}


def test_keys_topics_and_prefix_lists_exist_by_their_names(client: ClientOf) -> None:
    """They are found by the exact text in the stack file."""
    assert client("kms").describe_key(KeyId=KEY)["KeyMetadata"]["Arn"] == KEY
    assert client("sns").get_topic_attributes(TopicArn=TOPIC)["Attributes"]["TopicArn"] == TOPIC
    (found,) = client("ec2").describe_managed_prefix_lists(PrefixListIds=[PREFIX_LIST])["PrefixLists"]
    assert found["PrefixListId"] == PREFIX_LIST


def test_a_multi_region_key_keeps_its_id(api: daemon.Api, client: ClientOf) -> None:
    """Their ids have another form, which moto does not generate."""
    key = "arn:aws:kms:us-west-2:123456789012:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    daemon.seed(api, References(kms_keys=(key,)))

    described = client("kms", "us-west-2").describe_key(KeyId=key)["KeyMetadata"]

    assert (described["Arn"], described["MultiRegion"]) == (key, True)


def test_what_production_names_exists_in_both_its_regions(api: daemon.Api, client: ClientOf, repository: Path) -> None:
    """The stack file runs unchanged, its standby included."""
    config = yaml.safe_load((repository / "Pulumi.prod.yaml").read_text())["config"]
    standby = config["orion-rds:database"]["disaster_recovery"]
    daemon.seed(api, references(config, config["aws:region"]))

    there = client("ec2", standby["region"])
    subnets = there.describe_subnets(SubnetIds=standby["network"]["subnet_ids"])["Subnets"]
    (group,) = there.describe_security_groups(GroupIds=[standby["network"]["allow_from"]["app"]])["SecurityGroups"]
    assert {each["VpcId"] for each in (*subnets, group)} == {standby["network"]["vpc_id"]}
    client("kms", standby["region"]).describe_key(KeyId=standby["encryption"]["kms_key_arn"])
    for topic in standby["topic_arns"]:
        client("sns", standby["region"]).get_topic_attributes(TopicArn=topic)


def test_seeding_again_makes_nothing_and_changes_nothing(api: daemon.Api, client: ClientOf) -> None:
    """Every `make up` seeds; tags and rules added since then must stay."""
    wanted = References(vpcs=(Vpc("vpc-0b1b2c3d4e5f60718", "us-west-2", ("subnet-0b1b2c3d4e5f60718",), ()),))
    ec2 = client("ec2", "us-west-2")
    assert daemon.seed(api, wanted) == ["vpc-0b1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"]
    ec2.create_tags(Resources=["subnet-0b1b2c3d4e5f60718"], Tags=[{"Key": "kept", "Value": "yes"}])

    assert daemon.seed(api, wanted) == []

    (subnet,) = ec2.describe_subnets(SubnetIds=["subnet-0b1b2c3d4e5f60718"])["Subnets"]
    assert subnet["Tags"] == [{"Key": "kept", "Value": "yes"}]


def test_a_subnet_group_is_made_once_and_spans_three_zones(api: daemon.Api, client: ClientOf) -> None:
    """A stack file may name an existing one."""
    group = SubnetGroup("named-by-a-stack", "us-east-1", SUBNETS)
    wanted = References(vpcs=(Vpc(VPC, "us-east-1", SUBNETS, ()),), subnet_groups=(group,))

    assert daemon.seed(api, wanted) == ["named-by-a-stack"]
    assert daemon.seed(api, wanted) == []

    (made,) = client("rds").describe_db_subnet_groups(DBSubnetGroupName="named-by-a-stack")["DBSubnetGroups"]
    assert len({subnet["SubnetAvailabilityZone"]["Name"] for subnet in made["Subnets"]}) == 3
    assert made["VpcId"] == VPC


def test_a_subnet_group_of_elasticache_is_made_once_in_its_region(api: daemon.Api, client: ClientOf) -> None:
    """A stack file may name one for its Redis."""
    subnets, vpc = ("subnet-0d1b2c3d4e5f60711", "subnet-0d1b2c3d4e5f60712"), "vpc-0d1b2c3d4e5f60718"
    group = SubnetGroup("named-by-a-stack", "us-west-2", subnets, "elasticache")
    wanted = References(vpcs=(Vpc(vpc, "us-west-2", subnets, ()),), subnet_groups=(group,))

    assert "named-by-a-stack" in daemon.seed(api, wanted)
    assert daemon.seed(api, wanted) == []

    described = client("elasticache", "us-west-2").describe_cache_subnet_groups(CacheSubnetGroupName=group.name)
    (made,) = described["CacheSubnetGroups"]
    assert {each["SubnetIdentifier"] for each in made["Subnets"]} == set(subnets)
    assert made["VpcId"] == vpc


@pytest.mark.parametrize("where", ["already there", "in the same request"])
def test_a_subnet_in_two_vpcs_is_refused_and_nothing_is_made(where: str, api: daemon.Api, client: ClientOf) -> None:
    """AWS has no such resource, so the stack file has a typing error."""
    new = Vpc("vpc-0c1b2c3d4e5f60718", "us-east-1", (SUBNETS[0],), ())
    old = Vpc(VPC, "us-east-1", SUBNETS, ())
    wanted = (new,) if where == "already there" else (old, new)

    with pytest.raises(SandboxError, match=f"{SUBNETS[0]} is in {VPC}, so it cannot be in {new.id} too"):
        daemon.seed(api, References(vpcs=wanted))

    vpcs = client("ec2").describe_vpcs()["Vpcs"]
    assert vpcs
    assert new.id not in {each["VpcId"] for each in vpcs}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("not json", "Invalid JSON"),
        ('{"vpc": []}', "vpc: Extra inputs are not permitted"),
        ('{"vpcs": [{"id": "vpc-zzz", "region": "us-east-1"}]}', "vpcs.0.id"),
        ('{"vpcs": [{"id": "vpc-0c1b2c3d4e5f60718", "region": "moon-1"}]}', "'moon-1' is not a region"),
        ('{"kms_keys": ["arn:aws:kms:us-east-1:123456789012:alias/mine"]}', "is not the ARN of a KMS key"),
        ('{"topics": ["database-alarms"]}', "is not the ARN of an SNS topic"),
    ],
)
def test_a_malformed_request_is_refused_in_one_line(body: str, complaint: str, api: daemon.Api) -> None:
    """The author of the stack file reads it."""
    status, answer = post(api, body)

    assert status == http.HTTPStatus.BAD_REQUEST
    assert complaint in answer["error"]
    assert "Value error" not in answer["error"]
    assert "\n" not in answer["error"]


def test_what_names_no_vpc_is_in_the_vpc_that_it_was_in(api: daemon.Api, client: ClientOf) -> None:
    """A configuration that passes in existing security groups names no VPC any more, and its subnets stay."""
    group = "sg-0a1b2c3d4e5f60719"
    config = {"network": {"subnet_ids": list(SUBNETS), "security_group_ids": [group]}}

    created = daemon.seed(api, references(config, "us-east-1"))

    assert created == [group]
    (found,) = client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert found["VpcId"] == VPC


def test_an_existing_subnet_group_stays_where_it_is(api: daemon.Api, client: ClientOf, name: str) -> None:
    """Also when the configuration names another VPC beside it, in which a group would not belong to the cluster."""
    config = {"subnet_group_name": name, "security_group_ids": ["sg-0a1b2c3d4e5f6071a"]}
    daemon.seed(api, references({"network": config}, "eu-north-1"))
    rds = client("rds", "eu-north-1")
    (before,) = rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"]
    other = {
        "subnet_group_name": name,
        "vpc_id": "vpc-0a1b2c3d4e5f6071b",
        "allow_from": {"app": "sg-0a1b2c3d4e5f6071c"},
    }

    daemon.seed(api, references({"network": other}, "eu-north-1"))

    (after,) = rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"]
    assert after == before
    (group,) = client("ec2", "eu-north-1").describe_security_groups(GroupIds=["sg-0a1b2c3d4e5f6071c"])["SecurityGroups"]
    assert group["VpcId"] == other["vpc_id"] != before["VpcId"]
