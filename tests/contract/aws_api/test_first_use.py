"""Ids that only a program names are created when the provider first meets them. Each test has a region of its own."""

from collections.abc import Callable
from typing import Any

import pytest

from orion_sandbox import daemon
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, TOKEN_VARIABLE, Refused
from tests.contract.aws_api.asking import ask
from tests.contract.aws_api.conftest import GROUPS, KEY, SUBNETS, ClientOf

Meet = Callable[..., list[str]]
SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"


def of(kind: str, number: int) -> str:
    """An id."""
    return f"{kind}-0f1e2d3c4b5a{number:05x}"


@pytest.fixture
def meet(api: daemon.Api) -> Meet:
    """Name ids in one resource; return those that were created."""

    def post(region: str, *ids: str) -> list[str]:
        return ask(api, "first-use", region=region, ids=ids)["created"]

    return post


def vpc_of(client: ClientOf, region: str, identity: str) -> str:
    """Return the VPC of a subnet or a security group."""
    ec2 = client("ec2", region)
    if identity.startswith("subnet"):
        return ec2.describe_subnets(SubnetIds=[identity])["Subnets"][0]["VpcId"]
    return ec2.describe_security_groups(GroupIds=[identity])["SecurityGroups"][0]["VpcId"]


def test_what_is_met_first_is_created_once_and_in_one_vpc(meet: Meet, client: ClientOf) -> None:
    """A cluster's subnets and security groups come from different resources of the program."""
    region = "eu-north-1"
    subnets, group = [of("subnet", 1), of("subnet", 2)], of("sg", 3)

    assert meet(region, *subnets) == subnets
    assert meet(region, group) == [group]
    assert meet(region, group, *subnets) == []
    assert len({vpc_of(client, region, each) for each in (*subnets, group)}) == 1
    zones = [each["AvailabilityZone"] for each in client("ec2", region).describe_subnets(SubnetIds=subnets)["Subnets"]]
    assert len(set(zones)) == 2


def test_a_vpc_that_is_named_beside_them_has_them(meet: Meet, client: ClientOf) -> None:
    """Two networks of a program stay apart."""
    region = "eu-west-3"
    first, second = of("vpc", 1), of("vpc", 2)
    meet(region, first)
    meet(region, second, of("subnet", 11))

    assert meet(region, of("sg", 12), first) == [of("sg", 12)]
    assert vpc_of(client, region, of("subnet", 11)) == second
    assert vpc_of(client, region, of("sg", 12)) == first


def test_members_go_where_those_beside_them_are(meet: Meet, client: ClientOf) -> None:
    """A list of subnets is one network, though a part of it is known already."""
    region = "eu-west-2"
    meet(region, of("vpc", 21), of("subnet", 22))
    meet(region, of("vpc", 23), of("subnet", 24))

    meet(region, of("subnet", 24), of("subnet", 25))

    assert vpc_of(client, region, of("subnet", 25)) == of("vpc", 23)


def test_a_vpc_that_is_named_later_is_the_one_that_was_made(meet: Meet, client: ClientOf) -> None:
    """Which resource of a program comes first must not decide whether its parts belong together."""
    region = "ap-south-1"
    meet(region, of("subnet", 31), of("subnet", 32))
    client("rds", region).create_db_subnet_group(
        DBSubnetGroupName="early", DBSubnetGroupDescription="d", SubnetIds=[of("subnet", 31), of("subnet", 32)]
    )

    assert meet(region, of("vpc", 33), of("sg", 34)) == [of("vpc", 33), of("sg", 34)]

    ec2 = client("ec2", region)
    assert vpc_of(client, region, of("subnet", 31)) == vpc_of(client, region, of("sg", 34)) == of("vpc", 33)
    (vpc,) = ec2.describe_vpcs(VpcIds=[of("vpc", 33)])["Vpcs"]
    assert vpc["CidrBlock"] == "10.0.0.0/16"
    (default,) = [
        each
        for each in ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [of("vpc", 33)]}])[
            "SecurityGroups"
        ]
        if each["GroupName"] == "default"
    ]
    assert default["VpcId"] == of("vpc", 33)
    (group,) = client("rds", region).describe_db_subnet_groups(DBSubnetGroupName="early")["DBSubnetGroups"]
    assert group["VpcId"] == of("vpc", 33)


def test_a_vpc_of_the_programs_own_is_not_filled(meet: Meet, client: ClientOf) -> None:
    """Its blocks are not the sandbox's to divide."""
    region = "ap-northeast-1"
    ec2 = client("ec2", region)
    own = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    assert meet(region, own, of("subnet", 41)) == [of("subnet", 41)]
    assert vpc_of(client, region, of("subnet", 41)) != own


def test_a_subnet_of_the_programs_own_keeps_its_block(meet: Meet, client: ClientOf) -> None:
    """In a VPC that the program did not make."""
    region = "ap-northeast-2"
    meet(region, of("vpc", 91))
    client("ec2", region).create_subnet(VpcId=of("vpc", 91), CidrBlock="10.0.0.0/23")

    meet(region, of("vpc", 91), of("subnet", 92))

    (subnet,) = client("ec2", region).describe_subnets(SubnetIds=[of("subnet", 92)])["Subnets"]
    assert (subnet["VpcId"], subnet["CidrBlock"]) == (of("vpc", 91), "10.0.2.0/24")


def test_what_was_deleted_here_does_not_come_back(meet: Meet, client: ClientOf) -> None:
    """A preview must show what vanished."""
    region = "ca-central-1"
    topic = f"arn:aws:sns:{region}:123456789012:gone"
    gone = [of("vpc", 51), of("subnet", 52), of("sg", 53), of("pl", 54), topic]
    meet(region, *gone)
    ec2 = client("ec2", region)
    ec2.delete_subnet(SubnetId=gone[1])
    ec2.delete_security_group(GroupId=gone[2])
    ec2.delete_vpc(VpcId=gone[0])
    ec2.delete_managed_prefix_list(PrefixListId=gone[3])
    client("sns", region).delete_topic(TopicArn=topic)

    assert meet(region, *gone) == []
    assert topic not in str(client("sns", region).list_topics())


def test_what_another_region_has_is_not_created_here(meet: Meet) -> None:
    """A peering names the VPC at its other end."""
    assert meet("us-west-1", *SUBNETS, *GROUPS, KEY) == []


def test_keys_topics_and_prefix_lists_are_created_where_their_names_say(meet: Meet, client: ClientOf) -> None:
    """An ARN has a region of its own."""
    key = "arn:aws:kms:eu-west-1:123456789012:key/7a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    topic = "arn:aws:sns:eu-west-1:123456789012:met"
    elsewhere = "arn:aws:sns:moon-1:123456789012:met"

    assert set(meet("eu-central-1", key, topic, of("pl", 61), elsewhere)) == {key, topic, of("pl", 61)}
    assert client("kms", "eu-west-1").describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    assert client("sns", "eu-west-1").get_topic_attributes(TopicArn=topic)["Attributes"]["TopicArn"] == topic


def provider(region: str, *, strict: bool) -> Aws:
    """A provider of a region."""
    made = Aws(strict=strict)
    made.configure({"region": region})
    return made


def test_the_provider_says_once_what_it_had_created(
    api: daemon.Api, client: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the inputs of a resource and the arguments of a function; a wrong region is left to AWS's own words."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)
    region = "sa-east-1"
    lenient = provider(region, strict=False)
    inputs: dict[str, Any] = {"subnetIds": [of("subnet", 71), of("subnet", 72)]}

    for _ in range(2):
        lenient.check(SUBNET_GROUP, "data", {}, inputs, b"seed")
    found = lenient.invoke("aws:ec2/getSubnet:getSubnet", {"id": of("subnet", 73)})
    lenient.check(SUBNET_GROUP, "data", {}, {"subnetIds": [of("subnet", 74)], "region": "moon-1"}, b"seed")

    assert found["vpcId"] == vpc_of(client, region, of("subnet", 71))
    assert lenient.notices == [
        f"created in the sandbox, since only the program names it: {of('subnet', 71)}, {of('subnet', 72)}",
        f"created in the sandbox, since only the program names it: {of('subnet', 73)}",
    ]


def test_a_strict_provider_creates_nothing(api: daemon.Api, client: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack that is judged as a whole must not depend on what AWS may not have."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)

    provider("me-central-1", strict=True).check(SUBNET_GROUP, "data", {}, {"subnetIds": [of("subnet", 81)]}, b"seed")

    subnets = client("ec2", "me-central-1").describe_subnets()["Subnets"]
    assert of("subnet", 81) not in [each["SubnetId"] for each in subnets]


VPC_TAGS: dict[str, Any] = {"tags": {"Name": "main"}}
LOOK_UPS: list[tuple[str, dict[str, Any], str]] = [
    ("aws:ec2/getVpc:getVpc", VPC_TAGS, "vpc-"),
    ("aws:ec2/getVpc:getVpc", {"filters": [{"name": "tag:Team", "values": ["a"]}]}, "vpc-"),
    ("aws:kms/getKey:getKey", {"keyId": "alias/shop"}, "arn:aws:kms:"),
    ("aws:route53/getZone:getZone", {"name": "example.com"}, "/hostedzone/"),
    ("aws:route53/getZone:getZone", {"name": "example.org", "privateZone": False}, "/hostedzone/"),
]


@pytest.mark.parametrize(("function", "arguments", "identity"), LOOK_UPS, ids=[str(each[:2]) for each in LOOK_UPS])
def test_what_a_look_up_names_is_created_once(
    api: daemon.Api, monkeypatch: pytest.MonkeyPatch, function: str, arguments: dict[str, Any], identity: str
) -> None:
    """A program of an existing network finds it by tags, and its zone by name."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)
    region = "eu-north-1"
    with pytest.raises(Refused, match=r"no matching|couldn't find resource|empty result"):
        provider(region, strict=True).invoke(function, arguments)
    lenient = provider(region, strict=False)

    first, again = (lenient.invoke(function, arguments) for _ in range(2))

    assert first == again
    (notice,) = lenient.notices
    assert notice.startswith(f"created in the sandbox, since only the program names it: {identity}")
    assert provider(region, strict=True).invoke(function, arguments) == first


def test_a_topic_is_not_created_for_a_look_up_of_its_name(
    api: daemon.Api, client: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database asks whether the name is taken, and would be refused for the topic that its question created."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)
    with pytest.raises(Refused, match="empty result"):
        provider("eu-north-1", strict=False).invoke("aws:sns/getTopic:getTopic", {"name": "alerts"})

    assert client("sns", "eu-north-1").list_topics()["Topics"] == []


def test_the_subnets_of_a_network_that_only_the_program_names(
    api: daemon.Api, client: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are in different zones and have the tags; the program's own network stays as the program makes it."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)
    region = "ap-southeast-2"
    lenient = provider(region, strict=False)
    own = client("ec2", region).create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    met = lenient.invoke("aws:ec2/getVpc:getVpc", VPC_TAGS)["id"]

    def subnets(vpc: str, **tags: str) -> list[str]:
        filters = [{"name": "vpc-id", "values": [vpc]}]
        return lenient.invoke("aws:ec2/getSubnets:getSubnets", {"filters": filters, "tags": tags})["ids"]

    private, public = subnets(met, Tier="private"), subnets(met, Tier="public")

    found = client("ec2", region).describe_subnets(SubnetIds=private)["Subnets"]
    assert len({each["AvailabilityZone"] for each in found}) == len(private) == len(public)
    assert {each["VpcId"] for each in found} == {met}
    assert not set(private) & set(public)
    assert subnets(met, Tier="private") == private
    assert subnets(own, Tier="private") == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("aws:ec2/getVpc:getVpc", {"cidrBlock": "10.77.0.0/16", **VPC_TAGS}),
        ("aws:kms/getKey:getKey", {"keyId": "7a1b2c3d-4e5f-6071-8293-000000000000"}),
        ("aws:route53/getZone:getZone", {"zoneId": "Z0123456789"}),
        ("aws:route53/getZone:getZone", {"name": "inside.example.com", "privateZone": True}),
        ("aws:secretsmanager/getSecret:getSecret", {"name": "login"}),
    ],
)
def test_what_cannot_be_created_from_its_name_alone_is_absent(
    api: daemon.Api, monkeypatch: pytest.MonkeyPatch, function: str, arguments: dict[str, Any]
) -> None:
    """A made-up one would not be what the program means."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    monkeypatch.setenv(TOKEN_VARIABLE, api.token)
    lenient = provider("ap-northeast-3", strict=False)

    with pytest.raises(Refused, match=r"no matching|couldn't find resource"):
        lenient.invoke(function, arguments)

    assert lenient.notices == []
