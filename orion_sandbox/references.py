"""The ids in a stack's configuration that must exist before it is deployed.

A stack file refers to a VPC, subnets, security groups, KMS keys and SNS topics that exist outside the stack. The
sandbox creates them under exactly those ids, so that a stack file runs unchanged.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

from orion_sandbox.arns import Arn

DEFAULT_ACCOUNT = "123456789012"
"""The account of a configuration without an ARN: AWS's example account."""

SUBNET_GROUP_KEY = "subnet_group_name"
NETWORK_KEY = "network"
"""What stands beside it is in its VPC, as Redis is in that of the database."""
REDIS_KEY = "redis"
"""The mapping below which subnet groups are ElastiCache's."""

SubnetGroupService = Literal["rds", "elasticache"]
SUBNETS_IN_A_GROUP = 3
"""One for each zone that the sandbox spreads subnets over."""

REGION = r"[a-z]{2,}(-[a-z]+)*-(central|north|south|(north|south)?(east|west))-\d"
"""The form of a region's name. botocore, which has the list, would slow every start."""

ID_FORMS = {
    # Eight digits until 2016, seventeen since (EC2 User Guide, "Resource IDs").
    kind: re.compile(rf"{kind}-(?:[0-9a-f]{{8}}|[0-9a-f]{{17}})")
    for kind in ("vpc", "subnet", "sg", "pl")
}


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC with its subnets and security groups."""

    id: str
    region: str
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    named: bool = True
    """Whether the configuration contains its id; otherwise its members may be in another VPC already."""


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A managed prefix list."""

    id: str
    region: str


@dataclass(frozen=True, slots=True)
class SubnetGroup:
    """A subnet group of RDS or ElastiCache, with the subnets to create for it."""

    name: str
    region: str
    subnets: tuple[str, ...]
    service: SubnetGroupService = "rds"


@dataclass(frozen=True, slots=True)
class References:
    """All references of a configuration; `as_json` is the body of the API's `POST /_sandbox/seed`."""

    account: str = DEFAULT_ACCOUNT
    """The account of the API: that of the first ARN."""
    vpcs: tuple[Vpc, ...] = ()
    prefix_lists: tuple[PrefixList, ...] = ()
    kms_keys: tuple[str, ...] = ()
    """Key ARNs."""
    topics: tuple[str, ...] = ()
    """SNS topic ARNs."""
    subnet_groups: tuple[SubnetGroup, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the seed request, without the account, which is fixed when the API starts."""
        return {
            "vpcs": [
                {
                    "id": vpc.id,
                    "region": vpc.region,
                    "subnets": list(vpc.subnets),
                    "security_groups": list(vpc.security_groups),
                    "named": vpc.named,
                }
                for vpc in self.vpcs
            ],
            "prefix_lists": [{"id": each.id, "region": each.region} for each in self.prefix_lists],
            "kms_keys": list(self.kms_keys),
            "topics": list(self.topics),
            "subnet_groups": [
                {
                    "name": each.name,
                    "region": each.region,
                    "subnets": list(each.subnets),
                    "service": each.service,
                }
                for each in self.subnet_groups
            ],
        }


def references(config: Mapping[str, Any], region: str) -> References:
    """Find the ids in a stack file's configuration values, however deeply they are nested.

    A mapping with `vpc_id`, or with a `network` that has one, owns the subnets and security groups at and below it. A
    region is the `region` of the nearest enclosing mapping, else `region`; an ARN carries its own. Subnets and security
    groups under no `vpc_id` go into the region's VPC when the configuration names exactly one there, else into the VPC
    that some of them are in already, else into a VPC made for them. So does a subnet group, which `subnet_group_name`
    names: ElastiCache's below `redis`, else RDS's; subnets are made for it.

    Args:
        config: The values under `config:`, by their full keys such as `orion-rds:database`.
        region: The region of the stack, `aws:region`.
    """
    found = _Found()
    for key, value, place in _strings(config, _Place(region)):
        found.add(key, value, place)
    return found.references()


def creatable_ids(values: object) -> list[str]:
    """Return the ids and ARNs in the values, however deeply they are nested, of what the sandbox can create."""
    texts = dict.fromkeys(text for _, text, _ in _strings(values, _Place("")))
    return [text for text in texts if any(is_id(kind, text) for kind in ID_FORMS) or _is_creatable(Arn.read(text))]


def _is_creatable(arn: Arn | None) -> bool:
    return arn is not None and (arn.is_kms_key or arn.is_topic)


@dataclass(frozen=True, slots=True)
class _Place:
    """The region, VPC and service of a place in the configuration, from the mappings around it."""

    region: str
    vpc: str | None = None
    service: SubnetGroupService = "rds"

    def inside(self, key: str, mapping: Mapping[str, Any]) -> "_Place":
        network = mapping.get(NETWORK_KEY)
        region, vpc = mapping.get("region"), (network if isinstance(network, Mapping) else mapping).get("vpc_id")
        # The program refuses any other text, or it has another meaning.
        region = region if isinstance(region, str) and re.fullmatch(REGION, region) else self.region
        # A network in another region is another network, even without a VPC id.
        inherited = self.vpc if region == self.region else None
        service = "elasticache" if key == REDIS_KEY else self.service
        return _Place(region, vpc if is_id("vpc", vpc) else inherited, service)


def _strings(value: object, place: _Place, key: str = "") -> Iterator[tuple[str, str, _Place]]:
    """Yield each string with the key of its mapping and its place."""
    match value:
        case str():
            yield key, value, place
        case Mapping():
            inside = place.inside(key, value)
            for name, each in value.items():
                yield from _strings(each, inside, str(name))
        case list() | tuple():
            for each in value:
                yield from _strings(each, place)
        case _:
            pass


def is_id(kind: str, value: object) -> TypeGuard[str]:
    """Whether a value has the form of an id: of a `vpc`, a `subnet`, an `sg` or a `pl`."""
    return isinstance(value, str) and ID_FORMS[kind].fullmatch(value) is not None


@dataclass(slots=True)
class _Found:
    """The references found so far. Mappings to None are ordered sets."""

    arns: dict[Arn, None] = field(default_factory=dict[Arn, None])
    vpcs: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    prefix_lists: dict[PrefixList, None] = field(default_factory=dict[PrefixList, None])
    members: dict[tuple[str, str, str | None], None] = field(default_factory=dict[tuple[str, str, str | None], None])
    """(region, subnet or security group, the VPC that owns it)."""
    subnet_groups: dict[SubnetGroup, None] = field(default_factory=dict[SubnetGroup, None])

    def add(self, key: str, value: str, place: _Place) -> None:
        if key == SUBNET_GROUP_KEY:
            self._add_subnet_group(value, place)
        elif arn := Arn.read(value):
            self.arns[arn] = None
        elif is_id("vpc", value):
            self.vpcs[place.region, value] = None
        elif is_id("pl", value):
            self.prefix_lists[PrefixList(value, place.region)] = None
        elif is_id("subnet", value) or is_id("sg", value):
            self.members[place.region, value, place.vpc] = None

    def _add_subnet_group(self, name: str, place: _Place) -> None:
        subnets = tuple(made_id("subnet", f"{place.region} {name} {number}") for number in range(SUBNETS_IN_A_GROUP))
        self.subnet_groups[SubnetGroup(name, place.region, subnets, place.service)] = None
        for subnet in subnets:
            self.members[place.region, subnet, place.vpc] = None

    def references(self) -> References:
        return References(
            account=next((arn.account for arn in self.arns if arn.account), DEFAULT_ACCOUNT),
            vpcs=self._vpcs(),
            prefix_lists=tuple(self.prefix_lists),
            kms_keys=tuple(str(arn) for arn in self.arns if arn.is_kms_key),
            topics=tuple(str(arn) for arn in self.arns if arn.is_topic),
            subnet_groups=tuple(self.subnet_groups),
        )

    def _vpcs(self) -> tuple[Vpc, ...]:
        contents: dict[tuple[str, str], list[str]] = {vpc: [] for vpc in self.vpcs}
        owned = {(region, member) for region, member, vpc in self.members if vpc}
        for region, member, vpc in self.members:
            if vpc or (region, member) not in owned:
                contents.setdefault((region, vpc or self._home(region)), []).append(member)
        return tuple(
            Vpc(
                vpc,
                region,
                subnets=tuple(member for member in members if is_id("subnet", member)),
                security_groups=tuple(member for member in members if is_id("sg", member)),
                named=(region, vpc) in self.vpcs,
            )
            for (region, vpc), members in contents.items()
        )

    def _home(self, region: str) -> str:
        named = [vpc for where, vpc in self.vpcs if where == region]
        return named[0] if len(named) == 1 else made_id("vpc", region)


def made_id(kind: str, what_for: str) -> str:
    """Return an id for a resource that the configuration needs without an id; it is the same in every run."""
    digest = hashlib.sha256(f"orion-rds sandbox {what_for}".encode()).hexdigest()
    return f"{kind}-{digest[:17]}"
