"""Forms and lengths of names that AWS and PostgreSQL accept."""

import re
from dataclasses import dataclass

from orion_rds.facts import references
from orion_rds.facts.tables import table


@dataclass(frozen=True, slots=True)
class Identifier:
    """The form and the maximum length of one kind of name."""

    name: str
    pattern: str
    maximum: int
    example: str
    source: str

    def accepts(self, text: str) -> bool:
        """Whether the text has the form and is not too long."""
        return len(text) <= self.maximum and re.fullmatch(self.pattern, text, re.ASCII) is not None


_WORDS = r"[a-z](?:-?[a-z0-9])*"
"""Lower-case letters, digits and single hyphens; a letter first, no hyphen last."""

_HEX_ID = r"(?:[0-9a-f]{8}|[0-9a-f]{17})"
"""EC2's short and long resource IDs."""

CLUSTER = Identifier("cluster", _WORDS, 63, "orion-prod-aurora", references.CREATE_DB_CLUSTER)
INSTANCE = Identifier("instance", _WORDS, 63, "orion-prod-aurora-1", references.CREATE_DB_INSTANCE)
PARAMETER_GROUP = Identifier(
    "parameter group", _WORDS, 255, "orion-prod-aurora-pg17", references.CREATE_DB_PARAMETER_GROUP
)
SUBNET_GROUP = Identifier(
    "subnet group", r"(?!default$)[a-z][a-z0-9_ .-]*", 255, "orion-prod-aurora", references.CREATE_DB_SUBNET_GROUP
)
FINAL_SNAPSHOT = Identifier(
    "final snapshot", r"[A-Za-z](?:-?[A-Za-z0-9])*", 255, "orion-prod-aurora-final", references.CREATE_DB_CLUSTER
)
SECRET = Identifier(
    "secret", r"(?!.*-.{6}$)[A-Za-z0-9/_+=.@-]+", 512, "orion-prod/aurora/master", references.SECRETS_MANAGER_CREATE
)
GIVEN_SECRET = Identifier(
    "given secret", r"[A-Za-z0-9/_+=.@-]+", 512, "orion-prod/aurora/master", references.SECRETS_MANAGER_CREATE
)
"""The name of an existing secret may end in a hyphen and six characters, which AWS advises against."""

PARAMETER = Identifier(
    "parameter", r"(/[A-Za-z0-9_.-]+)+", 1011, "/orion-prod/aurora/connection", references.SSM_PUT_PARAMETER
)
"""AWS counts the first part of the parameter's ARN too."""

IAM_ROLE = Identifier("role", r"[\w+=,.@-]+", 64, "orion-prod-rds-monitoring", references.IAM_QUOTAS)
LOG_GROUP_NAME = Identifier(
    "log group", r"[.\-_/#A-Za-z0-9]+", 512, "/aws/rds/cluster/orion-prod-aurora/postgresql", references.LOG_GROUP
)

MASTER_USERNAME = Identifier("master username", r"[a-z][a-z0-9_]*", 63, "orion_admin", references.CREATE_DB_CLUSTER)
DATABASE = Identifier("database", r"[a-z][a-z0-9_]*", 63, "orion", references.POSTGRESQL_NAMES)
"""AWS accepts 64 characters; PostgreSQL truncates names to 63 bytes."""
ROLE = Identifier("role of the database", MASTER_USERNAME.pattern, 63, "app", references.POSTGRESQL_NAMES)

PREFIX_PART = Identifier("prefix part", _WORDS, 32, "orion", references.CREATE_DB_CLUSTER)
"""`project` or `environment`: every name begins with them, so they have the most limited form."""

PREFIX = Identifier("prefix", _WORDS, 34, "orion-prod", references.ELASTICACHE_REPLICATION_GROUP)
"""`project-environment`: ElastiCache allows 40 characters, and `-redis` has six of them."""

SOURCE_NAME = Identifier("source name", r"[a-z0-9]+(?:-[a-z0-9]+)*", 63, "app", references.PULUMI_AWS_INGRESS_RULE)
"""The name of a source of traffic, or of its rule in Pulumi."""

INSTANCE_NAME = Identifier("instance name", SOURCE_NAME.pattern, 32, "reporting", references.PULUMI_RESOURCE_NAMES)
"""The name of an instance in the configuration. In AWS the instance has an identifier."""

GIVEN_SUBNET_GROUP = Identifier(
    "given subnet group", r"[a-z0-9_ .-]+", 255, "orion-data", references.CREATE_DB_SUBNET_GROUP
)
"""An existing group may be AWS's own, `default`."""

REDIS = Identifier(
    "replication group", r"[A-Za-z](?:-?[A-Za-z0-9])*", 40, "orion-prod-redis", references.ELASTICACHE_REPLICATION_GROUP
)
GIVEN_REDIS = Identifier(
    "given replication group", _WORDS, 40, "orion-prod-redis", references.ELASTICACHE_REPLICATION_GROUP
)
"""The name of an existing group is in lower case."""

REDIS_USER = Identifier("user", r"[A-Za-z](?:-?[A-Za-z0-9])*", 40, "orion-prod-app", references.ELASTICACHE_ACCESS)
REDIS_GROUP = Identifier(
    "Redis group", r"[a-z](?:-?[a-z0-9])*", 255, "orion-prod-redis-valkey8", references.ELASTICACHE_SUBNET_GROUPS
)
"""A parameter group, as ElastiCache stores its name."""

REDIS_SUBNET_GROUP = Identifier(
    "Redis subnet group", REDIS_GROUP.pattern, 255, "data", references.ELASTICACHE_SUBNET_GROUPS
)

REDIS_PARAMETER = Identifier(
    "Redis parameter", r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", 255, "maxmemory-policy", references.ELASTICACHE_PARAMETERS
)

VPC_ID = Identifier("VPC id", f"vpc-{_HEX_ID}", 21, "vpc-0a1b2c3d4e5f60718", references.EC2_RESOURCE_IDS)
SUBNET_ID = Identifier("subnet id", f"subnet-{_HEX_ID}", 24, "subnet-0a1b2c3d4e5f60718", references.EC2_RESOURCE_IDS)
SECURITY_GROUP_ID = Identifier(
    "security group id", f"sg-{_HEX_ID}", 20, "sg-0a1b2c3d4e5f60718", references.EC2_RESOURCE_IDS
)
SECURITY_GROUP_SOURCE = Identifier(
    "security group as a source",
    rf"(?:\d{{12}}/)?sg-{_HEX_ID}",
    33,
    "sg-0a1b2c3d4e5f60718",
    references.VPC_PEERING_GROUPS,
)
"""A group of a peered VPC may belong to another account, whose ID then comes first."""
PREFIX_LIST_ID = Identifier("prefix list id", f"pl-{_HEX_ID}", 20, "pl-0a1b2c3d4e5f60718", references.EC2_RESOURCE_IDS)

REGION = Identifier("region", r"[a-z]{2,}(?:-[a-z]+)+-\d+", 32, "us-west-2", references.AVAILABILITY_ZONES)

AVAILABILITY_ZONE = Identifier(
    "availability zone", r"[a-z]{2,}(?:-[a-z]+)+-\d+[a-z]", 32, "us-east-1a", references.AVAILABILITY_ZONES
)
"""A region and a letter; Aurora has no Local Zones."""

_KEY_ID = r"(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})"
KMS_KEY_ARN = Identifier(
    "KMS key ARN",
    rf"arn:aws[a-z-]*:kms:[a-z]+(?:-[a-z]+)+-\d+:\d{{12}}:key/{_KEY_ID}",
    2048,
    "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    references.KMS_KEY_ID,
)

SNS_TOPIC_ARN = Identifier(
    "SNS topic ARN",
    r"arn:aws[a-z-]*:sns:[a-z]+(?:-[a-z]+)+-\d+:\d{12}:[A-Za-z0-9_-]+",
    2048,
    "arn:aws:sns:us-east-1:123456789012:database-alerts",
    references.CREATE_EVENT_SUBSCRIPTION,
)
"""The ARN of a standard topic: RDS does not publish to FIFO topics, whose names have a dot."""

EMAIL_ADDRESS = Identifier(
    "email address",
    r"[^@\s\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    320,
    "database-on-call@example.com",
    references.SNS_EMAIL,
)

ALARM = Identifier("alarm", r"[ -~]+", 255, "orion-prod-aurora-writer-cpu", references.METRIC_ALARM)
EVENT_SUBSCRIPTION = Identifier(
    "event subscription", _WORDS, 254, "orion-prod-aurora-cluster", references.CREATE_EVENT_SUBSCRIPTION
)
TOPIC = Identifier("topic", r"[A-Za-z0-9_-]+", 256, "orion-prod-alerts", references.CREATE_TOPIC)
DASHBOARD = Identifier("dashboard", r"[A-Za-z0-9_-]+", 255, "orion-prod-aurora", references.PUT_DASHBOARD)

BACKUP_VAULT = Identifier("backup vault", r"[a-zA-Z0-9_-]{2,}", 50, "orion-prod-aurora", references.CREATE_BACKUP_VAULT)
BACKUP_PLAN = Identifier("backup plan", r"[a-zA-Z0-9._-]+", 50, "orion-prod-aurora", references.BACKUP_RULE)
EVENT_RULE = Identifier("event rule", r"[.\-_A-Za-z0-9]+", 64, "orion-prod-aurora-backup-jobs", references.PUT_RULE)

IDENTIFIERS = table(
    lambda identifier: identifier.name,
    CLUSTER,
    INSTANCE,
    PARAMETER_GROUP,
    SUBNET_GROUP,
    FINAL_SNAPSHOT,
    SECRET,
    GIVEN_SECRET,
    PARAMETER,
    IAM_ROLE,
    LOG_GROUP_NAME,
    MASTER_USERNAME,
    DATABASE,
    ROLE,
    PREFIX_PART,
    PREFIX,
    SOURCE_NAME,
    INSTANCE_NAME,
    GIVEN_SUBNET_GROUP,
    REDIS,
    GIVEN_REDIS,
    REDIS_USER,
    REDIS_GROUP,
    REDIS_SUBNET_GROUP,
    REDIS_PARAMETER,
    VPC_ID,
    SUBNET_ID,
    SECURITY_GROUP_ID,
    SECURITY_GROUP_SOURCE,
    PREFIX_LIST_ID,
    REGION,
    AVAILABILITY_ZONE,
    KMS_KEY_ARN,
    BACKUP_VAULT,
    BACKUP_PLAN,
    EVENT_RULE,
    SNS_TOPIC_ARN,
    EMAIL_ADDRESS,
    ALARM,
    EVENT_SUBSCRIPTION,
    TOPIC,
    DASHBOARD,
)
