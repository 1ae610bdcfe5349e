"""Database parameters: the defaults of this package, the user's values, and how AWS applies each.

If both groups have a parameter, the value of the instance group applies.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_WorkingWithParamGroups.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orion_rds.config import DatabaseConfig, ParameterValue
from orion_rds.facts.parameter_values import text
from orion_rds.facts.parameters import PARAMETERS
from orion_rds.facts.tables import table
from orion_rds.plan import audit

ApplyMethod = Literal["immediate", "pending-reboot"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of a parameter group."""

    name: str
    value: str
    apply_method: ApplyMethod


@dataclass(frozen=True, slots=True)
class OurParameter:
    """A parameter that this package sets, unless the user does."""

    name: str
    value: str
    why: str


CLUSTER = table(
    lambda ours: ours.name,
    OurParameter("log_min_duration_statement", "1000", "statements of one second (1000 ms) or more are logged"),
    OurParameter("log_statement", "ddl", "the log shows who changed which table"),
    OurParameter("pg_stat_statements.track", "all", "statements inside functions are counted too"),
    OurParameter("rds.force_ssl", "1", "connections without TLS are refused; the default of 17 and later, not of 16"),
    OurParameter(
        "shared_preload_libraries", "pg_stat_statements,auto_explain", "both work only when loaded at the start"
    ),
    OurParameter(
        "track_activity_query_size",
        "4096",
        "long statements (bytes) are shown in full, also where the default is lower",
    ),
)
"""Parameters of the cluster parameter group."""

INSTANCE = table(
    lambda ours: ours.name,
    OurParameter("log_connections", "1", "each connection, with its source"),
    OurParameter("log_disconnections", "1", "each disconnection, with the duration of the session"),
    OurParameter("log_lock_waits", "1", "each long wait for a lock, with the process that holds it"),
)
"""Parameters of the instances' parameter group."""

ENGINE_DEFAULTS: Mapping[str, str] = MappingProxyType({"rds.force_ssl": "1", "track_activity_query_size": "4096"})
"""Values of this package that are also the default of a version of Aurora.

AWS reports a value that equals the default as `pending-reboot`. With `immediate`, it would show as a change in every
preview.

Source: https://www.pulumi.com/registry/packages/aws/api-docs/rds/parametergroup/ ("Problematic Configuration")
"""


def cluster_settings(config: DatabaseConfig) -> tuple[Setting, ...]:
    """Return the settings of the cluster parameter group, by name."""
    ours = {name: row.value for name, row in CLUSTER.items()}
    if config.audit.is_on:
        ours["shared_preload_libraries"] += f",{audit.LIBRARY}"
    return _settings(config, {**ours, **audit.parameters(config.audit)}, config.parameters.cluster)


def instance_settings(config: DatabaseConfig) -> tuple[Setting, ...]:
    """Return the settings of the instances' parameter group, by name."""
    return _settings(config, {name: row.value for name, row in INSTANCE.items()}, config.parameters.instance)


def effective_values(config: DatabaseConfig) -> Mapping[str, str]:
    """Return the effective values on the instances, by name."""
    settings = (*cluster_settings(config), *instance_settings(config))
    return {setting.name: setting.value for setting in settings}


def ignored_changes(adopted_name: str | None) -> list[str]:
    """Return the properties to ignore on a parameter group.

    AWS never changes a description. An adopted group with another description would be replaced, under a name that is
    in use.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
    """
    return ["description"] if adopted_name else []


def _settings(
    config: DatabaseConfig, ours: Mapping[str, str], users: Mapping[str, ParameterValue]
) -> tuple[Setting, ...]:
    """Return the user's settings, and those of this package that the user sets in neither group."""
    written = config.parameters.cluster.keys() | config.parameters.instance.keys()
    values = {name: value for name, value in ours.items() if name not in written}
    values |= {name: text(value) for name, value in users.items()}
    return tuple(Setting(name, value, apply_method(name, value)) for name, value in sorted(values.items()))


def apply_method(name: str, value: str) -> ApplyMethod:
    """Return how AWS applies a setting.

    AWS refuses `immediate` for static parameters and accepts `pending-reboot` for all, so unknown parameters get
    `pending-reboot`.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
    """
    known = PARAMETERS.get(name)
    if known is None or known.static or ENGINE_DEFAULTS.get(name) == value:
        return "pending-reboot"
    return "immediate"
