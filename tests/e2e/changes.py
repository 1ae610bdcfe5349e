"""What people change in a configuration that is deployed, and what that does: rows for `test_changes.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orion_sandbox.stack import SandboxStack

Steps = Mapping[str, set[str]]
"""Operation of the engine, such as `update`, to the logical names of what it is done to."""

SOURCE = "sg-0a1b2c3d4e5f60001"
NETWORK = {
    "vpc_id": "vpc-0a1b2c3d4e5f60001",
    "subnet_ids": ["subnet-0a1b2c3d4e5f6000a", "subnet-0a1b2c3d4e5f6000b"],
    "allow_from": {"app": SOURCE},
}
"""That of `Pulumi.test.yaml`; a section is always written whole."""

LOGS = "/aws/rds/cluster/orion-test-aurora"
CLUSTER, WRITER = "orion-cluster", "orion-instances-1"
ROLE = {"orion-monitoring-role", "orion-monitoring-policy"}
TAGGED = {
    CLUSTER,
    WRITER,
    "orion-cluster-log-postgresql",
    "orion-cluster-parameters",
    "orion-credentials-secret",
    "orion-instances-parameters",
    "orion-monitoring-role",
    "orion-network-from-app",
    "orion-network-security-group",
    "orion-network-subnet-group",
}
PASSWORD_ANEW = {
    "create-replacement": {"orion-credentials-password"},
    "replace": {"orion-credentials-password"},
    "delete-replaced": {"orion-credentials-password"},
    "create": {"orion-credentials-secret-value"},
    "delete": {"orion-credentials-secret-value"},
}
CREDENTIALS = {"orion-credentials-password", "orion-credentials-secret", "orion-credentials-secret-value"}


@dataclass(frozen=True)
class Change:
    """Sections of the configuration that are written anew, and what follows."""

    sections: Mapping[str, Any]
    there: Steps
    """What the engine does to get there."""

    look: Callable[[SandboxStack], object]
    """Asks AWS for what was changed."""

    before: object
    after: object
    back: Steps | None = None
    """What the engine does to get back, where that is not the same."""

    stays: bool = False
    """Whether it stays after the way back: a version is never lowered, and a zone that nobody asks for is as good as
    another."""


def of_cluster(*members: str) -> Callable[[SandboxStack], object]:
    """Look at members of the cluster's description."""

    def look(stack: SandboxStack) -> list[object]:
        (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
        return [cluster.get(member) for member in members]

    return look


def of_instances(*members: str) -> Callable[[SandboxStack], object]:
    """Look at members of the instances' descriptions."""

    def look(stack: SandboxStack) -> list[list[object]]:
        instances = stack.client("rds").describe_db_instances()["DBInstances"]
        return [[instance.get(member) for member in members] for instance in instances]

    return look


def roles(stack: SandboxStack) -> list[bool]:
    """Whether each instance is the writer, in the order in which they were made."""
    (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    return [member["IsClusterWriter"] for member in cluster["DBClusterMembers"]]


def parameters(*names: str) -> Callable[[SandboxStack], object]:
    """Look at parameters that somebody has set, in the cluster's group and in that of the instances."""

    def look(stack: SandboxStack) -> dict[str, tuple[str, str]]:
        rds = stack.client("rds")
        (cluster,), (first, *_) = rds.describe_db_clusters()["DBClusters"], rds.describe_db_instances()["DBInstances"]
        instance_group = first["DBParameterGroups"][0]["DBParameterGroupName"]
        answers = (
            rds.describe_db_cluster_parameters(
                DBClusterParameterGroupName=cluster["DBClusterParameterGroup"], Source="user"
            ),
            rds.describe_db_parameters(DBParameterGroupName=instance_group, Source="user"),
        )
        found = [parameter for answer in answers for parameter in answer["Parameters"]]
        return {
            parameter["ParameterName"]: (parameter["ParameterValue"], parameter["ApplyMethod"])
            for parameter in found
            if parameter["ParameterName"] in names
        }

    return look


def exports(stack: SandboxStack) -> tuple[object, list[str]]:
    """Which logs RDS exports, and where it finds a log group."""
    groups = stack.client("logs").describe_log_groups()["logGroups"]
    return of_cluster("EnabledCloudwatchLogsExports")(stack), [group["logGroupName"] for group in groups]


def sources(stack: SandboxStack) -> set[str]:
    """Who may connect."""
    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    allowed = [rule for rule in rules if rule.get("FromPort") == 5432]
    return {rule.get("CidrIpv4") or rule["ReferencedGroupInfo"]["GroupId"] for rule in allowed}


def team(stack: SandboxStack) -> set[str | None]:
    """The tag `Team` of what is looked at first when a bill is asked about."""
    rds = stack.client("rds")
    tagged = rds.describe_db_clusters()["DBClusters"] + rds.describe_db_instances()["DBInstances"]
    tags = [{tag["Key"]: tag["Value"] for tag in each["TagList"]} for each in tagged]
    return {each.get("Team") for each in tags}


def secrets(stack: SandboxStack) -> list[str]:
    """Names of all secrets, without what RDS draws by lot."""
    found = stack.client("secretsmanager").list_secrets()["SecretList"]
    return [secret["Name"].split("-")[0] for secret in found]


CHANGES = {
    "class": Change(
        {"instances": {"count": 1, "instance_class": "db.r7g.xlarge"}},
        {"update": {WRITER}},
        of_instances("DBInstanceClass"),
        [["db.r7g.large"]],
        [["db.r7g.xlarge"]],
    ),
    "count up and down": Change(
        {"instances": {"count": 3}},
        {"create": {"orion-instances-2", "orion-instances-3"}},
        roles,
        [True],
        [True, False, False],
        back={"delete": {"orion-instances-2", "orion-instances-3"}},
    ),
    "static and dynamic parameter": Change(
        {
            "parameters": {
                "cluster": {"log_min_duration_statement": 250},
                "instance": {"max_connections": 500},
            }
        },
        {"update": {"orion-cluster-parameters", "orion-instances-parameters"}},
        parameters("log_min_duration_statement", "max_connections"),
        {"log_min_duration_statement": ("1000", "immediate")},
        {"log_min_duration_statement": ("250", "immediate"), "max_connections": ("500", "pending-reboot")},
    ),
    "retention": Change(
        {"backup": {"retention_days": 14}},
        {"update": {CLUSTER}},
        of_cluster("BackupRetentionPeriod"),
        [1],
        [14],
    ),
    "windows": Change(
        {"backup": {"retention_days": 1, "window": "01:00-02:00"}, "maintenance_window": "sat:22:00-sat:23:00"},
        {"update": {CLUSTER, WRITER}},
        of_cluster("PreferredBackupWindow", "PreferredMaintenanceWindow"),
        ["03:00-04:00", "sun:04:30-sun:05:30"],
        ["01:00-02:00", "sat:22:00-sat:23:00"],
    ),
    "log exports": Change(
        {"logs": {"exports": ["iam-db-auth-error", "postgresql"]}},
        {"create": {"orion-cluster-log-iam-db-auth-error"}, "update": {CLUSTER}},
        exports,
        ([["postgresql"]], [f"{LOGS}/postgresql"]),
        ([["postgresql", "iam-db-auth-error"]], [f"{LOGS}/iam-db-auth-error", f"{LOGS}/postgresql"]),
        back={"delete": {"orion-cluster-log-iam-db-auth-error"}, "update": {CLUSTER}},
    ),
    "tags": Change({"tags": {"Team": "data"}}, {"update": TAGGED}, team, {None}, {"data"}),
    "insights": Change(
        {"monitoring": {"insights": "advanced"}},
        {"update": {CLUSTER}},
        of_cluster("DatabaseInsightsMode", "PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod"),
        ["standard", True, 7],
        ["advanced", True, 465],
    ),
    "monitoring interval": Change(
        {"monitoring": {"interval_seconds": 0}},
        {"update": {WRITER}, "delete": ROLE},
        of_instances("MonitoringInterval"),
        [[60]],
        [[0]],
        back={"create": ROLE, "update": {WRITER}},
    ),
    "ingress rule added and removed": Change(
        {"network": {**NETWORK, "allow_from": {"a-first": "10.20.0.0/16", "app": SOURCE}}},
        {"create": {"orion-network-from-a-first"}},
        sources,
        {SOURCE},
        {"10.20.0.0/16", SOURCE},
        back={"delete": {"orion-network-from-a-first"}},
    ),
    "minor version": Change(
        {"engine": {"version": "17.9"}},
        {"update": {CLUSTER, WRITER}},
        of_cluster("EngineVersion"),
        ["17.7"],
        ["17.9"],
        stays=True,
    ),
    "provisioned to serverless and back": Change(
        {"serverless": {"min_acu": 0.5, "max_acu": 4}},
        {"update": {CLUSTER, WRITER}},
        of_instances("DBInstanceClass"),
        [["db.r7g.large"]],
        [["db.serverless"]],
        back={"update": {WRITER}},
    ),
    "audit log": Change(
        {"audit": {"statements": ["ddl", "role", "write"]}},
        {"update": {"orion-cluster-parameters"}},
        parameters("pgaudit.log"),
        {"pgaudit.log": ("ddl,role", "immediate")},
        {"pgaudit.log": ("ddl,role,write", "immediate")},
    ),
    "a password is asked for": Change(
        {"master": {"password_version": 2}},
        {"update": {CLUSTER}, **PASSWORD_ANEW},
        of_cluster("MasterUsername"),
        ["orion_admin"],
        ["orion_admin"],
    ),
    "zone": Change(
        {"instances": [{"instance_class": "db.r7g.large", "availability_zone": "us-east-1b"}]},
        {"create-replacement": {WRITER}, "replace": {WRITER}, "delete-replaced": {WRITER}},
        of_instances("AvailabilityZone"),
        [["us-east-1a"]],
        [["us-east-1b"]],
        back={},
        stays=True,
    ),
    "password by RDS and back": Change(
        {"master": {"password": "rds_managed"}},
        {"update": {CLUSTER}, "delete": CREDENTIALS},
        secrets,
        ["orion"],
        ["rds!cluster"],
        back={"create": CREDENTIALS, "update": {CLUSTER}},
    ),
}
