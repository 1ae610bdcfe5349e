"""IAM: inline policies, users, groups and instance profiles; rules of security groups in EC2's older form."""

from collections.abc import Iterator
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import ec2, tagging
from orion_sandbox.providers.resources.declaration import Declaration, declare
from orion_sandbox.providers.table import fixed, local, step
from orion_sandbox.providers.values import Values

RULES = "SecurityGroupRules"
RULE_SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp", "CidrIpv4"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId", "PrefixListId"),
}


def _inline_policy(owner: str) -> Declaration:
    """Declare the inline policy of a role, user or group."""
    member, noun = f"{owner}Name", f"{owner}Policy"

    def named(identity: str, _state: Values | None = None) -> Values:
        name, _, policy = identity.partition(":")
        return {member: name, "PolicyName": policy}

    return declare(
        f"iam.{noun}",
        noun,
        name_limit=128,
        members={"name": "PolicyName", "policy": "PolicyDocument", owner.lower(): member},
        replaces=("name", owner.lower()),
        create=f"Put{noun}",
        modify=f"Put{noun}",
        key=member,
        found="@",
        identity=f"join(':', [inputs.{owner.lower()}, inputs.name])",
        read_arguments=named,
        delete_arguments=named,
    )


def _attachment(owner: str) -> Declaration:
    """Declare the attachment of a managed policy."""
    member, noun = f"{owner}Name", f"{owner}Policy"

    def named(identity: str) -> Values:
        return {member: identity.split("/", 1)[0]}

    return declare(
        f"iam.{noun}Attachment",
        members={owner.lower(): member},
        reads={owner.lower(): ""},
        create=f"Attach{noun}",
        read=f"ListAttached{owner}Policies",
        delete=f"Detach{noun}",
        key=member,
        found="AttachedPolicies[?ends_with('{id}', PolicyArn)] | [0]",
        identity=f"join('/', [inputs.{owner.lower()}, inputs.policyArn])",
        read_arguments=named,
        delete_arguments=lambda identity, state: {**named(identity), "PolicyArn": state["policyArn"]},
    )


def _set_role(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old.get("role") == new.get("role"):
        return
    _take_role(caller, identity, old)
    if new.get("role"):
        caller("AddRoleToInstanceProfile", InstanceProfileName=identity, RoleName=new["role"])


def _take_role(caller: Caller, identity: str, state: Values) -> None:
    if state.get("role"):
        caller("RemoveRoleFromInstanceProfile", InstanceProfileName=identity, RoleName=state["role"])


def _permission(new: Values) -> dict[str, Any]:
    described = {"Description": new["description"]} if new.get("description") else {}
    sources: dict[str, Any] = {
        place: [{member: each, **described} for each in new[name]]
        for name, (place, member, _) in RULE_SOURCES.items()
        if new.get(name)
    }
    groups = [new["securityGroupId"]] if new.get("self") else []
    groups += [new["sourceSecurityGroupId"]] if new.get("sourceSecurityGroupId") else []
    if groups:
        sources["UserIdGroupPairs"] = [{"GroupId": group, **described} for group in groups]
    ports = {"FromPort": new["fromPort"], "ToPort": new["toPort"]}
    return {"IpProtocol": new["protocol"], **ports, **sources}


def _authorize(caller: Caller, new: Values) -> str:
    operation = f"AuthorizeSecurityGroup{new['type'].capitalize()}"
    answer = caller(operation, GroupId=new["securityGroupId"], IpPermissions=[_permission(new)])
    return ",".join(rule["SecurityGroupRuleId"] for rule in answer[RULES])


def _revoke(caller: Caller, identity: str, state: Values) -> None:
    operation = f"RevokeSecurityGroup{state['type'].capitalize()}"
    caller(operation, GroupId=state["securityGroupId"], SecurityGroupRuleIds=identity.split(","))


def _describe_rules(caller: Caller, _identity: str, old: Values, new: Values) -> None:
    if not old or old.get("description") == new.get("description"):
        return
    described = {**_permission(new), "IpProtocol": new["protocol"]}
    operation = f"UpdateSecurityGroupRuleDescriptions{new['type'].capitalize()}"
    caller(operation, GroupId=new["securityGroupId"], IpPermissions=[described])


def _sources() -> Iterator[Any]:
    for name, (_, _, member) in RULE_SOURCES.items():
        yield fixed(name, "", read=f"{RULES}[].{member}", unordered=True, kept_if_absent=True)


DECLARATIONS = (
    *map(_inline_policy, ("Role", "User", "Group")),
    *map(_attachment, ("User", "Group")),
    declare(
        "iam.InstanceProfile",
        "InstanceProfile",
        name_limit=128,
        key="InstanceProfileName",
        reads={"uniqueId": "InstanceProfileId"},
        defaults={"path": "/"},
        tagging=tagging.IAM_INSTANCE_PROFILE,
        properties=(step("role", "Roles[0].RoleName"),),
        steps=(_set_role,),
        before_delete=_take_role,
    ),
    declare(
        "iam.User",
        "User",
        name_limit=64,
        reads={"permissionsBoundary": "PermissionsBoundary.PermissionsBoundaryArn", "uniqueId": "UserId"},
        defaults={"path": "/"},
        in_place=("path", "permissionsBoundary"),
        modify="",
        key="UserName",
        tagging=tagging.IAM_USER,
    ),
    declare(
        "iam.Group",
        "Group",
        name_limit=128,
        reads={"uniqueId": "GroupId"},
        defaults={"path": "/"},
        in_place=("path",),
        modify="",
        key="GroupName",
    ),
    declare(
        "vpc.SecurityGroupEgressRule",
        "SecurityGroupRule",
        service="ec2",
        create="AuthorizeSecurityGroupEgress",
        delete="RevokeSecurityGroupEgress",
        key="SecurityGroupRuleIds",
        identity="SecurityGroupRules[0].SecurityGroupRuleId",
        properties=ec2.RULE_PROPERTIES,
        modify="",
        create_arguments=ec2.rule_permission,
        delete_arguments=ec2.rule_deletion,
        steps=(ec2.modify_rule,),
    ),
    declare(
        "ec2.SecurityGroupRule",
        create="AuthorizeSecurityGroupIngress",
        make=_authorize,
        read="DescribeSecurityGroupRules",
        key="SecurityGroupRuleIds",
        found="@",
        properties=(
            *_sources(),
            step("description", f"{RULES}[0].Description", removed=""),
            local("fromPort", replaces=True),
            local("protocol", replaces=True),
            local("securityGroupId", replaces=True),
            local("self", replaces=True),
            local("sourceSecurityGroupId", replaces=True),
            local("toPort", replaces=True),
            local("type", replaces=True),
        ),
        reads={"securityGroupRuleId": f"{RULES}[0].SecurityGroupRuleId"},
        read_arguments=lambda identity: {"SecurityGroupRuleIds": identity.split(",")},
        steps=(_describe_rules,),
        before_delete=_revoke,
    ),
)
