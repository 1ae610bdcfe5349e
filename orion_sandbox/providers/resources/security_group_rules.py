"""The inline rules of a security group: its properties `ingress` and `egress`.

AWS has one rule for each source; a block of Terraform's provider may have several sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.table import Property, step
from orion_sandbox.providers.values import Values

PERMISSIONS = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}
ALL = "-1"
NUMBERS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": ALL}
"""Protocols that AWS returns under another name than programs may use."""
SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"),
    "securityGroups": ("UserIdGroupPairs", "GroupId"),
}
"""Properties of a block to AWS's list of sources, and the member of its entry."""


@dataclass(frozen=True, order=True)
class Rule:
    """One rule on AWS."""

    kind: str
    """The property with the source; `self` for the group itself."""
    source: str
    protocol: str
    first: int
    last: int
    description: str = ""

    @classmethod
    def of_block(cls, block: Values) -> "Iterator[Rule]":
        """Yield the rules of one block."""
        protocol = str(block["protocol"]).lower()
        protocol = NUMBERS.get(protocol, protocol)
        ports = (0, 0) if protocol == ALL else (block["fromPort"], block["toPort"])
        common = cls("self", "", protocol, *ports, block.get("description") or "")
        if block.get("self"):
            yield common
        for kind in SOURCES:
            yield from (replace(common, kind=kind, source=source) for source in block.get(kind) or ())

    def permission(self, group: str) -> dict[str, Any]:
        """Return the rule as AWS's calls take it."""
        place, member = SOURCES["securityGroups" if self.kind == "self" else self.kind]
        account, _, source = (self.source or group).rpartition("/") if member == "GroupId" else ("", "", self.source)
        entry = {member: source, "UserId": account, "Description": self.description}
        ports = {} if self.protocol == ALL else {"FromPort": self.first, "ToPort": self.last}
        return {"IpProtocol": self.protocol, **ports, place: [{key: value for key, value in entry.items() if value}]}

    def block(self) -> dict[str, Any]:
        """Return the rule as a block."""
        source = {"self": True} if self.kind == "self" else {self.kind: [self.source]}
        described = {"description": self.description} if self.description else {}
        return {"protocol": self.protocol, "fromPort": self.first, "toPort": self.last, **source, **described}


def properties() -> tuple[Property, ...]:
    """Return the two properties. A property that the program does not set belongs to separate resources."""
    return tuple(step(name, name.capitalize(), same=_same, only_if_written=True) for name in PERMISSIONS)


def observe(_caller: Caller, identity: str, item: Values) -> dict[str, Any]:
    """Return the rules of a described group, as blocks."""
    return {
        name.capitalize(): [rule.block() for rule in sorted(_rules_of_aws(item.get(member, ()), identity))]
        for name, member in PERMISSIONS.items()
    }


def set_rules(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Revoke removed rules and authorize new ones."""
    for name in PERMISSIONS:
        if new.get(name) is None:
            continue
        before, after = _rules(old.get(name) or ()), _rules(new[name])
        for verb, rules in (("Revoke", before - after), ("Authorize", after - before)):
            if rules:
                permissions = [rule.permission(identity) for rule in sorted(rules)]
                caller(f"{verb}SecurityGroup{name.capitalize()}", GroupId=identity, IpPermissions=permissions)


def _rules(blocks: Any) -> set[Rule]:
    return {rule for block in blocks for rule in Rule.of_block(block)}


def _same(wanted: Any, actual: Any) -> bool:
    return _rules(wanted) == _rules(actual)


def _rules_of_aws(permissions: Any, group: str) -> Iterator[Rule]:
    for permission in permissions:
        protocol = permission["IpProtocol"]
        ports = (0, 0) if protocol == ALL else (permission.get("FromPort", 0), permission.get("ToPort", 0))
        for kind, (place, member) in SOURCES.items():
            for entry in permission.get(place, ()):
                own = entry[member] == group
                source = "" if own else entry[member]
                yield Rule("self" if own else kind, source, protocol, *ports, entry.get("Description", ""))
