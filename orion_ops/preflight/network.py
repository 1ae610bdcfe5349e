"""Checks of the networks: existence, VPC and zones, by the same rules as before a deployment."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

from orion_ops.aws import Record
from orion_ops.preflight.findings import Account, Findings
from orion_rds.config.provider_settings import ProviderInputs
from orion_rds.facts import references
from orion_rds.plan.names_taken import REDIS_SUBNET_GROUP, SUBNET_GROUP, Name
from orion_rds.plan.networks import SECURITY_GROUP, SUBNET, VPC, Place, network_problems
from orion_rds.plan.recorded import recorded


def network(account: Account, findings: Findings) -> None:
    """Check the network resources of each region, and the prefix lists of the sources."""

    def look_up(name: Name) -> Place | None:
        with findings.reading():
            described = DESCRIBE[name.kind](account, name.name, name.region)
            return place(described) if described else None
        return Place()  # unknown, so that no rule applies

    primary, *others = account.sites
    standby = next(iter(others), None)
    sections = recorded(primary, standby, ProviderInputs(account.aws.region, {}))["sections"]
    deployed = cast("Mapping[str, Any]", sections)
    findings.problems += network_problems(primary, standby, {}, deployed, look_up)
    for path, region, sources in (
        ("network.allow_from", None, primary.network.sources),
        (
            "disaster_recovery.network.allow_from",
            standby and standby.region,
            standby.network.sources if standby else {},
        ),
        ("redis.network.allow_from", None, account.config.redis.network.sources if account.config.redis else {}),
    ):
        lists = {each.prefix_list_id: f"{path}.{name}" for name, each in sources.items()}
        with findings.reading():
            _check_prefix_lists(
                account, findings, {name: where for name, where in lists.items() if isinstance(name, str)}, region
            )


def place(described: Record) -> Place:
    """Return the location of a network resource from its description in AWS."""
    return Place(described.get("VpcId"), described.get("AvailabilityZone"), described.get("Description"))


def subnet(account: Account, identity: str, region: str | None) -> Record | None:
    """Return a subnet, if it exists."""
    return _of_ec2(account, "describe_subnets", "Subnets", "subnet-id", identity, region)


def subnet_group(account: Account, name: str, region: str | None) -> Record | None:
    """Return a DB subnet group, if it exists."""
    found = account.existing("rds", "describe_db_subnet_groups", "DBSubnetGroups", region, DBSubnetGroupName=name)
    return next(iter(found), None)


def redis_subnet_group(account: Account, name: str, region: str | None) -> Record | None:
    """Return an ElastiCache subnet group, if it exists."""
    call = ("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups")
    return next(iter(account.existing(*call, region, CacheSubnetGroupName=name)), None)


def _vpc(account: Account, identity: str, region: str | None) -> Record | None:
    return _of_ec2(account, "describe_vpcs", "Vpcs", "vpc-id", identity, region)


def _security_group(account: Account, identity: str, region: str | None) -> Record | None:
    return _of_ec2(account, "describe_security_groups", "SecurityGroups", "group-id", identity, region)


DESCRIBE: Mapping[str, Callable[[Account, str, str | None], Record | None]] = MappingProxyType({
    VPC: _vpc,
    SUBNET: subnet,
    SECURITY_GROUP: _security_group,
    SUBNET_GROUP: subnet_group,
    REDIS_SUBNET_GROUP: redis_subnet_group,
})  # fmt: skip
"""Type of the resource to the call that describes one."""


def _check_prefix_lists(account: Account, findings: Findings, paths: Mapping[str, str], region: str | None) -> None:
    for identity, path in paths.items():
        call = ("describe_managed_prefix_lists", "PrefixLists", "prefix-list-id")
        if _of_ec2(account, *call, identity, region) is None:
            findings.add(
                "network-missing",
                path,
                identity,
                why=f"The account has no such prefix list in {region or account.aws.region}.",
                fix="Use an existing prefix list.",
                source=references.EC2_RESOURCE_LOCATIONS,
            )


def _of_ec2(account: Account, operation: str, key: str, name: str, identity: str, region: str | None) -> Record | None:
    """Return the resource with an id, if it exists. A filter without a match is no error, unlike an unknown id."""
    found = account.existing("ec2", operation, key, region, Filters=[{"Name": name, "Values": [identity]}])
    return next(iter(found), None)
