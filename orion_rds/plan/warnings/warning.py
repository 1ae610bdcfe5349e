"""The class of warnings, and the plan that their conditions check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from orion_rds.config import DatabaseConfig
from orion_rds.plan.alarms import AlarmSpec, aurora_alarms, redis_alarms
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site, primary_site, standby_site

PRODUCTION = frozenset({"prod", "production"})


@dataclass(frozen=True)
class DatabasePlan:
    """A configuration, with its sites and alarms. They are computed when they are read, so that a refused setting does
    not prevent warnings that do not depend on it.
    """

    config: DatabaseConfig

    @cached_property
    def primary(self) -> Site:
        """The region of the stack."""
        return primary_site(self.config)

    @cached_property
    def standby(self) -> Site | None:
        """The region of the secondary cluster."""
        return standby_site(self.config)

    @cached_property
    def primary_alarms(self) -> tuple[AlarmSpec, ...]:
        """The alarms in the region of the stack."""
        return (*_aurora(self.primary), *_redis(self.primary))

    @cached_property
    def standby_alarms(self) -> tuple[AlarmSpec, ...]:
        """The alarms in the region of the secondary cluster."""
        return _aurora(self.standby) if self.standby else ()

    @property
    def is_production(self) -> bool:
        """Whether the name of the environment is one of production."""
        return self.config.environment in PRODUCTION


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """A warning: its condition, its reason, and the fix."""

    name: str
    """Stable: tests and documents refer to it."""

    path: str
    """Dotted path of the setting."""

    why: str
    fix: str
    source: str
    """The page that documents it."""

    applies: Callable[[DatabasePlan], bool]

    @property
    def text(self) -> str:
        """The whole warning in one paragraph."""
        return f"{self.path}: {self.why} {self.fix} ({self.name}, {self.source})"


def _redis(site: Site) -> tuple[AlarmSpec, ...]:
    redis = site.config.redis
    return redis_alarms(site, expected_nodes(site.redis_identifier, redis)) if redis else ()


def _aurora(site: Site) -> tuple[AlarmSpec, ...]:
    # AWS generates the identifiers of instances later; no warning reads them.
    identifiers = {instance.name: "" for instance in site.fleet}
    return aurora_alarms(site, cluster_identifier=site.cluster_identifier, instance_identifiers=identifiers)
