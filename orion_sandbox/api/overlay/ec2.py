"""EC2: security group rules."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.ec2.exceptions import (
    InvalidPermissionDuplicateError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.utilities.utils import get_partition

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(SecurityGroupRule, "__init__")
def describe_every_source(original: Callable[..., None], rule: Any, *arguments: Any, **named: Any) -> None:
    """Moto drops the description of a rule for a prefix list."""
    original(rule, *arguments, **named)
    prefix_list = named.get("prefix_list_id") or (arguments[7] if len(arguments) > 7 else None) or {}
    rule.prefix_list_description = prefix_list.get("Description")


@PATCHES.around(EC2Backend, "_add_source_group")
def take_groups_of_other_accounts(
    original: Callable[..., list[dict[str, Any]]],
    backend: EC2Backend,
    source_groups: list[dict[str, Any]] | None,
    vpc_id: str | None,
) -> list[dict[str, Any]]:
    """Moto looks up every group in the caller's account."""
    given = source_groups or []
    others = [each for each in given if each.get("UserId", backend.account_id) != backend.account_id]
    return original(backend, [each for each in given if each not in others], vpc_id) + others


@PATCHES.computed(SecurityGroupRule)
def group_owner_id(rule: Any) -> str:
    """Moto has none."""
    return rule.owner_id


@PATCHES.computed(SecurityGroupRule)
def description(rule: Any) -> str | None:
    """Moto returns it for CIDR rules only."""
    return rule.ip_range.get("Description") or rule.source_group.get("Description") or rule.prefix_list_description


@PATCHES.computed(SecurityGroupRule)
def security_group_rule_arn(rule: Any) -> str:
    """Moto has none."""
    region = rule.ec2_backend.region_name
    return f"arn:{get_partition(region)}:ec2:{region}:{rule.owner_id}:security-group-rule/{rule.id}"


@PATCHES.method(EC2Backend)
def modify_security_group_rules(backend: EC2Backend, group_id: str, rules: Mapping[str, Mapping[str, Any]]) -> None:
    """Moto changes protocol, ports and IPv4 CIDR only, and keeps a description that was removed.

    The new rule replaces the old one as a whole (EC2 API Reference, ModifySecurityGroupRules).
    """
    group = backend.get_security_group_by_name_or_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    for rule_id, wanted in rules.items():
        existing: Any = group.get_rule(rule_id)
        if existing is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        changed = _rule(backend, existing, wanted)
        siblings = group.egress_rules if existing.is_egress else group.ingress_rules
        if any(sibling == changed for sibling in siblings if sibling is not existing):
            raise InvalidPermissionDuplicateError
        existing.__dict__.update({**changed.__dict__, "id": existing.id, "filters": existing.filters})


def _rule(backend: EC2Backend, existing: SecurityGroupRule, wanted: Mapping[str, Any]) -> Any:
    def source(answered: str, asked: str) -> dict[str, str] | None:
        described = {"Description": wanted["Description"]} if wanted.get("Description") else {}
        return {answered: wanted[asked], **described} if wanted.get(asked) else None

    group = source("GroupId", "ReferencedGroupId")
    return SecurityGroupRule(
        backend,
        wanted["IpProtocol"],
        existing.group_id,
        wanted.get("FromPort"),
        wanted.get("ToPort"),
        source("CidrIp", "CidrIpv4") or source("CidrIpv6", "CidrIpv6"),
        {**group, "OwnerId": backend.account_id, "UserId": backend.account_id} if group else None,
        source("PrefixListId", "PrefixListId"),
        is_egress=existing.is_egress,
    )
