"""Warnings about values that a list does not contain: AWS may have added them since, or refuse the deployment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from orion_rds.config import DatabaseConfig
from orion_rds.facts import (
    instance_classes,
    node_types,
    parameters,
    partitions,
    redis_parameters,
    redis_versions,
    versions,
)
from orion_rds.facts.listed import Answer, Listed
from orion_rds.plan.warnings.warning import ConfigWarning, DatabasePlan


@dataclass(frozen=True, slots=True)
class Use:
    """A list, and the values of a configuration that are checked against it."""

    listed: Listed
    path: str
    values: Callable[[DatabaseConfig], Iterable[str]]
    so: str = ""
    """The assumption of this component about an unknown value."""

    def applies(self, plan: DatabasePlan) -> bool:
        """Whether a value is unknown."""
        return any(self.listed.answer(value) is Answer.UNKNOWN for value in self.values(plan.config))


def _classes(config: DatabaseConfig) -> Iterable[str]:
    return (each.instance_class for each in (*config.fleet, *config.standby_fleet))


def _parameters(config: DatabaseConfig) -> Iterable[str]:
    return (*config.parameters.cluster, *config.parameters.instance)


def _version_of(engine: redis_versions.Engine) -> Callable[[DatabaseConfig], Iterable[str]]:
    return lambda config: [config.redis.version] if config.redis and config.redis.engine == engine else ()


USES = (
    Use(versions.VERSIONS, "engine.version", lambda config: [config.engine.version]),
    Use(instance_classes.CLASSES, "instances", _classes,
        "The thresholds of the alarms assume the memory of its series. "),
    Use(parameters.NAMES, "parameters", _parameters),
    Use(partitions.REGIONS, "disaster_recovery.region",
        lambda config: [config.disaster_recovery.region] if config.disaster_recovery else ()),
    Use(partitions.REGIONS, "backup.copies.region",
        lambda config: [config.backup.copies.region] if config.backup.copies else ()),
    Use(redis_versions.VERSIONS["valkey"], "redis.version", _version_of("valkey")),
    Use(redis_versions.VERSIONS["redis"], "redis.version", _version_of("redis")),
    Use(node_types.NODE_TYPES, "redis.node_type", lambda config: [config.redis.node_type] if config.redis else ()),
    Use(redis_parameters.PARAMETERS, "redis.parameters",
        lambda config: config.redis.parameters if config.redis else ()),
)  # fmt: skip

HYPHENS = str.maketrans("._", "--")

ROWS = tuple(
    ConfigWarning(
        f"{use.listed.name}-unknown" if use.path == "redis.version" else f"{use.path.translate(HYPHENS)}-unknown",
        use.path,
        f"It is not in the list of {use.listed.what} of {use.listed.as_of}: AWS may have it since, or refuses it.",
        f"{use.so}Where AWS refuses it, ask for what there is: `{use.listed.ask}`.",
        use.listed.source,
        use.applies,
    )
    for use in USES
)
