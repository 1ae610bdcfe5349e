"""Database parameters: ours, the user's over them, and how AWS is to apply each."""

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
    """One parameter as a parameter group takes it."""

    name: str
    value: str
    apply_method: ApplyMethod


@dataclass(frozen=True, slots=True)
class OurParameter:
    """A parameter that every cluster of this component has, unless the user sets it."""

    name: str
    value: str
    why: str


CLUSTER = table(
    lambda ours: ours.name,
    OurParameter("log_min_duration_statement", "1000", "statements of one second (1000 ms) or more are worth a look"),
    OurParameter("log_statement", "ddl", "who changed which table is found in the log"),
    OurParameter("pg_stat_statements.track", "all", "statements inside functions count too"),
    OurParameter("rds.force_ssl", "1", "connections without TLS are refused; the default of 17 and later, not of 16"),
    OurParameter("shared_preload_libraries", "pg_stat_statements,auto_explain", "both work only when loaded at start"),
    OurParameter(
        "track_activity_query_size", "4096", "long statements (bytes) show whole, whatever the default becomes"
    ),
)
"""In the cluster parameter group."""

INSTANCE = table(
    lambda ours: ours.name,
    OurParameter("log_connections", "1", "who came, from where"),
    OurParameter("log_disconnections", "1", "and for how long"),
    OurParameter("log_lock_waits", "1", "who waited for whom"),
)
"""In the parameter group of the instances."""

ENGINE_DEFAULTS: Mapping[str, str] = MappingProxyType({"rds.force_ssl": "1", "track_activity_query_size": "4096"})
"""Settings of ours that a version of Aurora has anyway.

What is equal to the default AWS reports as pending-reboot, whatever was asked for; asked for as immediate, it would
show as a change for ever.

Source: https://www.pulumi.com/registry/packages/aws/api-docs/rds/parametergroup/ ("Problematic Configuration")
"""


def cluster_settings(config: DatabaseConfig) -> tuple[Setting, ...]:
    """Give the settings of the cluster parameter group, by name."""
    ours = {name: row.value for name, row in CLUSTER.items()}
    if config.audit.is_on:
        ours["shared_preload_libraries"] += f",{audit.LIBRARY}"
    return _settings({**ours, **audit.parameters(config.audit)}, config.parameters.cluster)


def instance_settings(config: DatabaseConfig) -> tuple[Setting, ...]:
    """Give the settings of the instances' parameter group, by name."""
    return _settings({name: row.value for name, row in INSTANCE.items()}, config.parameters.instance)


def _settings(ours: Mapping[str, str], users: Mapping[str, ParameterValue]) -> tuple[Setting, ...]:
    values = {**ours, **{name: text(value) for name, value in users.items()}}
    return tuple(Setting(name, value, apply_method(name, value)) for name, value in sorted(values.items()))


def apply_method(name: str, value: str) -> ApplyMethod:
    """Tell how AWS is to apply a setting.

    AWS refuses `immediate` for static parameters and takes `pending-reboot` for every parameter, so that is what a
    parameter gets whose nature is not known.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
    """
    known = PARAMETERS.get(name)
    if known is None or known.static or ENGINE_DEFAULTS.get(name) == value:
        return "pending-reboot"
    return "immediate"
