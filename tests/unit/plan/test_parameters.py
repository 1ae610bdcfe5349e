"""Our parameters, the user's over them, and how AWS is to apply each."""

from typing import Any

import pytest

from orion_rds.config import ParameterValue, parse
from orion_rds.facts.parameters import PARAMETERS, groups_of
from orion_rds.plan.parameters import (
    CLUSTER,
    ENGINE_DEFAULTS,
    INSTANCE,
    Setting,
    cluster_settings,
    effective_values,
    instance_settings,
)
from tests.component.stacks import stack_config


def settings(level: str, **users: Any) -> dict[str, Setting]:
    """Return the settings of one level, with some of the user's, by name."""
    config = parse({**stack_config("test"), "parameters": {level: users}})
    given = {"cluster": cluster_settings, "instance": instance_settings}[level](config)
    return {setting.name: setting for setting in given}


def test_the_parameters_are_those_of_the_module() -> None:
    """Each at the level at which it stands there, and pgaudit, without which its audit log is none."""
    assert {name: setting.value for name, setting in settings("cluster").items()} == {
        "log_min_duration_statement": "1000",
        "log_statement": "ddl",
        "pg_stat_statements.track": "all",
        "pgaudit.log": "ddl,role",
        "rds.force_ssl": "1",
        "shared_preload_libraries": "pg_stat_statements,auto_explain,pgaudit",
        "track_activity_query_size": "4096",
    }
    assert {name: setting.value for name, setting in settings("instance").items()} == {
        "log_connections": "1",
        "log_disconnections": "1",
        "log_lock_waits": "1",
    }


def test_aws_has_each_of_ours_at_its_level() -> None:
    """A parameter in the wrong group is refused when the stack is deployed, not before."""
    assert all("cluster" in groups_of(name) for name in CLUSTER)
    assert all("instance" in groups_of(name) for name in INSTANCE)
    assert {*CLUSTER, *INSTANCE} <= PARAMETERS.keys()


def test_the_users_value_takes_the_place_of_ours() -> None:
    """The others of ours stay."""
    merged = settings("cluster", log_statement="all", work_mem=65536)

    assert merged["log_statement"].value == "all"
    assert merged["work_mem"].value == "65536"
    assert merged.keys() == {*CLUSTER, "pgaudit.log", "work_mem"}


@pytest.mark.parametrize(
    ("level", "name", "value"),
    [
        ("cluster", "log_connections", "0"),
        ("instance", "shared_preload_libraries", "pg_cron"),
        ("instance", "pgaudit.log", "all"),
    ],
)
def test_the_users_value_is_in_force_whichever_group_has_it(level: str, name: str, value: str) -> None:
    """AWS prefers the group of the instances, so that ours there would hide the user's in the cluster's."""
    config = parse({**stack_config("test"), "parameters": {level: {name: value}}})
    found = [setting for setting in (*cluster_settings(config), *instance_settings(config)) if setting.name == name]

    assert [setting.value for setting in found] == [value]
    assert effective_values(config)[name] == value


def test_of_two_values_that_of_the_instances_is_in_force() -> None:
    """As on AWS."""
    both = {"cluster": {"work_mem": 64}, "instance": {"work_mem": 128}}
    assert effective_values(parse({**stack_config("test"), "parameters": both}))["work_mem"] == "128"


@pytest.mark.parametrize(
    ("name", "value", "method"),
    [
        ("log_statement", "all", "immediate"),
        ("max_connections", 500, "pending-reboot"),
        ("a_parameter_of_a_later_version", "1", "pending-reboot"),
        ("rds.force_ssl", 1, "pending-reboot"),
        ("rds.force_ssl", 0, "immediate"),
    ],
)
def test_each_parameter_is_applied_as_aws_allows(name: str, value: ParameterValue, method: str) -> None:
    """At once where it can be, at the next reboot where it must be, or where a default would show as a change."""
    assert settings("cluster", **{name: value})[name].apply_method == method


def test_what_equals_the_engines_default_shows_no_change() -> None:
    """AWS reports it as pending-reboot, also when it was sent as immediate."""
    sent = settings("cluster")

    assert ENGINE_DEFAULTS.keys() <= sent.keys()
    for name, default in ENGINE_DEFAULTS.items():
        assert (sent[name].value, sent[name].apply_method) == (default, "pending-reboot")


def test_settings_are_in_the_same_order_in_every_run() -> None:
    """Another order is another list to a reader of the preview."""
    names = [setting.name for setting in cluster_settings(parse(stack_config("prod")))]

    assert names == sorted(names)


def test_the_audit_log_is_off_where_nothing_is_to_be_written_down() -> None:
    """The library uses memory in every connection."""
    config = parse({**stack_config("test"), "audit": {"statements": []}})
    given = {setting.name: setting.value for setting in cluster_settings(config)}

    assert given["shared_preload_libraries"] == "pg_stat_statements,auto_explain"
    assert "pgaudit.log" not in given


def test_single_tables_are_audited_by_the_role_that_rds_knows() -> None:
    """RDS accepts no other role."""
    config = parse({**stack_config("test"), "audit": {"statements": [], "objects": True}})
    given = {setting.name: setting.value for setting in cluster_settings(config)}

    assert (given["pgaudit.role"], given["pgaudit.log"]) == ("rds_pgaudit", "none")
    assert given["shared_preload_libraries"].endswith(",pgaudit")


def test_the_users_own_setting_of_pgaudit_counts() -> None:
    """As with every parameter."""
    assert settings("cluster", **{"pgaudit.log": "all"})["pgaudit.log"].value == "all"
