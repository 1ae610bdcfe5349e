"""Whatever a client sends, the API answers in the form of AWS and goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from orion_sandbox import daemon
from tests.contract.aws_api.conftest import connect
from tests.contract.aws_api.random_requests import FORM, Request, requests, send

COUNT = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an API of this module's own, which the requests change."""
    return tmp_path_factory.mktemp("random")


@pytest.fixture(scope="module")
def copy(seeded: daemon.Api, folder: Path) -> Iterator[daemon.Api]:
    """Clone it."""
    yield daemon.clone(seeded, folder)
    daemon.stop(folder)


def test_random_requests_are_answered_without_a_server_error(copy: daemon.Api, folder: Path) -> None:
    """An SDK tries again after each; `random_requests.py` sends ten thousand when run by hand."""
    answers = [(made, send(copy, made)[0]) for made in requests(COUNT, 1)]

    assert [made for made, status in answers if status >= 500] == []
    assert {status for _, status in answers} >= {200, 400}
    assert "Traceback" not in (folder / "api.log").read_text()
    assert daemon.find(folder) == copy


def signed(service: str, body: bytes = b"", *, path: str = "/", method: str = "POST", **headers: str) -> Request:
    """Return a request with a signature."""
    scope = f"20260101/us-east-1/{service}/aws4_request"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("", method, path, {"Authorization": f"AWS4-HMAC-SHA256 Credential=a/{scope}, b=c", **given}, body)


def target(service: str, operation: str, body: bytes) -> Request:
    """Return a request in the protocol with an operation in a header."""
    return signed(service, body, Content_Type="application/x-amz-json-1.1", X_Amz_Target=operation)


@pytest.mark.parametrize(
    ("made", "status", "code"),
    [
        (signed("rds", b"Action=Nothing&Version=2014-10-31", Content_Type=FORM), 400, b"<Code>InvalidAction</Code>"),
        (signed("rds", b"", Content_Type=FORM), 400, b"<Code>InvalidAction</Code>"),
        (signed("rds", b"Action=CreateDBInstance&%ff=\xff\xff", Content_Type=FORM), 400, b"<Code>"),
        (target("kms", "TrentService.Nothing", b"{}"), 400, b"UnknownOperationException"),
        (target("kms", "TrentService.CreateKey", b"[" * 99), 400, b"SerializationException"),
        (target("kms", "TrentService.CreateKey", b"\xff"), 400, b"SerializationException"),
        (target("ssm", "AmazonSSM.PutParameter", b"{}"), 400, b"ValidationException"),
        (signed("backup", path="/nothing/of/it", method="GET"), 404, b"UnknownOperationException"),
        (signed("ec2", b"Action=RunNothing", Content_Type=FORM), 400, b"<Code>InvalidAction</Code>"),
    ],
)  # fmt: skip
def test_a_malformed_request_is_refused_in_the_form_of_its_service(
    made: Request, status: int, code: bytes, copy: daemon.Api
) -> None:
    """Moto answers with a page, or fails."""
    answered, body = send(copy, made)

    assert (answered, code in body) == (status, True), body


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "code", "name"),
    [
        ("sns", "delete_topic", {"TopicArn": "shop-dev-alerts"}, "InvalidParameter", "TopicArn"),
        ("sns", "subscribe", {"TopicArn": "arn:aws:sns", "Protocol": "https"}, "InvalidParameter", "TopicArn"),
        ("logs", "put_delivery_source", {"name": "a", "resourceArn": "a", "logType": "a"}, "InvalidParameterException",
         "resourceArn"),
        ("rds", "start_export_task", {"ExportTaskIdentifier": "a", "SourceArn": "a", "S3BucketName": "a",
                                      "IamRoleArn": "a", "KmsKeyId": "a"}, "InvalidParameterValue", "SourceArn"),
        ("backup", "list_recovery_points_by_resource", {"ResourceArn": "a"}, "InvalidParameterValueException",
         "ResourceArn"),
    ],
)  # fmt: skip
def test_an_arn_that_is_none_is_refused_as_the_callers(
    service: str, operation: str, arguments: dict[str, object], code: str, name: str, copy: daemon.Api
) -> None:
    """Moto takes it apart without a look, and fails. The reader would look for the error in the sandbox."""
    with pytest.raises(ClientError) as refused:
        getattr(connect(copy, service), operation)(**arguments)

    assert refused.value.response["Error"]["Code"] == code
    assert f"Invalid parameter: {name} Reason: An ARN must have at least 6 elements" in str(refused.value)


def test_what_does_not_exist_stays_what_it_is(copy: daemon.Api) -> None:
    """Answers to HEAD have no body, and are none of moto's failures."""
    s3 = connect(copy, "s3")
    s3.create_bucket(Bucket="a-bucket-of-this-test")

    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="a-bucket-of-this-test", Key="nothing")
