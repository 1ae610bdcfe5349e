"""Physical names keep within AWS's limits for every prefix."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.facts import identifiers
from orion_rds.facts.identifiers import Identifier
from orion_rds.plan import names

SUFFIX = "0123456789abcdef0123456789"
"""As the provider appends it to a prefix."""

prefixes = st.from_regex(identifiers.PREFIX.pattern, fullmatch=True).filter(identifiers.PREFIX.accepts)
LONGEST = "p" * 17 + "-" + "e" * 16

NAMES: dict[str, tuple[Identifier, Callable[[str], str]]] = {
    "cluster": (identifiers.CLUSTER, names.cluster),
    "subnet group": (identifiers.SUBNET_GROUP, names.subnet_group),
    "secret": (identifiers.SECRET, lambda prefix: names.secret_prefix(prefix) + SUFFIX),
    "connection parameter": (identifiers.PARAMETER, names.connection_parameter),
    "log group": (
        identifiers.LOG_GROUP_NAME,
        lambda prefix: names.log_group(names.cluster(prefix), "iam-db-auth-error"),
    ),
    "instance": (identifiers.INSTANCE, lambda prefix: names.instance_prefix(prefix) + SUFFIX),
    "cluster parameter group": (
        identifiers.PARAMETER_GROUP,
        lambda prefix: names.cluster_parameter_group_prefix(prefix, "17.7") + SUFFIX,
    ),
    "instance parameter group": (
        identifiers.PARAMETER_GROUP,
        lambda prefix: names.instance_parameter_group_prefix(prefix, "17.7") + SUFFIX,
    ),
    "monitoring role": (
        identifiers.IAM_ROLE,
        lambda prefix: names.role_prefix(names.monitoring_role(names.standby_prefix(prefix))) + SUFFIX,
    ),
    "backup role": (
        identifiers.IAM_ROLE,
        lambda prefix: names.role_prefix(names.backup_role(prefix)) + SUFFIX,
    ),
    "redis": (identifiers.REDIS, names.redis),
    "redis subnet group": (identifiers.REDIS_GROUP, names.redis_subnet_group),
    "redis parameter group": (
        identifiers.REDIS_GROUP,
        lambda prefix: names.redis_parameter_group(prefix, "redis6.x", "0a1b2c3d"),
    ),
    "redis user": (identifiers.REDIS_USER, lambda prefix: names.redis_user(prefix, "anon")),
    "redis user group": (identifiers.REDIS_USER, names.redis_user_group),
    "secret of a role": (identifiers.SECRET, lambda prefix: names.role_secret_prefix(prefix, "a" * 63) + SUFFIX),
    "redis secret": (identifiers.SECRET, lambda prefix: names.redis_secret_prefix(prefix, "default") + SUFFIX),
    "redis log group": (identifiers.LOG_GROUP_NAME, lambda prefix: names.redis_log_group(prefix, "engine-log")),
    "redis final snapshot": (
        identifiers.FINAL_SNAPSHOT,
        lambda prefix: names.redis_final_snapshot(prefix, "0a1b2c3d"),
    ),
    "alarm": (identifiers.ALARM, lambda prefix: names.alarm(prefix, "aurora-reader-connections")),
    "topic": (identifiers.TOPIC, names.topic),
    "dashboard": (identifiers.DASHBOARD, names.dashboard),
    "event subscription": (
        identifiers.EVENT_SUBSCRIPTION,
        lambda prefix: names.event_subscription(prefix, "instances"),
    ),
    "backup vault": (identifiers.BACKUP_VAULT, names.copies_vault),
    "backup plan": (identifiers.BACKUP_PLAN, names.backup_plan),
    "backup event rule": (identifiers.EVENT_RULE, lambda prefix: names.backup_event_rule(prefix, "backup-jobs")),
    "final snapshot": (identifiers.FINAL_SNAPSHOT, lambda prefix: names.final_snapshot(prefix, "0a1b2c3d")),
}


@given(prefix=prefixes)
def test_aws_accepts_every_name(prefix: str) -> None:
    """The configuration bounds the prefix; the longest one must leave room for all that is added."""
    refused = [kind for kind, (identifier, name) in NAMES.items() if not identifier.accepts(name(prefix))]

    assert refused == []


@pytest.mark.parametrize("kind", NAMES)
def test_aws_accepts_the_longest_names(kind: str) -> None:
    """Random prefixes seldom have all 34 characters."""
    identifier, name = NAMES[kind]

    assert len(LONGEST) == identifiers.PREFIX.maximum
    assert identifier.accepts(name(LONGEST))


def test_names_are_those_of_the_module() -> None:
    """People type them and write them into policies."""
    assert names.cluster("orion-prod") == "orion-prod-aurora"
    assert names.secret_prefix("orion-prod") == "orion-prod/aurora/master-"
    assert names.connection_parameter("orion-prod") == "/orion-prod/aurora/connection"
    assert names.log_group("orion-prod-aurora", "postgresql") == "/aws/rds/cluster/orion-prod-aurora/postgresql"
    assert names.instance_prefix("orion-prod") == "orion-prod-aurora-"
    assert names.role_prefix(names.monitoring_role("orion-prod")) == "orion-prod-rds-monitoring-"


def test_parameter_groups_are_named_after_the_major_version() -> None:
    """Minor versions share a group; a major version has a new one, created before the old one is deleted."""
    of_minor, of_major, next_major = (
        names.cluster_parameter_group_prefix("orion-prod", version) for version in ("17.7", "17", "18")
    )

    assert of_minor == of_major == "orion-prod-aurora-pg17-"
    assert next_major == "orion-prod-aurora-pg18-"
