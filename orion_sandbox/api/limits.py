"""Limits that the gate checks: the ranges, lists of values and forms that AWS accepts.

AWS's models state other limits; `gate/rules/constraints.py` reads those from botocore. A test compares the limits here
with those of orion-rds (`tests/contract/test_limits.py`).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orion_sandbox.api import references
from orion_sandbox.api.references import api


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `minimum` to `maximum`, both included, in steps of `step`."""

    minimum: float
    maximum: float
    source: str
    step: float = 1

    def __contains__(self, number: float) -> bool:
        """Whether AWS accepts the number."""
        return self.minimum <= number <= self.maximum and (number / self.step).is_integer()


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of values."""

    values: tuple[int, ...] | tuple[str, ...]
    source: str

    def __contains__(self, value: object) -> bool:
        """Whether AWS accepts the value."""
        return value in self.values

    def __str__(self) -> str:
        """List the values, as AWS does in messages."""
        return ", ".join(map(str, self.values))


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a text, and its greatest length."""

    pattern: str
    maximum: float
    source: str

    def __contains__(self, text: str) -> bool:
        """Whether AWS accepts the text."""
        return len(text) <= self.maximum and re.fullmatch(self.pattern, text, re.ASCII) is not None


def _at_least(minimum: int, source: str) -> Range:
    return Range(minimum, math.inf, source)


def _at_most(maximum: int, source: str) -> Range:
    return Range(0, maximum, source)


BACKUP_RETENTION_DAYS = Range(1, 35, api("rds", "CreateDBCluster"))
CLUSTER_INSTANCES = Range(1, 16, references.REPLICATION)
CLUSTER_PORT = Range(1150, 65535, api("rds", "CreateDBCluster"))
EVENT_SUBSCRIPTIONS = _at_most(20, references.RDS_QUOTAS)
"""The default quota of a region."""

GLOBAL_SECONDARIES = _at_most(10, references.GLOBAL_LIMITS)
INSIGHTS_ADVANCED_DAYS = _at_least(465, references.INSIGHTS_ADVANCED)
INSIGHTS_RETENTION_DAYS = Choices((7, *(31 * months for months in range(1, 24)), 731), api("rds", "CreateDBCluster"))
MASTER_PASSWORD_CHARACTERS = Range(8, 41, api("rds", "CreateDBCluster"))
MONITORING_INTERVAL_SECONDS = Choices((0, 1, 5, 10, 15, 30, 60), api("rds", "CreateDBCluster"))
PROMOTION_TIER = Range(0, 15, api("rds", "CreateDBInstance"))
SERVERLESS_FIRST_PAUSING_MINORS: Mapping[int, int] = MappingProxyType({13: 15, 14: 12, 15: 7, 16: 3})
"""The first minor versions that pause at 0 ACU; all later major versions do.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""

SERVERLESS_FIRST_256_MINORS: Mapping[int, int] = MappingProxyType({13: 13, 14: 10, 15: 5, 16: 1})
"""The first minor versions with up to 256 ACU; all later major versions have them.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
"""

SERVERLESS_MAX_ACU = Range(1, 256, api("rds", "ServerlessV2ScalingConfiguration"), step=0.5)
SERVERLESS_MAX_ACU_BEFORE = Range(1, 128, api("rds", "ServerlessV2ScalingConfiguration"), step=0.5)
"""The range of older minor versions."""

SERVERLESS_MIN_ACU = Range(0, 256, api("rds", "ServerlessV2ScalingConfiguration"), step=0.5)
SERVERLESS_PAUSE_SECONDS = Range(300, 86400, api("rds", "ServerlessV2ScalingConfiguration"))
SUBNET_GROUP_ZONES = _at_least(2, api("rds", "CreateDBSubnetGroup"))
WINDOW_MINUTES = _at_least(30, api("rds", "CreateDBCluster"))

REDIS_NODES = Range(1, 6, api("elasticache", "CreateReplicationGroup"))
REDIS_NODES_OF_ALL_SHARDS = _at_most(500, api("elasticache", "CreateReplicationGroup"))
"""The maximum that AWS grants; the default quota is 90."""

REDIS_PASSWORD_CHARACTERS = Range(16, 128, references.REDIS_RBAC)
REDIS_PASSWORDS = _at_most(2, references.REDIS_RBAC)
REDIS_PORT = Range(1150, 65535, api("elasticache", "CreateReplicationGroup"))
REDIS_TAKEN_PORTS = Choices((8005,), references.REDIS_PORTS)
REDIS_REPLICAS = Range(0, 5, api("elasticache", "CreateReplicationGroup"))
REDIS_SNAPSHOT_RETENTION_DAYS = Range(0, 35, references.REDIS_SNAPSHOTS)
REDIS_WINDOW_MINUTES = _at_least(60, api("elasticache", "CreateReplicationGroup"))

PARAMETERS_OF_A_CALL = _at_most(20, api("rds", "ModifyDBParameterGroup"))
"""The same quota in ElastiCache."""

PARAMETER_LEVELS = _at_most(15, api("ssm", "PutParameter"))
STANDARD_PARAMETER_CHARACTERS = _at_most(4096, references.PARAMETER_TIERS)
ADVANCED_PARAMETER_CHARACTERS = _at_most(8192, references.PARAMETER_TIERS)

VAULT_GRACE_DAYS = _at_least(3, api("backup", "PutBackupVaultLockConfiguration"))
VAULT_RETENTION_DAYS = Range(1, 36500, api("backup", "PutBackupVaultLockConfiguration"))
BACKUP_COLD_DAYS = _at_least(90, references.BACKUP_COLD_STORAGE)
BACKUP_CONTINUOUS_DAYS = Range(1, 35, references.BACKUP_RETENTION)
BACKUP_RUN_MINUTES = _at_least(60, references.BACKUP_PLAN_CREATION)
"""From the end of the start window to the end of the completion window."""

BACKUP_START_MINUTES = _at_least(60, references.BACKUP_PLAN_CREATION)

ALARM_DAY_SECONDS = _at_most(86_400, api("cloudwatch", "PutMetricAlarm"))
"""How far back an alarm looks where its periods are shorter than an hour."""

ALARM_WEEK_SECONDS = _at_most(7 * 86_400, api("cloudwatch", "PutMetricAlarm"))
ALARM_PERIOD_SECONDS = Range(60, 86_400, api("cloudwatch", "PutMetricAlarm"), step=60)
ALARM_SHORT_PERIODS_SECONDS = Choices((10, 20, 30), api("cloudwatch", "PutMetricAlarm"))
METRICS_INSIGHTS_ALARM_SECONDS = _at_most(3 * 3600, references.ALARM_LIMITS)
"""The latest data that an alarm of a Metrics Insights query evaluates."""

COMPOSITE_ALARM_ELEMENTS = _at_most(500, api("cloudwatch", "PutCompositeAlarm"))
COMPOSITE_ALARM_MEMBERS = _at_most(100, api("cloudwatch", "PutCompositeAlarm"))
DASHBOARD_WIDGETS = _at_most(500, references.DASHBOARD_BODY)
DASHBOARD_COLUMNS = Range(1, 24, references.DASHBOARD_BODY)
DASHBOARD_ROWS = Range(1, 1000, references.DASHBOARD_BODY)

IAM_POLICY_CHARACTERS = _at_most(6144, references.IAM_QUOTAS)
"""White space is not counted."""

IAM_POLICY_VERSIONS = _at_most(5, references.IAM_QUOTAS)
KEY_DELETION_DAYS = Range(7, 30, api("kms", "ScheduleKeyDeletion"))
LOG_RETENTION_DAYS = Choices(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    api("logs", "PutRetentionPolicy"),
)
RULE_PORT = Range(0, 65535, references.SECURITY_GROUP_RULES)
SECRET_RECOVERY_DAYS = Range(7, 30, api("secretsmanager", "DeleteSecret"))
TARGETS_OF_A_RULE = _at_most(5, references.EVENT_QUOTAS)
TAGS = _at_most(50, references.TAGS)
TAG_KEY_CHARACTERS = Range(1, 128, references.TAGS)
TAG_VALUE_CHARACTERS = _at_most(256, references.TAGS)
