"""ElastiCache: names, networks, engines, versions and node types of replication groups."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_sandbox.api import limits, names, references
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.checks import outside, taken, unknown, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.rules.rds_names import identifier
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers
from orion_sandbox.api.overlay.elasticache_settings import INSTALLED, family

DELETE = "DeleteReplicationGroup"
SUBNET_GROUPS = ("CreateCacheSubnetGroup", "ModifyCacheSubnetGroup")
SUBNET_GROUP, PARAMETER_GROUP = "CacheSubnetGroupName", "CacheParameterGroupName"
REDIS, VALKEY = "redis", "valkey"

IDENTIFIERS = {
    "group-name": (CREATE, "ReplicationGroupId", names.REPLICATION_GROUP),
    "subnet-group-name": ("CreateCacheSubnetGroup", SUBNET_GROUP, names.REDIS_GROUP),
    "parameter-group-name": ("CreateCacheParameterGroup", PARAMETER_GROUP, names.REDIS_GROUP),
    "user-name": ("CreateUser", "UserId", names.REDIS_USER),
    "user-group-name": ("CreateUserGroup", "UserGroupId", names.REDIS_USER),
    "final-snapshot-name": (DELETE, "FinalSnapshotIdentifier", names.REDIS_GROUP),
}
EXISTING: Mapping[str, tuple[str, str, str, Callable[[State], Mapping[str, Any]]]] = {
    "group-taken": (CREATE, "ReplicationGroupId", "ReplicationGroupAlreadyExists", caches.replication_groups),
    "subnet-group-taken": (
        "CreateCacheSubnetGroup",
        SUBNET_GROUP,
        "CacheSubnetGroupAlreadyExists",
        caches.subnet_groups,
    ),
    "parameter-group-taken": (
        "CreateCacheParameterGroup",
        PARAMETER_GROUP,
        "CacheParameterGroupAlreadyExists",
        caches.parameter_groups,
    ),
    "user-taken": ("CreateUser", "UserId", "UserAlreadyExists", caches.known_users),
    "user-group-taken": ("CreateUserGroup", "UserGroupId", "UserGroupAlreadyExists", caches.user_groups),
    "final-snapshot-taken": (DELETE, "FinalSnapshotIdentifier", "SnapshotAlreadyExistsFault", caches.snapshots),
}


def _taken(key: str, operation: str, member: str, code: str, existing: Callable[[State], Mapping[str, Any]]) -> Row:
    text = f"{member.removesuffix('Id').removesuffix('Name')} {{value}} already exists"
    check = taken(member, lambda state, name: {name, name.lower()} & existing(state).keys(), text)
    return Row(key, operation, code, f"a `{member}` that is taken", check)


# Networks.


def _is_wrong_port(request: Request, _state: State) -> bool:
    port = request.get("Port")
    return port is not None and (port not in limits.REDIS_PORT or port in limits.REDIS_TAKEN_PORTS)


def _subnets_in_use(request: Request, state: State) -> str | None:
    group = caches.subnet_group(state, request[SUBNET_GROUP])
    if group is None or "SubnetIds" not in request:
        return None
    zones = {each["subnet_identifier"]: each["subnet_availability_zone"] for each in group.subnets}
    left = {zone for subnet, zone in zones.items() if subnet in request["SubnetIds"]}
    used = caches.zones_in(state, request[SUBNET_GROUP]) - left
    found = sorted(subnet for subnet, zone in zones.items() if zone in used and subnet not in request["SubnetIds"])
    return f"Some of the subnets to be deleted are currently in use: {', '.join(found)}" if found else None


def _two_vpcs(request: Request, state: State) -> str | None:
    vpcs = {subnet.vpc_id for subnet in map(state.subnet, request.get("SubnetIds", ())) if subnet}
    if (group := caches.subnet_group(state, request[SUBNET_GROUP])) is not None:
        vpcs.add(group.vpc_id)
    return f"The specified subnets are not all in one VPC: {', '.join(sorted(vpcs))}" if len(vpcs) > 1 else None


def _used_subnet_group(state: State, name: str) -> str | None:
    used = {(each["node"].get(SUBNET_GROUP) or "").lower() for each in caches.replication_groups(state).values()}
    return name.lower() if name.lower() in used else None


def _has_subnet_group(state: State, name: str) -> bool:
    # AWS makes the default one itself. The subnet groups of RDS are others.
    return name == "default" or caches.subnet_group(state, name) is not None


def _another_vpc(request: Request, state: State) -> str | None:
    subnets = caches.subnet_group(state, caches.after(request, state, SUBNET_GROUP))
    for group in map(state.security_group, request.get("SecurityGroupIds", ())):
        if subnets and group and group.vpc_id != subnets.vpc_id:
            return f"The security group {group.id} and the subnets are in different VPCs: {subnets.vpc_id}"
    return None


# Engines, versions and node types.


def _engine(request: Request, state: State) -> str:
    return str(caches.after(request, state, "Engine", REDIS))


def _running_version(request: Request, state: State) -> str | None:
    return caches.current(request, state).get("node", {}).get("EngineVersion")


def _unknown_version(request: Request, state: State) -> str | None:
    engine, wanted = _engine(request, state), request.get("EngineVersion")
    return None if wanted is None or (engine, wanted) in INSTALLED else f"Cannot find version {wanted} for {engine}"


def _goes_back_to_redis(request: Request, state: State) -> bool:
    return caches.current(request, state).get("Engine") == VALKEY and request.get("Engine", VALKEY) != VALKEY


def _older_version(request: Request, state: State) -> str | None:
    # The versions of Valkey follow those of Redis OSS.
    before, wanted = _running_version(request, state), request.get("EngineVersion")
    if before is None or wanted is None or numbers(INSTALLED[_engine(request, state), wanted]) >= numbers(before):
        return None
    return f"Downgrading engine version from {before} to {wanted} is not supported."


def _changes_engine_alone(request: Request, state: State) -> bool:
    before = caches.current(request, state).get("Engine")
    return before != request.get("Engine", before) and not request.get("EngineVersion")


def _untiered(request: Request, _state: State) -> str | None:
    node_type = request.get("CacheNodeType", "")
    if (node_type in names.NODE_TYPE_WITH_DISKS) == bool(request.get("DataTieringEnabled")):
        return None
    return f"DataTieringEnabled must be true for node types with data tiering and for no others: {node_type}"


def _changes_tiering(request: Request, state: State) -> str | None:
    before, after = caches.current(request, state).get("CacheNodeType", ""), request.get("CacheNodeType", "")
    if not before or not after:
        return None
    if (before in names.NODE_TYPE_WITH_DISKS) == (after in names.NODE_TYPE_WITH_DISKS):
        return None
    return f"Node type {before} can't be changed to {after}: only one of them supports data tiering."


def _misfit(request: Request, state: State, name: str, version: str) -> str | None:
    wanted, found = family(_engine(request, state), version), caches.parameter_group_family(state, name)
    if found == wanted:
        return None
    return f"Expected a parameter group of family {wanted} but found one of family {found}."


def _parameter_group_family(request: Request, state: State) -> str | None:
    name, version = request.get(PARAMETER_GROUP), caches.after(request, state, "EngineVersion")
    return _misfit(request, state, name, version) if name and version else None


def _outgrown_parameter_group(request: Request, state: State) -> str | None:
    # AWS changes from one default parameter group to the next by itself, but not from a group of the user's.
    version = request.get("EngineVersion")
    shared = caches.current(request, state).get("node", {})
    name = shared.get("CacheParameterGroup", {}).get(PARAMETER_GROUP, "")
    if version is None or PARAMETER_GROUP in request or name not in caches.parameter_groups(state):
        return None
    return _misfit(request, state, name, version)


RULES = table(
    "elasticache",
    *(identifier(key, *row) for key, row in IDENTIFIERS.items()),
    *(_taken(key, *row) for key, row in EXISTING.items()),
    Row("port", CREATE, INVALID, "a port below 1150 or above 65535, or 8005",
        when(_is_wrong_port, f"Invalid port: {{Port}}. Must be between 1150 and 65535, except for "
             f"{limits.REDIS_TAKEN_PORTS}."), references.REDIS_PORTS),
    Row("subnet-unknown", SUBNET_GROUPS, "InvalidSubnet", "a subnet that does not exist",
        unknown("SubnetIds", State.subnet, "The subnet ID '{value}' does not exist")),
    Row("subnets-of-two-vpcs", SUBNET_GROUPS, "InvalidSubnet", "subnets of more than one VPC in one group",
        _two_vpcs),
    Row("subnets-in-use", SUBNET_GROUPS[1], "SubnetInUse",
        "removing the last subnet of a zone in which a node runs", _subnets_in_use),
    Row("subnet-group-in-use", "DeleteCacheSubnetGroup", "CacheSubnetGroupInUse",
        "deleting a subnet group that a replication group uses",
        taken(SUBNET_GROUP, _used_subnet_group, "Cache subnet group {found} is currently in use by a cache cluster.")),
    Row("subnet-group-unknown", CREATE, "CacheSubnetGroupNotFoundFault",
        "a replication group in a subnet group that does not exist",
        unknown(SUBNET_GROUP, _has_subnet_group, "Cache Subnet Group {value} does not exist.")),
    Row("security-group-unknown", GROUPS, INVALID, "a replication group in a security group that does not exist",
        unknown("SecurityGroupIds", State.security_group, "Invalid security group id: {value}")),
    Row("security-group-of-another-vpc", GROUPS, "InvalidVPCNetworkStateFault",
        "a security group of another VPC than the replication group's", _another_vpc, references.REDIS_VPC),
    Row("engine", GROUPS, INVALID, "an engine other than `redis` and `valkey`",
        outside("Engine", names.REDIS_ENGINES, "Invalid cache engine: {value}")),
    Row("version", GROUPS, INVALID, "a version that the engine does not have", _unknown_version,
        references.REDIS_VERSIONS),
    Row("engine-back", MODIFY, COMBINATION, "a change from Valkey to Redis OSS",
        when(_goes_back_to_redis, "Engine modification from valkey to redis is not supported."),
        references.REDIS_UPGRADES),
    Row("version-back", MODIFY, COMBINATION, "a version older than the running one", _older_version,
        references.REDIS_UPGRADES),
    Row("engine-without-version", MODIFY, COMBINATION, "another engine without its version",
        when(_changes_engine_alone, "Engine version must be specified when modifying the engine."),
        references.REDIS_UPGRADES),
    Row("node-type", GROUPS, INVALID, "a node type with an unknown form or series",
        outside("CacheNodeType", names.NODE_TYPE,
                "The parameter CacheNodeType is not a valid cache node type: {value}")),
    Row("data-tiering", CREATE, COMBINATION,
        "`DataTieringEnabled` for nodes without disks, or nodes with disks without `DataTieringEnabled`",
        _untiered),
    Row("data-tiering-later", MODIFY, COMBINATION,
        "a change from a node type with disks to one without, or back", _changes_tiering,
        references.REDIS_DATA_TIERING),
    Row("family-unknown", "CreateCacheParameterGroup", INVALID,
        "a parameter group of a family that no version of Redis OSS or Valkey has",
        outside("CacheParameterGroupFamily", caches.FAMILIES,
                "CacheParameterGroupFamily {value} is not a valid parameter family."), references.REDIS_FAMILIES),
    Row("parameter-group-unknown", GROUPS, "CacheParameterGroupNotFound",
        "a replication group with a parameter group that does not exist",
        unknown(PARAMETER_GROUP, caches.parameter_group_family, "CacheParameterGroup {value} not found.")),
    Row("parameter-group-family", GROUPS, COMBINATION, "a parameter group of another family than the version has",
        _parameter_group_family, references.REDIS_FAMILIES),
    Row("parameter-group-outgrown", MODIFY, COMBINATION,
        "a version of another family without a parameter group of that family, where the group has one of its own",
        _outgrown_parameter_group, references.REDIS_UPGRADES),
)  # fmt: skip
