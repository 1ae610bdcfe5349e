"""What belongs to the cluster is found by how its parts name each other."""

import json
from typing import Any

import pytest

from orion_rds.migration.found import find
from orion_rds.migration.state import StateError, read_state
from tests.terraform_module import PREFIX, RESOURCES, changed, state

INSTANCES = "aws_rds_cluster_instance.main"
SECRET = "aws_secretsmanager_secret.db_credentials"  # an address


def two_modules() -> str:
    """A state with the same module twice, the second for another environment."""
    first: dict[str, Any] = json.loads(state())
    second = json.loads(state(module="module.stage").replace(PREFIX, "orion-stage"))
    return json.dumps({**first, "resources": [*first["resources"], *second["resources"]]})


def test_one_of_two_clusters_is_found_with_what_is_its_own() -> None:
    """A state may have several environments, and mixing them would hand one database the other's secret."""
    found = find(read_state(two_modules()), "orion-stage-aurora")

    assert {resource.module for resource in found.taken()} == {"module.stage"}
    assert len(found.instances) == 2


def test_which_of_two_clusters_is_meant_must_be_said() -> None:
    """A guess may take over the wrong one."""
    with pytest.raises(StateError, match="orion-prod-aurora, orion-stage-aurora"):
        find(read_state(two_modules()))


def test_a_cluster_that_is_not_there_is_refused() -> None:
    """A slip of the pen, or another state."""
    with pytest.raises(StateError, match="There are: orion-prod-aurora"):
        find(read_state(state()), "orion-test-aurora")


def test_one_secret_belongs_to_the_cluster() -> None:
    """With two of them only a person can tell which the clients read."""
    with pytest.raises(StateError, match=SECRET):
        find(read_state(state({**RESOURCES, SECRET: list(RESOURCES[SECRET]) * 2})))


def test_a_role_of_the_whole_account_is_not_taken_over() -> None:
    """Other databases use it; a role of its own is created."""
    role = "arn:aws:iam::123456789012:role/rds-monitoring-role"
    resources = {
        **changed("aws_iam_role.rds_monitoring", name="rds-monitoring-role", arn=role),
        INSTANCES: changed(INSTANCES, monitoring_role_arn=role)[INSTANCES],
    }
    found = find(read_state(state(resources)))

    assert (found.monitoring_role, found.monitoring_policy) == (None, None)
