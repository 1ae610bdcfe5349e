"""What a client reads where moto fails."""

from io import BytesIO
from typing import Any

import pytest
from botocore.parsers import create_parser

from orion_sandbox.api.aws_calls import call_of
from orion_sandbox.api.malformed import answered
from orion_sandbox.api.responses import Response

FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
JSON = {"CONTENT_TYPE": "application/x-amz-json-1.1", "HTTP_X_AMZ_TARGET": "TrentService.ListKeys"}
GET = {"REQUEST_METHOD": "GET"}


def request(service: str, headers: dict[str, str], path: str = "/") -> dict[str, Any]:
    """Return the request of a signed call."""
    scope = f"20260101/us-east-1/{service}/aws4_request"
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential=a/{scope}, b=c",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }


def fail() -> Response:
    """Fail as moto does, with a value of the request in the error."""
    raise KeyError("do-not-print-me")


@pytest.mark.parametrize(
    ("environ", "body", "action"),
    [
        (request("rds", FORM), b"Action=DescribeDBClusters&Version=2014-10-31", "rds:DescribeDBClusters"),
        (request("ec2", FORM), b"Action=DescribeVpcs&Version=2016-11-15", "ec2:DescribeVpcs"),
        (request("kms", JSON), b"{}", "kms:ListKeys"),
        (request("backup", GET, "/backup-vaults/"), b"", "backup:ListBackupVaults"),
        (request("route53", GET, "/2013-04-01/hostedzone"), b"", "route53:ListHostedZones"),
        (request("s3", GET), b"", "s3:ListBuckets"),
    ],
    ids=["query", "ec2", "json", "rest-json", "rest-xml", "s3"],
)
def test_a_failure_of_moto_is_said_to_be_the_sandboxs_in_the_form_of_the_service(
    environ: dict[str, Any], body: bytes, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An SDK, and so the provider, shows code and message. The place is there for whoever fixes it, and no value."""
    answer = answered(environ, body, fail)

    given = {"status_code": answer.status, "headers": dict(answer.headers), "body": answer.body}
    parser: Any = create_parser(call_of(environ, body).protocol)
    error = parser.parse(given, None)["Error"]
    assert (answer.status, error["Code"]) == (400, "NotImplemented")
    assert error["Message"].startswith(
        f"The sandbox failed, not the caller: it does not imitate this call of {action} with these arguments: "
        "KeyError in sandbox/test_malformed.py, line "
    )
    assert "do-not-print-me" not in error["Message"] + capsys.readouterr().err
