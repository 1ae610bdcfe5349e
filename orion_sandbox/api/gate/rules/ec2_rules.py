"""EC2: rules of security groups."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.rules.ec2_groups import TEXT
from orion_sandbox.api.gate.state import State

RULES = Rules("ec2")

CALLS = ("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules")
INVALID = "InvalidParameterValue"
PORTS = range(65536)
PORT_PROTOCOLS = ("tcp", "udp", "6", "17")
ORIGINS = {
    "CidrIpv4": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "PrefixListId": ("PrefixListIds", "PrefixListId"),
    "ReferencedGroupId": ("UserIdGroupPairs", "GroupId"),
}
"""A rule's origin in ModifySecurityGroupRules, and where it stands in a permission of the other calls."""

_PAGE = sources.SECURITY_GROUP_RULES


@RULES.refuse("rule-cidr", CALLS, INVALID, "a rule with a CIDR block that is none", _PAGE)
def cidr(request: Request, _state: State) -> str | None:
    """IPv4 and IPv6 each in their own place."""
    readers: dict[str, Callable[..., object]] = {
        "CidrIpv4": ipaddress.IPv4Network,
        "CidrIpv6": ipaddress.IPv6Network,
    }
    for rule in _asked(request):
        for member, read in readers.items():
            if member in rule and not _is_block(rule[member], read):
                return f"CIDR block {rule[member]} is malformed"
    return None


@RULES.refuse(
    "rule-ports",
    CALLS,
    INVALID,
    "a TCP or UDP rule without ports, beyond 65535, or from a higher to a lower one",
    _PAGE,
)
def ports(request: Request, _state: State) -> str | None:
    """Ports that TCP and UDP have."""
    for rule in _asked(request):
        first, last = rule.get("FromPort"), rule.get("ToPort")
        if rule.get("IpProtocol") in PORT_PROTOCOLS and not _is_range(first, last):
            return f"Invalid port range: from {first} to {last}. It must be ascending, between 0 and 65535."
    return None


@RULES.refuse(
    "rule-description", CALLS, INVALID, "a rule's description that is too long or has characters that AWS does not take"
)
def description(request: Request, _state: State) -> str | None:
    """At most 255 characters."""
    if all(TEXT.fullmatch(rule.get("Description", "")) for rule in _asked(request)):
        return None
    return (
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  "
        "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
    )


@RULES.refuse("rule-origin", CALLS[2:], INVALID, "a changed rule with no origin, or with more than one")
def origin(request: Request, _state: State) -> str | None:
    """A rule lets in one block, list or group."""
    if all(len(ORIGINS.keys() & rule.keys()) == 1 for rule in _asked(request)):
        return None
    return f"Exactly one of {', '.join(ORIGINS)} must be specified."


@RULES.refuse("rule-group-unknown", CALLS, "InvalidGroup.NotFound", "a rule for a security group that does not exist")
def group_unknown(request: Request, state: State) -> str | None:
    """Whom a rule lets in is there before the rule."""
    for rule in _asked(request):
        group = rule.get("ReferencedGroupId")
        if group and state.security_group(group) is None:
            return f"The security group '{group}' does not exist"
    return None


@RULES.refuse(
    "rule-prefix-list-unknown", CALLS, "InvalidPrefixListID.NotFound", "a rule for a prefix list that does not exist"
)
def prefix_list_unknown(request: Request, state: State) -> str | None:
    """Whom a rule lets in is there before the rule."""
    for rule in _asked(request):
        prefix_list = rule.get("PrefixListId")
        if prefix_list and prefix_list not in state.ec2.managed_prefix_lists:
            return f"The prefix list ID '{prefix_list}' does not exist"
    return None


@RULES.refuse(
    "rule-duplicate",
    CALLS,
    "InvalidPermission.Duplicate",
    "a rule that the group has already, whatever its description",
)
def duplicate(request: Request, state: State) -> str | None:
    """What rules that are numbered by position run into when the first is removed."""
    taken = _others(request, state)
    for rule in map(_essence, _asked(request)):
        if rule in taken:
            return f'the specified rule "{", ".join(str(part) for part in rule if part is not None)}" already exists'
        taken.append(rule)
    return None


def _asked(request: Request) -> Iterator[Mapping[str, Any]]:
    """The rules that a call makes, or that others become, in the members of ModifySecurityGroupRules."""
    for entry in request.get("SecurityGroupRules", ()):
        yield entry.get("SecurityGroupRule", {})
    for permission in request.get("IpPermissions", ()):
        shared = {name: permission[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in permission}
        for member, (place, name) in ORIGINS.items():
            for each in permission.get(place, ()):
                described = {"Description": each["Description"]} if "Description" in each else {}
                yield {**shared, **described, member: each.get(name)}


def _others(request: Request, state: State) -> list[tuple[Any, ...]]:
    """The rules of the same group and direction that the call leaves as they are."""
    group = state.security_group(request.get("GroupId", ""))
    if group is None:
        return []
    changed = {entry.get("SecurityGroupRuleId") for entry in request.get("SecurityGroupRules", ())}
    egress = state.operation == CALLS[1] or any(rule.id in changed for rule in group.egress_rules)
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
    """What makes two rules the same."""
    protocol = str(rule.get("IpProtocol"))
    limits = ("FromPort", "ToPort") if protocol != "-1" else ()
    return (protocol, *(rule.get(member) for member in (*limits, *ORIGINS)))


def _is_range(first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and first in PORTS and last in PORTS and first <= last


def _is_block(text: str, read: Callable[..., object]) -> bool:
    try:
        # Bits beyond the prefix AWS cuts off, in a rule.
        read(text, strict=False)
    except ValueError:
        return False
    return True
