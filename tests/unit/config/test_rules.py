"""Rules between sections: what they read, and that the order of fields does not matter to them."""

from typing import Any

import pytest

from orion_rds.config import ConfigError, parse
from orion_rds.config.rules import RULES, Rule
from orion_rds.config.setting_paths import settings
from orion_rds.facts import identifiers


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.__name__)
def test_a_rule_reads_settings_that_exist(rule: Rule) -> None:
    """A path that does not exist would never keep a rule from a refused setting."""
    assert set(rule.reads) <= set(settings())
    assert len(rule.reads) > 1


def test_a_rule_reports_every_setting_at_once(smallest: dict[str, Any]) -> None:
    """Rules do not stop at the first problem."""
    standby = {
        "region": "us-west-2",
        "network": smallest["network"] | {"port": 5433},
        "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
        "instances": {"instance_class": "db.t4g.medium"},
    }
    given = smallest | {
        "disaster_recovery": standby,
        "master": {"password_source": "rds_managed"},
        "instances": {"count": 16, "instance_class": "db.t4g.medium"},
        "backup": {"copies": {"region": "eu-west-1", "vault_lock": {"min_retention_days": 50}}},
        "adopt": {"cluster": "orion-test-dr-aurora", "secret": "orion"},
    }
    with pytest.raises(ConfigError) as caught:
        parse(given)
    assert [(problem.refusal, ".".join(map(str, problem.path))) for problem in caught.value.problems] == [
        ("global-managed-password", "master.password_source"),
        ("global-burstable", "instances.instance_class"),
        ("global-instances", "instances.count"),
        ("copies-region-differs", "backup.copies.region"),
        ("vault-lock-retention", "backup.copies.vault_lock.min_retention_days"),
        ("global-port", "disaster_recovery.network.port"),
        ("global-network", "disaster_recovery.network.vpc_id"),
        ("global-network", "disaster_recovery.network.subnet_ids.0"),
        ("global-network", "disaster_recovery.network.subnet_ids.1"),
        ("global-network", "disaster_recovery.network.allow_from.app"),
        ("global-burstable", "disaster_recovery.instances.instance_class"),
        ("adopt-standby-name", "adopt.cluster"),
    ]


def _topics(count: int) -> dict[str, Any]:
    return {"alarms": {"topic_arns": [f"arn:aws:sns:us-east-1:123456789012:alerts-{n}" for n in range(count)]}}


def _copies(**lock: int) -> dict[str, Any]:
    return {"backup": {"copies": {"region": "us-west-2", "retention_days": 30, "vault_lock": lock}}}


@pytest.mark.parametrize(
    ("last", "beyond", "refusal"),
    [
        (
            {"project": "p" * 20, "environment": "e" * (identifiers.PREFIX.maximum - 21)},
            {"project": "p" * 20, "environment": "e" * (identifiers.PREFIX.maximum - 20)},
            "prefix-long",
        ),
        (
            {"engine": {"version": "15.4"}, "serverless": {"min_acu": 1, "max_acu": 128}},
            {"engine": {"version": "15.4"}, "serverless": {"min_acu": 1, "max_acu": 128.5}},
            "max-acu-version",
        ),
        (
            {"engine": {"version": "15.5"}, "serverless": {"min_acu": 1, "max_acu": 128.5}},
            {"engine": {"version": "15.4"}, "serverless": {"min_acu": 1, "max_acu": 129}},
            "max-acu-version",
        ),
        (
            {"engine": {"version": "15.7"}, "serverless": {"min_acu": 0, "max_acu": 4}},
            {"engine": {"version": "15.6"}, "serverless": {"min_acu": 0, "max_acu": 4}},
            "min-acu-pause",
        ),
        (_topics(5), _topics(6), "topics-many"),
        (_copies(min_retention_days=30), _copies(min_retention_days=31), "vault-lock-retention"),
        (_copies(max_retention_days=30), _copies(max_retention_days=29), "vault-lock-retention"),
        (
            {"maintenance_window": "sun:04:00-sun:04:30", "backup": {"window": "03:00-04:00"}},
            {"maintenance_window": "sun:03:59-sun:04:30", "backup": {"window": "03:00-04:00"}},
            "windows-overlap",
        ),
    ],
)
def test_a_limit_is_refused_one_beyond_it(
    smallest: dict[str, Any], last: dict[str, Any], beyond: dict[str, Any], refusal: str
) -> None:
    """The last value within it is accepted."""
    parse(smallest | last)
    with pytest.raises(ConfigError) as caught:
        parse(smallest | beyond)
    assert [problem.refusal for problem in caught.value.problems] == [refusal]


def test_a_rule_does_not_judge_an_example_in_place_of_a_refused_setting(smallest: dict[str, Any]) -> None:
    """Required settings are replaced by examples, so that the others can still be compared."""
    given = smallest | {
        "project": "a-project-with-a-rather-long-name",
        "environment": "",
        "serverless": {"min_acu": -1, "max_acu": 4},
        "instances": {"instance_class": "db.r7g.large"},
    }
    with pytest.raises(ConfigError) as caught:
        parse(given)
    assert [problem.refusal for problem in caught.value.problems] == [
        "name-part",
        "name-part",
        "serverless-and-class",
        "min-acu",
    ]


def test_windows_of_aws_backup_are_not_compared(smallest: dict[str, Any]) -> None:
    """The default window is not in use then."""
    overlapping = smallest | {"maintenance_window": "sun:03:00-sun:04:00"}

    parse(overlapping | {"backup": {"managed_by": "aws_backup"}})
    with pytest.raises(ConfigError, match="windows-overlap"):
        parse(overlapping)


def test_every_setting_of_the_other_owner_is_refused(smallest: dict[str, Any]) -> None:
    """Values that equal the defaults too: they would not be sent."""
    owned = {"managed_by": "aws_backup", "retention_days": 35, "window": "03:00-04:00"}
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"backup": owned})

    assert [problem.refusal for problem in caught.value.problems] == ["backup-owned", "backup-owned"]


def test_rds_may_manage_the_password_of_an_adopted_cluster_without_a_secret(smallest: dict[str, Any]) -> None:
    """Nobody has to know the one it had: RDS sets another."""
    parse(smallest | {"adopt": {"cluster": "legacy-aurora"}, "master": {"password_source": "rds_managed"}})


@pytest.mark.parametrize(
    "subnets", [{"subnet_ids": ["subnet-2b3c4d5e6f708192a", "subnet-3b3c4d5e6f708192a"]}, {"subnet_group_name": "data"}]
)
def test_redis_may_be_in_another_vpc_with_subnets_of_its_own(smallest: dict[str, Any], subnets: dict[str, Any]) -> None:
    """None of them is one of the database."""
    own = {"vpc_id": "vpc-1a2b3c4d5e6f70819", "allow_from": {"app": "10.0.0.0/16"}}

    assert parse(smallest | {"redis": {"network": own | subnets}}).redis


def test_a_range_of_addresses_may_connect_in_both_regions(smallest: dict[str, Any]) -> None:
    """It is of no region, as an ID is."""
    office = {"allow_from": {"office": "10.20.0.0/16"}}
    standby = {
        "region": "us-west-2",
        "network": {"vpc_id": "vpc-1a2b3c4d5e6f70819", "subnet_group_name": "data", **office},
        "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
    }

    assert parse(smallest | {"network": smallest["network"] | office, "disaster_recovery": standby}).disaster_recovery


def test_an_incomplete_section_is_not_compared(smallest: dict[str, Any]) -> None:
    """Its defaults are not what was asked for."""
    network = {"vpc_id": "vpc-0a1b2c3d4e5f60718", "allow_from": smallest["network"]["allow_from"]}
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"network": network, "redis": {}, "backup": {"window": "04:00-05:00"}})
    assert [problem.refusal for problem in caught.value.problems] == ["subnets-missing", "windows-overlap"]


def test_a_refused_item_of_a_list_leaves_the_rest_to_be_compared(smallest: dict[str, Any]) -> None:
    """The positions of the other items stay what they are in the message."""
    given = smallest | {
        "alarms": {"topic_arns": ["x", "arn:aws:sns:us-east-1:123456789012:alerts"]},
        "instances": {"a": {"instance_class": "large"}, "b": {"instance_class": "db.serverless"}},
    }
    with pytest.raises(ConfigError) as caught:
        parse(given)
    assert [(problem.refusal, problem.path) for problem in caught.value.problems] == [
        ("instance-class-form", ("instances", "a", "instance_class")),
        ("serverless-missing", ("instances", "b", "instance_class")),
        ("topic-arn", ("alarms", "topic_arns", 0)),
    ]
