"""Physical names: the names of resources in AWS.

All begin with `DatabaseConfig.prefix`. Names that people type are complete. Secrets, and resources whose replacement is
created before the old one is deleted, have a name prefix, to which the provider appends `GENERATED_CHARACTERS`.
"""

from orion_rds.facts import identifiers, versions

GENERATED_CHARACTERS = 26
"""Number of characters that the provider appends to a prefix (`UniqueIDSuffixLength` in Terraform's plugin SDK)."""


def cluster(prefix: str) -> str:
    """Identifier of the cluster; with another one the cluster is replaced."""
    return f"{prefix}-aurora"


def standby_prefix(prefix: str) -> str:
    """First part of every name in the second region, where clusters must not have the names of the first."""
    return f"{prefix}-dr"


def global_cluster(prefix: str) -> str:
    """Identifier of the global database."""
    return f"{prefix}-aurora-global"


def subnet_group(prefix: str) -> str:
    """Name of the DB subnet group; with another one the cluster is replaced."""
    return f"{prefix}-aurora"


def security_group_prefix(name: str) -> str:
    """Prefix of the name of a security group; `name` is that of the cluster or of Redis."""
    return f"{name}-"


def security_group_description(identifier: str) -> str:
    """Description of a security group, which identifies a group of this component. `identifier` is that of the cluster
    or the replication group.
    """
    return f"Who may connect to {identifier}"


def ingress_rule(name: str, source: str) -> str:
    """Display name of the rule for one source of traffic; rules have no names."""
    return f"{name}-from-{source}"


def secret_prefix(prefix: str) -> str:
    """Prefix of the name of the master user's secret. A deleted secret keeps its name in its recovery window, so a
    secret with a fixed name could not be created again for 30 days.
    """
    return f"{prefix}/aurora/master-"


def role_secret_prefix(prefix: str, role: str) -> str:
    """Prefix of the name of the secret of a role of an application."""
    return f"{prefix}/aurora/role/{role}-"


def connection_parameter(prefix: str) -> str:
    """Name of the parameter that says how to connect, in both regions."""
    return f"/{prefix}/aurora/connection"


def monitoring_role(prefix: str) -> str:
    """Display name of the role for enhanced monitoring; its physical name is unique in the account."""
    return f"{prefix}-rds-monitoring"


def role_prefix(role: str) -> str:
    """Prefix of the name of a role: its display name, cut to leave room for the generated characters.

    Without a prefix Pulumi would use the component's name, which may be too long.
    """
    return f"{role}-"[: identifiers.IAM_ROLE.maximum - GENERATED_CHARACTERS]


def log_group(cluster_identifier: str, export: str) -> str:
    """Log group to which RDS exports one kind of log. AWS determines its name.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html
    """
    return f"/aws/rds/cluster/{cluster_identifier}/{export}"


def cluster_parameter_group_prefix(prefix: str, version: str) -> str:
    """Prefix of the cluster parameter group's name; a new major version gets a new group."""
    return f"{prefix}-aurora-pg{_major(version)}-"


def instance_parameter_group_prefix(prefix: str, version: str) -> str:
    """Prefix of the name of the instances' parameter group; a new major version gets a new group."""
    return f"{prefix}-aurora-pg{_major(version)}-instance-"


def instance_prefix(prefix: str) -> str:
    """Prefix of every instance's identifier, cut to leave room for the generated characters."""
    return f"{prefix}-aurora-"[: identifiers.INSTANCE.maximum - GENERATED_CHARACTERS]


def instance(prefix: str, name: str) -> str:
    """Display name of one instance; its identifier changes when it is replaced."""
    return f"{prefix}-aurora-{name}"


def final_snapshot(prefix: str, suffix: str) -> str:
    """Identifier of the snapshot of a cluster that is deleted."""
    return f"{prefix}-aurora-final-{suffix}"


def alarm(prefix: str, key: str) -> str:
    """Name of one alarm; `key` is that of its row."""
    return f"{prefix}-{key}"


def redis(prefix: str) -> str:
    """Identifier of Redis's replication group; with another one it is replaced."""
    return f"{prefix}-redis"


def redis_subnet_group(prefix: str) -> str:
    """Name of the ElastiCache subnet group; with another one Redis is replaced."""
    return f"{prefix}-redis"


def redis_parameter_group(prefix: str, family: str, suffix: str) -> str:
    """Name of Redis's parameter group; `suffix` makes it unique, as ElastiCache has no name prefixes."""
    return f"{prefix}-redis-{family.replace('.', '-')}-{suffix}"


def redis_user(prefix: str, user: str) -> str:
    """Id of one of Redis's users; ids are unique in an account and region, names in a group of users."""
    return f"{prefix}-{user}"


def redis_user_group(prefix: str) -> str:
    """Id of Redis's group of users."""
    return f"{prefix}-redis"


def redis_secret_prefix(prefix: str, client: str) -> str:
    """Prefix of the name of the secret of a user of Redis, or of the token."""
    return f"{prefix}/redis/{client}-"


def redis_log_group(prefix: str, export: str) -> str:
    """Log group for one kind of Redis's logs."""
    return f"/aws/elasticache/{redis(prefix)}/{export}"


def redis_final_snapshot(prefix: str, suffix: str) -> str:
    """Name of the snapshot of a replication group that is deleted."""
    return f"{prefix}-redis-final-{suffix}"


def topic(prefix: str) -> str:
    """Name of the topic that is created for alarms and events."""
    return f"{prefix}-alerts"


def events_topic(prefix: str) -> str:
    """Name of the topic that is created for events alone."""
    return f"{prefix}-events"


def dashboard(prefix: str) -> str:
    """Name of the dashboard. One list shows the dashboards of all regions."""
    return f"{prefix}-database"


def redis_topic(prefix: str) -> str:
    """Name of the topic that is created for Redis's events."""
    return f"{prefix}-redis-events"


def event_subscription(prefix: str, source: str) -> str:
    """Name of the subscription to events of one kind of source."""
    return f"{prefix}-aurora-{source}"


def vault(prefix: str) -> str:
    """Name of the backup vault beside the cluster; with another one the vault is replaced."""
    return f"{prefix}-aurora"


def copies_vault(prefix: str) -> str:
    """Name of the backup vault in the second region. It does not depend on the standby, which may be added later."""
    return f"{prefix}-aurora-copies"


def backup_plan(prefix: str) -> str:
    """Name of the backup plan and of its resource selection."""
    return f"{prefix}-aurora"


def backup_role(prefix: str) -> str:
    """Display name of the role for AWS Backup; its physical name is unique in the account."""
    return f"{prefix}-aurora-backup"


def backup_event_rule(prefix: str, key: str) -> str:
    """Name of the EventBridge rule for one type of AWS Backup events."""
    return f"{prefix}-aurora-{key}"


def _major(version: str) -> int:
    return versions.split(version)[0]
