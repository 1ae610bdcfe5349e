"""Check of the subnets: free addresses and zones for the instances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orion_ops.aws import Record
from orion_ops.preflight.findings import Account, Findings
from orion_ops.preflight.network import redis_subnet_group, subnet, subnet_group
from orion_rds.config import StrInput
from orion_rds.config.network import StrInputs
from orion_rds.facts import references
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The instances or nodes in a set of subnets, and its setting."""

    path: str
    region: str | None
    subnet_ids: StrInputs | None
    subnet_group: StrInput | None
    nodes: int
    """Instances and nodes that need an address."""

    zones: Mapping[str, str]
    """Availability zones of instances, by the paths of their settings."""

    dual_stack: bool


def subnets(account: Account, findings: Findings) -> None:
    """Check the subnets of each region, and those of Redis if it has its own."""
    for each in _placements(account):
        with findings.reading():
            found = _described(account, each)
            zones = {described["AvailabilityZone"] for described in found}
            _check_zones(findings, each, zones)
            for described in found:
                _check_subnet(findings, each, described, len(zones))


def _placements(account: Account) -> Iterator[Placement]:
    redis = account.config.redis
    own = redis and redis.network
    nodes = len(expected_nodes(account.sites[0].redis_identifier, redis)) if redis else 0
    is_shared = own is not None and own.subnet_ids is None and own.subnet_group_name is None
    for site in account.sites:
        is_first = site.region is None
        yield Placement(
            path="network" if is_first else "disaster_recovery.network",
            region=site.region,
            subnet_ids=site.network.subnet_ids,
            subnet_group=site.network.subnet_group_name,
            nodes=len(site.fleet) + (nodes if is_first and is_shared else 0),
            zones=_zones(site),
            dual_stack=site.network.dual_stack,
        )
    if own and not is_shared:
        yield Placement(
            path="redis.network",
            region=None,
            subnet_ids=own.subnet_ids,
            subnet_group=own.subnet_group_name,
            nodes=nodes,
            zones={},
            dual_stack=False,
        )


def _zones(site: Site) -> Mapping[str, str]:
    named = {each.name: each.availability_zone for each in site.fleet}
    return {f"instances.{name}.availability_zone": zone for name, zone in named.items() if isinstance(zone, str)}


def _described(account: Account, given: Placement) -> Sequence[Record]:
    """Return the existing subnets: the configured ones, or those of a subnet group."""
    ids = [each for each in given.subnet_ids or () if isinstance(each, str)]  # pyright: ignore[reportGeneralTypeIssues,reportUnknownVariableType] # a stack file has no outputs
    if isinstance(given.subnet_group, str):
        look_up = redis_subnet_group if given.path.startswith("redis") else subnet_group
        group = look_up(account, given.subnet_group, given.region) or {}
        ids = [each["SubnetIdentifier"] for each in group.get("Subnets", ())]
    return [found for each in ids if (found := subnet(account, each, given.region))]


def _check_zones(findings: Findings, given: Placement, zones: set[str]) -> None:
    for path, zone in given.zones.items():
        if zones and zone not in zones:
            findings.add(
                "subnets-without-zone",
                path,
                zone,
                why=f"No subnet is in this zone: they are in {', '.join(sorted(zones))}.",
                fix="Use one of these zones, or add a subnet in this zone.",
                source=references.CREATE_DB_INSTANCE,
            )


def _check_subnet(findings: Findings, given: Placement, described: Record, zones: int) -> None:
    path, identity = f"{given.path}.subnet_ids", described["SubnetId"]
    # Instances are spread over the zones; one that is replaced comes before the old one goes.
    needed, free = -(-given.nodes // zones) + 1, described["AvailableIpAddressCount"]
    if free < needed:
        findings.add(
            "subnets-full",
            path,
            identity,
            why=f"The subnet has {free} free addresses, but {needed} are needed: for its share of the instances and "
            "nodes, and for a replacement.",
            fix="Delete unused network interfaces, or use a larger subnet in the zone.",
            source=references.AURORA_VPC,
        )
    if given.dual_stack and not described.get("Ipv6CidrBlockAssociationSet"):
        findings.add(
            "subnets-ipv4-only",
            path,
            identity,
            why="The subnet has no IPv6 CIDR block, which `dual_stack` requires in every subnet.",
            fix=f"Associate one with the subnet, or leave out `{given.path}.dual_stack`.",
            source=references.AURORA_VPC,
        )
