"""The networks: what exists, in which VPC and zones, and with how many free addresses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orion_ops.aws import Record
from orion_ops.preflight.findings import Account, Findings
from orion_rds.config import Source, StrInput
from orion_rds.config.network import StrInputs
from orion_rds.facts import references
from orion_rds.facts.limits import SUBNETS_MINIMUM
from orion_rds.plan.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a database or Redis is placed in, and where its settings are."""

    path: str
    region: str
    vpc_id: StrInput | None
    subnet_ids: StrInputs | None
    subnet_group: StrInput | None
    security_group_ids: StrInputs | None
    sources: Mapping[str, Source]
    nodes: int
    """Instances or nodes that need an address."""

    zones: Mapping[str, str]
    """Zones that instances name, by the paths of their settings."""

    dual_stack: bool


def network(account: Account, findings: Findings) -> None:
    """Check the network of each region, and that of Redis where it has one of its own."""
    for each in _networks(account):
        with findings.reading():
            subnets = _subnets(account, findings, each)
            vpc = _one_vpc(account, findings, each, subnets)
            _check_subnets(findings, each, subnets)
            _check_groups(account, findings, each, vpc)
            _check_prefix_lists(account, findings, each)


def _networks(account: Account) -> Iterator[Network]:
    redis = account.config.redis
    own = redis and redis.network
    nodes = redis.nodes_per_shard * (redis.shards or 1) if redis else 0
    shares_subnets = own is not None and own.subnet_ids is None and own.subnet_group_name is None
    for site in account.sites:
        given, is_first = site.network, site.region is None
        yield Network(
            path="network" if is_first else "disaster_recovery.network",
            region=account.region(site),
            vpc_id=given.vpc_id,
            subnet_ids=given.subnet_ids,
            subnet_group=given.subnet_group_name,
            security_group_ids=given.security_group_ids,
            sources=given.sources,
            nodes=len(site.fleet) + (nodes if is_first and shares_subnets else 0),
            zones=_zones(site),
            dual_stack=given.dual_stack,
        )
    if own:
        yield Network(
            path="redis.network",
            region=account.aws.region,
            vpc_id=own.vpc_id,
            subnet_ids=own.subnet_ids,
            subnet_group=own.subnet_group_name,
            security_group_ids=own.security_group_ids,
            sources=own.sources,
            nodes=nodes,
            zones={},
            dual_stack=False,
        )


def _zones(site: Site) -> Mapping[str, str]:
    named = {each.name: each.availability_zone for each in site.fleet}
    return {f"instances.{name}.availability_zone": zone for name, zone in named.items() if isinstance(zone, str)}


def _subnets(account: Account, findings: Findings, given: Network) -> Sequence[Record]:
    """Return the subnets, given or those of a group."""
    ids = list(_texts(given.subnet_ids))
    if isinstance(given.subnet_group, str):
        ids = _of_group(account, findings, given, given.subnet_group)
    found = {
        each["SubnetId"]: each for each in _described(account, given, "describe_subnets", "Subnets", "subnet-id", ids)
    }
    for identity in ids:
        if identity not in found:
            _add_missing(findings, given, "subnet_ids", identity, "subnet")
    # In the order of the setting.
    return [found[identity] for identity in ids if identity in found]


def _of_group(account: Account, findings: Findings, given: Network, name: str) -> list[str]:
    if given.path.startswith("redis"):
        call = ("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups")
        groups = account.existing(*call, given.region, CacheSubnetGroupName=name)
    else:
        groups = account.existing(
            "rds", "describe_db_subnet_groups", "DBSubnetGroups", given.region, DBSubnetGroupName=name
        )
    if not groups:
        _add_missing(findings, given, "subnet_group_name", name, "subnet group")
        return []
    return [subnet["SubnetIdentifier"] for subnet in groups[0]["Subnets"]]


def _one_vpc(account: Account, findings: Findings, given: Network, subnets: Sequence[Record]) -> str | None:
    """Return the VPC, given or that of the subnets."""
    vpc = given.vpc_id if isinstance(given.vpc_id, str) else None
    if vpc and not _described(account, given, "describe_vpcs", "Vpcs", "vpc-id", [vpc]):
        _add_missing(findings, given, "vpc_id", vpc, "VPC")
        return None
    expected = vpc or (Counter(each["VpcId"] for each in subnets).most_common(1) or [(None, 0)])[0][0]
    for each in subnets:
        if expected and each["VpcId"] != expected:
            _add_other_vpc(findings, given, "subnet_ids", each["SubnetId"], each["VpcId"], expected)
    return expected


def _check_subnets(findings: Findings, given: Network, subnets: Sequence[Record]) -> None:
    zones = {each["AvailabilityZone"] for each in subnets}
    if subnets and len(zones) < SUBNETS_MINIMUM and not given.path.startswith("redis"):
        findings.add(
            "subnets-one-zone",
            f"{given.path}.subnet_ids",
            [each["SubnetId"] for each in subnets],
            why=f"All subnets are in the zone {next(iter(zones))}, and Aurora requires two zones.",
            fix="Add a subnet of another zone of the region.",
            source=references.CREATE_DB_SUBNET_GROUP,
        )
    for path, zone in given.zones.items():
        if zones and zone not in zones:
            findings.add(
                "subnets-without-zone",
                path,
                zone,
                why=f"No subnet is in this zone: they are in {', '.join(sorted(zones))}.",
                fix="Write one of these zones, or add a subnet of this one.",
                source=references.CREATE_DB_INSTANCE,
            )
    # Instances are spread over the zones; one that is replaced comes before the old one goes.
    needed = -(-given.nodes // max(len(zones), 1)) + 1
    for each in subnets:
        if each["AvailableIpAddressCount"] < needed:
            findings.add(
                "subnets-full",
                f"{given.path}.subnet_ids",
                each["SubnetId"],
                why=f"The subnet has {each['AvailableIpAddressCount']} free addresses, and {needed} are needed: for "
                "its share of the instances and nodes, and for a replacement.",
                fix="Delete network interfaces that nothing uses, or write a larger subnet of the zone.",
                source=references.AURORA_VPC,
            )
        if given.dual_stack and not each.get("Ipv6CidrBlockAssociationSet"):
            findings.add(
                "subnets-ipv4-only",
                f"{given.path}.subnet_ids",
                each["SubnetId"],
                why="The subnet has no block of IPv6 addresses, which `dual_stack` needs in every subnet.",
                fix=f"Associate one with the subnet, or leave out `{given.path}.dual_stack`.",
                source=references.AURORA_VPC,
            )


def _check_groups(account: Account, findings: Findings, given: Network, vpc: str | None) -> None:
    own = dict.fromkeys(_texts(given.security_group_ids), "security_group_ids")
    allowed = {
        each.security_group_id: f"allow_from.{name}"
        for name, each in given.sources.items()
        # Of another account nobody but its owner can tell.
        if isinstance(each.security_group_id, str) and "/" not in each.security_group_id
    }
    paths = {**allowed, **own}
    described = _described(account, given, "describe_security_groups", "SecurityGroups", "group-id", list(paths))
    found = {each["GroupId"]: each for each in described}
    for identity, path in paths.items():
        if identity not in found:
            _add_missing(findings, given, path, identity, "security group")
        elif identity in own and vpc and found[identity]["VpcId"] != vpc:
            _add_other_vpc(findings, given, path, identity, found[identity]["VpcId"], vpc)


def _check_prefix_lists(account: Account, findings: Findings, given: Network) -> None:
    paths = {
        each.prefix_list_id: f"allow_from.{name}"
        for name, each in given.sources.items()
        if isinstance(each.prefix_list_id, str)
    }
    described = _described(
        account, given, "describe_managed_prefix_lists", "PrefixLists", "prefix-list-id", list(paths)
    )
    for identity in paths.keys() - {each["PrefixListId"] for each in described}:
        _add_missing(findings, given, paths[identity], identity, "prefix list")


def _described(
    account: Account, given: Network, operation: str, key: str, name: str, ids: Sequence[str]
) -> Sequence[Record]:
    """Return those of some ids that exist: a filter that finds nothing is no error, as an id is."""
    if not ids:
        return ()
    return account.existing("ec2", operation, key, given.region, Filters=[{"Name": name, "Values": list(ids)}])


def _add_missing(findings: Findings, given: Network, setting: str, identity: str, noun: str) -> None:
    findings.add(
        "network-missing",
        f"{given.path}.{setting}",
        identity,
        why=f"There is no such {noun} in {given.region}.",
        fix="Write one of this account and region, or use the credentials of the account that has it.",
        source=references.EC2_RESOURCE_LOCATIONS,
    )


def _add_other_vpc(findings: Findings, given: Network, setting: str, identity: str, vpc: str, expected: str) -> None:
    findings.add(
        "network-two-vpcs",
        f"{given.path}.{setting}",
        identity,
        why=f"It is in {vpc}, and the others are in {expected}: all have to be in one VPC.",
        fix=f"Write one of {expected}.",
        source=references.AURORA_VPC,
    )


def _texts(values: StrInputs | None) -> Iterator[str]:
    yield from (each for each in values or () if isinstance(each, str))  # pyright: ignore[reportGeneralTypeIssues,reportUnknownVariableType] # a stack file has no outputs
