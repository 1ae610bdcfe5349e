"""Calls that the sandbox does not imitate are refused by name."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import ClientOf


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("rds", "describe_db_recommendations", {}),
        ("logs", "list_anomalies", {}),
        ("iam", "simulate_custom_policy", {"PolicyInputList": ["{}"], "ActionNames": ["rds:*"]}),
    ],
)
def test_an_unknown_action_is_refused_by_name(
    service: str, operation: str, arguments: dict[str, Any], client: ClientOf
) -> None:
    """The SDKs retry an HTML page with status 500, and cannot parse it."""
    with pytest.raises(ClientError) as caught:
        getattr(client(service), operation)(**arguments)

    assert caught.value.response["Error"]["Code"] == "NotImplemented"
    assert operation in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
