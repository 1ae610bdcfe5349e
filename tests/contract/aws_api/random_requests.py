"""Random requests to the AWS API, well-formed and malformed, the same ones for the same seed.

`python -m tests.contract.aws_api.random_requests COUNT [SEED]` sends them to an API of its own, and counts the answers.
"""

import http.client
import json
import random
import re
import string
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import botocore.session
from botocore.exceptions import ParamValidationError
from botocore.serialize import create_serializer

from orion_sandbox import daemon

SERVICES = (
    "backup", "cloudwatch", "ec2", "ecs", "elasticache", "elbv2", "events", "iam", "kms", "lambda", "logs", "rds",
    "route53", "s3", "secretsmanager", "sns", "ssm", "sts",
)  # fmt: skip
FORM = "application/x-www-form-urlencoded"
TEXTS = (
    "", "a", "name", "x" * 300, "ü", "\u0001", "-1", "0", "1e9", "{}", "[]", "%s", "../..", "a b", "true", "17.7",
    "arn:aws:kms:us-east-1:123456789012:key/1", "arn:aws:sns", "vpc-0a1b2c3d4e5f60718", "sg-1", "mon:03:00-mon:04:00",
    "2026-13-45", "aurora-postgresql", "db.r7g.large", "*", "<a>&'\"",
)  # fmt: skip
NUMBERS = (0, 1, -1, 7, 443, 2**31, 10**20)
DEPTH = 3

_session = botocore.session.get_session()


@dataclass(frozen=True)
class Request:
    """One request."""

    action: str
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


def requests(count: int, seed: int) -> Iterator[Request]:
    """Yield requests; about half of them are damaged."""
    dice = random.Random(seed)  # noqa: S311 - the same requests for the same seed
    for _ in range(count):
        made = _request(dice)
        yield dice.choice(DAMAGES)(made, dice) if dice.random() < 0.5 else made


def _request(dice: random.Random) -> Request:
    model: Any = _session.get_service_model(dice.choice(SERVICES))
    operation = model.operation_model(dice.choice(model.operation_names))
    values = _value(operation.input_shape, dice, 0) if operation.input_shape else {}
    serializer = create_serializer(model.protocol, include_validation=False)
    made: Any
    try:
        made = serializer.serialize_to_request(values, operation)
    except (ParamValidationError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        made = {"url_path": "/", "query_string": {}, "method": "POST", "headers": {}, "body": b""}
    body = made["body"]
    text = urlencode(body) if isinstance(body, dict) else body
    scope = f"20260101/us-east-1/{model.signing_name}/aws4_request"
    headers = {name: str(value) for name, value in made["headers"].items()}
    headers |= {"Authorization": f"AWS4-HMAC-SHA256 Credential=a/{scope}, SignedHeaders=host, Signature=0"}
    if isinstance(body, dict):
        headers.setdefault("Content-Type", FORM)
    query = made["query_string"]
    target = quote(str(made["url_path"]), safe="/%?=&") + (
        f"?{urlencode(query)}" if isinstance(query, dict) and query else ""
    )
    encoded = text.encode("utf-8", "replace") if isinstance(text, str) else bytes(text or b"")
    return Request(f"{model.service_name}:{operation.name}", made["method"], target, headers, encoded)


def _value(shape: Any, dice: random.Random, depth: int) -> Any:  # noqa: PLR0911 - one for each type
    match shape.type_name:
        case "structure":
            kept = [name for name in shape.members if dice.random() < (0.3 if depth else 0.5)]
            kept += [name for name in shape.required_members if dice.random() < 0.9]
            return {name: _value(shape.members[name], dice, depth + 1) for name in kept if depth < DEPTH}
        case "list":
            return [_value(shape.member, dice, depth + 1) for _ in range(dice.randrange(3))] if depth < DEPTH else []
        case "map":
            pairs = range(dice.randrange(3)) if depth < DEPTH else ()
            return {dice.choice(TEXTS): _value(shape.value, dice, depth + 1) for _ in pairs}
        case "integer" | "long":
            return dice.choice(NUMBERS)
        case "float" | "double":
            return float(dice.choice(NUMBERS))
        case "boolean":
            return dice.random() < 0.5
        case "timestamp":
            return "2026-01-01T00:00:00Z"
        case "blob":
            return dice.choice(TEXTS).encode()
        case _:
            return (
                dice.choice(shape.enum) if getattr(shape, "enum", None) and dice.random() < 0.7 else dice.choice(TEXTS)
            )


def _noise(dice: random.Random) -> bytes:
    return bytes(dice.randrange(256) for _ in range(dice.randrange(1, 200)))


def _cut(made: Request, dice: random.Random) -> Request:
    return replace(made, body=made.body[: dice.randrange(len(made.body) + 1)])


def _noisy(made: Request, dice: random.Random) -> Request:
    return replace(made, body=_noise(dice))


def _nested(made: Request, dice: random.Random) -> Request:
    return replace(made, body=b"[" * dice.choice((10, 100_000)))


def _of_another_type(made: Request, dice: random.Random) -> Request:
    bodies = (
        b"[]",
        b"1",
        b"null",
        b'"text"',
        b"{",
        b'{"a": {"a": 1}}',
        b"<a/>",
        b"<a><b></a>",
        b"",
        b"=",
        b"&&&",
        b"Action",
    )
    return replace(made, body=dice.choice(bodies))


def _another_content_type(made: Request, dice: random.Random) -> Request:
    kinds = ("text/plain", "application/json", "application/x-amz-json-1.1", FORM, "multipart/form-data", "", "ü")
    return replace(made, headers={**made.headers, "Content-Type": dice.choice(kinds)})


def _another_action(made: Request, dice: random.Random) -> Request:
    name = dice.choice(("Nothing", "", "a.b.c", "__init__", "CreateDBCluster", "ü", "x" * 3000))
    if "X-Amz-Target" in made.headers:
        return replace(made, headers={**made.headers, "X-Amz-Target": dice.choice((f"Target.{name}", name))})
    return replace(made, body=f"Action={quote(name)}&Version=1".encode())


def _another_method(made: Request, dice: random.Random) -> Request:
    return replace(made, method=dice.choice(("GET", "PUT", "DELETE", "HEAD", "PATCH", "POST", "TRACE", "BREW")))


def _another_target(made: Request, dice: random.Random) -> Request:
    letters = "".join(dice.choice(string.printable[:94] + "ü") for _ in range(dice.randrange(60)))
    return replace(
        made, target="/" + dice.choice((quote(letters), f"?{quote(letters, safe='=&')}", "%ff%fe", "//", "a/../b"))
    )


def _another_signature(made: Request, dice: random.Random) -> Request:
    values = (
        "", "Basic YQ==", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, f=g",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/nothing/aws4_request, b=c", "AWS a:b", "x" * 5000,
        "AWS4-HMAC-SHA256 Credential=a/20260101/mars-north-1/rds/aws4_request, b=c",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sagemaker/aws4_request, b=c",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, b=c",
    )  # fmt: skip
    return replace(made, headers={**made.headers, "Authorization": dice.choice(values)})


def _compressed(made: Request, dice: random.Random) -> Request:
    return replace(made, headers={**made.headers, "Content-Encoding": dice.choice(("gzip", "br", "aws-chunked"))})


def _with_other_values(made: Request, dice: random.Random) -> Request:
    """Replace a value of the body by one of another type."""
    if made.body.startswith(b"{"):
        values = json.loads(made.body)
        for name in list(values)[:1]:
            values[name] = dice.choice((1, "a", [], {}, None, [[]], {"a": []}, 1e308, True))
        return replace(made, body=json.dumps(values).encode())
    return replace(
        made, body=made.body + b"&" + dice.choice((b"Tags.member.x=1", b"Port=a", b"Filters.1=2", b"a.b.c=d", b"%ff=1"))
    )


DAMAGES: tuple[Callable[[Request, random.Random], Request], ...] = (
    _cut, _noisy, _nested, _of_another_type, _another_content_type, _another_action, _another_method, _another_target,
    _another_signature, _compressed, _with_other_values,
)  # fmt: skip


def send(api: daemon.Api, made: Request) -> tuple[int, bytes]:
    """Return the status and the body of the answer."""
    connection = http.client.HTTPConnection(api.address, timeout=60)
    try:
        headers = {
            re.sub(r"[^\w-]", "-", name, flags=re.ASCII): _sendable(value) for name, value in made.headers.items()
        }
        connection.putrequest(made.method, _sendable(made.target), skip_accept_encoding=True)
        for name, value in {**headers, "Content-Length": str(len(made.body))}.items():
            connection.putheader(name, value)
        connection.endheaders(made.body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _sendable(text: str) -> str:
    """Return what HTTP can carry: the others are not requests that a server sees."""
    return "".join(letter if 32 <= ord(letter) < 256 else "?" for letter in text)


def main(count: int, seed: int = 1) -> None:
    """Send requests and print the statuses, and the actions with answers of 500."""
    with tempfile.TemporaryDirectory() as folder:
        api = daemon.start(Path(folder) / "api", "123456789012")
        statuses: Counter[int] = Counter()
        failures: Counter[str] = Counter()
        moto = 0
        for made in requests(count, seed):
            status, body = send(api, made)
            statuses[status] += 1
            failures[f"{made.action} {status}"] += status >= 500
            moto += b"does not imitate this call" in body
        log = (Path(folder) / "api" / "api.log").read_text(errors="replace")
        print("by status:", dict(sorted(statuses.items())), "of 500 or more:", +failures)
        print(
            "alive:",
            daemon.find(Path(folder) / "api") == api,
            "tracebacks:",
            log.count("Traceback"),
            "not imitated:",
            moto,
        )
        daemon.stop(Path(folder) / "api")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
