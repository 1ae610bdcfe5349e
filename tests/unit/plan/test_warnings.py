"""Warnings: each is shown for what it is about, and for nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orion_rds.config import parse, setting_paths
from orion_rds.config.errors import as_path
from orion_rds.config.refused_value import refused_at
from orion_rds.facts.warning_names import NAMES
from orion_rds.plan.warnings import WARNINGS, ConfigWarning, accepted_warnings, warnings
from tests.component.stacks import whole_config

SMALLEST: dict[str, Any] = {
    "project": "orion",
    "environment": "test",
    "network": {
        "vpc_id": "vpc-0a1b2c3d4e5f60718",
        "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
        "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
    },
}
LARGE: dict[str, Any] = {"instance_class": "db.r7g.large"}
HUGE: dict[str, Any] = {"instance_class": "db.r7g.4xlarge"}
SERVERLESS: dict[str, Any] = {"instance_class": "db.serverless"}
ZONE = {"availability_zone": "us-east-1a"}
CAPACITY = {"min_acu": 2, "max_acu": 16}
ALERTS = "arn:aws:sns:us-east-1:123456789012:database-alerts"
EVENTS = "arn:aws:sns:us-east-1:123456789012:database-events"
WITHOUT_TOPIC = {
    "backup": {"copies": {"region": "us-west-2"}},
    "alarms": {"profile": "quiet"},
    "events": {"topic_arn": EVENTS},
}
QUIET = {"alarms": {"profile": "quiet"}, "events": {"mode": "off"}}
COPIES = {"copies": {"region": "us-west-2"}}
COMPLIANCE = {"mode": "compliance", "changeable_for_days": 7}
STANDBY: dict[str, Any] = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
}
NOTIFIED = STANDBY | {"topic_arns": ["arn:aws:sns:us-west-2:123456789012:database-alerts"]}
ADOPTED = {"cluster": "legacy-aurora", "secret": "legacy/aurora/master"}
UNSAID: dict[str, Any] = {"emails": None}
ON_CALL = {"emails": ["on-call@example.com"]}
REPLICATION = {"cluster": {"rds.logical_replication": True}}


def subscribed(settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings that say who subscribes to a topic that is created, unless they say so; a null is left out."""
    alarms: dict[str, Any] = settings.get("alarms", {})
    return {**settings, "alarms": {"emails": [], **alarms}}


WARNED: list[tuple[str, dict[str, Any]]] = [
    ("accepted-warning-unused", {"accepted_warnings": {"redis-open": "There is no Redis."}}),
    ("instance-alone", {"instances": {"count": 1}}),
    ("instance-alone", {"instances": {"1": LARGE}}),
    ("instance-alone", {"instances": {"1": LARGE | ZONE}}),
    ("instances-in-one-zone", {"instances": {"1": LARGE | ZONE, "2": LARGE | ZONE}}),
    ("successor-smaller", {"instances": {"1": HUGE, "2": LARGE}}),
    ("successor-smaller", {"instances": {"1": HUGE, "2": LARGE, "3": HUGE | {"promotion_tier": 1}}}),
    ("successor-smaller", {"instances": {"1": HUGE, "2": SERVERLESS, "3": LARGE}, "serverless": CAPACITY}),
    (
        "successor-scales-alone",
        {"instances": {"1": LARGE, "2": SERVERLESS | {"promotion_tier": 2}}, "serverless": CAPACITY},
    ),
    ("burstable-production", {"environment": "prod", "instances": {"instance_class": "db.t4g.medium"}}),
    ("insights-short-of-memory", {"serverless": {"min_acu": 0.5, "max_acu": 1.5}}),
    ("objective-recovery-typical", {"objectives": {"recovery_seconds": 59}}),
    ("objective-rto-unmeasured", {"objectives": {"rto_minutes": 1}}),
    ("pause-never-comes", {"serverless": {"min_acu": 0, "max_acu": 4}, "parameters": REPLICATION}),
    ("audit-not-loaded", {"parameters": {"cluster": {"shared_preload_libraries": "pg_stat_statements"}}}),
    ("audit-not-loaded", {"parameters": {"instance": {"shared_preload_libraries": "pg_cron"}}}),
    ("audit-not-loaded", {"parameters": {"cluster": {"shared_preload_libraries": "not_pgaudit"}}}),
    ("audit-overridden", {"parameters": {"instance": {"pgaudit.log": "none"}}}),
    ("parameter-without-effect", {"parameters": {"cluster": {"work_mem": 64}, "instance": {"work_mem": 128}}}),
    ("audit-not-exported", {"logs": {"exports": ["instance"]}}),
    ("vault-lock-compliance", {"backup": {"copies": {"region": "us-west-2", "vault_lock": COMPLIANCE}}}),
    ("production-unprotected", {"environment": "production", "protection": {"deletion": False}}),
    ("production-alarms-silent", {"environment": "prod", "alarms": {"profile": "quiet"}}),
    ("production-events-off", {"environment": "prod", "events": {"mode": "off"}}),
    ("copies-without-topic", WITHOUT_TOPIC),
    ("instances-unknown", {"instances": {"instance_class": "db.r99g.large"}}),
    ("instances-unknown", {"disaster_recovery": STANDBY | {"instances": {"instance_class": "db.r99g.large"}}}),
    ("engine-version-unknown", {"engine": {"version": "17.99"}}),
    ("engine-version-unknown", {"engine": {"version": "19"}}),
    ("parameters-unknown", {"parameters": {"cluster": {"pg_cron.max_running_jobs": 5}}}),
    ("parameters-unknown", {"parameters": {"instance": {"pg_cron.max_running_jobs": 5}}}),
    ("backup-copies-region-unknown", {"backup": {"copies": {"region": "eu-north-9"}}}),
    ("valkey-versions-unknown", {"redis": {"version": "9.9"}}),
    ("redis-node-type-unknown", {"redis": {"node_type": "cache.r9g.large"}}),
    ("redis-parameters-unknown", {"redis": {"parameters": {"nonsense-thing": 1}}}),
    ("production-without-final-snapshot", {"environment": "prod", "protection": {"final_snapshot": False}}),
    ("password-version-unused", {"master": {"password_source": "rds_managed", "password_version": 2}}),
    ("standby-insights-advanced", {"disaster_recovery": STANDBY, "monitoring": {"insights": "advanced"}}),
    ("topic-without-subscribers", {"alarms": UNSAID}),
    ("topic-without-subscribers", {"alarms": UNSAID, "disaster_recovery": NOTIFIED}),
    ("standby-topic-without-subscribers", {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "disaster_recovery": STANDBY}),
    ("redis-topic-without-subscribers", {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {}}),
    ("emails-unused", {"alarms": {"profile": "quiet", **ON_CALL}, "events": {"mode": "off"}}),
    ("emails-unused", {"alarms": {"profile": "quiet", **ON_CALL}, "events": ON_CALL}),
    ("topics-unused", {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}, "events": {"mode": "off"}}),
    ("topics-unused", {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}, "events": {"topic_arn": EVENTS}}),
    ("standby-topics-unused", QUIET | {"disaster_recovery": NOTIFIED}),
    ("alarms-off-unused", {"alarms": {"profile": "off", "capacity": {"threshold_percent": 70}}}),
    ("alarms-off-unused", {"alarms": {"profile": "off"}, "redis": {"alarms": {"cpu": {"threshold_percent": 70}}}}),
    ("alarms-memory-unused", {"serverless": CAPACITY, "alarms": {"memory": {"datapoints": 2}}}),
    ("alarms-capacity-unused", {"alarms": {"capacity": {"threshold_percent": 70}}}),
    (
        "alarms-capacity-unused",
        {"serverless": {"min_acu": 2, "max_acu": 2}, "alarms": {"capacity": {"threshold_percent": 99}}},
    ),
    ("alarms-replication-lag-unused", {"alarms": {"replication_lag": {"threshold_milliseconds": 500}}}),
    ("alarms-rpo-lag-unused", {"alarms": {"rpo_lag": {"threshold_milliseconds": 500}}}),
    ("alarms-replication-slots-unused", {"alarms": {"replication_slots": {"threshold_bytes": 2**30}}}),
    ("alarms-local-storage-unused", {"serverless": CAPACITY, "alarms": {"local_storage": {"datapoints": 2}}}),
    ("alarms-load-unused", {"serverless": CAPACITY, "alarms": {"load": {"datapoints": 2}}}),
    ("alarms-load-unused", {"alarms": {"load": {"threshold_sessions": 9}}, "monitoring": {"insights": "off"}}),
    ("redis-alarms-replication-lag-unused", {"redis": {"nodes": 1, "alarms": {"replication_lag": {"datapoints": 2}}}}),
    (
        "redis-alarms-memory-unused",
        {"redis": {"parameters": {"maxmemory-policy": "allkeys-lru"}, "alarms": {"memory": {"datapoints": 2}}}},
    ),
    ("redis-alarms-evictions-unused", {"redis": {"alarms": {"evictions": {"datapoints": 2}}}}),
    # A db.r7g.large has 16 GiB, and accepts 1,678 connections.
    ("alarms-connections-beyond", {"alarms": {"connections": {"threshold_connections": 1_678}}}),
    (
        "alarms-connections-beyond",
        {
            "alarms": {"connections": {"threshold_connections": 100}},
            "parameters": {"cluster": {"max_connections": 100}},
        },
    ),
    ("alarms-memory-beyond", {"alarms": {"memory": {"threshold_bytes": 2**34}}}),
    ("redis-alarms-connections-beyond", {"redis": {"alarms": {"connections": {"threshold_connections": 65_000}}}}),
    ("redis-alone", {"environment": "prod", "redis": {"nodes": 1}}),
    ("redis-alone", {"environment": "prod", "redis": {"shards": 3, "replicas_per_shard": 0}}),
    ("redis-burstable", {"environment": "prod", "redis": {"node_type": "cache.t4g.small"}}),
    *(
        (
            "redis-data-tiering-policy",
            {"redis": {"node_type": "cache.r6gd.xlarge", "parameters": {"maxmemory-policy": policy}}},
        )
        for policy in ("allkeys-random", "volatile-ttl")
    ),
    ("redis-oss", {"redis": {"engine": "redis"}}),
    ("redis-open", {"redis": {"authentication": "off"}}),
    ("redis-open-to-former-clients", {"redis": {"former_clients": "accepted"}}),
]

TOGETHER = {
    "alarms-replica-lag-unused",
    "redis-password-version-unused",
    "redis-versions-unknown",
    "disaster-recovery-region-unknown",
}
"""Each comes with another one."""

FINE: list[dict[str, Any]] = [
    {},
    {"environment": "prod"},
    {"objectives": {"recovery_seconds": 60, "rpo_seconds": 300}},
    {"objectives": {"rpo_seconds": 1, "rto_minutes": 10}, "disaster_recovery": NOTIFIED},
    {"instances": {"count": 1}, "accepted_warnings": {"instance-alone": "Ten minutes are fine."}},
    {"disaster_recovery": STANDBY},
    {"disaster_recovery": STANDBY, "adopt": ADOPTED, "master": {"password_version": 2}},
    {"environment": "prod", "redis": {}},
    {"environment": "prod", "redis": {"shards": 3}},
    {"redis": {"authentication": "token", "former_clients": "accepted"}},
    {"redis": {"node_type": "cache.r6gd.xlarge"}},
    {"redis": {"node_type": "cache.r6gd.xlarge", "parameters": {"maxmemory-policy": "noeviction"}}},
    {"redis": {"parameters": {"maxmemory-policy": "allkeys-random"}}},
    {"redis": {"nodes": 1, "node_type": "cache.t4g.small", "authentication": "token"}},
    {"instances": {"instance_class": "db.t4g.medium"}, "protection": {"deletion": False, "final_snapshot": False}},
    {"instances": {"1": LARGE | ZONE, "2": LARGE}},
    {"instances": {"1": LARGE | ZONE, "2": LARGE | {"availability_zone": "us-east-1b"}}},
    {"instances": {"1": LARGE, "2": HUGE}},
    {"instances": {"1": HUGE, "2": HUGE, "3": LARGE}},
    {"instances": {"1": HUGE, "2": LARGE | {"promotion_tier": 2}, "3": HUGE | {"promotion_tier": 2}}},
    {"instances": {"1": LARGE, "2": SERVERLESS}, "serverless": CAPACITY},
    {"instances": {"1": LARGE, "2": SERVERLESS | {"promotion_tier": 1}}, "serverless": CAPACITY},
    {"instances": {"1": LARGE, "2": LARGE, "3": SERVERLESS}, "serverless": CAPACITY},
    {"serverless": {"min_acu": 0.5, "max_acu": 1}, "monitoring": {"insights": "off"}},
    {"parameters": {"cluster": {"shared_preload_libraries": "pg_stat_statements,pgaudit"}}},
    {"parameters": {"instance": {"shared_preload_libraries": "pg_cron, pgaudit"}}},
    {"parameters": {"instance": {"pgaudit.log": "all"}}},
    {"parameters": {"instance": {"pgaudit.log": "none"}}, "audit": {"statements": [], "objects": True}},
    {"parameters": {"cluster": {"log_connections": 1}, "instance": {"log_connections": True}}},
    {"logs": {"exports": []}, "audit": {"statements": []}},
    {"serverless": {"min_acu": 0, "max_acu": 2}},
    {"alarms": {"profile": "off"}, "events": {"mode": "off"}},
    WITHOUT_TOPIC | {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    WITHOUT_TOPIC | {"events": {"mode": "own"}},
    {"environment": "prod", "events": {"mode": "shared"}},
    {"disaster_recovery": NOTIFIED},
    {"alarms": ON_CALL},
    {"alarms": {"profile": "quiet", **ON_CALL}, "events": {"mode": "off"}, "redis": {}},
    {"alarms": {"profile": "quiet", **ON_CALL}},
    {"alarms": {"topic_arns": [ALERTS], "emails": []}, "disaster_recovery": STANDBY},
    {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {"events": ON_CALL}},
    {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {"events": {"emails": []}}},
    {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {}, "events": ON_CALL},
    {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {"events": {"mode": "off"}}},
    {"alarms": UNSAID | {"topic_arns": [ALERTS]}, "redis": {"events": {"topic_arn": EVENTS}}},
    {"disaster_recovery": NOTIFIED | {"instances": {"count": 0}}, "events": {"mode": "off"}},
    QUIET | {"disaster_recovery": NOTIFIED, "events": {"mode": "own"}},
    QUIET | {"disaster_recovery": NOTIFIED, "backup": COPIES, "alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    {"alarms": {"topic_arns": [ALERTS]}, "events": {"mode": "off"}},
    {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    {"alarms": {"profile": "off", "topic_arns": [ALERTS]}, "redis": {}},
    {"alarms": {"replica_lag": {"datapoints": 2}, "cpu": {"datapoints": 2}, "per_instance": True}},
    {"master": {"password_source": "rds_managed"}},
    {"monitoring": {"insights": "advanced"}},
    {"engine": {"version": "17.9"}, "redis": {"version": "9.1", "parameters": {"maxmemory-policy": "allkeys-lru"}}},
    {"serverless": {"min_acu": 0.5, "max_acu": 2}, "parameters": REPLICATION},
    {"alarms": {"connections": {"threshold_connections": 1_677}, "memory": {"threshold_bytes": 2**34 - 1}}},
    {"alarms": {"local_storage": {"threshold_bytes": 2**35}, "load": {"threshold_sessions": 100}}},
]


@pytest.mark.parametrize(("name", "settings"), WARNED)
def test_a_setting_to_regret_has_exactly_its_warning(name: str, settings: dict[str, Any]) -> None:
    """Once, and no other with it."""
    assert [warning.name for warning in warnings(parse(subscribed(SMALLEST | settings)))] == [name]


def test_every_message_is_one_that_was_reviewed(expect: Callable[[str, Path], None]) -> None:
    """Setting, reason and fix."""
    texts = [each.text for _, settings in WARNED for each in warnings(parse(subscribed(SMALLEST | settings)))]

    expect("\n\n".join(texts) + "\n", Path(__file__).parent / "golden" / "warnings.txt")


@pytest.mark.parametrize("settings", FINE)
def test_a_good_setting_has_no_warning(settings: dict[str, Any]) -> None:
    """Nobody reads a warning that is always there."""
    assert warnings(parse(subscribed(SMALLEST | settings))) == ()


def test_every_warning_is_provoked() -> None:
    """A warning without a test may never be shown."""
    assert {name for name, _ in WARNED} | TOGETHER == set(WARNINGS)


def test_warnings_that_come_together_are_all_shown() -> None:
    """One instance and an open Redis have warnings of their own, and so has each value that a list does not have."""
    alone = {"instances": {"count": 1}, "alarms": {"replica_lag": {"datapoints": 2}}}
    is_open = {"redis": {"authentication": "off", "password_version": 2}}
    redis = {"redis": {"engine": "redis", "version": "6.3"}}
    regions = {
        "disaster_recovery": {
            **STANDBY,
            "region": "eu-north-9",
            "encryption": {"storage_key_arn": STANDBY["encryption"]["kms_key_arn"].replace("us-west-2", "eu-north-9")},
        },
        "backup": {"copies": {"region": "eu-north-9"}},
    }
    shown = [
        {warning.name for warning in warnings(parse(subscribed(SMALLEST | settings)))}
        for settings in (alone, is_open, redis, regions)
    ]
    assert shown == [
        {"instance-alone", "alarms-replica-lag-unused"},
        {"redis-password-version-unused", "redis-open"},
        {"redis-oss", "redis-versions-unknown"},
        {"disaster-recovery-region-unknown", "backup-copies-region-unknown"},
    ]


def test_several_warnings_come_at_once() -> None:
    """In the order of the table."""
    settings = {"environment": "prod", "instances": {"1": {"instance_class": "db.t4g.medium"}}}
    found = warnings(parse(subscribed(SMALLEST | settings | {"protection": {"deletion": False}})))
    assert [warning.name for warning in found] == ["instance-alone", "burstable-production", "production-unprotected"]


@pytest.mark.parametrize("written", [SMALLEST, whole_config("prod")], ids=["smallest", "production"])
def test_a_warning_that_depends_on_a_refused_setting_is_not_judged(written: dict[str, Any]) -> None:
    """`orion-rds check` shows the others beside the problems. Only that an alarm has settings is known without them."""
    config = parse(written)
    shown = {each.name for each in warnings(config)}
    paths = [path for path in setting_paths.settings() if path != "accepted_warnings"]
    others = {path: names(refused_at(config, as_path(path))) - shown for path in paths}

    assert {path for path, more in others.items() if more} <= {path for path in others if "alarms." in path}
    assert all(name.endswith("-unused") for more in others.values() for name in more)
    assert names(refused_at(parse(subscribed(SMALLEST | {"instances": {"count": 1}})), ("instances", "count"))) == set()


def names(config: Any) -> set[str]:
    """Return the names of the warnings for a configuration."""
    return {each.name for each in warnings(config)}


@pytest.mark.parametrize("warning", WARNINGS.values(), ids=lambda warning: warning.name)
def test_a_warning_has_a_reason_a_fix_and_a_source(warning: ConfigWarning) -> None:
    """Its text holds them all, as that of a refusal does."""
    assert warning.source.startswith("https://")
    assert all(part in warning.text for part in (warning.path, warning.why, warning.fix, warning.name, warning.source))


def test_every_warning_can_be_accepted_but_that_about_an_acceptance() -> None:
    """The names stand where the configuration is checked, which knows no warnings."""
    assert [*NAMES] == sorted(set(WARNINGS) - {"accepted-warning-unused"})


def test_an_accepted_warning_hides_no_other() -> None:
    """Each is accepted by itself; each acceptance without effect is named."""
    settings = {
        "environment": "prod",
        "instances": {"1": {"instance_class": "db.t4g.medium"}},
        "accepted_warnings": {"redis-open": "None.", "burstable-production": "It is idle.", "redis-oss": "None."},
    }
    config = parse(subscribed(SMALLEST | settings))

    assert [(each.name, each.path) for each in warnings(config)] == [
        ("instance-alone", "instances"),
        ("accepted-warning-unused", "accepted_warnings.redis-open"),
        ("accepted-warning-unused", "accepted_warnings.redis-oss"),
    ]
    assert [each.name for each in accepted_warnings(config)] == ["burstable-production"]
