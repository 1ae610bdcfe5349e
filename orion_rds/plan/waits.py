"""Changes that are deployed but not effective yet: they wait for a restart, or for the maintenance window.

The provider reports them as done (hashicorp/terraform-provider-aws#40089). They are found by a comparison of two
deployments' records, so a deployment without changes has no warnings.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_rds.facts import references, versions
from orion_rds.plan.capacity import max_connections
from orion_rds.plan.parameters import apply_method, effective_values
from orion_rds.plan.site import Site

Plain = str | int | float | None
Recorded = Mapping[str, Any]
"""Plain values by path; empty for a database that is created."""

PARAMETERS = "parameters."
CLASSES = ("instances.", "disaster_recovery.instances.")
GROUPS = ("adopt.cluster_parameter_group", "adopt.instance_parameter_group")
CONNECTIONS = "max_connections"
THRESHOLD = "alarms.connections.threshold_connections"
SERVERLESS = ("serverless.min_acu", "serverless.max_acu")
CLUSTER = ("engine.version", "engine.certificate_authority")
REDIS = ("redis.engine", "redis.version", "redis.node_type")


@dataclass(frozen=True, slots=True)
class Wait:
    """Changed settings that are not effective yet, and how to apply them."""

    name: str
    """Stable: tests refer to it."""

    settings: Sequence[str]
    why: str
    fix: str
    source: str

    @property
    def text(self) -> str:
        """The whole warning in one paragraph."""
        return f"{', '.join(self.settings)}: {self.why} {self.fix} ({self.name}, {self.source})"


def settings(primary: Site, standby: Site | None) -> dict[str, Plain]:
    """Return the values that `waits` compares: the plain values of this deployment, by path."""
    config = primary.config
    found: dict[str, Plain] = {
        "apply": config.apply,
        "cluster_identifier": primary.cluster_identifier,
        "engine.version": config.engine.version,
        "engine.certificate_authority": config.engine.certificate_authority,
        "maintenance_window": config.maintenance_window,
        CONNECTIONS: max_connections(primary, tuple(each.instance_class for each in primary.fleet)),
        THRESHOLD: config.alarms.connections.threshold_connections,
        "alarms.profile": config.alarms.profile,
        **{path: getattr(config.adopt, path.removeprefix("adopt."), None) for path in GROUPS},
        **{PARAMETERS + name: value for name, value in effective_values(config).items()},
    }
    for prefix, site in zip(CLASSES, (primary, standby), strict=True):
        found |= {f"{prefix}{each.name}": each.instance_class for each in (site.fleet if site else ())}
    if serverless := config.serverless:
        found |= {"serverless.min_acu": serverless.min_acu, "serverless.max_acu": serverless.max_acu}
    if redis := config.redis:
        found |= {"redis.engine": redis.engine, "redis.version": redis.version, "redis.node_type": redis.node_type}
        found["redis.maintenance_window"] = redis.maintenance_window
    return found


def waits(before: Recorded, after: Recorded) -> Iterator[Wait]:
    """Yield the changes that wait, from the records of two deployments."""
    if not before:
        return
    for check in (_restart_of_parameters, _restart_of_capacity, _window_of_the_database, _window_of_redis):
        yield from check(before, after)


def _restart_of_parameters(before: Recorded, after: Recorded) -> Iterator[Wait]:
    changed = _changed(before, after, lambda path: path.startswith(PARAMETERS))
    static = [path for path in changed if _needs_a_restart(path.removeprefix(PARAMETERS), after.get(path))]
    # A different group changes all parameters, and another major version uses different groups.
    static += _changed(before, after, lambda path: path in GROUPS)
    if versions.split(before["engine.version"])[0] != versions.split(after["engine.version"])[0]:
        static.append("engine.version")
    if static:
        connections = PARAMETERS + CONNECTIONS in static
        yield Wait(
            "parameters-wait-for-a-restart",
            static,
            "Deployed, and in force on each instance after its restart." + _alarms(before, after, connections),
            _restarts(after),
            references.AURORA_PARAMETERS,
        )


def _needs_a_restart(name: str, value: Plain) -> bool:
    return apply_method(name, str(value)) == "pending-reboot"


def _restart_of_capacity(before: Recorded, after: Recorded) -> Iterator[Wait]:
    # A value in `parameters` does not depend on the capacity.
    if before.get(CONNECTIONS) == after.get(CONNECTIONS) or PARAMETERS + CONNECTIONS in {*before, *after}:
        return
    if changed := _changed(before, after, lambda path: path in SERVERLESS):
        yield Wait(
            "capacity-waits-for-a-restart",
            changed,
            f"The capacity changes at once. `{CONNECTIONS}`, which follows from it, changes on each instance at its "
            "restart." + _alarms(before, after, True),
            _restarts(after),
            references.AURORA_SERVERLESS_CAPACITY,
        )


def _window_of_the_database(before: Recorded, after: Recorded) -> Iterator[Wait]:
    def is_deferred(path: str) -> bool:
        # New instances start with their class, and deleted ones do not wait.
        return path in CLUSTER or (path.startswith(CLASSES) and path in before and path in after)

    if after["apply"] == "maintenance_window" and (changed := _changed(before, after, is_deferred)):
        classes = any(path.startswith(CLASSES) for path in changed)
        yield Wait(
            "database-waits-for-the-window",
            changed,
            f"AWS makes the change in the next maintenance window, {after['maintenance_window']} (UTC)."
            + _alarms(before, after, classes),
            "Write `apply: immediately` and deploy, to restart the instances before.",
            references.MODIFY_DB_CLUSTER,
        )


def _window_of_redis(before: Recorded, after: Recorded) -> Iterator[Wait]:
    def is_deferred(path: str) -> bool:
        return path in REDIS and path in before and path in after

    if after["apply"] == "maintenance_window" and (changed := _changed(before, after, is_deferred)):
        yield Wait(
            "redis-waits-for-the-window",
            changed,
            "AWS makes the change, and uses another parameter group where there is one, in the next maintenance "
            f"window of Redis, {after['redis.maintenance_window']} (UTC).",
            "Write `apply: immediately` and deploy, to have it before.",
            references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
        )


def _alarms(before: Recorded, after: Recorded, follow: bool) -> str:
    """Return the advice about the threshold of the connections alarm, which changes with `max_connections` at once."""
    was, given = before.get(CONNECTIONS), after.get(CONNECTIONS)
    computed = after["alarms.profile"] != "off" and after.get(THRESHOLD) is None
    if not (follow and computed and was and given and was != given):
        return ""
    return (
        f" Until then there are {was:.0f} connections at most, and the alarms follow the {given:.0f} at once: until "
        f"then, write `{THRESHOLD}: {was * 8 // 10:.0f}`."
    )


def _restarts(after: Recorded) -> str:
    cluster = after["cluster_identifier"]
    return (
        "Restart the readers with `aws rds reboot-db-instance --db-instance-identifier INSTANCE`, fail over to one "
        f"with `aws rds failover-db-cluster --db-cluster-identifier {cluster}`, and restart the instance that wrote. "
        f"`aws rds describe-db-clusters --db-cluster-identifier {cluster}` says which ones are `pending-reboot`."
    )


def _changed(before: Recorded, after: Recorded, concerns: Callable[[str], bool]) -> list[str]:
    every = dict.fromkeys([*before, *after])
    return [path for path in every if concerns(path) and before.get(path) != after.get(path)]
