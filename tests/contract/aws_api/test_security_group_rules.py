"""Security group rules, each under an id of its own."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import GROUPS, PREFIX_LIST, VPC, ClientOf

SOURCES = {
    "cidr": ({"IpRanges": [{"CidrIp": "10.0.0.0/16", "Description": "office"}]}, {"CidrIpv4": "10.1.0.0/16"}),
    "cidr-v6": ({"Ipv6Ranges": [{"CidrIpv6": "fd00::/8", "Description": "office"}]}, {"CidrIpv6": "fc00::/8"}),
    "group": (
        {"UserIdGroupPairs": [{"GroupId": GROUPS[0], "Description": "office"}]},
        {"ReferencedGroupId": GROUPS[1]},
    ),
    "prefix-list": (
        {"PrefixListIds": [{"PrefixListId": PREFIX_LIST, "Description": "office"}]},
        {"PrefixListId": PREFIX_LIST},
    ),
}


@pytest.fixture
def ec2(client: ClientOf) -> Any:
    """Call EC2."""
    return client("ec2")


@pytest.fixture
def group(ec2: Any, name: str) -> str:
    """Create a security group without ingress."""
    return ec2.create_security_group(GroupName=name, Description="a database", VpcId=VPC)["GroupId"]


def authorize(ec2: Any, group: str, source: dict[str, Any], port: int = 5432) -> dict[str, Any]:
    """Add one ingress rule."""
    (rule,) = ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}]
    )["SecurityGroupRules"]
    return rule


def describe(ec2: Any, rule: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a rule."""
    (found,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])[
        "SecurityGroupRules"
    ]
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_a_rule_tells_its_description_whatever_its_source(source: str, ec2: Any, group: str) -> None:
    """Otherwise the description of a rule for a group or prefix list would be seen as removed at every refresh."""
    rule = authorize(ec2, group, SOURCES[source][0])

    assert describe(ec2, rule)["Description"] == "office"


def test_a_rule_tells_its_arn(ec2: Any, group: str) -> None:
    """It is an output of the resource."""
    rule = authorize(ec2, group, SOURCES["cidr"][0])

    assert describe(ec2, rule)["SecurityGroupRuleArn"] == (
        f"arn:aws:ec2:us-east-1:123456789012:security-group-rule/{rule['SecurityGroupRuleId']}"
    )


@pytest.mark.parametrize("source", SOURCES)
def test_a_modified_rule_keeps_its_id_and_is_otherwise_new(source: str, ec2: Any, group: str) -> None:
    """Source, ports and description change in place; an omitted description is removed, tags stay."""
    made, changed = SOURCES[source]
    rule = authorize(ec2, group, made)
    ec2.create_tags(Resources=[rule["SecurityGroupRuleId"]], Tags=[{"Key": "Name", "Value": "app"}])

    ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[
            {
                "SecurityGroupRuleId": rule["SecurityGroupRuleId"],
                "SecurityGroupRule": {"IpProtocol": "tcp", "FromPort": 5433, "ToPort": 5434, **changed},
            }
        ],
    )

    found = describe(ec2, rule)
    assert (found["FromPort"], found["ToPort"], found["IpProtocol"]) == (5433, 5434, "tcp")
    assert "Description" not in found
    assert found["Tags"] == [{"Key": "Name", "Value": "app"}]
    told = {**found, "ReferencedGroupId": found.get("ReferencedGroupInfo", {}).get("GroupId")}
    assert changed.items() <= told.items()


def test_a_rule_for_all_protocols_needs_no_ports(ec2: Any, group: str) -> None:
    """With protocol -1 AWS has no ports."""
    rule = authorize(ec2, group, SOURCES["cidr"][0])

    ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[
            {
                "SecurityGroupRuleId": rule["SecurityGroupRuleId"],
                "SecurityGroupRule": {"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/16"},
            }
        ],
    )

    assert describe(ec2, rule)["IpProtocol"] == "-1"


def test_a_rule_cannot_become_another_rule(ec2: Any, group: str) -> None:
    """AWS has no two equal rules in one group."""
    authorize(ec2, group, SOURCES["cidr"][0], port=5432)
    second = authorize(ec2, group, SOURCES["cidr"][0], port=5433)

    with pytest.raises(ClientError) as caught:
        ec2.modify_security_group_rules(
            GroupId=group,
            SecurityGroupRules=[
                {
                    "SecurityGroupRuleId": second["SecurityGroupRuleId"],
                    "SecurityGroupRule": {
                        "IpProtocol": "tcp",
                        "FromPort": 5432,
                        "ToPort": 5432,
                        "CidrIpv4": "10.0.0.0/16",
                    },
                }
            ],
        )

    assert caught.value.response["Error"]["Code"] == "InvalidPermission.Duplicate"
    assert describe(ec2, second)["FromPort"] == 5433


@pytest.mark.parametrize(
    ("missing", "code"),
    [("group", "InvalidGroup.NotFound"), ("rule", "InvalidSecurityGroupRuleId.NotFound")],
)
def test_what_is_gone_cannot_be_modified(missing: str, code: str, ec2: Any, group: str) -> None:
    """The codes tell the provider that the rule no longer exists."""
    if missing == "group":
        ec2.delete_security_group(GroupId=group)

    with pytest.raises(ClientError) as caught:
        ec2.modify_security_group_rules(
            GroupId=group,
            SecurityGroupRules=[
                {
                    "SecurityGroupRuleId": "sgr-0a1b2c3d4e5f60718",
                    "SecurityGroupRule": {"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/16"},
                }
            ],
        )

    assert caught.value.response["Error"]["Code"] == code
