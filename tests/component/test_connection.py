"""How to connect, in a parameter that is no secret."""

import json
from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, SECRET_VERSION, only, record_stack

PARAMETER = "aws:ssm/parameter:Parameter"


def values(recording: Recording) -> list[dict[str, Any]]:
    """Return what the parameters say."""
    return [json.loads(each.inputs["insecureValue"]) for each in recording.of(PARAMETER)]


def test_the_parameter_says_how_to_connect(production: Recording) -> None:
    """All that a client needs besides user and password, which the secret has."""
    parameter = only(production, PARAMETER)
    (database,) = production.of("orion-rds:index:AuroraDatabase")
    outputs = production.outputs[database.urn]

    assert parameter.inputs["name"] == outputs["connection_parameter_name"] == "/orion-prod/aurora/connection"
    assert parameter.inputs["type"] == "String"
    assert values(production) == [
        {
            "host": outputs["cluster_endpoint"],
            "reader_host": outputs["cluster_reader_endpoint"],
            "port": 5432,
            "dbname": "orion",
            "secret_arn": outputs["secrets_manager_secret_arn"],
        }
    ]


def test_with_a_standby_each_region_has_the_values_of_its_own(whole: Recording) -> None:
    """One host for writing; the readers and the secret that are near."""
    (database,) = whole.of("orion-rds:index:AuroraDatabase")
    outputs = whole.outputs[database.urn]
    here, there = values(whole)

    assert [each.inputs.get("region") for each in whole.of(PARAMETER)] == [None, "us-west-2"]
    assert len({each.inputs["name"] for each in whole.of(PARAMETER)}) == 1
    assert here["host"] == there["host"] == outputs["writer_endpoint"]
    assert here["host"].startswith("orion-prod-aurora-global.global-")
    assert there["reader_host"] == outputs["standby_reader_endpoint"]
    assert there["secret_arn"] == here["secret_arn"].replace("us-east-1", "us-west-2")


def test_it_names_the_secret_that_rds_makes() -> None:
    """That secret holds no host."""
    (value,) = values(record_stack("test", master={"password_source": "rds_managed"}))

    assert ":secret:rds!cluster-" in value["secret_arn"]
    assert value["host"].startswith("orion-test-aurora.cluster-")


@pytest.mark.parametrize("stack", ["production", "whole"])
def test_no_password_is_in_it(stack: str, request: pytest.FixtureRequest) -> None:
    """Whoever may read parameters may read it, and previews show it."""
    recording: Recording = request.getfixturevalue(stack)
    value = json.loads(next(each for each in recording.of(SECRET_VERSION)).inputs["secretString"])
    password = next(each.inputs["masterPassword"] for each in recording.of(CLUSTER) if "masterPassword" in each.inputs)

    assert value["password"]
    for parameter in recording.of(PARAMETER):
        assert parameter.secrets == frozenset()
        assert password not in str(parameter.inputs)
