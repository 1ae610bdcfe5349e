"""The alarms of one region: which of the definitions apply, on which dimensions, and with which thresholds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from orion_rds.config import StrInput
from orion_rds.config.alarm import AlarmConfig, alarms_of
from orion_rds.config.redis import RedisConfig
from orion_rds.config.redis_alarms import RedisCpuAlarm, RedisMemoryAlarm
from orion_rds.facts import instance_classes, node_types
from orion_rds.facts.alarms import AlarmDefinition, Capacity, MissingData, Requirement, Scope, Share, Statistic, Subject
from orion_rds.facts.instance_classes import SERVERLESS
from orion_rds.plan import capacity
from orion_rds.plan.parameters import effective_values
from orion_rds.plan.redis import MAXMEMORY_POLICY, expected_nodes, parameters
from orion_rds.plan.site import Site

Classes = tuple[str, ...]
"""Classes of the instances that an alarm covers."""

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSpec:
    """One alarm, with everything that CloudWatch needs."""

    key: str
    """Last part of its names in Pulumi and AWS, such as `aurora-writer-cpu`. A changed key replaces the alarm."""

    setting: str
    """Path of its settings, such as `alarms.cpu`."""

    definition: AlarmDefinition
    timing: AlarmConfig
    dimensions: Mapping[str, StrInput]
    """With other dimensions than the metric has, CloudWatch finds no data and reports no error. A query also finds
    metrics with additional dimensions."""

    subject: Subject | None
    """The subject whose composite alarm notifies for it; None for an alarm that notifies by itself, or not at all."""

    notifies: bool
    """Whether it notifies. An alarm that only shows which instance has a problem does not: the alarm of its role
    does."""

    statistic: Statistic
    threshold: float
    """In the unit of the metric."""

    limit: float | None
    """The maximum of the metric for the smallest instance or for a node; None if it is unknown."""

    missing_data: MissingData


@dataclass(frozen=True, slots=True)
class _Target:
    """A cluster, role, instance or node that has one alarm of each definition."""

    key: str
    dimensions: Mapping[str, StrInput]
    scopes: frozenset[Scope]
    """Scopes of the definitions that apply here."""

    classes: Classes = ()
    role: Subject | None = None
    is_single: bool = False
    """Whether it covers exactly one instance, so that an average hides no other."""

    missing_data: MissingData | None = None
    """Overrides that of the definition."""


def aurora_alarms(
    site: Site, *, cluster_identifier: StrInput, instance_identifiers: Mapping[str, StrInput]
) -> tuple[AlarmSpec, ...]:
    """Return the alarms of the region's cluster and instances. `instance_identifiers` has the names of the instances as
    keys.

    The alarms of CPU, connections, memory and capacity are by role: they follow a failover, and include readers that
    autoscaling adds. An average over the whole cluster would hide a busy writer behind idle readers.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/dimensions.html
    """
    targets = _targets(site, cluster_identifier, instance_identifiers)
    alarms = [(f"alarms.{name}", alarm, alarm.definition) for name, alarm in alarms_of(site.config.alarms)]
    return tuple(_specs(site, targets, alarms))


def redis_alarms(site: Site, nodes: Sequence[StrInput]) -> tuple[AlarmSpec, ...]:
    """Return the alarms of every Redis node. ElastiCache publishes no metrics of a whole replication group.

    `nodes` is the result of `watched_nodes`.
    """
    if (redis := site.config.redis) is None:
        return ()
    group = site.redis_identifier
    # The key is the node's own number, not a running one: another replica must not rename the next shard's alarms.
    # Without the identifier of the group, which may be an adopted one.
    targets = [
        _Target(f"redis{expected.removeprefix(group)}", {"CacheClusterId": node}, frozenset({"node"}))
        for expected, node in zip(expected_nodes(group, redis), nodes, strict=True)
    ]
    alarms = [(f"redis.alarms.{name}", alarm, _of_redis(redis, alarm)) for name, alarm in alarms_of(redis.alarms)]
    return tuple(_specs(site, targets, alarms))


FUNCTIONS: Mapping[Statistic, str] = MappingProxyType(
    {"Average": "AVG", "Maximum": "MAX", "Minimum": "MIN", "Sum": "SUM"}
)
"""The functions of Metrics Insights, by statistic."""


def query(spec: AlarmSpec, dimensions: Mapping[str, str]) -> str:
    """Return the Metrics Insights query of an alarm: one series of all metrics that have these dimensions.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
    """
    metric, function = spec.definition.metric, FUNCTIONS[spec.statistic]
    where = " AND ".join(f"{name} = '{value}'" for name, value in dimensions.items())
    return f'SELECT {function}({metric.name}) FROM "{metric.namespace}" WHERE {where}'  # noqa: S608 # no SQL


def query_id(spec: AlarmSpec) -> str:
    """Return the id of the query of an alarm, in the form that CloudWatch requires."""
    return spec.key.replace("-", "_")


def _of_redis(redis: RedisConfig, alarm: AlarmConfig) -> AlarmDefinition:
    """Return the definition of an alarm for the nodes and parameters of this group."""
    if isinstance(alarm, RedisCpuAlarm):
        return alarm.of_node(node_types.vcpus(redis.node_type))
    if isinstance(alarm, RedisMemoryAlarm):
        return alarm.of_policy(parameters(redis).get(MAXMEMORY_POLICY))
    return alarm.definition


def _targets(site: Site, cluster: StrInput, instances: Mapping[str, StrInput]) -> Iterator[_Target]:
    """Yield writer, readers, cluster and instances."""
    classes = tuple(instance.instance_class for instance in site.fleet)
    by_cluster: Mapping[str, StrInput] = {"DBClusterIdentifier": cluster}
    by_role: frozenset[Scope] = frozenset({"role"})
    if classes:
        yield _Target("aurora-writer", {**by_cluster, "Role": "WRITER"}, by_role, classes, "writer", is_single=True)
    # After a switch of regions, the only instance of the former primary region is a reader.
    if len(classes) > 1 or (classes and site.config.disaster_recovery):
        # Once autoscaling has removed the last reader there is no data.
        yield _Target(
            "aurora-reader", {**by_cluster, "Role": "READER"}, by_role, classes, "readers", missing_data="notBreaching"
        )
    yield _Target("aurora", by_cluster, frozenset({"cluster"}), classes)
    by_instance = frozenset[Scope]({"instance", "role"} if site.config.alarms.per_instance else {"instance"})
    for each in site.fleet:
        # An instance may be called `writer`, as the role is.
        key, identifier = f"aurora-instance-{each.name}", instances[each.name]
        yield _Target(key, {"DBInstanceIdentifier": identifier}, by_instance, (each.instance_class,), is_single=True)


def _specs(
    site: Site, targets: Iterable[_Target], alarms: Sequence[tuple[str, AlarmConfig, AlarmDefinition]]
) -> Iterator[AlarmSpec]:
    """Yield the alarms that apply to each target and have a threshold."""
    for target, (setting, alarm, definition) in product(targets, alarms):
        threshold = _default(site, target.classes, definition) if alarm.threshold is None else alarm.threshold
        if threshold is not None and _applies(site, target, definition):
            yield AlarmSpec(
                key=f"{target.key}-{setting.rpartition('.')[2].replace('_', '-')}",
                setting=setting,
                definition=definition,
                timing=alarm,
                dimensions=target.dimensions,
                subject=target.role if definition.subject == "of the role" else definition.subject,
                notifies=definition.subject != "of the role" or target.role is not None,
                statistic="Average" if target.is_single else definition.statistic,
                threshold=threshold,
                limit=_limit(site, target.classes, definition),
                missing_data=target.missing_data or definition.missing_data,
            )


def _applies(site: Site, target: _Target, definition: AlarmDefinition) -> bool:
    is_met = definition.requires is None or REQUIREMENTS[definition.requires](site, target.classes)
    # Redis has nodes, whether or not the cluster has instances.
    has_instances = bool(site.fleet) or definition.headless or definition.scope == "node"
    return definition.scope in target.scopes and is_met and has_instances


def _default(site: Site, classes: Classes, definition: AlarmDefinition) -> float | None:
    default = definition.default
    if not isinstance(default, Share):
        return default
    smallest = CAPACITIES[default.of](site, classes)
    return None if smallest is None else int(smallest * default.share)


def _limit(site: Site, classes: Classes, definition: AlarmDefinition) -> float | None:
    default = definition.default
    return CAPACITIES[default.of](site, classes) if isinstance(default, Share) and default.is_limit else None


def _has_replicas(site: Site) -> bool:
    return site.config.redis is not None and site.config.redis.nodes_per_shard > 1


def _has_a_range_of_capacity(site: Site, classes: Classes) -> bool:
    """Whether the utilization can be below the threshold: it is never less than the minimum divided by the maximum
    capacity.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    """
    capacity_range, threshold = site.config.serverless, site.config.alarms.capacity.threshold_percent
    if capacity_range is None or SERVERLESS not in classes:
        return False
    return capacity_range.min_acu / capacity_range.max_acu * PERCENT <= threshold


def _maxclients(site: Site) -> int | None:
    redis = site.config.redis
    return redis and node_types.maxclients(redis.node_type)


REQUIREMENTS: Mapping[Requirement, Callable[[Site, Classes], bool]] = MappingProxyType({
    "provisioned": lambda _site, classes: any(each != SERVERLESS for each in classes),
    "range of capacity": _has_a_range_of_capacity,
    "reader": lambda site, _classes: len(site.fleet) > 1,
    "standby": lambda site, _classes: site.config.disaster_recovery is not None,
    "insights": lambda site, _classes: site.config.monitoring.insights != "off",
    "logical replication": lambda site, _classes: effective_values(site.config).get("rds.logical_replication") == "1",
    "replica": lambda site, _classes: _has_replicas(site),
})  # fmt: skip

CAPACITIES: Mapping[Capacity, Callable[[Site, Classes], float | None]] = MappingProxyType({
    "max_connections": capacity.max_connections,
    "maxclients": lambda site, _classes: _maxclients(site),
    "memory_bytes": lambda _site, classes: capacity.smallest_provisioned_bytes(classes),
    "vcpus": lambda _site, classes: min(filter(None, map(instance_classes.vcpus, classes)), default=None),
})  # fmt: skip
"""The capacity of the smallest of the instances, or of each Redis node."""
