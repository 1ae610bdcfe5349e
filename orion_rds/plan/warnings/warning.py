"""One warning, and the plan that it judges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from orion_rds.config import DatabaseConfig
from orion_rds.plan.alarms import AlarmSpec, aurora_alarms, redis_alarms
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site, primary_site, standby_site

PRODUCTION = frozenset({"prod", "production"})


@dataclass(frozen=True, slots=True)
class DatabasePlan:
    """A configuration, and the sites and alarms that follow from it."""

    config: DatabaseConfig
    primary: Site
    standby: Site | None
    primary_alarms: tuple[AlarmSpec, ...]
    standby_alarms: tuple[AlarmSpec, ...]

    @classmethod
    def of(cls, config: DatabaseConfig) -> DatabasePlan:
        """Make the plan of a configuration."""
        here, there = primary_site(config), standby_site(config)
        return cls(config, here, there, (*_aurora(here), *_redis(here)), _aurora(there) if there else ())

    @property
    def is_production(self) -> bool:
        """Whether the environment is production, by its name."""
        return self.config.environment in PRODUCTION


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """The reason for a warning, and what to do instead."""

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
