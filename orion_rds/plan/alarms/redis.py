"""The alarms of Redis's nodes."""

from collections.abc import Iterator
from dataclasses import dataclass

from orion_rds.config import RedisConfig
from orion_rds.config.alarm import AlarmConfig
from orion_rds.facts import metrics, node_types
from orion_rds.facts.metrics import Metric
from orion_rds.plan.alarms.spec import AlarmSpec, MissingData, Statistic
from orion_rds.plan.redis import member_ids
from orion_rds.plan.site import Site

BUSY_PERCENT = 90

SMALL_VCPUS = 2
"""With so few, other work than the engine's thread counts: AWS then advises to watch the node, not the thread.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
"""


def redis_alarms(site: Site, redis: RedisConfig) -> tuple[AlarmSpec, ...]:
    """List the alarms of every node. ElastiCache has no metrics of a whole group: an alarm on its id never has data."""
    watches = tuple(_watches(redis))
    group = site.redis_identifier
    return tuple(_spec(watch, group, node) for node in member_ids(group, redis) for watch in watches)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """One thing that is watched on every node."""

    key: str
    metric: Metric
    statistic: Statistic
    timing: AlarmConfig
    threshold: float
    missing_data: MissingData = "missing"
    why: str


def _watches(redis: RedisConfig) -> Iterator[_Watch]:
    alarms = redis.alarms
    metric, busy_percent = _cpu(redis.node_type)
    yield _Watch(
        key="cpu",
        metric=metric,
        statistic="Average",
        timing=alarms.cpu,
        threshold=alarms.cpu.threshold_percent or busy_percent,
        why="Redis is busy, and its clients wait.",
    )
    yield _Watch(
        key="memory",
        metric=metrics.REDIS_MEMORY,
        statistic="Maximum",
        timing=alarms.memory,
        threshold=alarms.memory.threshold_percent,
        why="Redis is almost full; once it is, keys are evicted or writes are refused.",
    )
    if redis.nodes_per_shard > 1:
        yield _Watch(
            key="replication-lag",
            metric=metrics.REDIS_REPLICATION_LAG,
            statistic="Maximum",
            timing=alarms.replication_lag,
            threshold=alarms.replication_lag.threshold_seconds,
            # The node that writes has no lag, and which one that is changes.
            missing_data="notBreaching",
            why="A replica of Redis is behind: a failover to it would lose what it has not got yet.",
        )


def _cpu(node_type: str) -> tuple[Metric, float]:
    """Give the metric that tells when a node is busy, and the percentage from which it is."""
    if node_types.vcpus(node_type) <= SMALL_VCPUS:
        return metrics.REDIS_CPU, BUSY_PERCENT / SMALL_VCPUS
    return metrics.REDIS_ENGINE_CPU, BUSY_PERCENT


def _spec(watch: _Watch, group: str, node: str) -> AlarmSpec:
    return AlarmSpec(
        # After the node, not counted: a further replica must not rename the alarms of the next shard. Without the name
        # of the group, which may be an adopted one.
        key=f"redis{node.removeprefix(group)}-{watch.key}",
        metric=watch.metric,
        dimensions={"CacheClusterId": node},
        statistic=watch.statistic,
        comparison="GreaterThanThreshold",
        threshold=watch.threshold,
        timing=watch.timing,
        missing_data=watch.missing_data,
        why=watch.why,
    )
