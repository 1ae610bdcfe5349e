"""RDS: versions, upgrades and networks of clusters, DB subnet groups, and deletion."""

import datetime
from collections.abc import Iterator
from typing import Any

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import in_use, outside, taken, together, unknown, when, without
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.gate.versions import ENGINE, MAJORS, family_of, numbers, wanted_version
from orion_sandbox.api.limits import CLUSTER_PORT, SUBNET_GROUP_ZONES

CREATE, MODIFY, DELETE = "CreateDBCluster", "ModifyDBCluster", "DeleteDBCluster"
CLUSTERS = (CREATE, MODIFY)
RESTORES = ("RestoreDBClusterToPointInTime", "RestoreDBClusterFromSnapshot")
SUBNET_GROUPS = ("CreateDBSubnetGroup", "ModifyDBSubnetGroup")
COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
CLUSTER, SUBNET_GROUP, SECURITY_GROUPS = "DBClusterIdentifier", "DBSubnetGroupName", "VpcSecurityGroupIds"
MAJOR, FINAL = "AllowMajorVersionUpgrade", "FinalDBSnapshotIdentifier"


def _cluster(request: Request, state: State) -> Any:
    return state.cluster(request.get(CLUSTER))


# Versions and upgrades.


def _is_unknown_version(request: Request, state: State) -> bool:
    version = request.get("EngineVersion")
    if version is None or wanted_version(request, state) is None:
        return False
    return version not in names.VERSION or version.split(".")[0] not in MAJORS


def _versions(request: Request, state: State) -> tuple[str, str] | None:
    """Return the running version and the wanted one; None if the call names no version."""
    wanted = wanted_version(request, state)
    if wanted is None or not request.get("EngineVersion"):
        return None
    return _cluster(request, state).engine_version, wanted


def _downgrade(request: Request, state: State) -> str | None:
    # A program with a pinned version requests a downgrade after AWS has patched the cluster.
    if (versions := _versions(request, state)) is None:
        return None
    running, wanted = versions
    return f"Cannot upgrade {ENGINE} from {running} to {wanted}" if numbers(wanted) < numbers(running) else None


def _is_major_upgrade(request: Request, state: State) -> bool:
    versions = _versions(request, state)
    return versions is not None and family_of(versions[0]) != family_of(versions[1])


def _keeps_cluster_group(request: Request, state: State) -> bool:
    if not _is_major_upgrade(request, state) or request.get("DBClusterParameterGroupName"):
        return False
    return not _cluster(request, state).parameter_group.startswith(DEFAULT_GROUP)


def _keeps_instance_groups(request: Request, state: State) -> bool:
    if not _is_major_upgrade(request, state) or request.get("DBInstanceParameterGroupName"):
        return False
    used = [instance.db_parameter_group_name for instance in _cluster(request, state).members]
    return any(name and not name.startswith(DEFAULT_GROUP) for name in used)


def _name_a_group(kind: str) -> str:
    return (
        f"The current {kind} parameter group is custom. You must explicitly specify a new {kind} parameter group, "
        "either default or custom, for the engine version upgrade."
    )


def _is_other_mode(request: Request, _state: State) -> bool:
    return request.get("EngineMode", "provisioned") != "provisioned" and request.get("Engine") == ENGINE


# Networks.


def _subnets(request: Request, state: State) -> list[Any]:
    return [subnet for subnet in map(state.subnet, request["SubnetIds"]) if subnet]


def _unknown_subnets(request: Request, state: State) -> str | None:
    missing = [subnet for subnet in request["SubnetIds"] if state.subnet(subnet) is None]
    return f"Some input subnets in :[{', '.join(missing)}] are invalid." if missing else None


def _two_vpcs(request: Request, state: State) -> str | None:
    vpcs = {subnet.vpc_id for subnet in _subnets(request, state)}
    if (group := state.subnet_group(request[SUBNET_GROUP])) is not None:
        vpcs.add(group.vpc_id)
    return f"The specified subnets are not all in one VPC: {', '.join(sorted(vpcs))}" if len(vpcs) > 1 else None


def _one_zone(request: Request, state: State) -> str | None:
    zones = sorted({subnet.availability_zone for subnet in _subnets(request, state)})
    if len(zones) in SUBNET_GROUP_ZONES:
        return None
    return (
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. "
        f"Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs."
    )


def _restores_too_early(request: Request, state: State) -> str | None:
    source, wanted = state.cluster(request.get("SourceDBClusterIdentifier")), request.get("RestoreToTime")
    if source is None or wanted is None:
        return None
    earliest = source.earliest_restorable_time.replace(tzinfo=datetime.UTC)
    if _time(wanted) >= earliest:
        return None
    return f"The specified time is before the earliest restorable time of the DB cluster: {earliest.isoformat()}"


def _time(value: Any) -> datetime.datetime:
    time = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if time.tzinfo else time.replace(tzinfo=datetime.UTC)


def _subnets_in_use(request: Request, state: State) -> str | None:
    group = state.subnet_group(request[SUBNET_GROUP])
    if group is None:
        return None
    removed = [subnet for subnet in group._subnets if subnet.id not in request["SubnetIds"]]
    left = {subnet.availability_zone for subnet in group._subnets if subnet not in removed}
    used = _zones_in(request[SUBNET_GROUP], state) - left
    found = sorted(subnet.id for subnet in removed if subnet.availability_zone in used)
    return f"Some of the subnets to be deleted are currently in use: {', '.join(found)}" if found else None


def _zones_in(subnet_group: str, state: State) -> set[str]:
    clusters = [each for each in state.rds.clusters.values() if each.db_subnet_group_name == subnet_group]
    return {instance.availability_zone for cluster in clusters for instance in cluster.members}


def _clusters_in(state: State, subnet_group: str) -> Iterator[str]:
    clusters = state.rds.clusters.values()
    return (each.db_cluster_identifier for each in clusters if each.db_subnet_group_name == subnet_group)


def _has_subnet_group(state: State, name: str) -> bool:
    # AWS makes the default one itself.
    return name == "default" or state.subnet_group(name) is not None


def _own_subnet_group(request: Request, state: State) -> tuple[str | None, Any]:
    name = request.get(SUBNET_GROUP) or getattr(_cluster(request, state), "db_subnet_group_name", None)
    return name, state.subnet_group(name)


def _another_vpc(request: Request, state: State) -> str | None:
    _name, subnets = _own_subnet_group(request, state)
    for group in map(state.security_group, request.get(SECURITY_GROUPS, ())):
        if subnets and group and group.vpc_id != subnets.vpc_id:
            return (
                "The DB instance and EC2 security group are in different VPCs. "
                f"The DB instance is in {subnets.vpc_id} and the EC2 security group is in {group.vpc_id}"
            )
    return None


def _unknown_zone(request: Request, state: State) -> str | None:
    wanted = [zone for zone in (*request.get("AvailabilityZones", ()), request.get("AvailabilityZone")) if zone]
    known = {zone.name for zone in state.ec2.describe_availability_zones()} if wanted else set[str]()
    missing = [zone for zone in wanted if zone not in known]
    return f"{missing[0]} is not a valid availability zone" if missing else None


def _network_type(request: Request, state: State) -> str | None:
    kind, (name, group) = request.get("NetworkType"), _own_subnet_group(request, state)
    if kind is None or kind in (group.supported_network_types if group else ["IPV4"]):
        return None
    return f"The network type {kind} isn't supported by the DB subnet group {name}."


# Deletion.


RULES = table(
    "rds",
    Row("cluster-taken", (CREATE, *RESTORES), "DBClusterAlreadyExistsFault", "a cluster identifier that is taken",
        taken(CLUSTER, State.cluster, "DB Cluster already exists")),
    Row("new-cluster-taken", MODIFY, "DBClusterAlreadyExistsFault", "renaming a cluster to an identifier that is taken",
        taken("NewDBClusterIdentifier", State.cluster, "DB Cluster already exists")),
    Row("version-unknown", CLUSTERS, COMBINATION,
        "an unknown major version of Aurora PostgreSQL; any minor version is accepted, since the list changes monthly",
        when(_is_unknown_version, f"Cannot find version {{EngineVersion}} for {ENGINE}"), references.VERSIONS),
    Row("version-downgrade", MODIFY, COMBINATION, "a version below the one that the cluster runs", _downgrade,
        references.MAJOR_UPGRADE),
    Row("major-upgrade-not-allowed", MODIFY, COMBINATION, "a major upgrade without `AllowMajorVersionUpgrade`",
        when(lambda request, state: _is_major_upgrade(request, state) and not request.get(MAJOR),
             "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")),
    Row("major-upgrade-cluster-group", MODIFY, COMBINATION,
        "a major upgrade of a cluster with a DB cluster parameter group of its own, without naming a new one",
        when(_keeps_cluster_group, _name_a_group("DB cluster")), references.MAJOR_UPGRADE),
    Row("major-upgrade-instance-group", MODIFY, COMBINATION,
        "a major upgrade of instances with a DB parameter group of their own, without `DBInstanceParameterGroupName`",
        when(_keeps_instance_groups, _name_a_group("DB instance")), references.MAJOR_UPGRADE),
    Row("instance-group-without-upgrade", MODIFY, COMBINATION,
        "`DBInstanceParameterGroupName` without `AllowMajorVersionUpgrade`",
        without("DBInstanceParameterGroupName", MAJOR, "DBInstanceParameterGroupName is valid only in combination "
                "with the AllowMajorVersionUpgrade parameter.")),
    Row("engine-mode", CREATE, INVALID,
        "an engine mode of Aurora PostgreSQL other than `provisioned`; Serverless v1 has ended",
        when(_is_other_mode, "The engine mode {EngineMode} you requested is currently unavailable.")),
    Row("lifecycle-support", (*CLUSTERS, "CreateDBInstance"), INVALID, "an unknown `EngineLifecycleSupport`",
        outside("EngineLifecycleSupport", names.LIFECYCLE_SUPPORT,
                f"Invalid EngineLifecycleSupport: {{value}}. Valid values are: {names.LIFECYCLE_SUPPORT}"),
        references.EXTENDED_SUPPORT),
    Row("port", CLUSTERS, INVALID, "a port below 1150 or above 65535",
        outside("Port", CLUSTER_PORT, "Invalid database port: {value}. Must be between 1150 and 65535.")),
    Row("subnet-group-taken", SUBNET_GROUPS[0], "DBSubnetGroupAlreadyExists", "a DB subnet group's name that is taken",
        taken(SUBNET_GROUP, lambda state, name: state.subnet_group(name.lower()),
              "The DB subnet group '{value}' already exists.")),
    Row("subnet-unknown", SUBNET_GROUPS, "InvalidSubnet", "a subnet that does not exist", _unknown_subnets),
    Row("subnets-of-two-vpcs", SUBNET_GROUPS, "InvalidSubnet", "subnets of more than one VPC in one group", _two_vpcs),
    Row("subnets-of-one-zone", SUBNET_GROUPS, "DBSubnetGroupDoesNotCoverEnoughAZs",
        "subnets in fewer than two availability zones", _one_zone),
    Row("restore-too-early", "RestoreDBClusterToPointInTime", INVALID,
        "a restore to a time before `EarliestRestorableTime`", _restores_too_early, references.RESTORE_TIME),
    Row("subnets-in-use", SUBNET_GROUPS[1], INVALID,
        "removing the last subnet of a zone in which an instance runs", _subnets_in_use, references.SUBNETS_IN_USE),
    Row("subnet-group-in-use", "DeleteDBSubnetGroup", "InvalidDBSubnetGroupStateFault",
        "deleting a DB subnet group that a cluster uses",
        in_use(SUBNET_GROUP, _clusters_in, "Cannot delete the subnet group '{value}' because at least one database: "
               "{found} is still using it.")),
    Row("subnet-group-unknown", CREATE, "DBSubnetGroupNotFoundFault",
        "a cluster in a DB subnet group that does not exist",
        unknown(SUBNET_GROUP, _has_subnet_group, "DB subnet group '{value}' does not exist.")),
    Row("security-group-unknown", CLUSTERS, INVALID, "a cluster in a security group that does not exist",
        unknown(SECURITY_GROUPS, State.security_group, "Invalid security group , groupId= {value}, groupName=.")),
    Row("security-group-of-another-vpc", CLUSTERS, "InvalidVPCNetworkStateFault",
        "a security group of another VPC than the cluster's, such as one created without a VPC", _another_vpc,
        references.SUBNETS),
    Row("zone-unknown", (CREATE, "CreateDBInstance"), INVALID,
        "availability zones that the region does not have", _unknown_zone),
    Row("network-type", CLUSTERS, "NetworkTypeNotSupported",
        "`NetworkType` other than `IPV4` and `DUAL`, or one that the DB subnet group does not have", _network_type),
    Row("cluster-protected", DELETE, COMBINATION, "deleting a protected cluster",
        when(lambda request, state: getattr(_cluster(request, state), "deletion_protection", False),
             "Cannot delete protected Cluster, please disable deletion protection and try again."),
        references.DELETE_CLUSTER_GUIDE),
    Row("cluster-with-instances", DELETE, "InvalidDBClusterStateFault", "deleting a cluster that has instances",
        when(lambda request, state: getattr(_cluster(request, state), "members", False),
             "Cluster cannot be deleted, it still contains DB instances in non-deleting state.")),
    Row("final-snapshot-missing", DELETE, COMBINATION,
        "deleting a cluster with neither a final snapshot nor `SkipFinalSnapshot`",
        when(lambda request, _state: not (request.get(FINAL) or request.get("SkipFinalSnapshot")),
             "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")),
    Row("final-snapshot-and-none", DELETE, COMBINATION,
        "deleting a cluster with both a final snapshot and `SkipFinalSnapshot`",
        together((FINAL, "SkipFinalSnapshot"),
                 "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true.")),
    Row("final-snapshot-taken", DELETE, "DBClusterSnapshotAlreadyExistsFault",
        "a final snapshot with a name that is taken",
        taken(FINAL, lambda state, name: name in state.rds.cluster_snapshots,
              "Cannot create the cluster snapshot because one with the identifier {value} already exists.")),
)  # fmt: skip
