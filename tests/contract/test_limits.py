"""The limits of the sandbox beside those of orion-rds: equal, or different for a reason that is written here.

Both are written by hand. Where they differ without a reason, one of the two is wrong, and a program is refused that AWS
accepts, or deployed here and refused there.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, get_args

import pytest

from orion_rds.components.cluster import STORAGE_TYPES
from orion_rds.config import windows as config_windows
from orion_rds.config.engine import LifecycleSupport
from orion_rds.config.monitoring import LogExport
from orion_rds.facts import (
    events,
    identifiers,
    instance_classes,
    node_types,
    parameters,
    redis_versions,
    reserved_words,
    versions,
)
from orion_rds.facts import limits as facts
from orion_rds.facts.alarms import MissingData
from orion_sandbox.api import limits, names, postgresql_parameters
from orion_sandbox.api.gate import windows
from orion_sandbox.api.limits import Choices, Form, Range
from orion_sandbox.api.overlay.elasticache_settings import INSTALLED
from orion_sandbox.api.overlay.rds_settings import DEFAULT_MINORS

Accepts = Callable[[Any], bool]


@dataclass(frozen=True)
class Pair:
    """One limit of the sandbox and the same one of orion-rds, and values on both sides of each bound."""

    sandbox: Accepts
    product: Accepts
    values: Iterable[Any]

    def differences(self) -> dict[Any, str]:
        """Return the values that one side alone accepts."""
        sides = {(True, False): "sandbox", (False, True): "product"}
        found = {value: (bool(self.sandbox(value)), bool(self.product(value))) for value in self.values}
        return {value: sides[accepted] for value, accepted in found.items() if accepted in sides}


def same(limit: Range | Choices, fact: facts.Range | facts.Choices) -> Pair:
    """Compare two ranges, or two lists of numbers."""
    return Pair(limit.__contains__, fact.__contains__, {*_around(limit), *_around(fact)})


def at_least(limit: Range, minimum: int) -> Pair:
    """Compare with a number that is a minimum."""
    return Pair(limit.__contains__, lambda number: number >= minimum, {*_around(limit), minimum - 1, minimum})


def at_most(limit: Range, maximum: int) -> Pair:
    """Compare with a number that is a maximum."""
    most = int(limit.maximum)
    return Pair(limit.__contains__, lambda number: number <= maximum, {most, most + 1, maximum, maximum + 1})


def _around(limit: Any) -> set[float]:
    if hasattr(limit, "values"):
        return {number + step for number in limit.values for step in (-1, 0, 1)}
    bounds = {bound for bound in (limit.minimum, limit.maximum) if bound != float("inf")}
    return {bound + step for bound in bounds for step in (-limit.step, -limit.step / 2, 0, limit.step)}


TEXTS = (
    "", "1", "a", "A", "ab", "a1", "1a", "a-b", "a--b", "-a", "a-", "a_b", "a.b", "a b", "a/b", "a@b", "a!b", "ä",
    "a\n", "default", "defaults", "orion-prod", "ORION", "prod/db", "prod/db-a1B2c3", "alerts.fifo",
    *("a" * length for length in (40, 41, 50, 51, 63, 64, 65, 254, 255, 256, 257, 512, 513)),
)  # fmt: skip


def form(limit: Form, fact: identifiers.Identifier) -> Pair:
    """Compare two forms of names."""
    return Pair(limit.__contains__, fact.accepts, TEXTS)


def members(limit: Iterable[Any], fact: Iterable[Any]) -> Pair:
    """Compare two sets."""
    ours, theirs = frozenset(limit), frozenset(fact)
    return Pair(ours.__contains__, theirs.__contains__, ours | theirs)


CLASSES = (
    "db.r7g.large", "db.r7g.16xlarge", "db.x2g.xlarge", "db.t4g.medium", "db.t3.micro", "db.m7g.large", "db.r.large",
    "db.serverless", "db.r7g", "db.r7g.huge", "cache.r7g.large", "db.R7g.large",
)  # fmt: skip
VERSIONS = ("17", "17.7", "17.77", "17.777", "9", "9.6", "017", "17.", "17.7.1", "latest", "17.07", "")
NODE_TYPES = (
    "cache.r7g.large", "cache.r6gd.xlarge", "cache.t4g.micro", "cache.m7g.2xlarge", "cache.c7gn.large",
    "cache.t1.micro", "cache.x2g.large", "cache.r7g", "db.r7g.large", "cache.r7g.huge", "cache.t3.small",
)  # fmt: skip


WINDOWS = (
    ("03:00-04:00", "sun:05:00-sun:06:00"),
    ("03:00-04:00", "sun:04:00-sun:05:00"),
    ("04:00-05:00", "sun:03:00-sun:04:00"),
    ("03:00-04:00", "sun:03:59-sun:05:00"),
    ("23:30-00:30", "mon:00:00-mon:00:30"),
    ("23:30-00:30", "mon:00:30-mon:01:00"),
    ("03:00-04:00", "sun:23:00-mon:03:01"),
    ("03:00-04:00", "tue:00:00-tue:23:00"),
)
"""A backup window and a maintenance window. The second, third and sixth pair touch."""


def _do_not_overlap(pair: tuple[str, str]) -> bool:
    return not windows.overlap(windows.daily(pair[0]), windows.weekly(pair[1]))


def _are_accepted(pair: tuple[str, str]) -> bool:
    return not config_windows.overlap(config_windows.daily(pair[0]), config_windows.weekly(pair[1]))


def _categories(kind: str) -> Iterable[str]:
    return (row.name for row in events.CATEGORIES.values() if row.source_type == kind)


def _later_minors(first: Mapping[int, int]) -> set[tuple[int, int]]:
    return {(major, minor) for major, minor in first.items() if minor > 0}


PAIRS: Mapping[str, Pair] = {
    "BACKUP_RETENTION_DAYS": same(limits.BACKUP_RETENTION_DAYS, facts.BACKUP_RETENTION_DAYS),
    "CLUSTER_INSTANCES": same(limits.CLUSTER_INSTANCES, facts.INSTANCES),
    "CLUSTER_PORT": same(limits.CLUSTER_PORT, facts.PORT),
    "INSIGHTS_ADVANCED_DAYS": at_least(limits.INSIGHTS_ADVANCED_DAYS, facts.INSIGHTS_ADVANCED_MINIMUM_DAYS),
    "INSIGHTS_RETENTION_DAYS": same(limits.INSIGHTS_RETENTION_DAYS, facts.INSIGHTS_RETENTION_DAYS),
    "MONITORING_INTERVAL_SECONDS": same(limits.MONITORING_INTERVAL_SECONDS, facts.MONITORING_INTERVAL_SECONDS),
    "PROMOTION_TIER": same(limits.PROMOTION_TIER, facts.PROMOTION_TIER),
    "SERVERLESS_MAX_ACU": same(limits.SERVERLESS_MAX_ACU, facts.SERVERLESS_MAX_ACU),
    "SERVERLESS_MIN_ACU": same(limits.SERVERLESS_MIN_ACU, facts.SERVERLESS_MIN_ACU),
    "SERVERLESS_PAUSE_SECONDS": same(limits.SERVERLESS_PAUSE_SECONDS, facts.SERVERLESS_PAUSE_SECONDS),
    "SERVERLESS_FIRST_PAUSING_MINORS": members(
        _later_minors(limits.SERVERLESS_FIRST_PAUSING_MINORS),
        _later_minors({number: major.first_pausing_minor for number, major in versions.MAJORS.items()}),
    ),
    "SERVERLESS_FIRST_256_MINORS": members(
        _later_minors(limits.SERVERLESS_FIRST_256_MINORS),
        _later_minors({number: major.first_256_minor for number, major in versions.MAJORS.items()}),
    ),
    "SERVERLESS_MAX_ACU_BEFORE": at_most(limits.SERVERLESS_MAX_ACU_BEFORE, versions.maximum_acu("14.9")),
    "SUBNET_GROUP_ZONES": at_least(limits.SUBNET_GROUP_ZONES, facts.SUBNETS_MINIMUM),
    "WINDOW_MINUTES": at_least(limits.WINDOW_MINUTES, facts.WINDOW_MINIMUM_MINUTES),
    "REDIS_NODES": same(limits.REDIS_NODES, facts.REDIS_NODES),
    "REDIS_NODES_OF_ALL_SHARDS": at_most(limits.REDIS_NODES_OF_ALL_SHARDS, facts.REDIS_NODES_MAXIMUM),
    "REDIS_PORT": same(limits.REDIS_PORT, facts.REDIS_PORT),
    "REDIS_TAKEN_PORTS": members(limits.REDIS_TAKEN_PORTS.values, [facts.REDIS_TAKEN_PORT]),
    "REDIS_REPLICAS": same(limits.REDIS_REPLICAS, facts.REDIS_REPLICAS),
    "REDIS_SNAPSHOT_RETENTION_DAYS": same(limits.REDIS_SNAPSHOT_RETENTION_DAYS, facts.REDIS_SNAPSHOT_RETENTION_DAYS),
    "REDIS_WINDOW_MINUTES": at_least(limits.REDIS_WINDOW_MINUTES, facts.REDIS_WINDOW_MINIMUM_MINUTES),
    "VAULT_GRACE_DAYS": same(limits.VAULT_GRACE_DAYS, facts.VAULT_LOCK_COOLING_OFF_DAYS),
    "VAULT_RETENTION_DAYS": same(limits.VAULT_RETENTION_DAYS, facts.VAULT_RETENTION_DAYS),
    "ALARM_DAY_SECONDS": at_most(limits.ALARM_DAY_SECONDS, 60 * facts.alarm_evaluation_periods(60)),
    "ALARM_WEEK_SECONDS": at_most(limits.ALARM_WEEK_SECONDS, 3600 * facts.alarm_evaluation_periods(3600)),
    "ALARM_PERIOD_SECONDS": same(limits.ALARM_PERIOD_SECONDS, facts.ALARM_PERIOD_SECONDS),
    "METRICS_INSIGHTS_ALARM_SECONDS": at_most(
        limits.METRICS_INSIGHTS_ALARM_SECONDS, facts.METRICS_INSIGHTS_ALARM_SECONDS
    ),
    "COMPOSITE_ALARM_MEMBERS": at_most(limits.COMPOSITE_ALARM_MEMBERS, facts.COMPOSITE_ALARM_MEMBERS_MAXIMUM),
    "LOG_RETENTION_DAYS": same(limits.LOG_RETENTION_DAYS, facts.LOG_RETENTION_DAYS),
    "TAGS": at_most(limits.TAGS, facts.TAGS_MAXIMUM),
    "TAG_KEY_CHARACTERS": at_most(limits.TAG_KEY_CHARACTERS, facts.TAG_KEY_MAXIMUM),
    "TAG_VALUE_CHARACTERS": at_most(limits.TAG_VALUE_CHARACTERS, facts.TAG_VALUE_MAXIMUM),
    "CLUSTER": form(names.CLUSTER, identifiers.CLUSTER),
    "INSTANCE": form(names.INSTANCE, identifiers.INSTANCE),
    "PARAMETER_GROUP": form(names.PARAMETER_GROUP, identifiers.PARAMETER_GROUP),
    "SUBNET_GROUP": form(names.SUBNET_GROUP, identifiers.SUBNET_GROUP),
    "FINAL_SNAPSHOT": form(names.FINAL_SNAPSHOT, identifiers.FINAL_SNAPSHOT),
    "EVENT_SUBSCRIPTION": form(names.EVENT_SUBSCRIPTION, identifiers.EVENT_SUBSCRIPTION),
    "DATABASE": form(names.DATABASE, identifiers.DATABASE),
    "MASTER_USERNAME": form(names.MASTER_USERNAME, identifiers.MASTER_USERNAME),
    "INSTANCE_CLASS": Pair(
        names.INSTANCE_CLASS.__contains__,
        lambda text: text == instance_classes.SERVERLESS or instance_classes.series(text) in instance_classes.SERIES,
        CLASSES,
    ),
    "BURSTABLE_CLASS": Pair(
        names.BURSTABLE_CLASS.__contains__,
        lambda text: instance_classes.series(text) == instance_classes.BURSTABLE,
        CLASSES,
    ),
    "LIFECYCLE_SUPPORT": members(names.LIFECYCLE_SUPPORT.values, get_args(LifecycleSupport)),
    "LOG_EXPORTS": members(names.LOG_EXPORTS.values, get_args(LogExport)),
    "STORAGE_TYPES": members(names.STORAGE_TYPES.values, STORAGE_TYPES.values()),
    "VERSION": Pair(
        names.VERSION.__contains__, lambda text: re.fullmatch(versions.FORM, text, re.ASCII) is not None, VERSIONS
    ),
    "CLUSTER_EVENTS": members(names.CLUSTER_EVENTS.values, _categories("db-cluster")),
    "INSTANCE_EVENTS": members(names.INSTANCE_EVENTS.values, _categories("db-instance")),
    "REPLICATION_GROUP": form(names.REPLICATION_GROUP, identifiers.REDIS),
    "REDIS_GROUP": form(names.REDIS_GROUP, identifiers.REDIS_GROUP),
    "REDIS_USER": form(names.REDIS_USER, identifiers.REDIS_USER),
    "NODE_TYPE": Pair(
        names.NODE_TYPE.__contains__, lambda text: node_types.series(text) in node_types.SERIES, NODE_TYPES
    ),
    "NODE_TYPE_WITH_DISKS": Pair(names.NODE_TYPE_WITH_DISKS.__contains__, node_types.has_data_tiering, NODE_TYPES),
    "REDIS_ENGINES": members(names.REDIS_ENGINES.values, get_args(redis_versions.Engine)),
    "DASHBOARD": form(names.DASHBOARD, identifiers.DASHBOARD),
    "MISSING_DATA": members(names.MISSING_DATA.values, get_args(MissingData)),
    "SECRET": form(names.SECRET, identifiers.SECRET),
    "TOPIC": form(names.TOPIC, identifiers.TOPIC),
    "PARAMETER": Pair(
        names.PARAMETER.__contains__,
        identifiers.PARAMETER.accepts,
        [f"/{text}" for text in (*TEXTS, "a/", "a" * 1010, "a" * 1011)],
    ),
    "POSTGRESQL_KEYWORDS": members(names.POSTGRESQL_KEYWORDS, reserved_words.POSTGRESQL_KEYWORDS),
    "RESERVED_DATABASES": members(
        names.RESERVED_DATABASES, reserved_words.POSTGRESQL_KEYWORDS | reserved_words.RDS_DATABASES
    ),
    "RESERVED_USERS": members(
        names.RESERVED_USERS, reserved_words.POSTGRESQL_KEYWORDS | reserved_words.RDS_USERS | reserved_words.ROLE_WORDS
    ),
    "RESERVED_USER_PREFIXES": members(names.RESERVED_USER_PREFIXES, reserved_words.RESERVED_ROLE_PREFIXES),
    "STATIC": members(
        postgresql_parameters.STATIC, (name for name, each in parameters.PARAMETERS.items() if each.static)
    ),
    "CLUSTER_ONLY": members(
        postgresql_parameters.CLUSTER_ONLY,
        (name for name, each in parameters.PARAMETERS.items() if each.groups == parameters.CLUSTER_ONLY),
    ),
    "LISTED_CLUSTER": members(postgresql_parameters.LISTED_CLUSTER, parameters.names_of("cluster")),
    "LISTED_INSTANCE": members(postgresql_parameters.LISTED_INSTANCE, parameters.names_of("instance")),
    "MAJORS": members(map(int, DEFAULT_MINORS), versions.MAJORS),
    "REDIS_VERSIONS": members(INSTALLED, redis_versions.RELEASES),
    "WINDOWS": Pair(_do_not_overlap, _are_accepted, WINDOWS),
}

QUOTA = "a quota of the account, of which a program uses a part"
GENERATED = "the component generates every password, with a form of its own"
FIXED = "the component has no such setting and stays within the limit"
NOT_MADE = "the component makes no such resource"

ONLY_HERE: Mapping[str, str] = {
    "EVENT_SUBSCRIPTIONS": QUOTA,
    "GLOBAL_SECONDARIES": "the component makes one secondary cluster",
    "MASTER_PASSWORD_CHARACTERS": GENERATED,
    "MASTER_PASSWORD": GENERATED,
    "REDIS_PASSWORD_CHARACTERS": GENERATED,
    "REDIS_PASSWORDS": GENERATED,
    "REDIS_TOKEN": GENERATED,
    "PARAMETERS_OF_A_CALL": "the provider divides long lists into several calls",
    "PARAMETER_LEVELS": FIXED,
    "STANDARD_PARAMETER_CHARACTERS": FIXED,
    "ADVANCED_PARAMETER_CHARACTERS": FIXED,
    "BACKUP_COLD_DAYS": "Aurora's backups have no cold storage",
    "BACKUP_CONTINUOUS_DAYS": FIXED,
    "BACKUP_RUN_MINUTES": FIXED,
    "BACKUP_START_MINUTES": FIXED,
    "ALARM_SHORT_PERIODS_SECONDS": "RDS publishes every minute: the component's alarms have periods of whole minutes",
    "EMAIL": "the sandbox refuses what SNS does; the component's form also wants a domain with a dot",
    "METRIC_QUERY": "the component's queries have ids of its own, which no setting changes",
    "COMPOSITE_ALARM_ELEMENTS": "a rule of 100 alarms, which the component checks, has fewer elements",
    "DASHBOARD_WIDGETS": FIXED,
    "DASHBOARD_COLUMNS": FIXED,
    "DASHBOARD_ROWS": FIXED,
    "IAM_POLICY_CHARACTERS": NOT_MADE,
    "IAM_POLICY_VERSIONS": NOT_MADE,
    "KEY_DELETION_DAYS": NOT_MADE,
    "RULE_PORT": "the component's rules admit the port of the database, which has a narrower range",
    "SECRET_RECOVERY_DAYS": FIXED,
    "TARGETS_OF_A_RULE": FIXED,
    "FIFO_TOPIC": "RDS publishes to standard topics only",
    "SECURITY_GROUP_TEXT": "the component writes descriptions of names that have a narrower form",
}
"""The limits that orion-rds does not have, and why."""

CAPITALS = "AWS turns capital letters into small ones, so a program would see another name than it wrote"

DIFFERENCES: Mapping[str, tuple[str, dict[Any, str]]] = {
    "SERVERLESS_FIRST_PAUSING_MINORS": ("version 13 is in Extended Support", {(13, 15): "sandbox"}),
    "STATIC": (
        "AWS's instructions reboot for it; that AWS refuses it at once is stated nowhere",
        {"pgaudit.role": "product"},
    ),
    "SERVERLESS_FIRST_256_MINORS": ("version 13 is in Extended Support", {(13, 13): "sandbox"}),
    "MAJORS": ("version 13 is in Extended Support, which the component does not start with", {13: "sandbox"}),
    "REDIS_VERSIONS": (
        "AWS runs older versions too, and takes other forms than the provider",
        {("redis", version): "sandbox" for version in ("4.0", "5.0", "6.x")},
    ),
    "VAULT_GRACE_DAYS": (
        "AWS states no maximum; the component's is the longest retention of a vault",
        {36501: "sandbox"},
    ),
    "VERSION": (
        "AWS has versions with one digit and with patches, and the gate then looks for the major version",
        dict.fromkeys(("9", "9.6", "17.7.1", "17.07"), "sandbox"),
    ),
    **{
        name: (CAPITALS, {"A": "sandbox", "ORION": "sandbox"})
        for name in (
            "CLUSTER",
            "INSTANCE",
            "PARAMETER_GROUP",
            "SUBNET_GROUP",
            "EVENT_SUBSCRIPTION",
            "MASTER_USERNAME",
            "REDIS_GROUP",
        )
    },
    "DATABASE": (
        f"{CAPITALS}; and AWS accepts 64 characters, of which PostgreSQL keeps 63 bytes",
        {"A": "sandbox", "ORION": "sandbox", "a" * 64: "sandbox"},
    ),
    "SECRET": (
        "AWS advises against a hyphen and six characters at the end; `!` is for secrets that AWS services make",
        {"a!b": "sandbox", "prod/db-a1B2c3": "sandbox"},
    ),
}
"""Why a limit differs, and for every value on which the two disagree, which side alone accepts it."""

MODULES: tuple[ModuleType, ...] = (limits, names, postgresql_parameters)


def _limits() -> Iterable[str]:
    """Name every limit of the sandbox."""
    kinds = (Range, Choices, Form, frozenset, tuple, Mapping)
    for module in MODULES:
        yield from (name for name, value in vars(module).items() if name.isupper() and isinstance(value, kinds))


def test_every_limit_of_the_sandbox_is_compared() -> None:
    """Or the table says why there is nothing to compare it with."""
    public = {name for name in _limits() if not name.startswith("_")}

    assert public - PAIRS.keys() - ONLY_HERE.keys() == set()
    assert ONLY_HERE.keys() - public == set()
    assert PAIRS.keys() & ONLY_HERE.keys() == set()


@pytest.mark.parametrize("name", PAIRS)
def test_a_limit_is_the_same_or_its_difference_is_explained(name: str) -> None:
    """Explained value by value: an explanation that no longer holds fails too."""
    _why, explained = DIFFERENCES.get(name, ("", {}))

    assert PAIRS[name].differences() == explained


def test_every_explanation_is_of_a_limit() -> None:
    """And gives a reason and a value."""
    assert DIFFERENCES.keys() - PAIRS.keys() == set()
    assert [name for name, (why, values) in DIFFERENCES.items() if not (why and values)] == []


def test_every_limit_has_a_page() -> None:
    """Where AWS states it."""
    stated = [
        value for module in MODULES for value in vars(module).values() if isinstance(value, Range | Choices | Form)
    ]

    assert stated
    assert [limit for limit in stated if not limit.source.startswith("https://")] == []
