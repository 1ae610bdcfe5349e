"""Ranges and lists of values that AWS accepts."""

from dataclasses import dataclass

from orion_rds.facts import references


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

    def nearest(self, number: float) -> float:
        """Return the accepted number that is nearest to a finite number."""
        within = min(max(number, self.minimum), self.maximum)
        return round(within / self.step) * self.step


@dataclass(frozen=True, slots=True)
class Choices:
    """The whole numbers that AWS accepts, in ascending order."""

    values: tuple[int, ...]
    source: str

    def __contains__(self, number: float) -> bool:
        """Whether AWS accepts the number."""
        return number in self.values

    def nearest(self, number: int) -> int:
        """Return the nearest accepted number; if two are equally near, the greater one."""
        return min(reversed(self.values), key=lambda value: abs(value - number))


BACKUP_RETENTION_DAYS = Range(1, 35, references.CREATE_DB_CLUSTER)
VAULT_RETENTION_DAYS = Range(1, 36500, references.PUT_BACKUP_VAULT_LOCK)
VAULT_LOCK_COOLING_OFF_DAYS = Range(3, 36500, references.PUT_BACKUP_VAULT_LOCK)
PORT = Range(1150, 65535, references.CREATE_DB_CLUSTER)
INSTANCES = Range(1, 16, references.AURORA_REPLICATION)
"""One writer and up to 15 readers."""

GLOBAL_PRIMARY_INSTANCES = Range(1, 15, references.AURORA_GLOBAL)
"""One fewer for each secondary cluster of a global database."""

STANDBY_INSTANCES = Range(0, 15, references.AURORA_GLOBAL)
"""After a switch of regions one of them is the writer, so the limit of a primary cluster applies here too."""

SERVERLESS_MIN_ACU = Range(0, 256, references.SERVERLESS_V2_SCALING, step=0.5)
SERVERLESS_PAUSE_SECONDS = Range(300, 86400, references.SERVERLESS_V2_SCALING)
SERVERLESS_MAX_ACU = Range(1, 256, references.SERVERLESS_V2_SCALING, step=0.5)

OBJECTIVE = Range(1, 2**31 - 1, references.AURORA_GLOBAL_DISASTER_RECOVERY)
"""Seconds or minutes of an objective. AWS has no maximum; this is the largest 32-bit integer."""

PASSWORD_VERSION = Range(1, 2**31 - 1, references.PULUMI_RANDOM_PASSWORD)
"""A counter: another number generates a new password."""

PROMOTION_TIER = Range(0, 15, references.CREATE_DB_INSTANCE)

MONITORING_INTERVAL_SECONDS = Choices((0, 1, 5, 10, 15, 30, 60), references.CREATE_DB_CLUSTER)
INSIGHTS_RETENTION_DAYS = Choices((7, *(31 * months for months in range(1, 24)), 731), references.CREATE_DB_CLUSTER)
INSIGHTS_ADVANCED_MINIMUM_DAYS = 465
"""The advanced mode requires 15 months (Turning on the Advanced mode of Database Insights)."""

LOG_RETENTION_DAYS = Choices(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    references.LOG_RETENTION,
)

WINDOW_MINIMUM_MINUTES = 30
"""Minimum length of the backup window and of the maintenance window (CreateDBCluster)."""

REDIS_WINDOW_MINIMUM_MINUTES = 60
"""Minimum length of the snapshot window and of the maintenance window (CreateReplicationGroup)."""

REDIS_NODES = Range(1, 6, references.ELASTICACHE_REPLICATION_GROUP)
"""One primary and up to 5 replicas, in a group without shards and in each shard of one that has them."""

REDIS_REPLICAS = Range(0, 5, references.ELASTICACHE_REPLICATION_GROUP)
REDIS_SHARDS = Range(1, 500, references.ELASTICACHE_REPLICATION_GROUP)
REDIS_NODES_MAXIMUM = 500
"""Nodes of all shards together; more than 90 require a higher quota (CreateReplicationGroup)."""

REDIS_PORT = Range(1150, 65535, references.ELASTICACHE_REPLICATION_GROUP)
REDIS_TAKEN_PORT = 8005
"""A port that ElastiCache refuses, although it is in the range."""

REDIS_SNAPSHOT_RETENTION_DAYS = Range(0, 35, references.ELASTICACHE_REPLICATION_GROUP)

SUBNETS_MINIMUM = 2
"""A DB subnet group covers at least two availability zones (CreateDBSubnetGroup)."""

TAGS_MAXIMUM = 50
"""Tags of one resource, including those of this component (tagging reference)."""

TAG_KEY_MAXIMUM = 128
TAG_VALUE_MAXIMUM = 256

_DAY_SECONDS = 24 * 60 * 60
_HOUR_SECONDS = 60 * 60

ALARM_PERIOD_SECONDS = Range(60, _DAY_SECONDS, references.METRIC_ALARM, step=60)
"""RDS and ElastiCache publish every minute: the shorter periods of CloudWatch would find no data."""

PERCENT = Range(1, 100, references.METRIC_ALARM)
TRANSACTIONS = Range(1, 2**31 - 3_000_000 - 1, references.POSTGRESQL_WRAPAROUND)
"""Highest age of the oldest transaction: PostgreSQL assigns no more IDs when 3 million are left. AWS's page
of the metric has 2**31 - 1,000,000, which held until PostgreSQL 13."""

ALARM_EVALUATION_PERIODS = Range(1, _DAY_SECONDS // 60, references.METRIC_ALARM)

ALARM_ACTIONS_MAXIMUM = 5
"""Actions for each state of an alarm (PutMetricAlarm)."""

RULE_TARGETS_MAXIMUM = 5
"""Targets of one rule of EventBridge.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
"""

METRICS_INSIGHTS_ALARM_SECONDS = 3 * _HOUR_SECONDS
"""The latest data that an alarm of a Metrics Insights query can evaluate.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
"""

COMPOSITE_ALARM_MEMBERS_MAXIMUM = 100
"""Alarms that the rule of one composite alarm may name (PutCompositeAlarm)."""


def alarm_evaluation_periods(period_seconds: int) -> int:
    """Return the number of periods that an alarm can evaluate: a day's, or a week's for periods of an hour or longer.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    days = 7 if period_seconds >= _HOUR_SECONDS else 1
    return days * _DAY_SECONDS // period_seconds
