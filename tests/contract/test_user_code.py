"""The code of `user_code.py` runs as it is written."""

import json

import pulumi
import pytest

from orion_rds import ConfigError
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import stack_config
from tests.contract import user_code

CLUSTER = "aws:rds/cluster:Cluster"


@pytest.fixture(scope="module")
def recording() -> Recording:
    """All of it in one program."""

    def program() -> None:
        pulumi.runtime.set_all_config({"orion-rds:database": json.dumps(stack_config("test"))})
        for database in (user_code.from_stack_file(), user_code.from_mapping(), user_code.from_models()):
            pulumi.export(database.pulumi_resource_name, user_code.use(database))

    return record(program, project="orion-rds")


def test_three_ways_of_configuration_make_three_databases(recording: Recording) -> None:
    """A stack file, a mapping, models."""
    assert sorted(cluster.name for cluster in recording.of(CLUSTER)) == [
        "models-cluster",
        "orion-cluster",
        "plain-cluster",
    ]


def test_outputs_make_an_address(recording: Recording) -> None:
    """The first thing that anybody does with them."""
    assert recording.exports["plain"].startswith("postgresql://orion-plain-aurora.cluster-")
    assert recording.exports["plain"].endswith(":5432/orion")


def test_problems_of_a_configuration_can_be_read() -> None:
    """By a program that shows them in its own way."""
    with pytest.raises(ConfigError) as raised:
        parse({})

    assert len(user_code.explain(raised.value)) == 3
