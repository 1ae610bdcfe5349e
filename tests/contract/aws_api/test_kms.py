"""KMS keys."""

import pytest

from tests.contract.aws_api.conftest import ClientOf


@pytest.mark.parametrize(("asked", "told"), [({"RotationPeriodInDays": 180}, 180), ({}, 365)])
def test_a_rotated_key_tells_its_period(asked: dict[str, int], told: int, client: ClientOf) -> None:
    """Without it every refresh of a key shows a change."""
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert "RotationPeriodInDays" not in kms.get_key_rotation_status(KeyId=key)

    kms.enable_key_rotation(KeyId=key, **asked)

    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == told
