"""Secrets Manager secrets."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from orion_sandbox import daemon
from tests.contract.aws_api.asking import ask
from tests.contract.aws_api.conftest import ClientOf

THERE = "us-west-2"
KEY_THERE = f"arn:aws:kms:{THERE}:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


@pytest.fixture
def secrets(client: ClientOf) -> Any:
    """Call Secrets Manager."""
    return client("secretsmanager")


def test_a_secret_in_its_recovery_window_keeps_its_name(secrets: Any, name: str) -> None:
    """A fixed secret name meets this on the second deployment after a destroy."""
    secrets.create_secret(Name=name)
    secrets.delete_secret(SecretId=name, RecoveryWindowInDays=30)

    with pytest.raises(ClientError) as caught:
        secrets.create_secret(Name=name)

    assert caught.value.response["Error"]["Code"] == "InvalidRequestException"
    assert "already scheduled for deletion" in caught.value.response["Error"]["Message"]


def test_a_secret_deleted_without_recovery_frees_its_name(secrets: Any, name: str) -> None:
    """Stacks without protection rely on it."""
    first = secrets.create_secret(Name=name)["ARN"]
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)

    assert secrets.create_secret(Name=name)["ARN"] != first


def test_a_description_can_be_emptied(secrets: Any, name: str) -> None:
    """Removing the description from the program is such a change."""
    secrets.create_secret(Name=name, Description="the master user")

    secrets.update_secret(SecretId=name, Description="")

    assert not secrets.describe_secret(SecretId=name).get("Description")


def test_a_replica_is_read_in_its_region(client: ClientOf, secrets: Any, name: str) -> None:
    """With the value of the primary secret, and a key of its own region."""
    made = secrets.create_secret(Name=name, SecretString="first")
    secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": THERE, "KmsKeyId": KEY_THERE}])
    secrets.put_secret_value(SecretId=name, SecretString="second")
    there = client("secretsmanager", THERE)

    value, described = there.get_secret_value(SecretId=name), there.describe_secret(SecretId=name)

    assert value["SecretString"] == "second"
    assert value["ARN"] == made["ARN"].replace("us-east-1", THERE)
    assert (described["KmsKeyId"], described["PrimaryRegion"]) == (KEY_THERE, "us-east-1")
    (replica,) = secrets.describe_secret(SecretId=name)["ReplicationStatus"]
    assert (replica["Region"], replica["KmsKeyId"], replica["Status"]) == (THERE, KEY_THERE, "InSync")


def test_a_secret_with_replicas_is_not_deleted(client: ClientOf, secrets: Any, name: str) -> None:
    """Its replicas must be removed first."""
    secrets.create_secret(Name=name, SecretString="first", AddReplicaRegions=[{"Region": THERE}])

    with pytest.raises(ClientError, match="still has replica regions"):
        secrets.delete_secret(SecretId=name)
    secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[THERE])
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client("secretsmanager", THERE).describe_secret(SecretId=name)


def labels(secrets: Any, name: str) -> dict[str, list[str]]:
    """Return the labels of the versions, by their values."""
    versions = secrets.describe_secret(SecretId=name)["VersionIdsToStages"]
    return {
        secrets.get_secret_value(SecretId=name, VersionId=version)["SecretString"]: sorted(stages)
        for version, stages in versions.items()
    }


def test_a_new_value_moves_the_labels(secrets: Any, name: str) -> None:
    """Except custom labels, which stay on their version."""
    secrets.create_secret(Name=name, SecretString="first")
    first = secrets.get_secret_value(SecretId=name)["VersionId"]
    secrets.update_secret_version_stage(SecretId=name, VersionStage="deployed", MoveToVersionId=first)

    for value in ("second", "third", "fourth"):
        secrets.put_secret_value(SecretId=name, SecretString=value)

    assert labels(secrets, name) == {
        "first": ["deployed"],
        "second": [],
        "third": ["AWSPREVIOUS"],
        "fourth": ["AWSCURRENT"],
    }


def test_a_label_is_on_one_version(secrets: Any, name: str) -> None:
    """Putting a value with the label moves it."""
    secrets.create_secret(Name=name, SecretString="first")
    for value in ("second", "third"):
        secrets.put_secret_value(SecretId=name, SecretString=value, VersionStages=["AWSCURRENT", "deployed"])

    assert labels(secrets, name) == {
        "first": [],
        "second": ["AWSPREVIOUS"],
        "third": ["AWSCURRENT", "deployed"],
    }


def test_moving_the_current_label_back_brings_the_old_value_back(secrets: Any, name: str) -> None:
    """A failed rotation does this."""
    secrets.create_secret(Name=name, SecretString="first")
    first = secrets.get_secret_value(SecretId=name)["VersionId"]
    second = secrets.put_secret_value(SecretId=name, SecretString="second")["VersionId"]

    secrets.update_secret_version_stage(
        SecretId=name, VersionStage="AWSCURRENT", MoveToVersionId=first, RemoveFromVersionId=second
    )

    assert secrets.get_secret_value(SecretId=name)["SecretString"] == "first"
    assert labels(secrets, name) == {"first": ["AWSCURRENT"], "second": ["AWSPREVIOUS"]}


def test_versions_without_labels_are_forgotten_when_asked(api: daemon.Api, secrets: Any, name: str) -> None:
    """AWS does it after a while."""
    arn = secrets.create_secret(Name=name, SecretString="first")["ARN"]
    first = secrets.get_secret_value(SecretId=name)["VersionId"]
    for value in ("second", "third"):
        secrets.put_secret_value(SecretId=name, SecretString=value)

    assert f"{arn}|{first}" in ask(api, "forget-secret-versions")["forgotten"]

    assert labels(secrets, name) == {"second": ["AWSPREVIOUS"], "third": ["AWSCURRENT"]}
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        secrets.get_secret_value(SecretId=name, VersionId=first)
