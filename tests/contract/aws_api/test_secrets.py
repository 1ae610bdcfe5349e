"""Secrets Manager secrets."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import ClientOf


@pytest.fixture
def secrets(client: ClientOf) -> Any:
    """Call Secrets Manager."""
    return client("secretsmanager")


def test_a_secret_in_its_recovery_window_keeps_its_name(secrets: Any, name: str) -> None:
    """The seed's fixed secret name meets this on the second deployment after a destroy."""
    secrets.create_secret(Name=name)
    secrets.delete_secret(SecretId=name, RecoveryWindowInDays=30)

    with pytest.raises(ClientError) as caught:
        secrets.create_secret(Name=name)

    assert caught.value.response["Error"]["Code"] == "InvalidRequestException"
    assert "already scheduled for deletion" in caught.value.response["Error"]["Message"]


def test_a_secret_deleted_without_recovery_frees_its_name(secrets: Any, name: str) -> None:
    """What stacks without protection rely on."""
    first = secrets.create_secret(Name=name)["ARN"]
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)

    assert secrets.create_secret(Name=name)["ARN"] != first


def test_a_description_can_be_emptied(secrets: Any, name: str) -> None:
    """Taking the description out of the program is such a change."""
    secrets.create_secret(Name=name, Description="the master user")

    secrets.update_secret(SecretId=name, Description="")

    assert not secrets.describe_secret(SecretId=name).get("Description")
