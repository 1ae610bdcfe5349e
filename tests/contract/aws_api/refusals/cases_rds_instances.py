"""RDS: instances, monitoring, and deletion."""

from tests.contract.aws_api.conftest import MONITORING_ROLE
from tests.contract.aws_api.refusals.case import case

CREATE, MODIFY, DELETE = "CreateDBInstance", "ModifyDBInstance", "DeleteDBCluster"
CLUSTER, CHANGE_CLUSTER = "CreateDBCluster", "ModifyDBCluster"
IDENTIFIER = "is not a valid identifier"
FORBIDDEN = "required permissions for: ENHANCED_MONITORING"
MONITORED = {"MonitoringInterval": 60, "MonitoringRoleArn": MONITORING_ROLE}

CASES = (
    case("rds-instance-name", CREATE, IDENTIFIER, {"DBInstanceIdentifier": "{new}-1"}, DBInstanceIdentifier="a_b"),
    case("rds-new-instance-name", MODIFY, IDENTIFIER, NewDBInstanceIdentifier="-a"),
    case("rds-instance-taken", CREATE, "already exists", DBInstanceIdentifier="judged-1"),
    case("rds-instance-cluster-unknown", CREATE, "could not be found", DBClusterIdentifier="nowhere"),
    case("rds-instance-engine", CREATE, "doesn't match the engine name of your DB cluster (aurora-postgresql)",
         Engine="aurora-mysql"),
    case("rds-instance-class", CREATE, "DBInstanceClass=db.m7g.large", {"DBInstanceClass": "db.t4g.medium"},
         DBInstanceClass="db.m7g.large"),
    case("rds-instance-class", MODIFY, "DBInstanceClass=r7g.large", {"DBInstanceClass": "db.r7g.large"},
         DBInstanceClass="r7g.large"),
    case("rds-promotion-tier", CREATE, "between 0 and 15", {"PromotionTier": 15}, PromotionTier=16),
    case("rds-instance-count", CREATE, "15 are replicas", DBClusterIdentifier="full"),
    case("rds-serverless-without-scaling", CREATE, "Set the Serverless v2 scaling configuration",
         {"DBInstanceClass": "db.serverless", "DBClusterIdentifier": "paused"}, DBInstanceClass="db.serverless"),
    case("rds-serverless-without-scaling", MODIFY, "Set the Serverless v2 scaling configuration",
         DBInstanceClass="db.serverless"),
    case("rds-monitoring-interval", CREATE, "Invalid monitoring interval: 45", MONITORED, MonitoringInterval=45,
         MonitoringRoleArn=MONITORING_ROLE),
    case("rds-monitoring-without-role", MODIFY, "MonitoringRoleARN value is required", {"MonitoringInterval": 0},
         MonitoringInterval=60),
    case("rds-monitoring-without-role", CLUSTER, "MonitoringRoleARN value is required", MONITORED,
         MonitoringInterval=60),
    case("rds-monitoring-role-without-interval", CREATE, "MonitoringInterval value other than 0",
         MonitoringRoleArn=MONITORING_ROLE),
    case("rds-monitoring-role", CREATE, FORBIDDEN, MonitoringInterval=60,
         MonitoringRoleArn="arn:aws:iam::123456789012:role/nobody"),
    case("rds-monitoring-role", MODIFY, FORBIDDEN, MonitoringInterval=60,
         MonitoringRoleArn="arn:aws:iam::123456789012:role/untrusting"),
    case("rds-monitoring-role", CHANGE_CLUSTER, FORBIDDEN, MonitoringInterval=60,
         MonitoringRoleArn="arn:aws:iam::123456789012:role/unattached"),
    case("rds-cluster-protected", DELETE, "disable deletion protection", DBClusterIdentifier="guarded",
         SkipFinalSnapshot=True),
    case("rds-cluster-with-instances", DELETE, "still contains DB instances", DBClusterIdentifier="judged",
         SkipFinalSnapshot=True),
    case("rds-final-snapshot-missing", DELETE, "is required unless SkipFinalSnapshot",
         {"DBClusterIdentifier": "unwanted", "SkipFinalSnapshot": True}),
    case("rds-final-snapshot-and-none", DELETE, "can not be specified when", SkipFinalSnapshot=True,
         FinalDBSnapshotIdentifier="last"),
    case("rds-final-snapshot-name", DELETE, IDENTIFIER, FinalDBSnapshotIdentifier="last--one"),
    case("rds-final-snapshot-taken", DELETE, "with the identifier taken already exists",
         {"DBClusterIdentifier": "saved", "FinalDBSnapshotIdentifier": "saved-last"},
         FinalDBSnapshotIdentifier="taken"),
)  # fmt: skip
