"""Pulumi's values in AWS's shapes, by similar names."""

from pathlib import Path
from typing import Any

import pytest

from orion_sandbox.providers.calls import service_model
from orion_sandbox.providers.fitting import asset_bytes, contains, fit, member_of


def shape(service: str, operation: str, member: str) -> Any:
    """Return the shape of a member of a call."""
    model: Any = service_model(service).operation_model(operation)
    return model.input_shape.members[member]


@pytest.mark.parametrize(
    ("members", "name", "noun", "found"),
    [
        (["CidrBlock"], "cidrBlock", "Vpc", "CidrBlock"),
        (["FunctionName"], "name", "Function", "FunctionName"),
        (["capacityProviderStrategy"], "capacityProviderStrategies", "", "capacityProviderStrategy"),
        (["KMSKeyArn"], "kmsKeyArn", "", "KMSKeyArn"),
        (["Tags"], "name", "Vpc", ""),
    ],
)
def test_a_member_is_found_by_a_similar_name(members: list[str], name: str, noun: str, found: str) -> None:
    """In any case and number, with or without the noun."""
    assert member_of(members, name, noun) == found


def test_a_value_takes_the_form_of_the_shape() -> None:
    """A block becomes a list of one, a text a number; what has no place is left out."""
    rules = shape("s3", "PutBucketEncryption", "ServerSideEncryptionConfiguration")
    given = {"rules": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256", "unknown": 1}}}
    assert fit(rules, given) == {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}

    assert fit(shape("lambda", "CreateFunction", "Timeout"), "30") == 30
    assert fit(shape("ecs", "CreateService", "enableExecuteCommand"), "true") is True
    assert fit(shape("ec2", "CreateVpc", "CidrBlock"), True) == "true"
    assert fit(shape("lambda", "CreateFunction", "VpcConfig"), [{"subnetIds": ["a"]}]) == {"SubnetIds": ["a"]}


@pytest.mark.parametrize(
    ("actual", "wanted", "same"),
    [
        ({"Name": "a", "Status": "ok"}, {"name": "a"}, True),
        ({"Name": "b"}, {"name": "a"}, False),
        ({}, {"name": None, "enabled": False}, True),
        ([{"Id": 1}, {"Id": 2}], [{"id": "2"}, {"id": "1"}], True),
        ([{"Id": 1}, {"Id": 2}], [{"id": "1"}], False),
        ('{"a": 1}', '{"a":1}', True),
        ("true", True, True),
        (None, "a", False),
    ],
)
def test_what_is_wanted_is_compared_with_what_aws_has(actual: Any, wanted: Any, same: bool) -> None:
    """AWS's defaults beside it are no difference, another value or one more in a list is."""
    assert contains(actual, wanted) is same


def test_an_asset_has_the_content_of_its_file(tmp_path: Path) -> None:
    """Or its text; an archive has a stand-in for one, since nothing runs it."""
    (tmp_path / "page").write_bytes(b"hello")

    assert asset_bytes({"path": str(tmp_path / "page")}) == b"hello"
    assert asset_bytes({"text": "hello"}) == b"hello"
    assert asset_bytes({"path": str(tmp_path)}) == asset_bytes({"assets": {}}) != b""
