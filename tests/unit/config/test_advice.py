"""What AWS accepts and the user will regret."""

from typing import Any

import pytest

from orion_rds.config import parse, warnings
from orion_rds.config.advice import WARNINGS

Smallest = dict[str, Any]
LARGE: dict[str, Any] = {"instance_class": "db.r7g.large"}
HUGE: dict[str, Any] = {"instance_class": "db.r7g.4xlarge"}
SERVERLESS: dict[str, Any] = {"instance_class": "db.serverless"}
ZONE = {"availability_zone": "us-east-1a"}
CAPACITY = {"min_acu": 2, "max_acu": 16}
ALERTS = "arn:aws:sns:us-east-1:123456789012:database-alerts"
EVENTS = "arn:aws:sns:us-east-1:123456789012:database-events"
UNTOLD = {
    "backup": {"copies": {"region": "us-west-2"}},
    "alarms": {"profile": "quiet"},
    "events": {"topic_arn": EVENTS},
}
SILENT = {"alarms": {"profile": "quiet"}, "events": {"mode": "off"}}
COPIES = {"copies": {"region": "us-west-2"}}
COMPLIANCE = {"mode": "compliance", "changeable_for_days": 7}
STANDBY = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
}
TOLD = STANDBY | {"topic_arns": ["arn:aws:sns:us-west-2:123456789012:database-alerts"]}
ADOPTED = {"cluster": "legacy-aurora", "secret": "legacy/aurora/master"}
REPLICATION = {"cluster": {"rds.logical_replication": True}}

REGRETTED: list[tuple[str, dict[str, Any]]] = [
    ("instance-alone", {"instances": {"count": 1}}),
    ("instance-alone", {"instances": [LARGE]}),
    ("instance-alone", {"instances": [LARGE | ZONE]}),
    ("instances-in-one-zone", {"instances": [LARGE | ZONE, LARGE | ZONE]}),
    ("successor-smaller", {"instances": [HUGE, LARGE]}),
    ("successor-smaller", {"instances": [HUGE, LARGE, HUGE | {"promotion_tier": 1}]}),
    ("successor-scales-alone", {"instances": [LARGE, SERVERLESS | {"promotion_tier": 2}], "serverless": CAPACITY}),
    ("burstable-production", {"environment": "prod", "instances": {"instance_class": "db.t4g.medium"}}),
    ("insights-short-of-memory", {"serverless": {"min_acu": 0.5, "max_acu": 1.5}}),
    ("pause-never-comes", {"serverless": {"min_acu": 0, "max_acu": 4}, "parameters": REPLICATION}),
    ("audit-not-loaded", {"parameters": {"cluster": {"shared_preload_libraries": "pg_stat_statements"}}}),
    ("audit-not-exported", {"logs": {"exports": ["instance"]}}),
    ("vault-lock-compliance", {"backup": {"copies": {"region": "us-west-2", "vault_lock": COMPLIANCE}}}),
    ("production-unprotected", {"environment": "production", "protection": {"deletion": False}}),
    ("production-alarms-silent", {"environment": "prod", "alarms": {"profile": "quiet"}}),
    ("production-events-off", {"environment": "prod", "events": {"mode": "off"}}),
    ("copies-untold", UNTOLD),
    ("class-memory-guessed", {"instances": {"instance_class": "db.r99g.large"}}),
    ("production-without-final-snapshot", {"environment": "prod", "protection": {"final_snapshot": False}}),
    ("password-version-unused", {"master": {"password": "rds_managed", "password_version": 2}}),
    ("standby-insights-advanced", {"disaster_recovery": STANDBY, "monitoring": {"insights": "advanced"}}),
    ("topics-unused", {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}, "events": {"mode": "off"}}),
    ("topics-unused", {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}, "events": {"topic_arn": EVENTS}}),
    ("standby-topics-unused", SILENT | {"disaster_recovery": TOLD}),
    ("standby-topics-unused", {"disaster_recovery": TOLD | {"instances": {"count": 0}}, "events": {"mode": "off"}}),
    ("alarms-off-unused", {"alarms": {"profile": "off", "capacity": {"threshold_percent": 70}}}),
    ("alarms-off-unused", {"alarms": {"profile": "off"}, "redis": {"alarms": {"cpu": {"threshold_percent": 70}}}}),
    ("alarms-memory-unused", {"serverless": CAPACITY, "alarms": {"memory": {"datapoints": 2}}}),
    ("alarms-capacity-unused", {"alarms": {"capacity": {"threshold_percent": 70}}}),
    ("alarms-replication-lag-unused", {"alarms": {"replication_lag": {"threshold_milliseconds": 500}}}),
    ("alarms-rpo-lag-unused", {"alarms": {"rpo_lag": {"threshold_milliseconds": 500}}}),
    ("alarms-local-storage-unused", {"serverless": CAPACITY, "alarms": {"local_storage": {"datapoints": 2}}}),
    ("alarms-load-unused", {"serverless": CAPACITY, "alarms": {"load": {"datapoints": 2}}}),
    ("alarms-load-unused", {"alarms": {"load": {"threshold_sessions": 9}}, "monitoring": {"insights": "off"}}),
    ("redis-alarms-replication-lag-unused", {"redis": {"nodes": 1, "alarms": {"replication_lag": {"datapoints": 2}}}}),
    ("adopted-host", {"disaster_recovery": STANDBY, "adopt": ADOPTED}),
    ("redis-alone", {"environment": "prod", "redis": {"nodes": 1}}),
    ("redis-alone", {"environment": "prod", "redis": {"shards": 3, "replicas_per_shard": 0}}),
    ("redis-burstable", {"environment": "prod", "redis": {"node_type": "cache.t4g.small"}}),
    ("redis-oss", {"redis": {"engine": "redis"}}),
    ("redis-open", {"redis": {"authentication": "off"}}),
]

TOGETHER = {"alarms-replica-lag-unused", "redis-password-version-unused"}
"""With another one each."""

NOT_REGRETTED: list[dict[str, Any]] = [
    {},
    {"environment": "prod"},
    {"disaster_recovery": STANDBY},
    {"disaster_recovery": STANDBY, "adopt": ADOPTED, "master": {"password_version": 2}},
    {"environment": "prod", "redis": {}},
    {"environment": "prod", "redis": {"shards": 3}},
    {"redis": {"nodes": 1, "node_type": "cache.t4g.small", "authentication": "token"}},
    {"instances": {"instance_class": "db.t4g.medium"}, "protection": {"deletion": False, "final_snapshot": False}},
    {"instances": [LARGE | ZONE, LARGE]},
    {"instances": [LARGE | ZONE, LARGE | {"availability_zone": "us-east-1b"}]},
    {"instances": [LARGE, HUGE]},
    {"instances": [HUGE, HUGE, LARGE]},
    {"instances": [HUGE, LARGE | {"promotion_tier": 2}, HUGE | {"promotion_tier": 2}]},
    {"instances": [LARGE, SERVERLESS], "serverless": CAPACITY},
    {"instances": [LARGE, LARGE, SERVERLESS], "serverless": CAPACITY},
    {"serverless": {"min_acu": 0.5, "max_acu": 1}, "monitoring": {"insights": "off"}},
    {"parameters": {"cluster": {"shared_preload_libraries": "pg_stat_statements,pgaudit"}}},
    {"logs": {"exports": []}, "audit": {"statements": []}},
    {"serverless": {"min_acu": 0, "max_acu": 2}},
    {"alarms": {"profile": "off"}, "events": {"mode": "off"}},
    UNTOLD | {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    UNTOLD | {"events": {"mode": "own"}},
    {"environment": "prod", "events": {"mode": "shared"}},
    {"disaster_recovery": TOLD},
    SILENT | {"disaster_recovery": TOLD, "events": {"mode": "own"}},
    SILENT | {"disaster_recovery": TOLD, "backup": COPIES, "alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    {"alarms": {"topic_arns": [ALERTS]}, "events": {"mode": "off"}},
    {"alarms": {"profile": "quiet", "topic_arns": [ALERTS]}},
    {"alarms": {"profile": "off", "topic_arns": [ALERTS]}, "redis": {}},
    {"alarms": {"replica_lag": {"datapoints": 2}, "cpu": {"datapoints": 2}, "per_instance": True}},
    {"master": {"password": "rds_managed"}},
    {"monitoring": {"insights": "advanced"}},
    {"instances": {"instance_class": "db.r99g.large"}, "alarms": {"profile": "off"}},
    {"serverless": {"min_acu": 0.5, "max_acu": 2}, "parameters": REPLICATION},
]


@pytest.mark.parametrize(("name", "settings"), REGRETTED)
def test_what_will_be_regretted_is_told(name: str, settings: dict[str, Any], smallest: Smallest) -> None:
    """Once, and nothing else with it."""
    assert [warning.name for warning in warnings(parse(smallest | settings))] == [name]


@pytest.mark.parametrize("settings", NOT_REGRETTED)
def test_what_is_well_is_not_warned_of(settings: dict[str, Any], smallest: Smallest) -> None:
    """A warning that is always there is read by nobody."""
    assert warnings(parse(smallest | settings)) == ()


def test_every_warning_is_provoked() -> None:
    """One that nothing provokes is a claim without proof."""
    assert {name for name, _ in REGRETTED} | TOGETHER == set(WARNINGS)


def test_of_what_stands_together_each_is_warned_of(smallest: Smallest) -> None:
    """These never come alone: one instance and an open Redis are warned of as well."""
    alone = {"instances": {"count": 1}, "alarms": {"replica_lag": {"datapoints": 2}}}
    is_open = {"redis": {"authentication": "off", "password_version": 2}}
    told = [{warning.name for warning in warnings(parse(smallest | settings))} for settings in (alone, is_open)]
    assert told == [
        {"instance-alone", "alarms-replica-lag-unused"},
        {"redis-password-version-unused", "redis-open"},
    ]


def test_several_warnings_come_at_once(smallest: Smallest) -> None:
    """In the order of the table."""
    settings = {"environment": "prod", "instances": [{"instance_class": "db.t4g.medium"}]}
    found = warnings(parse(smallest | settings | {"protection": {"deletion": False}}))
    assert [warning.name for warning in found] == ["instance-alone", "burstable-production", "production-unprotected"]


@pytest.mark.parametrize("warning", WARNINGS.values(), ids=lambda warning: warning.name)
def test_a_warning_has_a_reason_a_mend_and_a_source(warning: Any) -> None:
    """As a refusal has; its text holds them all."""
    assert warning.source.startswith("https://")
    assert all(part in warning.text for part in (warning.path, warning.why, warning.mend, warning.name, warning.source))
