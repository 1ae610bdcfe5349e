"""RDS: subnet groups, parameter groups and their parameters."""

from tests.contract.aws_api.refusals.case import case

CREATE, MODIFY = "CreateDBCluster", "ModifyDBCluster"
CLUSTER_GROUP, GROUP = "CreateDBClusterParameterGroup", "CreateDBParameterGroup"
WRITE_CLUSTER, WRITE = "ModifyDBClusterParameterGroup", "ModifyDBParameterGroup"
SUBNET_GROUP = "CreateDBSubnetGroup"
IDENTIFIER = "is not a valid identifier"


def parameters(*names: str, method: str = "pending-reboot") -> list[dict[str, str]]:
    """Set each of them to 1."""
    return [{"ParameterName": name, "ParameterValue": "1", "ApplyMethod": method} for name in names]


def many(count: int) -> list[dict[str, str]]:
    """Different parameters."""
    return parameters(*(f"pgaudit.of_{number}" for number in range(count)))


CASES = (
    case("rds-subnet-group-name", SUBNET_GROUP, IDENTIFIER, {"DBSubnetGroupName": "{new} a_b.c-"},
         DBSubnetGroupName="default"),
    case("rds-subnet-group-taken", SUBNET_GROUP, "already exists", DBSubnetGroupName="judged"),
    case("rds-subnet-unknown", SUBNET_GROUP, "subnet-00000000", SubnetIds=["{subnet_a}", "subnet-00000000"]),
    case("rds-subnets-of-two-vpcs", SUBNET_GROUP, "{other_vpc}", SubnetIds=["{subnet_a}", "{subnet_elsewhere}"]),
    case("rds-subnets-of-two-vpcs", "ModifyDBSubnetGroup", "{other_vpc}",
         SubnetIds=["{subnet_elsewhere}", "{subnet_elsewhere_b}"]),
    case("rds-subnets-of-one-zone", SUBNET_GROUP, "Current AZ coverage: us-east-1a", {},
         SubnetIds=["{subnet_a}", "{subnet_a_too}"]),
    case("rds-subnets-of-one-zone", "ModifyDBSubnetGroup", "Current AZ coverage: us-east-1a",
         {"SubnetIds": ["{subnet_a}", "{subnet_b}", "{subnet_c}"]}, SubnetIds=["{subnet_a}"]),
    case("rds-subnet-group-in-use", "DeleteDBSubnetGroup", "is still using it", {"DBSubnetGroupName": "unused"},
         DBSubnetGroupName="judged"),
    case("rds-subnet-group-unknown", CREATE, "'nowhere' does not exist", {"DBSubnetGroupName": "JUDGED"},
         DBSubnetGroupName="nowhere"),
    case("rds-security-group-unknown", CREATE, "groupId= sg-00000000", {"VpcSecurityGroupIds": ["{group}"]},
         VpcSecurityGroupIds=["{group}", "sg-00000000"]),
    case("rds-security-group-of-another-vpc", CREATE, "in different VPCs", VpcSecurityGroupIds=["{group_elsewhere}"]),
    case("rds-security-group-of-another-vpc", MODIFY, "in different VPCs", VpcSecurityGroupIds=["{group_elsewhere}"]),
    case("rds-zone-unknown", CREATE, "us-west-2a is not", {"AvailabilityZones": ["us-east-1a", "us-east-1b",
         "us-east-1c"]}, AvailabilityZones=["us-west-2a"]),
    case("rds-zone-unknown", "CreateDBInstance", "us-east-1z is not", {"AvailabilityZone": "us-east-1b"},
         AvailabilityZone="us-east-1z"),
    case("rds-network-type", CREATE, "DUAL isn't supported", {"NetworkType": "DUAL"}, NetworkType="DUAL",
         DBSubnetGroupName="elsewhere"),
    case("rds-network-type", CREATE, "IPV6 isn't supported", {"NetworkType": "IPV4"}, NetworkType="IPV6"),
    case("rds-cluster-parameter-group-name", CLUSTER_GROUP, IDENTIFIER, {"DBClusterParameterGroupName": "{new}-1"},
         DBClusterParameterGroupName="with.dots"),
    case("rds-parameter-group-name", GROUP, IDENTIFIER, {"DBParameterGroupName": "{new}-1"},
         DBParameterGroupName="ends-"),
    case("rds-cluster-parameter-group-taken", CLUSTER_GROUP, "already exists", DBClusterParameterGroupName="judged"),
    case("rds-parameter-group-taken", GROUP, "already exists", DBParameterGroupName="judged"),
    case("rds-family-unknown", CLUSTER_GROUP, "not a valid parameter group family",
         {"DBParameterGroupFamily": "aurora-postgresql13"}, DBParameterGroupFamily="aurora-postgresql99"),
    case("rds-family-unknown", GROUP, "not a valid parameter group family", {"DBParameterGroupFamily": "postgres17"},
         DBParameterGroupFamily="aurora-postgres17"),
    case("rds-cluster-parameter-group-unknown", CREATE, "not found: nowhere", {"DBClusterParameterGroupName":
         "default.aurora-postgresql17"}, DBClusterParameterGroupName="nowhere"),
    case("rds-cluster-parameter-group-family", CREATE, "DBParameterGroupFamily aurora-postgresql14 can't be used",
         {"DBClusterParameterGroupName": "listed", "EngineVersion": "14.20"}, DBClusterParameterGroupName="listed"),
    case("rds-cluster-parameter-group-family", MODIFY, "aurora-postgresql17 can't be used",
         DBClusterIdentifier="upgraded", EngineVersion="18",
         AllowMajorVersionUpgrade=True, DBClusterParameterGroupName="judged"),
    case("rds-cluster-parameter-group-in-use", "DeleteDBClusterParameterGroup", "still members",
         {"DBClusterParameterGroupName": "unused"}, DBClusterParameterGroupName="judged"),
    case("rds-parameter-group-unknown", "CreateDBInstance", "not found: nowhere", {"DBParameterGroupName": "judged"},
         DBParameterGroupName="nowhere"),
    case("rds-parameter-group-family", "CreateDBInstance", "DBParameterGroupFamily aurora-postgresql14 can't be used",
         {"DBParameterGroupName": "default.aurora-postgresql17"}, DBParameterGroupName="listed"),
    case("rds-parameter-group-family", "ModifyDBInstance", "DBParameterGroupFamily aurora-postgresql14 can't be used",
         {"DBParameterGroupName": "judged"}, DBParameterGroupName="listed"),
    case("rds-parameter-group-in-use", "DeleteDBParameterGroup", "still members", {"DBParameterGroupName": "unused"},
         DBParameterGroupName="judged"),
    case("rds-parameter-count", WRITE_CLUSTER, "maximum of 20", {"Parameters": many(20)}, Parameters=many(21)),
    case("rds-parameter-count", "ResetDBParameterGroup", "maximum of 20", DBParameterGroupName="judged",
         Parameters=many(21)),
    case("rds-parameter-static-immediate", WRITE_CLUSTER, "static parameter: max_connections",
         {"Parameters": parameters("max_connections")}, Parameters=parameters("max_connections", method="immediate")),
    case("rds-parameter-static-immediate", WRITE, "static parameter: shared_preload_libraries",
         {"Parameters": parameters("log_statement", method="immediate")},
         Parameters=parameters("shared_preload_libraries", method="immediate")),
    case("rds-parameter-level", WRITE, "name: rds.force_ssl", {"Parameters": parameters("log_connections")},
         Parameters=parameters("rds.force_ssl")),
    case("rds-parameter-unknown", WRITE_CLUSTER, "name: work_men", {"DBClusterParameterGroupName": "listed",
         "Parameters": parameters("work_mem")}, DBClusterParameterGroupName="listed",
         Parameters=parameters("work_men")),
    case("rds-parameter-unknown", WRITE, "name: autovacuum", {"Parameters": parameters("nobody.knows")},
         DBParameterGroupName="listed", Parameters=parameters("autovacuum")),
)  # fmt: skip
