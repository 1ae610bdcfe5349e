"""Existing resources are adopted under their names, without an interruption."""

import json
from typing import Any

import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.config import parse
from orion_rds.migration.configuration import configuration
from orion_rds.migration.found import find
from orion_rds.migration.imports import import_file
from orion_rds.migration.state import read_state
from orion_rds.testing import RecordedResource, Recording, record
from tests.component.stacks import CLUSTER, INSTANCE, ROLE, SECRET, SECRET_VERSION, only
from tests.terraform_module import PREFIX, state

PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type
CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
INSTANCE_GROUP = "aws:rds/parameterGroup:ParameterGroup"
REDIS = "aws:elasticache/replicationGroup:ReplicationGroup"
REDIS_GROUP = "aws:elasticache/parameterGroup:ParameterGroup"
FOUND = find(read_state(state()))
CONFIG = dict(configuration(FOUND))


@pytest.fixture(scope="module")
def adopted() -> Recording:
    """The configuration that is printed for the module's state."""
    return record(lambda: AuroraDatabase("orion", parse(CONFIG)))


def imported() -> list[dict[str, Any]]:
    """The rows of the printed import file."""
    return json.loads(import_file(FOUND))["resources"]


def test_everything_that_is_imported_is_what_the_program_declares(adopted: Recording) -> None:
    """Type, logical name and parents make a resource's URN; with another one Pulumi would delete the import."""
    rows = {row["name"]: row for row in imported()}
    declared = {each.urn: each for each in adopted.resources}

    def of_row(row: dict[str, Any]) -> tuple[str, ...]:
        above = of_row(rows[row["parent"]]) if "parent" in row else ()
        return (*above, f"{row['type']} {row['logicalName']}")

    def of_resource(each: RecordedResource) -> tuple[str, ...]:
        above = of_resource(declared[each.parent]) if each.parent in declared else ()
        return (*above, f"{each.type} {each.name}")

    assert len(rows) > 15
    assert {of_row(row) for row in rows.values()} <= {of_resource(each) for each in adopted.resources}


def test_names_are_those_that_exist(adopted: Recording) -> None:
    """Of each of these another name means another resource."""
    assert only(adopted, CLUSTER).inputs["clusterIdentifier"] == f"{PREFIX}-aurora"
    assert [each.inputs["identifier"] for each in adopted.of(INSTANCE)] == [f"{PREFIX}-aurora-2", f"{PREFIX}-aurora-1"]
    assert only(adopted, CLUSTER_GROUP).inputs["name"] == f"{PREFIX}-aurora-pg15"
    assert only(adopted, INSTANCE_GROUP).inputs["name"] == f"{PREFIX}-aurora-pg15-instance"
    assert only(adopted, SECRET).inputs["name"] == f"{PREFIX}/aurora/master"
    assert only(adopted, ROLE).inputs["name"] == f"{PREFIX}-rds-monitoring"
    assert only(adopted, REDIS).inputs["replicationGroupId"] == f"{PREFIX}-redis"
    assert only(adopted, REDIS_GROUP).inputs["name"] == f"{PREFIX}-redis7"


GROUPS = ("cluster_parameter_group", "instance_parameter_group", "monitoring_role")


def test_another_name_of_an_adopted_group_is_refused(adopted: Recording) -> None:
    """The provider would delete the one in use first, or create one under a name that is in use."""
    redis = {**CONFIG["adopt"]["redis"], "parameter_group": "another"}
    config = {**CONFIG, "adopt": {**CONFIG["adopt"], **dict.fromkeys(GROUPS, "another"), "redis": redis}}

    with pytest.raises(ConfigError) as refused:
        record(lambda: AuroraDatabase("orion", parse(config)), after=adopted)

    assert {problem.refusal for problem in refused.value.problems} == {"adopted-another"}
    assert {problem.path[-1] for problem in refused.value.problems} == {*GROUPS, "parameter_group"}


@pytest.mark.parametrize("type_", [CLUSTER_GROUP, INSTANCE_GROUP, REDIS_GROUP])
def test_an_adopted_group_keeps_its_description(adopted: Recording, type_: str) -> None:
    """AWS cannot change it, so that another one replaces the group while it is in use."""
    group = only(adopted, type_)

    assert "namePrefix" not in group.inputs
    assert "description" in group.ignore_changes


def test_the_password_and_the_value_of_the_secret_are_left_alone(adopted: Recording) -> None:
    """Whatever runs with the password that is there goes on doing so."""
    assert not adopted.of(PASSWORD)
    assert not adopted.of(SECRET_VERSION)
    assert not {"masterPassword", "manageMasterUserPassword"} & only(adopted, CLUSTER).inputs.keys()


def test_a_new_password_is_set_and_written_when_it_is_asked_for() -> None:
    """Both at once, with the user that exists."""
    config = {**CONFIG, "master": {**CONFIG["master"], "password_version": 2}}
    recording = record(lambda: AuroraDatabase("orion", parse(config)))

    assert only(recording, PASSWORD)
    assert only(recording, CLUSTER).inputs["masterPassword"]
    assert '"username": "vega_admin"' in only(recording, SECRET_VERSION).inputs["secretString"]


def test_a_cluster_without_a_secret_gets_one_with_a_new_password() -> None:
    """Nothing else could hold it."""
    adopt = {name: value for name, value in CONFIG["adopt"].items() if name != "secret"}
    config: Any = {**CONFIG, "adopt": adopt, "master": {**CONFIG["master"], "password_version": 2}}
    recording = record(lambda: AuroraDatabase("orion", config))

    assert only(recording, SECRET).inputs["namePrefix"].startswith(f"{PREFIX}/")
    assert only(recording, CLUSTER).inputs["masterPassword"]
    assert only(recording, SECRET_VERSION)


def test_a_password_that_rds_manages_is_adopted_with_the_cluster() -> None:
    """Neither a secret nor a password of ours is created."""
    adopt = {name: value for name, value in CONFIG["adopt"].items() if name != "secret"}
    config: Any = {**CONFIG, "adopt": adopt, "master": {**CONFIG["master"], "password_source": "rds_managed"}}
    recording = record(lambda: AuroraDatabase("orion", config))

    assert only(recording, CLUSTER).inputs["manageMasterUserPassword"] is True
    assert not recording.of(SECRET)
    assert not recording.of(PASSWORD)


def test_further_instances_get_identifiers_that_are_made() -> None:
    """Adopted names do not apply to later resources."""
    config = {**CONFIG, "instances": {"count": 3}}
    *_, third = record(lambda: AuroraDatabase("orion", parse(config))).of(INSTANCE)

    assert "identifier" not in third.inputs
    assert third.inputs["identifierPrefix"] == f"{PREFIX}-aurora-"
