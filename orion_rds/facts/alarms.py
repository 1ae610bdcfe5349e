"""The parts of an alarm's definition: a CloudWatch metric, the options of an alarm on it, and its default threshold.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orion_rds.facts import references

Statistic = Literal["Average", "Maximum", "Minimum", "Sum"]
Comparison = Literal["GreaterThanThreshold", "LessThanThreshold"]
MissingData = Literal["breaching", "notBreaching", "ignore", "missing"]
MetricUnit = Literal["Bytes", "Count", "Count/Second", "Milliseconds", "Percent", "Seconds"]
"""CloudWatch's own terms."""

ThresholdUnit = Literal[
    "bytes", "connections", "keys", "milliseconds", "per_second", "percent", "seconds", "sessions", "transactions"
]

Scope = Literal["role", "cluster", "instance", "node"]
"""One alarm for the writer and one for the readers, one for the cluster, one for each instance, or one for each Redis
node. With `alarms.per_instance` each instance has the alarms of its role as well."""

Requirement = Literal[
    "provisioned", "range of capacity", "reader", "standby", "insights", "logical replication", "replica"
]
Capacity = Literal["max_connections", "maxclients", "memory_bytes", "vcpus"]

Subject = Literal["writer", "readers", "instances", "redis", "redis-memory", "redis-evictions", "redis-replication"]
"""The component that a problem affects. The alarms of a subject notify together, through a composite alarm. A problem
that may last for weeks, such as full memory, has its own subject, so that it hides no other problem."""


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The dimensions with which AWS publishes the metrics of a scope. With other dimensions an alarm has no data."""

    names: tuple[str, ...]
    source: str


DIMENSIONS: Mapping[Scope, Dimensions] = MappingProxyType({
    "role": Dimensions(("DBClusterIdentifier", "Role"), references.AURORA_DIMENSIONS),
    "cluster": Dimensions(("DBClusterIdentifier",), references.AURORA_DIMENSIONS),
    "instance": Dimensions(("DBInstanceIdentifier",), references.AURORA_DIMENSIONS),
    "node": Dimensions(("CacheClusterId",), references.ELASTICACHE_NODE_METRICS),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric that AWS publishes."""

    namespace: str
    name: str
    unit: MetricUnit
    source: str


@dataclass(frozen=True, slots=True)
class Share:
    """A threshold that is a share of the capacity of the smallest instance, or of a Redis node."""

    share: float
    of: Capacity
    is_limit: bool = True
    """Whether the metric can never exceed that capacity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmDefinition:
    """The metric of an alarm, its dimensions and its purpose. The threshold and the timing are settings."""

    metric: Metric
    scope: Scope
    subject: Subject | Literal["of the role"] | None
    """The subject of the alarm: a second alarm of a subject does not notify again. An alarm without one notifies by
    itself."""

    statistic: Statistic
    """The statistic over several instances. The alarm of a single instance, such as the writer, uses the average."""

    statistic_why: str
    comparison: Comparison = "GreaterThanThreshold"
    unit: ThresholdUnit
    default: float | Share | None = None
    """The threshold where the setting has none. An alarm without a threshold is not created."""

    requires: Requirement | None = None
    """A requirement on the region. Without it the metric has no data, and the alarm is not created."""

    needs: str | None = None
    """`requires` and other requirements, in words, for the documentation and for the warning that there is no alarm."""

    by_query: bool = False
    """Whether the alarm is a Metrics Insights query, which finds the metric whatever dimensions it has beside those of
    the scope. For a metric whose dimensions AWS does not document."""

    headless: bool = False
    """Whether a cluster without instances has the metric."""

    missing_data: MissingData
    """How CloudWatch treats a minute without data. An alarm that notifies by itself must keep its state then; otherwise
    it would report a recovery each time data return, as after a pause. The alarm of a query treats it as missing
    nevertheless, to show a wrong assumption about the dimensions."""

    why: str
    """The problem, in one sentence."""

    runbook: str
    """The runbook: how to investigate the problem, and the usual remedy."""

    @property
    def description(self) -> str:
        """The description of the alarm in AWS, which its notifications contain."""
        check = f" If it never has data, look for its dimensions: `{self.list_metrics}`." if self.by_query else ""
        return f"{self.why} {self.runbook}{check}"

    @property
    def list_metrics(self) -> str:
        """The command that shows the dimensions with which AWS publishes the metric."""
        metric = self.metric
        return f"aws cloudwatch list-metrics --namespace {metric.namespace} --metric-name {metric.name}"

    @property
    def setting(self) -> str:
        """Name of the setting of the threshold, such as `threshold_percent`."""
        return f"threshold_{self.unit}"
