"""ElastiCache: subnet groups, and where a replication group may lie."""

from typing import Any

from orion_rds.facts.limits import REDIS_PORT, REDIS_TAKEN_PORT
from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import CREATE, GROUPS, INVALID
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

SUBNET_GROUPS = ("CreateCacheSubnetGroup", "ModifyCacheSubnetGroup")
DEFAULT = "default"
"""AWS makes this subnet group itself."""


@RULES.refuse("port", CREATE, INVALID, "a port below 1150 or above 65535, or 8005", sources.REDIS_PORTS)
def port(request: Request, _state: State) -> str | None:
    """Ports that ElastiCache takes."""
    number = request.get("Port")
    if number is None or (number in REDIS_PORT and number != REDIS_TAKEN_PORT):
        return None
    return f"Invalid port: {number}. Must be between 1150 and 65535, except for {REDIS_TAKEN_PORT}."


@RULES.refuse("subnet-unknown", SUBNET_GROUPS, "InvalidSubnet", "a subnet that does not exist")
def subnet_unknown(request: Request, state: State) -> str | None:
    """Subnets are there before their group."""
    unknown = [subnet for subnet in request.get("SubnetIds", ()) if state.subnet(subnet) is None]
    return f"The subnet ID '{unknown[0]}' does not exist" if unknown else None


@RULES.refuse("subnets-of-two-vpcs", SUBNET_GROUPS, "InvalidSubnet", "subnets of more than one VPC in one group")
def subnets_of_two_vpcs(request: Request, state: State) -> str | None:
    """A subnet group lies in one VPC, and stays there."""
    vpcs = {subnet.vpc_id for subnet in map(state.subnet, request.get("SubnetIds", ())) if subnet}
    if (group := caches.subnet_group(state, request["CacheSubnetGroupName"])) is not None:
        vpcs.add(group.vpc_id)
    return f"The specified subnets are not all in one VPC: {', '.join(sorted(vpcs))}" if len(vpcs) > 1 else None


@RULES.refuse(
    "subnet-group-in-use",
    ("DeleteCacheSubnetGroup",),
    "CacheSubnetGroupInUse",
    "deleting a subnet group that a replication group uses",
)
def subnet_group_in_use(request: Request, state: State) -> str | None:
    """Replication groups go first."""
    name = request["CacheSubnetGroupName"].lower()
    users = [each for each in caches.groups(state).values() if _home(each) == name]
    return f"Cache subnet group {name} is currently in use by a cache cluster." if users else None


@RULES.refuse(
    "subnet-group-unknown",
    CREATE,
    "CacheSubnetGroupNotFoundFault",
    "a replication group in a subnet group that does not exist",
)
def subnet_group_unknown(request: Request, state: State) -> str | None:
    """Subnet groups are there before their replication groups; those of RDS are others."""
    name = request.get("CacheSubnetGroupName")
    if name in (None, DEFAULT) or caches.subnet_group(state, name) is not None:
        return None
    return f"Cache Subnet Group {name} does not exist."


@RULES.refuse("security-group-unknown", GROUPS, INVALID, "a replication group in a security group that does not exist")
def security_group_unknown(request: Request, state: State) -> str | None:
    """Security groups are there before their replication groups."""
    unknown = [one for one in request.get("SecurityGroupIds", ()) if state.security_group(one) is None]
    return f"Invalid security group id: {unknown[0]}" if unknown else None


@RULES.refuse(
    "security-group-of-another-vpc",
    GROUPS,
    "InvalidVPCNetworkStateFault",
    "a security group of another VPC than the replication group's",
    sources.REDIS_VPC,
)
def security_group_of_another_vpc(request: Request, state: State) -> str | None:
    """A replication group and its security groups share a VPC."""
    home = caches.subnet_group(state, caches.after(request, state, "CacheSubnetGroupName"))
    for identifier in request.get("SecurityGroupIds", ()):
        group = state.security_group(identifier)
        if home and group and group.vpc_id != home.vpc_id:
            return f"The security group {identifier} and the subnets are in different VPCs: {home.vpc_id}"
    return None


def _home(group: Any) -> str | None:
    name = group["common"].get("CacheSubnetGroupName")
    return name.lower() if name else None
