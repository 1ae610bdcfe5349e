"""Accepted settings and their effective values. The refusals are in `bad/`."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, DatabaseConfig, FleetInstance, parse

Smallest = dict[str, Any]

STANDBY: Smallest = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
}


def accepted(smallest: Smallest, **settings: Any) -> DatabaseConfig:
    """Parse the smallest configuration with more settings."""
    return parse(smallest | settings)


def refused(smallest: Smallest, **settings: Any) -> list[str]:
    """Names of the refusals."""
    with pytest.raises(ConfigError) as caught:
        accepted(smallest, **settings)
    return [problem.refusal for problem in caught.value.problems]


def test_the_smallest_configuration_is_a_protected_and_monitored_pair(smallest: Smallest) -> None:
    """The defaults are those of production; a test stack says what it does without."""
    config = parse(smallest)
    assert config.prefix == "orion-test"
    assert config.fleet == tuple(FleetInstance(name, "db.r7g.large", 0) for name in ("1", "2"))
    assert (config.engine.version, config.engine.minor_upgrades, config.engine.storage) == (
        "17",
        "automatic",
        "standard",
    )
    assert (config.backup.retention_days, config.backup.window) == (35, "03:00-04:00")
    assert config.maintenance_window == "sun:04:30-sun:05:30"
    assert (config.monitoring.interval_seconds, config.monitoring.insights) == (60, "standard")
    assert (config.monitoring.insights_retention_days, config.logs.retention_days) == (7, 30)
    assert (config.logs.exports, config.apply) == (("postgresql",), "immediately")
    assert config.engine.lifecycle_support == "open-source-rds-extended-support-disabled"
    assert config.engine.certificate_authority is None
    assert config.protection.deletion
    assert config.protection.final_snapshot
    assert (config.master.username, config.master.password_source) == ("orion_admin", "generated")
    assert (config.database_name, config.network.port, config.network.dual_stack) == ("orion", 5432, False)


@pytest.mark.parametrize(
    ("given", "version", "upgrades"),
    [
        ({}, "17", "automatic"),
        ({"version": "16"}, "16", "automatic"),
        ({"version": 16}, "16", "automatic"),
        ({"version": "17.7"}, "17.7", "manual"),
        ({"version": "17", "minor_upgrades": "manual"}, "17", "manual"),
        ({"version": "18.10", "minor_upgrades": "manual"}, "18.10", "manual"),
    ],
)
def test_an_exact_version_is_upgraded_by_hand(given: Any, version: str, upgrades: str, smallest: Smallest) -> None:
    """Otherwise AWS patches it, and the pinned version becomes a downgrade."""
    engine = accepted(smallest, engine=given).engine
    assert (engine.version, engine.minor_upgrades) == (version, upgrades)


def test_advanced_insights_are_kept_for_fifteen_months(smallest: Smallest) -> None:
    """AWS refuses the mode with less, so the default follows the mode."""
    assert accepted(smallest, monitoring={"insights": "advanced"}).monitoring.insights_retention_days == 465
    longer = {"insights": "advanced", "insights_retention_days": 731}
    assert accepted(smallest, monitoring=longer).monitoring.insights_retention_days == 731
    least_but_one = {"insights": "advanced", "insights_retention_days": 434}
    assert refused(smallest, monitoring=least_but_one) == ["insights-advanced"]


def test_no_log_need_be_exported(smallest: Smallest) -> None:
    """An empty list is an answer, and not the default."""
    assert accepted(smallest, logs={"exports": []}).logs.exports == ()


@pytest.mark.parametrize("seconds", [None, 300, 86400])
def test_an_instance_that_may_pause_says_after_how_long(seconds: int | None, smallest: Smallest) -> None:
    """Default: AWS's own time."""
    serverless = accepted(smallest, serverless={"min_acu": 0, "max_acu": 4, "pause_after_seconds": seconds}).serverless
    assert serverless
    assert serverless.pause_after_seconds == seconds


def test_serverless_makes_the_class_serverless(smallest: Smallest) -> None:
    """One setting is enough."""
    config = accepted(smallest, serverless={"min_acu": 0.5, "max_acu": 16})
    assert {instance.instance_class for instance in config.fleet} == {"db.serverless"}


@pytest.mark.parametrize("version", ["17", "17.4", "18.3", "16.3", "15.7", "14.12", "14"])
def test_recent_versions_may_pause(version: str, smallest: Smallest) -> None:
    """AWS chooses a recent minor version for a bare major one."""
    given = {"engine": {"version": version}, "serverless": {"min_acu": 0, "max_acu": 1}}
    assert accepted(smallest, **given).serverless


@pytest.mark.parametrize("version", ["16.2", "15.6", "14.11"])
def test_older_versions_may_not_pause(version: str, smallest: Smallest) -> None:
    """The last minor version of each before it came."""
    given = {"engine": {"version": version}, "serverless": {"min_acu": 0, "max_acu": 1}}
    assert refused(smallest, **given) == ["min-acu-pause"]


@pytest.mark.parametrize(
    "name", ["db.r7g.large", "db.r6gd.16xlarge", "db.t4g.medium", "db.x2g.2xlarge", "db.r8g.48xlarge"]
)
def test_classes_of_aurora_are_accepted(name: str, smallest: Smallest) -> None:
    """By form and series; AWS adds families faster than a list could follow."""
    assert accepted(smallest, instances={"instance_class": name}).fleet[0].instance_class == name


@pytest.mark.parametrize("name", ["db.r7g", "db.R7G.large", "cache.r7g.large", "db.r7g.metal", "db.r7g.large "])
def test_what_is_no_class_is_refused(name: str, smallest: Smallest) -> None:
    """A typing error is reported before any call to AWS."""
    assert refused(smallest, instances={"instance_class": name}) == ["instance-class-form"]


def test_the_maintenance_window_is_written_as_aws_gives_it_back(smallest: Smallest) -> None:
    """Capitals would show as a change at every preview."""
    assert accepted(smallest, maintenance_window="Sun:05:00-Sun:06:00").maintenance_window == "sun:05:00-sun:06:00"


def test_insights_that_yaml_reads_as_false_are_off(smallest: Smallest) -> None:
    """A bare `off` is false in YAML 1.1, as some readers have it."""
    assert accepted(smallest, monitoring={"insights": False}).monitoring.insights == "off"


@pytest.mark.parametrize("value", [True, False])
def test_a_switch_is_no_number(value: bool, smallest: Smallest) -> None:
    """Pydantic alone would take `true` for one day, one instance and one ACU."""
    assert refused(smallest, backup={"retention_days": value}) == ["whole-number"]
    assert refused(smallest, serverless={"min_acu": value, "max_acu": 4}) == ["number"]
    assert refused(smallest, engine={"version": value}) == ["text"]


def test_numbers_that_pulumi_wrote_as_text_are_read(smallest: Smallest) -> None:
    """`pulumi config set` without `--path` writes text."""
    assert accepted(smallest, backup={"retention_days": "7"}).backup.retention_days == 7


@pytest.mark.parametrize("value", [1000, "ddl", True, 0.5, ""])
def test_a_parameter_takes_one_value_of_any_kind(value: Any, smallest: Smallest) -> None:
    """It is kept as it was written: a switch stays a switch."""
    kept = accepted(smallest, parameters={"cluster": {"search_path": value}}).parameters.cluster["search_path"]
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize("value", [None, [], {}, float("inf"), float("nan")])
def test_a_parameter_takes_nothing_else(value: Any, smallest: Smallest) -> None:
    """AWS takes one text."""
    assert refused(smallest, parameters={"instance": {"log_statement": value}}) == ["parameter-value"]


@pytest.mark.parametrize("group", ["cluster", "instance"])
def test_parameters_that_our_table_does_not_have_are_let_through(group: str, smallest: Smallest) -> None:
    """It is the table of one version; AWS judges the rest."""
    assert accepted(smallest, parameters={group: {"a_parameter.of_tomorrow": 1}})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_statement", "DDL"),
        ("pg_stat_statements.track", "ALL"),
        ("rds.force_ssl", True),
        ("rds.force_ssl", "1"),
        ("max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)"),
        ("log_min_duration_statement", -1),
        ("track_activity_query_size", 16384.0),
        ("pgaudit.log", "ddl, role,-misc"),
    ],
)
def test_values_that_aurora_takes_are_accepted(name: str, value: Any, smallest: Smallest) -> None:
    """Words in either case, switches however written, formulas, and several words with commas."""
    assert accepted(smallest, parameters={"cluster": {name: value}}).parameters.cluster[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_statement", ""),
        ("log_statement", "ddl,mod"),
        ("rds.force_ssl", "on"),
        ("rds.force_ssl", 2),
        ("max_connections", 5),
        ("log_min_duration_statement", "1s"),
        ("log_min_duration_statement", 0.5),
        ("pgaudit.log", "ddl,select"),
        ("pgaudit.role", "auditor"),
        ("rds.global_db_rpo", "9" * 5000),
    ],
)
def test_values_that_aurora_refuses_are_refused(name: str, value: Any, smallest: Smallest) -> None:
    """AWS would refuse them in the middle of an update."""
    assert refused(smallest, parameters={"cluster": {name: value}}) == ["parameter-not-taken"]


def test_every_wrong_parameter_is_told_at_once(smallest: Smallest) -> None:
    """All of them come at once."""
    wrong = {"cluster": {"log_statement": "some", "rds.force_ssl": "yes"}, "instance": {"log_lock_waits": 7}}
    assert refused(smallest, parameters=wrong) == ["parameter-not-taken"] * 3


def test_tags_may_hold_every_letter(smallest: Smallest) -> None:
    """AWS takes the letters of every language."""
    tags = {"Kostenträger": "Datenbank 東京 + Köln", "a": ""}
    assert accepted(smallest, tags=tags).tags == tags


@pytest.mark.parametrize(("key", "value"), [("k" * 129, "v"), ("", "v")])
def test_tag_keys_have_one_to_128_characters(key: str, value: str, smallest: Smallest) -> None:
    """Both ends."""
    assert refused(smallest, tags={key: value}) == ["tag-key"]
    assert accepted(smallest, tags={"k" * 128: "v" * 256})
    assert refused(smallest, tags={"k": "v" * 257}) == ["tag-value"]


@pytest.mark.parametrize("key", ["aws:team", "AWS:team", "Aws:team"])
def test_tags_of_aws_are_refused_in_any_case(key: str, smallest: Smallest) -> None:
    """AWS keeps the beginning in upper and lower case."""
    assert refused(smallest, tags={key: "data"}) == ["tag-key-aws"]


def test_there_is_room_for_46_tags(smallest: Smallest) -> None:
    """50, less the four of this component."""
    assert len(accepted(smallest, tags={f"key{number}": "" for number in range(46)}).tags) == 46


@pytest.mark.parametrize("name", ["pg_monitor", "rds_superuser", "rdsadmin", "user", "public", "none"])
def test_reserved_master_users_are_refused(name: str, smallest: Smallest) -> None:
    """AWS says so only after minutes of creating other things."""
    assert refused(smallest, master={"username": name}) == ["master-username-reserved"]


@pytest.mark.parametrize("name", ["postgres", "root", "admin2", "pgadmin"])
def test_other_master_users_are_accepted(name: str, smallest: Smallest) -> None:
    """`postgres` is no reserved word."""
    assert accepted(smallest, master={"username": name}).master.username == name


@pytest.mark.parametrize(("project", "environment"), [("a", "b"), ("o" * 20, "e" * 13), ("data-2", "eu-1")])
def test_short_names_are_accepted(project: str, environment: str, smallest: Smallest) -> None:
    """34 characters with the hyphen between."""
    assert accepted(smallest, project=project, environment=environment).prefix == f"{project}-{environment}"


@pytest.mark.parametrize("name", ["-a", "a-", "a--b", "1a", "A", "a_b", "", "ü", "a\n"])
def test_names_that_rds_would_refuse_are_refused(name: str, smallest: Smallest) -> None:
    """The same rule for both."""
    assert refused(smallest, project=name) == ["name-part"]
    assert refused(smallest, environment=name) == ["name-part"]


def test_serverless_instances_of_a_standby_need_a_range_of_capacity(smallest: Smallest) -> None:
    """Its cluster has the same range of capacity; without one AWS refuses serverless instances there too."""
    standby = STANDBY | {"instances": {"instance_class": "db.serverless"}}

    assert refused(smallest, disaster_recovery=standby) == ["serverless-missing"]
    config = accepted(smallest, disaster_recovery=standby, serverless={"min_acu": 1, "max_acu": 8})
    assert [instance.instance_class for instance in config.standby_fleet] == ["db.serverless"]


def test_a_resource_in_a_policy_is_answered_as_one_elsewhere(smallest: Smallest) -> None:
    """One of its outputs is meant."""
    policy = {"Statement": [pulumi.ComponentResource.__new__(pulumi.ComponentResource)]}
    with pytest.raises(ConfigError, match="resource-given"):
        parse(smallest | {"master": {"secret_policy": policy}})


@pytest.mark.parametrize(
    ("settings", "objectives"),
    [
        ({"instances": {"count": 1}}, {"recovery_seconds": 600, "rpo_seconds": 300, "rto_minutes": 1}),
        ({"instances": {"count": 2}}, {"recovery_seconds": 1}),
        ({"disaster_recovery": STANDBY | {"instances": {"count": 0}}}, {"rpo_seconds": 1, "rto_minutes": 10}),
        ({"disaster_recovery": STANDBY}, {"rpo_seconds": 1, "rto_minutes": 1}),
    ],
)
def test_objectives_that_a_topology_may_meet_are_accepted(
    settings: Smallest, objectives: dict[str, int], smallest: Smallest
) -> None:
    """AWS's own figures are typical ones: what is as good passes, and what only another topology can meet does not."""
    config = accepted(smallest, **settings, objectives=objectives)

    assert config.objectives.model_dump(exclude_none=True) == objectives
