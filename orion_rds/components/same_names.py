"""Refusal of two databases of one program with the same names in AWS."""

from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_monitor

from orion_rds.config import ConfigError, DatabaseConfig, Refusal
from orion_rds.facts import references


def _other(*, other: str) -> None: ...


DATABASE_TWICE = Refusal(
    "database-twice",
    why='`AuroraDatabase("{other}")` of this program has the same `project` and `environment`, of which every name in '
    "AWS consists, and the same provider.",
    fix="Write another `environment`. For a database in another region or account, pass a provider of its own.",
    source=references.PULUMI_NAMES,
    fields=_other,
)

_Provider = pulumi.ProviderResource | None
_databases: WeakKeyDictionary[Any, list[tuple[str, _Provider, str]]] = WeakKeyDictionary()
"""Prefix, provider and logical name of each database, by the monitor of the run: a process may run many programs."""


def check_names(config: DatabaseConfig, provider: _Provider, of: str) -> None:
    """Check that no other registered database of the program has the same names.

    Databases with different providers are accepted, because the SDK does not expose a provider's region and account.

    Raises:
        ConfigError: where another one has the same names and the same provider.
    """
    for prefix, same_provider, other in _registered():
        if prefix == config.prefix and same_provider is provider:
            raise ConfigError([DATABASE_TWICE.problem("environment", config.environment, other=other)], of=of)


def keep_names(name: str, config: DatabaseConfig, provider: _Provider) -> None:
    """Record the names of a registered database."""
    _registered().append((config.prefix, provider, name))


def _registered() -> list[tuple[str, _Provider, str]]:
    """Return the databases of the program. Pulumi's own mocks have no program: their tests create what they need."""
    monitor = get_monitor()
    return [] if monitor is None or type(monitor) is MockMonitor else _databases.setdefault(monitor, [])
