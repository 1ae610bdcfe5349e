"""Two databases of one program whose names in AWS would be the same."""

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


def check_names(name: str, config: DatabaseConfig, provider: _Provider, of: str) -> None:
    """Check that no other database of the program has the names of this one.

    Two providers may be of two regions or accounts, which only they know. The engine itself refuses a logical name that
    is used twice. Pulumi's own mocks have no program: their tests create what they need.

    Raises:
        ConfigError: where another one has the same names and the same provider.
    """
    monitor = get_monitor()
    if monitor is None or type(monitor) is MockMonitor:
        return
    databases = _databases.setdefault(monitor, [])
    for prefix, same_provider, other in databases:
        if prefix == config.prefix and same_provider is provider and other != name:
            raise ConfigError([DATABASE_TWICE.problem("environment", config.environment, other=other)], of=of)
    databases.append((config.prefix, provider, name))
