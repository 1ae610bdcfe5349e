"""EC2: networks, security groups and their rules."""

from contextlib import suppress
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound
from orion_sandbox.providers.resources import security_group_rules, tagging
from orion_sandbox.providers.table import Row, Unsent, fixed, local, named, step
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
# Members of AuthorizeSecurityGroupIngress for each kind of source: the list, and the member of its entry.
_RULE_SOURCES = {
    "cidrIpv4": ("IpRanges", "CidrIp"),
    "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"),
    "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


_REFERENCED_GROUP = (
    "ReferencedGroupInfo && (ReferencedGroupInfo.UserId == GroupOwnerId && ReferencedGroupInfo.GroupId "
    "|| join('/', [ReferencedGroupInfo.UserId, ReferencedGroupInfo.GroupId]))"
)
"""As the real provider reads it: the id of a group of another account has the account as a prefix."""


def _revoke_default_egress(caller: Caller, identity: str, old: Values, _new: Values) -> None:
    """Revoke the rules for all outgoing traffic that AWS adds to each new group, as the real provider does."""
    if not old:
        caller("RevokeSecurityGroupEgress", GroupId=identity, IpPermissions=[_ALLOW_ALL])
        # AWS adds this rule only in a VPC with IPv6.
        with suppress(NotFound):
            caller("RevokeSecurityGroupEgress", GroupId=identity, IpPermissions=[_ALLOW_ALL_IPV6])


def _changes_kind(before: Any, after: Any) -> bool:
    """Whether the kind of a source changes: the provider then replaces the rule, as AWS changes only the value."""
    return bool(before) != bool(after)


def rule_permission(inputs: Values) -> Values:
    """Return the arguments that authorize a rule."""
    member, name = next(place for source, place in _RULE_SOURCES.items() if inputs.get(source) is not None)
    source = next(inputs[source] for source in _RULE_SOURCES if inputs.get(source) is not None)
    account, _, group = str(source).rpartition("/") if member == "UserIdGroupPairs" else ("", "", source)
    owner = {"UserId": account} if account else {}
    described = {"Description": inputs["description"]} if inputs.get("description") else {}
    permission: dict[str, Any] = {"IpProtocol": inputs["ipProtocol"], member: [{name: group, **owner, **described}]}
    ports = {"FromPort": inputs.get("fromPort"), "ToPort": inputs.get("toPort")}
    permission |= {member: port for member, port in ports.items() if port is not None}
    return {"GroupId": inputs["securityGroupId"], "IpPermissions": [permission]}


def rule_deletion(identity: str, state: Values) -> Values:
    """Return the arguments that revoke a rule."""
    return {"GroupId": state["securityGroupId"], "SecurityGroupRuleIds": [identity]}


def modify_rule(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Change a rule in place."""
    if old and any(old.get(name) != new.get(name) for name in _RULE_MEMBERS):
        rule = {member: new[name] for name, member in _RULE_MEMBERS.items() if new.get(name) is not None}
        caller(
            "ModifySecurityGroupRules",
            GroupId=new["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": identity, "SecurityGroupRule": rule}],
        )


def _port(member: str) -> str:
    """Return the path of a port, without the -1 that AWS returns for rules of all protocols."""
    return f"(IpProtocol != '-1' && {member}) || `null`"


RULE_PROPERTIES = (
    step("cidrIpv4", "CidrIpv4", removed="", replaces_when=_changes_kind),
    step("cidrIpv6", "CidrIpv6", removed="", replaces_when=_changes_kind),
    step("description", "Description", removed=""),
    step("fromPort", _port("FromPort"), removed=Unsent.VALUE),
    step("ipProtocol", "IpProtocol"),
    step("prefixListId", "PrefixListId", removed="", replaces_when=_changes_kind),
    step("referencedSecurityGroupId", _REFERENCED_GROUP, removed="", replaces_when=_changes_kind),
    fixed("securityGroupId", "GroupId"),
    step("toPort", _port("ToPort"), removed=Unsent.VALUE),
)
"""The properties of a rule in either direction."""

ROWS = (
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
            fixed("description", default="Managed by Pulumi"),
            *named("name", "GroupName", limit=255),
            local("revokeRulesOnDelete", default=False),
            fixed("vpcId"),
            *security_group_rules.properties(),
        ),
        computed={"arn": "SecurityGroupArn", "ownerId": "OwnerId"},
        tagging=tagging.SECURITY_GROUP,
        observe=security_group_rules.observe,
        steps=(_revoke_default_egress, security_group_rules.set_rules),
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
        properties=RULE_PROPERTIES,
        one_of=("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"),
        computed={"arn": "SecurityGroupRuleArn", "securityGroupRuleId": "SecurityGroupRuleId"},
        tagging=tagging.SECURITY_GROUP_RULE,
        create_arguments=rule_permission,
        delete_arguments=rule_deletion,
        steps=(modify_rule,),
    ),
)
