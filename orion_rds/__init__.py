"""Aurora PostgreSQL with what production needs around it, as one Pulumi component."""

import importlib
import typing

if typing.TYPE_CHECKING:
    from orion_rds.components import AuroraDatabase
    from orion_rds.config import ConfigError, DatabaseConfig, DatabaseInput
    from orion_rds.plan.warnings import ConfigWarning, warnings

__all__ = ["AuroraDatabase", "ConfigError", "ConfigWarning", "DatabaseConfig", "DatabaseInput", "warnings"]

_MODULES = {
    "AuroraDatabase": "components",
    "ConfigError": "config",
    "ConfigWarning": "plan.warnings",
    "DatabaseConfig": "config",
    "DatabaseInput": "config",
    "warnings": "plan.warnings",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: a small part, such as `testing`, does not load the AWS SDK."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
