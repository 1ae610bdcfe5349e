"""Checks of the networks in a configuration against AWS."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from orion_rds.config import NetworkConfig, Problem, RedisNetworkConfig, Refusal, Source
from orion_rds.config.errors import Path, as_path
from orion_rds.facts import identifiers, references
from orion_rds.plan import changes
from orion_rds.plan.names_taken import REDIS_SUBNET_GROUP, SUBNET_GROUP, Name
from orion_rds.plan.redis import placement
from orion_rds.plan.site import Site

VPC, SUBNET, SECURITY_GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"
NOUNS: Mapping[str, str] = MappingProxyType({
    VPC: "VPC",
    SUBNET: "subnet",
    SECURITY_GROUP: "security group",
    SUBNET_GROUP: "DB subnet group",
    REDIS_SUBNET_GROUP: "ElastiCache subnet group",
})  # fmt: skip
KINDS: Mapping[str, str] = MappingProxyType({"vpc_id": VPC, "subnet_ids": SUBNET, "security_group_ids": SECURITY_GROUP})
"""Setting to the type of the resource that it names."""

IN_A_VPC: Mapping[str, str] = MappingProxyType(
    {SUBNET: "The first subnet", SUBNET_GROUP: "The subnet group", REDIS_SUBNET_GROUP: "The subnet group"}
)
"""Resource types that determine the VPC of a cluster, with the words for messages."""

REDIS = "redis.network"


def _noun(*, noun: str, region: str) -> None: ...
def _vpc(*, first: str, vpc: str) -> None: ...
def _zone(*, zone: str) -> None: ...


NETWORK_MISSING = Refusal(
    "network-missing",
    why="The account of the provider has no such {noun} in {region}.",
    fix="Write one that is there. Where the program creates it, pass one provider to it and to the database.",
    source=references.EC2_RESOURCE_LOCATIONS,
    fields=_noun,
)
NETWORK_IN_TWO_VPCS = Refusal(
    "network-in-two-vpcs",
    why="{first} is in `{vpc}`, and AWS runs a cluster in one VPC, with security groups of that VPC.",
    fix="Write what belongs to `{vpc}`, or change the subnets.",
    source=references.AURORA_VPC,
    fields=_vpc,
)
SUBNETS_IN_ONE_ZONE = Refusal(
    "subnets-in-one-zone",
    why="A DB subnet group covers at least two availability zones, and all these subnets are in `{zone}`.",
    fix="Add a subnet of another zone.",
    source=references.CREATE_DB_SUBNET_GROUP,
    fields=_zone,
)


@dataclass(frozen=True, slots=True)
class Place:
    """The attributes of an existing part of a network; None where they are unknown."""

    vpc: str | None = None
    zone: str | None = None
    description: str | None = None


class Part(NamedTuple):
    """An existing VPC, subnet, security group or subnet group that a configuration names."""

    path: Path
    name: Name

    attached: bool = True
    """Whether the cluster belongs to it; a source of traffic may be in a peered VPC."""


class Network(NamedTuple):
    """A network of the configuration, and the records of its section in two deployments."""

    path: str
    settings: NetworkConfig | RedisNetworkConfig
    sources: Mapping[str, Source]
    region: str | None
    was: changes.Settings
    now: changes.Settings


Located = Sequence[tuple[Part, Place | None]]
"""Parts of a network with their attributes; None for a part that does not exist."""


def network_problems(
    primary: Site,
    standby: Site | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    look_up: Callable[[Name], Place | None],
) -> Iterator[Problem]:
    """Yield a problem for each part of a network that does not exist, and for parts that AWS does not accept together.

    `before` and `after` are the sections that two deployments record. Only parts that are new in the second one are
    looked up. Unknown parts are not: a preview does not know the ids of resources that are created with the database.
    """
    home = after["cluster"]["settings"].get(changes.REGION) or "the region of the stack"
    yielded: list[Problem] = []
    for network in _networks(primary, standby, before, after):
        located = [(part, look_up(part.name)) for part in _new_parts(network)]
        found = [*_missing(located, network.region or home), *_in_one_zone(located)]
        # The VPC of a running cluster is that of its subnet group.
        found += [] if network.was else _in_two_vpcs(located)
        # Redis may use the database's network, with the same problems.
        yield from (new := [problem for problem in found if problem not in yielded])
        yielded += new


def _networks(
    primary: Site, standby: Site | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Network]:
    def network(section: str, path: str, site: Site) -> Network:
        return Network(path, site.network, site.network.sources, site.region, *recorded(section))

    def recorded(section: str) -> tuple[changes.Settings, changes.Settings]:
        return (before[section]["settings"] if section in before else {}), after[section]["settings"]

    yield network("cluster", "network", primary)
    if standby:
        yield network("disaster_recovery", "disaster_recovery.network", standby)
    if redis := primary.config.redis:
        sources = placement(primary, redis).allow_from
        yield Network(REDIS, redis.network, sources, None, *recorded("redis"))


def _new_parts(network: Network) -> Iterator[Part]:
    own = network.settings
    if own.security_group_ids is None:
        # The VPC first: the sandbox creates subnets that exist only in a program in the VPC of an earlier look-up.
        yield from _new(network, "vpc_id", VPC)
    if own.subnet_group_name is None:
        yield from _new(network, "subnet_ids", SUBNET)
    else:
        yield from _new(network, "subnet_group_name", REDIS_SUBNET_GROUP if network.path == REDIS else SUBNET_GROUP)
    if own.security_group_ids is None:
        yield from _new_sources(network)
    else:
        yield from _new(network, "security_group_ids", SECURITY_GROUP)


def _new(network: Network, setting: str, kind: str) -> Iterator[Part]:
    for path in changes.changed(network.was, network.now, [f"{network.path}.{setting}"]):
        value: object = network.now[path]
        for each in cast("list[object]", value) if isinstance(value, list) else [value]:
            if isinstance(each, str):
                yield Part(_written(network, setting), Name(kind, network.region, each))


def _new_sources(network: Network) -> Iterator[Part]:
    path = f"{network.path}.allow_from"
    had: Mapping[str, object] = network.was.get(path) or {}
    allowed: Mapping[str, object] = network.now.get(path) or {}
    for name, source in network.sources.items():
        group = allowed.get(source.rule(name))
        if isinstance(group, str) and identifiers.SECURITY_GROUP_ID.accepts(group) and group not in had.values():
            where = (*_written(network, "allow_from"), name)
            yield Part(where, Name(SECURITY_GROUP, network.region, group), attached=False)


def _written(network: Network, setting: str) -> Path:
    """Return the path at which a network's setting is written: for Redis, that of the database's network if Redis
    inherits it.
    """
    inherited = network.path == REDIS and getattr(network.settings, setting) is None
    return as_path(f"network.{setting}" if inherited else f"{network.path}.{setting}")


def _missing(located: Located, region: str) -> Iterator[Problem]:
    for part, place in located:
        if place is None:
            yield NETWORK_MISSING.problem(part.path, part.name.name, noun=NOUNS[part.name.kind], region=region)


def _in_two_vpcs(located: Located) -> Iterator[Problem]:
    attached = [(part, place.vpc) for part, place in located if part.attached and place and place.vpc]
    for first, home in [each for each in attached if each[0].name.kind in IN_A_VPC][:1]:
        for part, vpc in attached:
            if vpc != home:
                *section, _ = max(part.path, first.path, key=len)
                path, noun = (*section, part.path[-1]), IN_A_VPC[first.name.kind]
                yield NETWORK_IN_TWO_VPCS.problem(path, part.name.name, first=noun, vpc=home)


def _in_one_zone(located: Located) -> Iterator[Problem]:
    subnets = [(part, place) for part, place in located if part.name.kind == SUBNET and part.path[0] != "redis"]
    zones = {place.zone if place else None for _, place in subnets}
    if len(zones) == 1 and (zone := zones.pop()):
        yield SUBNETS_IN_ONE_ZONE.problem(subnets[0][0].path, [part.name.name for part, _ in subnets], zone=zone)
