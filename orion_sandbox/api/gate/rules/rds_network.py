"""RDS: DB subnet groups, and where a cluster may lie."""

from typing import Any

from orion_rds.facts.limits import PORT, SUBNETS_MINIMUM
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
SUBNET_GROUPS = ("CreateDBSubnetGroup", "ModifyDBSubnetGroup")


@RULES.refuse("port", CLUSTERS, "InvalidParameterValue", "a port below 1150 or above 65535")
def port(request: Request, _state: State) -> str | None:
    """Ports that Aurora takes."""
    number = request.get("Port")
    if number is None or number in PORT:
        return None
    return f"Invalid database port: {number}. Must be between 1150 and 65535."


@RULES.refuse(
    "subnet-group-taken",
    ("CreateDBSubnetGroup",),
    "DBSubnetGroupAlreadyExists",
    "a DB subnet group's name that is taken",
)
def subnet_group_taken(request: Request, state: State) -> str | None:
    """Names of subnet groups are used once."""
    name = request["DBSubnetGroupName"]
    return f"The DB subnet group '{name}' already exists." if name.lower() in state.rds.subnet_groups else None


@RULES.refuse("subnet-unknown", SUBNET_GROUPS, "InvalidSubnet", "a subnet that does not exist")
def subnet_unknown(request: Request, state: State) -> str | None:
    """Subnets are there before their group."""
    unknown = [subnet for subnet in request["SubnetIds"] if state.subnet(subnet) is None]
    return f"Some input subnets in :[{', '.join(unknown)}] are invalid." if unknown else None


@RULES.refuse("subnets-of-two-vpcs", SUBNET_GROUPS, "InvalidSubnet", "subnets of more than one VPC in one group")
def subnets_of_two_vpcs(request: Request, state: State) -> str | None:
    """A subnet group lies in one VPC, and stays there."""
    vpcs = {subnet.vpc_id for subnet in _subnets(request, state)}
    if (group := _group(request, state)) is not None:
        vpcs.add(group.vpc_id)
    if len(vpcs) < 2:
        return None
    return f"The specified subnets are not all in one VPC: {', '.join(sorted(vpcs))}"


@RULES.refuse(
    "subnets-of-one-zone",
    SUBNET_GROUPS,
    "DBSubnetGroupDoesNotCoverEnoughAZs",
    "subnets in fewer than two availability zones",
)
def subnets_of_one_zone(request: Request, state: State) -> str | None:
    """Aurora spreads over zones."""
    zones = sorted({subnet.availability_zone for subnet in _subnets(request, state)})
    if len(zones) >= SUBNETS_MINIMUM:
        return None
    return (
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. "
        f"Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs."
    )


@RULES.refuse(
    "subnet-group-in-use",
    ("DeleteDBSubnetGroup",),
    "InvalidDBSubnetGroupStateFault",
    "deleting a DB subnet group that a cluster uses",
)
def subnet_group_in_use(request: Request, state: State) -> str | None:
    """Clusters go first."""
    name = request["DBSubnetGroupName"]
    users = [one.db_cluster_identifier for one in state.rds.clusters.values() if one.db_subnet_group_name == name]
    if not users:
        return None
    return f"Cannot delete the subnet group '{name}' because at least one database: {users[0]} is still using it."


@RULES.refuse(
    "subnet-group-unknown",
    ("CreateDBCluster",),
    "DBSubnetGroupNotFoundFault",
    "a cluster in a DB subnet group that does not exist",
)
def subnet_group_unknown(request: Request, state: State) -> str | None:
    """Subnet groups are there before their clusters."""
    name = request.get("DBSubnetGroupName")
    # The default one AWS makes itself.
    if name is None or name == "default" or _group(request, state) is not None:
        return None
    return f"DB subnet group '{name}' does not exist."


@RULES.refuse(
    "security-group-unknown", CLUSTERS, "InvalidParameterValue", "a cluster in a security group that does not exist"
)
def security_group_unknown(request: Request, state: State) -> str | None:
    """Security groups are there before their clusters."""
    unknown = [one for one in request.get("VpcSecurityGroupIds", ()) if state.security_group(one) is None]
    return f"Invalid security group , groupId= {unknown[0]}, groupName=." if unknown else None


@RULES.refuse(
    "security-group-of-another-vpc",
    CLUSTERS,
    "InvalidVPCNetworkStateFault",
    "a security group of another VPC than the cluster's, such as one made without naming a VPC",
    sources.SUBNETS,
)
def security_group_of_another_vpc(request: Request, state: State) -> str | None:
    """A cluster and its security groups share a VPC."""
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    name = request.get("DBSubnetGroupName") or getattr(cluster, "db_subnet_group_name", None)
    home = state.subnet_group(name)
    for identifier in request.get("VpcSecurityGroupIds", ()):
        group = state.security_group(identifier)
        if home and group and group.vpc_id != home.vpc_id:
            return (
                "The DB instance and EC2 security group are in different VPCs. "
                f"The DB instance is in {home.vpc_id} and the EC2 security group is in {group.vpc_id}"
            )
    return None


@RULES.refuse(
    "zone-unknown",
    ("CreateDBCluster", "CreateDBInstance"),
    "InvalidParameterValue",
    "availability zones that the region does not have",
)
def zone_unknown(request: Request, state: State) -> str | None:
    """Zones are the region's."""
    asked = [zone for zone in (*request.get("AvailabilityZones", ()), request.get("AvailabilityZone")) if zone]
    zones = {zone.name for zone in state.ec2.describe_availability_zones()} if asked else set[str]()
    unknown = [zone for zone in asked if zone not in zones]
    return f"{unknown[0]} is not a valid availability zone" if unknown else None


@RULES.refuse(
    "network-type",
    CLUSTERS,
    "NetworkTypeNotSupported",
    "`NetworkType` other than `IPV4` and `DUAL`, or one that the DB subnet group does not have",
)
def network_type(request: Request, state: State) -> str | None:
    """The network type follows the subnet group."""
    kind = request.get("NetworkType")
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    name = request.get("DBSubnetGroupName") or getattr(cluster, "db_subnet_group_name", None)
    group = state.subnet_group(name)
    if kind is None or kind in (group.supported_network_types if group else ["IPV4"]):
        return None
    return f"The network type {kind} isn't supported by the DB subnet group {name}."


def _group(request: Request, state: State) -> Any:
    return state.subnet_group(request["DBSubnetGroupName"])


def _subnets(request: Request, state: State) -> list[Any]:
    return [subnet for subnet in map(state.subnet, request["SubnetIds"]) if subnet]
