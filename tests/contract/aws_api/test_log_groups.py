"""CloudWatch log groups."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import KEY, OTHER_KEY, ClientOf


@pytest.fixture
def logs(client: ClientOf) -> Any:
    """Call CloudWatch Logs."""
    return client("logs")


def describe(logs: Any, name: str) -> dict[str, Any]:
    """Return the description of a log group."""
    (group,) = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return group


@pytest.mark.parametrize("log_class", ["STANDARD", "INFREQUENT_ACCESS"])
def test_a_log_group_tells_its_class(log_class: str, logs: Any, name: str) -> None:
    """The class cannot be changed: without it, the group would be replaced and its logs lost."""
    logs.create_log_group(logGroupName=name, logGroupClass=log_class)

    assert describe(logs, name)["logGroupClass"] == log_class


def test_a_log_group_is_standard_unless_asked(logs: Any, name: str) -> None:
    """CloudWatch Logs API Reference, CreateLogGroup."""
    logs.create_log_group(logGroupName=name)

    assert describe(logs, name)["logGroupClass"] == "STANDARD"


def test_the_key_of_a_log_group_can_be_changed_and_taken_away(logs: Any, name: str) -> None:
    """Both are changes in place."""
    logs.create_log_group(logGroupName=name, kmsKeyId=KEY)

    logs.associate_kms_key(logGroupName=name, kmsKeyId=OTHER_KEY)
    assert describe(logs, name)["kmsKeyId"] == OTHER_KEY

    logs.disassociate_kms_key(logGroupName=name)
    assert "kmsKeyId" not in describe(logs, name)


def test_a_retention_that_logs_do_not_know_is_refused_and_the_group_stays(logs: Any, name: str) -> None:
    """A resource stays half-made after this refusal: the group exists without its retention."""
    logs.create_log_group(logGroupName=name)

    with pytest.raises(ClientError) as caught:
        logs.put_retention_policy(logGroupName=name, retentionInDays=31)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterException"
    assert "retentionInDays" not in describe(logs, name)

    logs.put_retention_policy(logGroupName=name, retentionInDays=30)
    assert describe(logs, name)["retentionInDays"] == 30


def test_a_key_cannot_be_given_to_a_log_group_that_is_not_there(logs: Any, name: str) -> None:
    """The code tells the provider that the group no longer exists."""
    with pytest.raises(ClientError) as caught:
        logs.associate_kms_key(logGroupName=name, kmsKeyId=KEY)

    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_protected_log_group_is_not_deleted(logs: Any, name: str) -> None:
    """Protection is returned, prevents deletion, and is turned off by another call."""
    logs.create_log_group(logGroupName=name, deletionProtectionEnabled=True)

    with pytest.raises(ClientError) as caught:
        logs.delete_log_group(logGroupName=name)

    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert describe(logs, name)["deletionProtectionEnabled"]
    logs.put_log_group_deletion_protection(
        logGroupIdentifier=describe(logs, name)["logGroupArn"], deletionProtectionEnabled=False
    )
    logs.delete_log_group(logGroupName=name)
    assert not logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
