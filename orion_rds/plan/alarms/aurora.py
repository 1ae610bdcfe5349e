"""The alarms of one region's cluster."""

from collections.abc import Iterator, Mapping, Sequence

from orion_rds.config import StrInput
from orion_rds.plan.alarms.definitions import (
    BY_CLUSTER,
    BY_ROLE_OR_INSTANCE,
    LOAD,
    OF_A_GLOBAL_DATABASE,
    REPLICA_LAG,
    AlarmDefinition,
    Classes,
)
from orion_rds.plan.alarms.spec import AlarmSpec, MissingData
from orion_rds.plan.site import Site

MISSING_IS_WELL: MissingData = "notBreaching"
"""For readers: when autoscaling has taken the last one away there is nothing to report."""


def aurora_alarms(
    site: Site, *, cluster_identifier: StrInput, instance_identifiers: Sequence[StrInput]
) -> tuple[AlarmSpec, ...]:
    """List the alarms of the instances here; none where the storage alone is replicated.

    CPU, connections and memory are watched by role, so that they follow a failover and readers that autoscaling adds.
    An average over the whole cluster would hide a busy writer behind idle readers.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/dimensions.html
    """
    classes = tuple(instance.instance_class for instance in site.fleet)
    cluster: Mapping[str, StrInput] = {"DBClusterIdentifier": cluster_identifier}
    found = [
        *_by_role(site, classes, cluster),
        *(_spec(watch, site, f"aurora-{watch.key}", classes, cluster) for watch in _of_the_cluster(site, classes)),
        *_by_instance(site, classes, instance_identifiers),
    ]
    return tuple(spec for spec in found if spec is not None)


def _by_role(site: Site, classes: Classes, cluster: Mapping[str, StrInput]) -> Iterator[AlarmSpec | None]:
    for role in _roles(site):
        missing = MISSING_IS_WELL if role == "READER" else None
        for watch in BY_ROLE_OR_INSTANCE:
            key = f"aurora-{role.lower()}-{watch.key}"
            yield _spec(watch, site, key, classes, {**cluster, "Role": role}, missing)


def _roles(site: Site) -> tuple[str, ...]:
    """After a switch of regions, the only instance of the region that was left is a reader."""
    has_readers = len(site.fleet) > 1 or site.config.disaster_recovery is not None
    return ("WRITER", "READER") if has_readers else ("WRITER",)


def _of_the_cluster(site: Site, classes: Classes) -> Sequence[AlarmDefinition]:
    own = [watch for watch in BY_CLUSTER if watch is not REPLICA_LAG or len(classes) > 1]
    return [*own, *(OF_A_GLOBAL_DATABASE if site.config.disaster_recovery else ())]


def _by_instance(site: Site, classes: Classes, identifiers: Sequence[StrInput]) -> Iterator[AlarmSpec | None]:
    watches = [
        *(BY_ROLE_OR_INSTANCE if site.config.alarms.per_instance else ()),
        *(() if site.config.monitoring.insights == "off" else (LOAD,)),
    ]
    for number, (instance_class, identifier) in enumerate(zip(classes, identifiers, strict=True), start=1):
        for watch in watches:
            dimensions = {"DBInstanceIdentifier": identifier}
            yield _spec(watch, site, f"aurora-{number}-{watch.key}", (instance_class,), dimensions)


def _spec(
    watch: AlarmDefinition,
    site: Site,
    key: str,
    classes: Classes,
    dimensions: Mapping[str, StrInput],
    missing_data: MissingData | None = None,
) -> AlarmSpec | None:
    """Make the row, unless no instance has what is watched or nothing says how much is too much."""
    timing = watch.settings(site.config.alarms)
    threshold = timing.threshold if timing.threshold is not None else watch.default(site, classes)
    if threshold is None or not watch.concerns(classes):
        return None
    return AlarmSpec(
        key=key,
        metric=watch.metric,
        dimensions=dimensions,
        statistic=watch.statistic,
        comparison=watch.comparison,
        threshold=threshold,
        timing=timing,
        missing_data=missing_data or watch.missing_data,
        unhealthy=watch.unhealthy,
        why=watch.why,
    )
