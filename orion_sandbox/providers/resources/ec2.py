"""EC2: what networks are made of."""

from contextlib import suppress
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import AutoName, Row, fixed, local, step
from orion_sandbox.providers.values import Values

_ALLOW_ALL = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
_ALLOW_ALL_IPV6 = {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
_RULE_MEMBERS = {
    "cidrIpv4": "CidrIpv4",
    "cidrIpv6": "CidrIpv6",
    "description": "Description",
    "fromPort": "FromPort",
    "ipProtocol": "IpProtocol",
    "prefixListId": "PrefixListId",
    "referencedSecurityGroupId": "ReferencedGroupId",
    "toPort": "ToPort",
}
# One rule in the shape of AuthorizeSecurityGroupIngress: where each source goes, and under which name.
_RULE_SOURCES = {
    "cidrIpv4": ("IpRanges", "CidrIp"),
    "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"),
    "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


def _revoke_default_egress(caller: Caller, identity: str, old: Values, _new: Values) -> None:
    """The real provider takes out the rules that let everything out, which AWS puts into each new group."""
    if not old:
        caller("RevokeSecurityGroupEgress", GroupId=identity, IpPermissions=[_ALLOW_ALL])
        # This one only in a VPC with IPv6.
        with suppress(NotFound):
            caller("RevokeSecurityGroupEgress", GroupId=identity, IpPermissions=[_ALLOW_ALL_IPV6])


def _comes_or_goes(before: Any, after: Any) -> bool:
    """AWS changes a rule's source, but not its kind; for that the provider makes another rule."""
    return bool(before) != bool(after)


def _permission(inputs: Values) -> Values:
    member, name = next(place for source, place in _RULE_SOURCES.items() if inputs.get(source) is not None)
    source = next(inputs[source] for source in _RULE_SOURCES if inputs.get(source) is not None)
    described = {"Description": inputs["description"]} if inputs.get("description") else {}
    permission: dict[str, Any] = {"IpProtocol": inputs["ipProtocol"], member: [{name: source, **described}]}
    ports = {"FromPort": inputs.get("fromPort"), "ToPort": inputs.get("toPort")}
    permission |= {member: port for member, port in ports.items() if port is not None}
    return {"GroupId": inputs["securityGroupId"], "IpPermissions": [permission]}


def _modify_rule(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and any(old.get(name) != new.get(name) for name in _RULE_MEMBERS):
        rule = {member: new[name] for name, member in _RULE_MEMBERS.items() if new.get(name) is not None}
        caller(
            "ModifySecurityGroupRules",
            GroupId=new["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": identity, "SecurityGroupRule": rule}],
        )


ROWS = (
    Row(
        type="aws:ec2/vpc:Vpc",
        service="ec2",
        create="CreateVpc",
        read="DescribeVpcs",
        delete="DeleteVpc",
        key="VpcIds",
        found="Vpcs[0]",
        identity="Vpc.VpcId",
        properties=(fixed("cidrBlock", replaces=sources.CREATE_VPC),),
        computed={"ownerId": "OwnerId", "dhcpOptionsId": "DhcpOptionsId"},
        tagging=tagging.VPC,
        delete_arguments=lambda identity, _state: {"VpcId": identity},
    ),
    Row(
        type="aws:ec2/subnet:Subnet",
        service="ec2",
        create="CreateSubnet",
        read="DescribeSubnets",
        delete="DeleteSubnet",
        key="SubnetIds",
        found="Subnets[0]",
        identity="Subnet.SubnetId",
        properties=(
            fixed("availabilityZone", replaces=sources.CREATE_SUBNET),
            fixed("cidrBlock", replaces=sources.CREATE_SUBNET),
            fixed("vpcId", replaces=sources.CREATE_SUBNET),
        ),
        computed={"arn": "SubnetArn", "availabilityZoneId": "AvailabilityZoneId", "ownerId": "OwnerId"},
        tagging=tagging.SUBNET,
        delete_arguments=lambda identity, _state: {"SubnetId": identity},
    ),
    Row(
        type="aws:ec2/securityGroup:SecurityGroup",
        service="ec2",
        create="CreateSecurityGroup",
        read="DescribeSecurityGroups",
        delete="DeleteSecurityGroup",
        key="GroupIds",
        found="SecurityGroups[0]",
        identity="GroupId",
        properties=(
            fixed("description", default="Managed by Pulumi", replaces=sources.CREATE_SECURITY_GROUP),
            fixed("name", "GroupName", replaces=sources.CREATE_SECURITY_GROUP),
            local("namePrefix", replaces=sources.CREATE_SECURITY_GROUP),
            local("revokeRulesOnDelete", default=False),
            fixed("vpcId", replaces=sources.CREATE_SECURITY_GROUP),
        ),
        computed={"arn": "SecurityGroupArn", "ownerId": "OwnerId"},
        auto_name=AutoName("name", "namePrefix", 255),
        tagging=tagging.SECURITY_GROUP,
        delete_arguments=lambda identity, _state: {"GroupId": identity},
        steps=(_revoke_default_egress,),
    ),
    Row(
        type="aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        service="ec2",
        create="AuthorizeSecurityGroupIngress",
        read="DescribeSecurityGroupRules",
        delete="RevokeSecurityGroupIngress",
        key="SecurityGroupRuleIds",
        found="SecurityGroupRules[0]",
        identity="SecurityGroupRules[0].SecurityGroupRuleId",
        properties=(
            step("cidrIpv4", "CidrIpv4", removed="", replaces_when=_comes_or_goes),
            step("cidrIpv6", "CidrIpv6", removed="", replaces_when=_comes_or_goes),
            step("description", "Description", removed=""),
            step("fromPort", "FromPort"),
            step("ipProtocol", "IpProtocol"),
            step("prefixListId", "PrefixListId", removed="", replaces_when=_comes_or_goes),
            step("referencedSecurityGroupId", "ReferencedGroupInfo.GroupId", removed="", replaces_when=_comes_or_goes),
            fixed("securityGroupId", "GroupId", replaces=sources.MODIFY_SECURITY_GROUP_RULES),
            step("toPort", "ToPort"),
        ),
        computed={"arn": "SecurityGroupRuleArn", "securityGroupRuleId": "SecurityGroupRuleId"},
        tagging=tagging.SECURITY_GROUP_RULE,
        create_arguments=_permission,
        delete_arguments=lambda identity, state: {
            "GroupId": state["securityGroupId"],
            "SecurityGroupRuleIds": [identity],
        },
        steps=(_modify_rule,),
    ),
)
