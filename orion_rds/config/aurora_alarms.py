"""When each alarm of the database goes off.

A threshold that is left out follows the instance class or the range of capacity: a fixed one fits no class.
"""

from typing import Annotated

from orion_rds.config.alarm import AlarmConfig, Percent, Positive, PositiveWhole
from orion_rds.config.checks import Whole, Within
from orion_rds.facts import limits


class CpuAlarm(AlarmConfig):
    """CPU of the busiest instance: of the writer, and of the readers."""

    threshold_percent: Percent = 80
    """More than so many percent."""


class ConnectionsAlarm(AlarmConfig):
    """Connections of one instance: of the writer, and of the readers."""

    threshold_connections: PositiveWhole | None = None
    """More than so many. Default: 80 % of `max_connections`, the parameter where it is a number, else its default."""


class MemoryAlarm(AlarmConfig):
    """Memory left on one provisioned instance: on the writer, and on the readers."""

    threshold_bytes: PositiveWhole | None = None
    """Less than so many bytes. Default: 5 % of the smallest provisioned instance's memory."""


class CapacityAlarm(AlarmConfig):
    """Capacity of a Serverless v2 instance, in percent of `serverless.max_acu`; it stands for its memory too."""

    threshold_percent: Percent = 90
    """More than so many percent."""


class ReplicaLagAlarm(AlarmConfig):
    """How far the slowest reader is behind the writer; there is none with one instance."""

    threshold_milliseconds: Positive = 100
    """More than so many milliseconds."""


class ReplicationLagAlarm(AlarmConfig):
    """How far the region that does not write is behind the one that does; there is none without a standby."""

    threshold_milliseconds: Positive = 10_000
    """More than so many milliseconds."""


class RpoLagAlarm(AlarmConfig):
    """What would be lost if the region that writes were lost now, in time; there is none without a standby."""

    threshold_milliseconds: Positive = 60_000
    """More than so many milliseconds."""


class LocalStorageAlarm(AlarmConfig):
    """Local storage left, which holds temporary tables and logs."""

    threshold_bytes: PositiveWhole | None = None
    """Less than so many bytes. Default: 20 % of the smallest provisioned instance's memory, about a tenth of its local
    storage; without a provisioned instance there is no alarm."""


class LoadAlarm(AlarmConfig):
    """Sessions that are active at once on one instance, on average; there is none without insights."""

    threshold_sessions: Positive | None = None
    """More than so many. Default: the vCPUs of the instance; without them sessions wait for a CPU. A Serverless v2
    instance has no alarm by default."""


class TransactionIdsAlarm(AlarmConfig):
    """Age of the oldest transaction that is not vacuumed away. At 2.1 billion PostgreSQL stops writing."""

    threshold_transactions: Annotated[Whole, Within(limits.TRANSACTIONS, "alarm-transactions")] = 1_000_000_000
    """More than so many."""


class DeadlocksAlarm(AlarmConfig):
    """Transactions that PostgreSQL ends because they wait for each other."""

    threshold_per_second: Positive = 0.05
    """More than so many a second, on average; 0.05 is three a minute."""
