"""Passwords in secrets, which people may write too."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orion_ops.deployed import Deployed
from orion_ops.errors import OpsError
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import CONFIG, HERE


def login(answer: dict[str, Any]) -> object:
    """Return what is read from a secret."""
    deployed = Deployed(Answers({(HERE, "get_secret_value"): answer}).aws(), CONFIG, datetime.now(UTC))
    return deployed.login(deployed.sites[0], "the-secret")


def test_the_rest_of_a_secret_is_not_read() -> None:
    """Some clients take all that is returned."""
    value = '{"engine": "postgres", "username": "app", "password": "p"}'

    assert login({"SecretString": value}) == {"username": "app", "password": "p"}
    assert login({"SecretString": '{"password": "p"}'}) == {"password": "p"}


@pytest.mark.parametrize(
    "answer",
    [
        {"SecretString": "hunter2"},
        {"SecretString": '"hunter2"'},
        {"SecretString": '["hunter2"]'},
        {"SecretString": '{"Password": "hunter2"}'},
        {"SecretBinary": b"hunter2"},
    ],
)
def test_a_secret_of_another_form(answer: dict[str, Any]) -> None:
    """Its value is in no message and in no cause."""
    with pytest.raises(OpsError, match="The value of the secret the-secret is not a JSON object") as raised:
        login(answer)

    assert "hunter2" not in str(raised.value)
    assert raised.value.__suppress_context__
