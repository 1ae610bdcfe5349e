"""The whole production stack: AWS has each property of each resource as Pulumi asked for it."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from orion_sandbox.stack import SandboxStack
from tests.e2e.passwords import ask
from tests.e2e.properties.asking import KINDS, Answer, answered, comparable, differences, resources_on_aws
from tests.e2e.properties.table import ASKED, OF_ALL

CLUSTER = "aws:rds/cluster:Cluster"
MANY = 500
"""Far fewer compared properties than production has would prove little."""


@pytest.fixture(scope="module")
def answers(production: SandboxStack) -> list[Answer]:
    """What boto3 is told of each resource of production; a type without a row ends it here."""
    client_of = cache(production.client)
    return [answered(client_of, resource) for resource in resources_on_aws(production)]


def test_aws_has_every_property_of_production(answers: list[Answer]) -> None:
    """In both regions: what the program asks for is what is there, nothing lost or changed on the way."""
    differing = [line for answer in answers for line in differences(answer)]

    assert not differing, "\n".join(differing)
    assert {each.resource.inputs.get("region") for each in answers} == {None, "us-east-1", "us-west-2"}
    assert sum(len(comparable(each.resource)) for each in answers) > MANY


def test_the_comparison_sees_another_value_of_every_property(answers: list[Answer]) -> None:
    """One that lets anything pass would prove nothing of that property."""
    unseen = {
        f"{each.resource.type} {name}"
        for each in answers
        for name in comparable(each.resource)
        if not list(differences(with_another(each, name)))
    }

    assert unseen == set()


def test_no_message_tells_a_secret(answers: list[Answer]) -> None:
    """A test that fails is read in logs that many can see."""
    secrets = [(each, name) for each in answers for name in each.resource.secrets]
    told = [
        line
        for each, name in secrets
        for line in [repr(each), *differences(with_another(each, name))]
        if str(each.resource.inputs[name]).strip("[]'") in line
    ]

    assert {(each.resource.type, name) for each, name in secrets} == {
        (CLUSTER, "masterPassword"),
        ("aws:elasticache/user:User", "passwords"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "secretString"),
    }
    assert told == []


def test_everything_that_is_explained_is_asked_for(answers: list[Answer]) -> None:
    """A row or a name that production does not have was never tried."""
    used = {(each.resource.type, name) for each in answers for name in each.resource.inputs}

    assert KINDS.keys() == {kind for kind, _ in used}
    assert {(kind, name) for kind, row in KINDS.items() for name in row.names()} <= used
    assert {*OF_ALL, *ASKED} <= {name for _, name in used}


def test_the_master_password_lets_in(answers: list[Answer], production: SandboxStack) -> None:
    """The one property of the database that AWS tells nobody."""
    (cluster,) = [each.resource for each in answers if "masterPassword" in each.resource.inputs]
    user = {"username": cluster.inputs["masterUsername"], "password": cluster.inputs["masterPassword"]}
    answer = ask(production, "login", cluster=cluster.arn, **user)

    assert answer["accepted"]


def with_another(answer: Answer, name: str) -> Answer:
    """The answer where something else had been asked for; no other property is compared."""
    return replace(answer, resource=replace(answer.resource, inputs={name: another(answer.resource.inputs[name])}))


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
