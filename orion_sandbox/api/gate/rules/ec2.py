"""EC2: security groups and their rules."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_sandbox.api import references
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.checks import unknown, when
from orion_sandbox.api.gate.rule import Check, Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import RULE_PORT
from orion_sandbox.api.names import SECURITY_GROUP_TEXT

CREATE, DELETE = "CreateSecurityGroup", "DeleteSecurityGroup"
EGRESS, MODIFY = "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules"
RULE_CALLS = ("AuthorizeSecurityGroupIngress", EGRESS, MODIFY)
INVALID = "InvalidParameterValue"
PORT_PROTOCOLS = ("tcp", "udp", "6", "17")
ORIGINS = {
    "CidrIpv4": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "PrefixListId": ("PrefixListIds", "PrefixListId"),
    "ReferencedGroupId": ("UserIdGroupPairs", "GroupId"),
}
"""The members of a rule's origin in ModifySecurityGroupRules, and their places in the permissions of other calls."""

NETWORKS: Mapping[str, Callable[..., object]] = {
    "CidrIpv4": ipaddress.IPv4Network,
    "CidrIpv6": ipaddress.IPv6Network,
}


# Groups.


def _is_wrong_name(request: Request, _state: State) -> bool:
    name = request["GroupName"]
    return not name or name not in SECURITY_GROUP_TEXT or name.startswith("sg-")


def _is_wrong_description(request: Request, _state: State) -> bool:
    return not request["Description"] or request["Description"] not in SECURITY_GROUP_TEXT


def _taken_group(request: Request, state: State) -> str | None:
    vpc = request.get("VpcId")
    if all(group.name != request["GroupName"] for group in state.ec2.groups.get(vpc, {}).values()):
        return None
    return f"The security group '{request['GroupName']}' already exists for VPC '{vpc}'"


def _is_used(request: Request, state: State) -> bool:
    used = {each for cluster in state.rds.clusters.values() for each in cluster.vpc_security_group_ids or ()}
    return request.get("GroupId") in used | caches.security_groups(state)


# Rules.


def _asked(request: Request) -> Iterator[Mapping[str, Any]]:
    """Yield the rules after the call, with the members of ModifySecurityGroupRules."""
    for entry in request.get("SecurityGroupRules", ()):
        yield entry.get("SecurityGroupRule", {})
    for permission in request.get("IpPermissions", ()):
        shared = {name: permission[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in permission}
        for member, (place, name) in ORIGINS.items():
            for each in permission.get(place, ()):
                described = {"Description": each["Description"]} if "Description" in each else {}
                owner = {"UserId": each["UserId"]} if "UserId" in each else {}
                yield {**shared, **described, **owner, member: each.get(name)}


def _each_rule(check: Callable[[Mapping[str, Any]], str | None]) -> Check:
    """Check every rule of a call."""
    return lambda request, _state: next(filter(None, map(check, _asked(request))), None)


def _block(rule: Mapping[str, Any]) -> str | None:
    wrong = [rule[member] for member, read in NETWORKS.items() if member in rule and not _is_block(rule[member], read)]
    return f"CIDR block {wrong[0]} is malformed" if wrong else None


def _is_block(text: str, read: Callable[..., object]) -> bool:
    try:
        # AWS cuts off the bits beyond the prefix.
        read(text, strict=False)
    except ValueError:
        return False
    return True


def _ports(rule: Mapping[str, Any]) -> str | None:
    first, last = rule.get("FromPort"), rule.get("ToPort")
    if rule.get("IpProtocol") not in PORT_PROTOCOLS or _is_port_range(first, last):
        return None
    return f"Invalid port range: from {first} to {last}. It must be ascending, between 0 and 65535."


def _is_port_range(first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and first in RULE_PORT and last in RULE_PORT and first <= last


def _description(rule: Mapping[str, Any]) -> str | None:
    if rule.get("Description", "") in SECURITY_GROUP_TEXT:
        return None
    return (
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  "
        "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
    )


def _origin(rule: Mapping[str, Any]) -> str | None:
    is_one = len(ORIGINS.keys() & rule.keys()) == 1
    return None if is_one else f"Exactly one of {', '.join(ORIGINS)} must be specified."


def _origins(member: str, exists: Callable[[State, str], object], text: str) -> Check:
    """Refuse a rule whose origin does not exist."""

    def check(request: Request, state: State) -> str | None:
        found = (rule.get(member) for rule in _asked(request))
        missing = next((each for each in found if each and not exists(state, each)), None)
        return text.format(missing) if missing else None

    return check


def _malformed_group(request: Request, _state: State) -> str | None:
    groups = (rule.get("ReferencedGroupId") for rule in _asked(request))
    malformed = next((each for each in groups if each and not each.startswith("sg-")), None)
    return f'Invalid id: "{malformed}" (expecting "sg-...")' if malformed else None


def _unknown_group(request: Request, state: State) -> str | None:
    """Refuse a rule for an unknown group of the own account. The groups of others are not known here."""
    own = [rule for rule in _asked(request) if rule.get("UserId") in {None, state.account}]
    groups = (rule.get("ReferencedGroupId") for rule in own)
    missing = next((each for each in groups if each and not state.security_group(each)), None)
    return f"The security group '{missing}' does not exist" if missing else None


def _duplicate(request: Request, state: State) -> str | None:
    present = _others(request, state)
    for rule in map(_essence, _asked(request)):
        if rule in present:
            return f'the specified rule "{", ".join(str(part) for part in rule if part is not None)}" already exists'
        present.append(rule)
    return None


def _others(request: Request, state: State) -> list[tuple[Any, ...]]:
    """Return the rules of the same group and direction that the call does not change."""
    group = state.security_group(request.get("GroupId", ""))
    if group is None:
        return []
    changed = {entry.get("SecurityGroupRuleId") for entry in request.get("SecurityGroupRules", ())}
    egress = state.operation == EGRESS or any(rule.id in changed for rule in group.egress_rules)
    rules = group.egress_rules if egress else group.ingress_rules
    return [_essence(_existing(rule)) for rule in rules if rule.id not in changed]


def _existing(rule: Any) -> dict[str, Any]:
    return {
        "IpProtocol": rule.ip_protocol,
        "FromPort": rule.from_port,
        "ToPort": rule.to_port,
        "CidrIpv4": rule.ip_range.get("CidrIp"),
        "CidrIpv6": rule.ip_range.get("CidrIpv6"),
        "PrefixListId": rule.prefix_list_id,
        "ReferencedGroupId": rule.source_group.get("GroupId"),
    }


def _essence(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes two rules the same."""
    protocol = str(rule.get("IpProtocol"))
    ports = ("FromPort", "ToPort") if protocol != "-1" else ()
    return (protocol, *(rule.get(member) for member in (*ports, *ORIGINS)))


_CHARACTERS = "is invalid. Character sets beyond ASCII are not supported."

RULES = table(
    "ec2",
    Row("group-name", CREATE, INVALID,
        "a security group's name that is too long, begins with `sg-`, or has characters that AWS does not accept",
        when(_is_wrong_name, f"Value ({{GroupName}}) for parameter GroupName {_CHARACTERS}")),
    Row("group-description", CREATE, INVALID,
        "a security group's description that is too long or has characters that AWS does not accept",
        when(_is_wrong_description, f"Value ({{Description}}) for parameter GroupDescription {_CHARACTERS}")),
    Row("group-vpc", CREATE, "InvalidVpcID.NotFound", "a security group in a VPC that does not exist",
        unknown("VpcId", lambda state, vpc: vpc in state.ec2.vpcs, "The vpc ID '{value}' does not exist")),
    Row("group-taken", CREATE, "InvalidGroup.Duplicate", "a security group's name that is taken in its VPC",
        _taken_group),
    Row("group-in-use", DELETE, "DependencyViolation",
        "deleting a security group that a cluster or a replication group uses",
        when(_is_used, "resource {GroupId} has a dependent object")),
    Row("rule-cidr", RULE_CALLS, INVALID, "a rule with a malformed CIDR block", _each_rule(_block),
        references.SECURITY_GROUP_RULES),
    Row("rule-ports", RULE_CALLS, INVALID,
        "a TCP or UDP rule without ports, beyond 65535, or from a higher to a lower one", _each_rule(_ports),
        references.SECURITY_GROUP_RULES),
    Row("rule-description", RULE_CALLS, INVALID,
        "a rule's description that is too long or has characters that AWS does not accept", _each_rule(_description)),
    Row("rule-origin", MODIFY, INVALID, "a changed rule with no origin, or with more than one", _each_rule(_origin)),
    Row("rule-group-form", RULE_CALLS, "InvalidGroupId.Malformed",
        "a rule for a security group whose ID has another form, such as one with its account", _malformed_group),
    Row("rule-group-unknown", RULE_CALLS, "InvalidGroup.NotFound", "a rule for a security group that does not exist",
        _unknown_group),
    Row("rule-prefix-list-unknown", RULE_CALLS, "InvalidPrefixListID.NotFound",
        "a rule for a prefix list that does not exist",
        _origins("PrefixListId", lambda state, one: one in state.ec2.managed_prefix_lists,
                 "The prefix list ID '{}' does not exist")),
    Row("rule-duplicate", RULE_CALLS, "InvalidPermission.Duplicate",
        "a rule that the group has already, even with another description", _duplicate),
)  # fmt: skip
