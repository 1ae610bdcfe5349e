"""Warnings of what is written down of who did what."""

from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import references
from orion_rds.facts.parameter_values import text


def _audits_without_the_library(config: DatabaseConfig) -> bool:
    loaded = config.parameters.cluster.get("shared_preload_libraries")
    return config.audit.is_on and loaded is not None and "pgaudit" not in text(loaded)


ROWS = (
    ConfigWarning(
        "audit-not-loaded",
        "parameters.cluster",
        "Your `shared_preload_libraries` has no `pgaudit`, so that nothing is written down of what `audit` asks for.",
        "Add it to the list, or write `audit: {statements: []}`.",
        references.AURORA_PGAUDIT,
        _audits_without_the_library,
    ),
    ConfigWarning(
        "audit-not-exported",
        "logs.exports",
        "The audit log is in the PostgreSQL log, which stays on the instances here and is deleted after days.",
        "Export `postgresql`.",
        references.AURORA_LOGS,
        lambda config: config.audit.is_on and "postgresql" not in config.logs.exports,
    ),
)
