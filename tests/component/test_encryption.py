"""Which key encrypts what."""

from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, LOG_GROUP, SECRET, only, record_stack, stack_config

ONE, OTHER = (f"arn:aws:kms:us-east-1:123456789012:key/{digit * 8}-0000-4000-8000-000000000000" for digit in "12")

ENCRYPTED = {
    "storage": (CLUSTER, "kmsKeyId"),
    "insights": (CLUSTER, "performanceInsightsKmsKeyId"),
    "secret": (SECRET, "kmsKeyId"),
    "logs": (LOG_GROUP, "kmsKeyId"),
}
"""Purpose of a key to the property that names it."""


def keys(recording: Recording) -> dict[str, Any]:
    """Purpose to the key that is used for it."""
    return {
        purpose: only(recording, type_).inputs.get(property_name)
        for purpose, (type_, property_name) in ENCRYPTED.items()
    }


def test_one_key_encrypts_everything(production: Recording) -> None:
    """Storage cannot be encrypted later, and without a key AWS uses one that can be neither shared nor revoked."""
    assert keys(production) == dict.fromkeys(ENCRYPTED, stack_config("prod")["encryption"]["kms_key_arn"])
    assert only(production, CLUSTER).inputs["storageEncrypted"] is True


@pytest.mark.parametrize("purpose", ENCRYPTED)
def test_a_purpose_with_a_key_of_its_own_leaves_the_others_alone(purpose: str) -> None:
    """Another storage key replaces the cluster, so it may not change along with the key of the logs."""
    recording = record_stack("test", encryption={"kms_key_arn": ONE, f"{purpose}_key_arn": OTHER})

    assert keys(recording) == {**dict.fromkeys(ENCRYPTED, ONE), purpose: OTHER}


@pytest.mark.parametrize("purpose", ENCRYPTED)
def test_a_key_for_one_purpose_is_not_taken_for_another(purpose: str) -> None:
    """Its policy may allow that one service only."""
    recording = record_stack("test", encryption={f"{purpose}_key_arn": OTHER})

    assert keys(recording) == {**dict.fromkeys(ENCRYPTED), purpose: OTHER}


def test_the_secret_that_rds_makes_has_the_key_for_secrets() -> None:
    """There is no secret of ours then, but the password is worth the same key."""
    recording = record_stack(
        "test",
        encryption={"kms_key_arn": ONE, "secret_key_arn": OTHER},
        master={"password_source": "rds_managed"},
    )

    assert only(recording, CLUSTER).inputs["masterUserSecretKmsKeyId"] == OTHER
    assert only(recording, CLUSTER).inputs["kmsKeyId"] == ONE


def test_without_a_key_awss_own_encrypts(trial: Recording) -> None:
    """No key is no reason for clear text."""
    assert keys(trial) == dict.fromkeys(ENCRYPTED)
    assert only(trial, CLUSTER).inputs["storageEncrypted"] is True
