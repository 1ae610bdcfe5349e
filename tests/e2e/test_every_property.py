"""The whole production stack: AWS has each property of each resource as Pulumi asked for it."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from orion_sandbox.stack import SandboxStack
from tests.e2e.passwords import ask
from tests.e2e.properties.asking import KINDS, comparable, described, differences, resources_on_aws
from tests.e2e.properties.table import ASKED, OF_ALL, Resource

CLUSTER = "aws:rds/cluster:Cluster"
MANY = 500
"""Far fewer compared properties than production has would prove little."""

Answers = list[tuple[Resource, dict[str, Any]]]


@pytest.fixture(scope="module")
def answers(production: SandboxStack) -> Answers:
    """Each resource of production, and what boto3 is told of it; a type without a row ends it here."""
    client_of = cache(production.client)
    return [(resource, described(client_of, resource)) for resource in resources_on_aws(production)]


def test_aws_has_every_property_of_production(answers: Answers) -> None:
    """In both regions: what the program asks for is what is there, nothing lost or changed on the way."""
    compared = sum(len(comparable(resource)) for resource, _ in answers)

    assert [line for resource, answer in answers for line in differences(resource, answer)] == []
    assert {resource.inputs.get("region") for resource, _ in answers} == {None, "us-east-1", "us-west-2"}
    assert compared > MANY


def test_the_comparison_sees_another_value_of_every_property(answers: Answers) -> None:
    """One that lets anything pass would prove nothing of that property."""
    unseen = {
        f"{resource.type} {name}"
        for resource, answer in answers
        for name in comparable(resource)
        if not list(differences(with_another(resource, name), answer))
    }

    assert unseen == set()


def test_no_message_tells_a_secret(answers: Answers) -> None:
    """A test that fails is read in logs that many can see."""
    secrets = [(resource, answer, name) for resource, answer in answers for name in resource.secrets]
    told = [
        line
        for resource, answer, name in secrets
        for line in [repr(resource), *differences(with_another(resource, name), answer)]
        if str(resource.inputs[name]).strip("[]'") in line
    ]

    assert {(resource.type, name) for resource, _, name in secrets} == {
        (CLUSTER, "masterPassword"),
        ("aws:elasticache/user:User", "passwords"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "secretString"),
    }
    assert told == []


def test_everything_that_is_explained_is_asked_for(answers: Answers) -> None:
    """A row or a name that production does not have was never tried."""
    used = {(resource.type, name) for resource, _ in answers for name in resource.inputs}

    assert KINDS.keys() == {kind for kind, _ in used}
    assert {(kind, name) for kind, row in KINDS.items() for name in row.names()} <= used
    assert {*OF_ALL, *ASKED} <= {name for _, name in used}


def test_the_master_password_lets_in(answers: Answers, production: SandboxStack) -> None:
    """The one property of the database that AWS tells nobody."""
    (cluster,) = [each for each, _ in answers if each.type == CLUSTER and "masterPassword" in each.inputs]
    user = {"username": cluster.inputs["masterUsername"], "password": cluster.inputs["masterPassword"]}

    assert ask(production, "login", cluster=cluster.arn, **user)["accepted"]


def with_another(resource: Resource, name: str) -> Resource:
    """The resource as if something else had been asked for; nothing else of it is compared."""
    return replace(resource, inputs={"region": None, name: another(resource.inputs[name])})


def another(value: Any) -> Any:
    """A value of the same type."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case list():
            return [*value, "another"]
        case dict():
            return {**value, "another": "another"}
        case str() if value.startswith("{"):
            return json.dumps({**json.loads(value), "another": "another"})
        case _:
            return f"{value}another"
