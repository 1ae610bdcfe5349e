"""Forms of names, ids and other texts, and the names that AWS reserves."""

import math

from orion_sandbox.api import references
from orion_sandbox.api.limits import Choices, Form
from orion_sandbox.api.references import api


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_WORDS = r"[A-Za-z](-?[A-Za-z0-9])*"
"""Letters, digits and single hyphens; a letter first, no hyphen last. RDS converts it to lower case."""

_SIZE = r"(\d+x|x)?(large|medium|small|micro)"

CLUSTER = Form(_WORDS, 63, api("rds", "CreateDBCluster"))
INSTANCE = Form(_WORDS, 63, api("rds", "CreateDBInstance"))
PARAMETER_GROUP = Form(_WORDS, 255, api("rds", "CreateDBParameterGroup"))
SUBNET_GROUP = Form(r"(?i:(?!default$)[a-z][a-z0-9_ .-]*)", 255, api("rds", "CreateDBSubnetGroup"))
FINAL_SNAPSHOT = Form(_WORDS, 255, api("rds", "DeleteDBCluster"))
EVENT_SUBSCRIPTION = Form(_WORDS, 254, api("rds", "CreateEventSubscription"))
DATABASE = Form(r"[A-Za-z]\w*", 64, api("rds", "CreateDBCluster"))
"""PostgreSQL truncates names after 63 bytes."""

MASTER_PASSWORD = Form(r"[!#-.0-?A-~]*", math.inf, api("rds", "CreateDBCluster"))
MASTER_USERNAME = Form(r"[A-Za-z]\w*", 63, api("rds", "CreateDBCluster"))
VERSION = Form(r"[1-9]\d?(\.\d{1,2}){0,2}", math.inf, references.VERSIONS)
INSTANCE_CLASS = Form(rf"db\.serverless|db\.[rtx]\d+[a-z]*\.{_SIZE}", math.inf, references.INSTANCE_CLASSES)
"""Memory optimised (`r`, `x`), burstable (`t`) and Serverless v2. Which sizes a region has is not known here."""

BURSTABLE_CLASS = Form(rf"db\.t\d+[a-z]*\.{_SIZE}", math.inf, references.INSTANCE_CLASSES)
LIFECYCLE_SUPPORT = Choices(
    ("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"), references.EXTENDED_SUPPORT
)
LOG_EXPORTS = Choices(("postgresql", "instance", "iam-db-auth-error"), references.LOG_EXPORTS)
STORAGE_TYPES = Choices(("aurora", "aurora-iopt1"), api("rds", "CreateDBCluster"))

CLUSTER_EVENTS = Choices(
    (
        "configuration change", "creation", "deletion", "failover", "failure", "global-failover", "maintenance",
        "notification", "serverless",
    ),
    references.EVENT_CATEGORIES,
)  # fmt: skip
"""Categories as CreateEventSubscription accepts them; the page spells some of them differently."""

INSTANCE_EVENTS = Choices(
    (
        "availability", "backup", "configuration change", "creation", "deletion", "failover", "failure", "low storage",
        "maintenance", "notification", "read replica", "recovery", "restoration", "security patching",
        "serverless",
    ),
    references.EVENT_CATEGORIES,
)  # fmt: skip

REPLICATION_GROUP = Form(_WORDS, 40, api("elasticache", "CreateReplicationGroup"))
REDIS_GROUP = Form(_WORDS, 255, api("elasticache", "CreateCacheSubnetGroup"))
"""A parameter group, a subnet group or a snapshot."""

REDIS_USER = Form(_WORDS, 40, api("elasticache", "CreateUser"))
NODE_TYPE = Form(rf"cache\.[cmrt]\d+[a-z]*\.{_SIZE}", math.inf, api("elasticache", "CreateReplicationGroup"))
"""Network optimised, general purpose, memory optimised and burstable. Which types a region has is not known here."""

NODE_TYPE_WITH_DISKS = Form(
    rf"cache\.[a-z]+\d+[a-z]*d[a-z]*\.{_SIZE}", math.inf, api("elasticache", "CreateReplicationGroup")
)
REDIS_ENGINES = Choices(("redis", "valkey"), api("elasticache", "CreateReplicationGroup"))
REDIS_TOKEN = Form(r"[A-Za-z0-9!&#$^<>-]{16,128}", 128, references.REDIS_AUTH)

PARAMETER = Form(r"[A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+)+", 1011, references.PARAMETER_NAMES)
"""AWS includes the prefix of the parameter's ARN in the length."""

METRIC_QUERY = Form(r"[a-z][a-zA-Z0-9_]*", 255, api("cloudwatch", "MetricDataQuery"))
DASHBOARD = Form(r"[A-Za-z0-9_-]+", 255, api("cloudwatch", "PutDashboard"))
MISSING_DATA = Choices(("breaching", "notBreaching", "ignore", "missing"), api("cloudwatch", "PutMetricAlarm"))
SECRET = Form(r"[A-Za-z0-9/_+=.@!-]+", 512, api("secretsmanager", "CreateSecret"))
"""A name may end in a hyphen and six characters: AWS advises against it and accepts it."""

SECURITY_GROUP_TEXT = Form(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*", 255, api("ec2", "CreateSecurityGroup"))
TOPIC = Form(r"[A-Za-z0-9_-]+", 256, api("sns", "CreateTopic"))
EMAIL = Form(r"[^@\s]+@[^@\s]+", 320, api("sns", "Subscribe"))
FIFO_TOPIC = Form(r"[A-Za-z0-9_-]+\.fifo", 256, api("sns", "CreateTopic"))

POSTGRESQL_KEYWORDS = words(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
    current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
    distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
    leading limit localtime localtimestamp not null offset on only or order placing primary references returning select
    session_user some symmetric system_user table then to trailing true union unique user using variadic when where
    window with
    """
)
"""Reserved in PostgreSQL 17: https://www.postgresql.org/docs/17/sql-keywords-appendix.html"""

RESERVED_DATABASES = POSTGRESQL_KEYWORDS | {"rdsadmin", "template0", "template1"}
RESERVED_USERS = POSTGRESQL_KEYWORDS | words("admin none public rdsadmin rdsrepladmin rdstopmgr rdswriteforwarduser")
RESERVED_USER_PREFIXES = ("pg_", "rds_")
"""Names that begin so are reserved for PostgreSQL's and RDS's own users."""
