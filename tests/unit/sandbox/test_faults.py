"""Which calls meet a fault, what happens to them, and AWS's words for it."""

import json
from http import HTTPStatus
from typing import Any

import botocore.parsers
import botocore.session
import pytest

from orion_sandbox.api.aws_calls import AwsCall, call_of
from orion_sandbox.api.aws_errors import error_response
from orion_sandbox.api.faults import AnswerLost, FaultError, FaultInjector, answer_with, read_faults
from orion_sandbox.api.responses import Response
from orion_sandbox.faults import Fault, Faults

ACCOUNT = "123456789012"
CREATE = AwsCall("rds", "CreateDBInstance", "us-east-1", "query")
FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
JSON = {"CONTENT_TYPE": "application/x-amz-json-1.1"}
MADE = Response(HTTPStatus.OK, (), b"made")
DENIED = (
    f"User: arn:aws:iam::{ACCOUNT}:user/sandbox is not authorized to perform: {{action}} on resource: * because no"
    " identity-based policy allows the {action} action"
)


def in_force(*always: Fault, once: tuple[Fault, ...] = (), seed: int = 1) -> FaultInjector:
    """Return an injector with these faults."""
    injector = FaultInjector()
    injector.put(Faults(always=always, once=once, seed=seed))
    return injector


def met(fault: Fault, *, waited: list[float] | None = None) -> tuple[Response | None, int]:
    """Answer a call that meets a fault: what the client gets, and how often the call was carried out."""
    carried_out: list[Response] = []

    def carry_out() -> Response:
        carried_out.append(MADE)
        return MADE

    try:
        answer = answer_with(fault, CREATE, ACCOUNT, carry_out, (waited if waited is not None else []).append)
    except AnswerLost:
        answer = None
    return answer, len(carried_out)


@pytest.mark.parametrize(
    ("kind", "status", "times"),
    [
        ("throttle", 400, 0),
        ("deny", 403, 0),
        ("error", 500, 0),
        ("timeout", None, 0),
        ("slow", 200, 1),
        ("lose-answer", None, 1),
        ("late-error", 500, 1),
        ("repeat", 200, 2),
    ],
)
def test_a_call_is_carried_out_and_answered_as_its_fault_says(kind: str, status: int | None, times: int) -> None:
    """A refused call changes nothing; one whose answer is lost does."""
    answer, carried_out = met(Fault(kind=kind))

    assert (answer and answer.status, carried_out) == (status, times)


@pytest.mark.parametrize("kind", ["slow", "timeout"])
def test_an_answer_waits_for_the_seconds_of_its_fault(kind: str) -> None:
    """For longer than the time limit of a client, for example."""
    waited: list[float] = []

    met(Fault(kind=kind, seconds=90), waited=waited)

    assert waited == [90]


@pytest.mark.parametrize(
    ("service", "throttling", "denial", "failure"),
    [
        ("rds", "400 Throttling", "403 AccessDenied", "500 InternalFailure"),
        ("iam", "400 Throttling", "403 AccessDenied", "500 InternalFailure"),
        ("sns", "400 Throttling", "403 AuthorizationError", "500 InternalFailure"),
        ("ec2", "503 RequestLimitExceeded", "403 UnauthorizedOperation", "500 InternalError"),
        ("kms", "400 ThrottlingException", "400 AccessDeniedException", "500 InternalFailure"),
        ("secretsmanager", "400 ThrottlingException", "400 AccessDeniedException", "500 InternalFailure"),
        ("backup", "400 ThrottlingException", "403 AccessDeniedException", "500 InternalFailure"),
        ("lambda", "429 TooManyRequestsException", "403 AccessDeniedException", "500 InternalFailure"),
        ("route53", "400 Throttling", "403 AccessDenied", "500 InternalFailure"),
        ("s3", "503 SlowDown", "403 AccessDenied", "500 InternalError"),
    ],
)
def test_each_service_refuses_in_its_own_protocol_and_words(
    service: str, throttling: str, denial: str, failure: str
) -> None:
    """An SDK tries again by the code, and shows the text; botocore's own parsers read both."""
    model: Any = botocore.session.get_session().get_service_model(service)
    operation = model.operation_model(model.operation_names[0])
    call = AwsCall(service, operation.name, "us-east-1", model.protocol)

    def refusal(kind: str) -> tuple[str, str]:
        answer = answer_with(Fault(kind=kind), call, ACCOUNT, lambda: MADE)
        raw = {"body": answer.body, "headers": dict(answer.headers), "status_code": answer.status}
        error = botocore.parsers.create_parser(model.protocol).parse(raw, operation.output_shape)["Error"]
        return f"{answer.status} {error['Code']}", error["Message"]

    assert refusal("throttle")[0] == throttling
    code, text = refusal("deny")
    assert code == denial
    assert text.endswith(DENIED.format(action=f"{service}:{operation.name}"))
    assert refusal("error")[0] == failure


def test_faults_that_come_once_come_in_their_order_and_end() -> None:
    """The first waits for a call that it meets; no other passes it."""
    injector = in_force(once=(Fault(kind="deny", action="rds:CreateDBInstance"), Fault(kind="throttle")))
    read = AwsCall("rds", "DescribeDBClusters", "us-east-1", "query")

    kinds = [fault and fault.kind for fault in map(injector.meet, (read, CREATE, read, read))]

    assert kinds == [None, "deny", "throttle", None]
    assert not injector.any


def test_the_same_seed_chooses_the_same_calls_of_each_action() -> None:
    """Whatever other calls come between them: the engine makes many at a time."""
    share = Fault(kind="throttle", share=0.3)
    read = AwsCall("rds", "DescribeDBClusters", "us-east-1", "query")
    alone, among_others, other_seed = in_force(share), in_force(share), in_force(share, seed=2)

    first = [bool(alone.meet(CREATE)) for _ in range(200)]
    second = [bool((among_others.meet(read), among_others.meet(CREATE))[1]) for _ in range(200)]

    assert first == second
    assert 30 < sum(first) < 90
    assert [bool(other_seed.meet(CREATE)) for _ in range(200)] != first


def test_the_first_fault_that_meets_a_call_counts_and_is_counted() -> None:
    """Whoever tests a pipeline asks whether the fault was met at all."""
    injector = in_force(Fault(kind="deny", action="rds:create*"), Fault(kind="slow"))

    assert [fault and fault.kind for fault in (injector.meet(CREATE), injector.meet(CREATE))] == ["deny", "deny"]
    assert injector.in_force.met == (2, 0)


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("rds:CreateDBInstanc", "rds has no operation 'CreateDBInstanc'"),
        ("rsd:*", "AWS has no service 'rsd'; an action is `rds:CreateDBInstance`"),
        ("CreateDBInstance", "AWS has no service 'CreateDBInstance'; an action is `rds:CreateDBInstance`"),
        ("monitoring:PutMetricAlarm", "AWS has no service 'monitoring'; an action is `rds:CreateDBInstance`"),
    ],
)
def test_a_fault_that_no_call_can_meet_is_refused(action: str, why: str) -> None:
    """A misspelt action would make every test pass."""
    body = Faults(once=(Fault(kind="deny", action=action),)).model_dump_json().encode()

    with pytest.raises(FaultError) as refused:
        read_faults(body)

    assert str(refused.value) == f"{action!r}: {why}"


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b'{"always": [{"kind": "burn"}]}', b'{"always": [{"kind": "deny", "share": 2}]}']
)
def test_malformed_faults_are_refused(body: bytes) -> None:
    """Nothing of them comes into force."""
    with pytest.raises(FaultError):
        read_faults(body)


@pytest.mark.parametrize(
    ("scope", "headers", "body", "action"),
    [
        ("rds", FORM, b"Action=CreateDBInstance&Version=2014-10-31", "rds:CreateDBInstance"),
        ("monitoring", FORM, b"Action=PutMetricAlarm&Version=2010-08-01", "cloudwatch:PutMetricAlarm"),
        ("elasticloadbalancing", FORM, b"Action=CreateRule&Version=2015-12-01", "elasticloadbalancing:CreateRule"),
        ("kms", JSON | {"HTTP_X_AMZ_TARGET": "TrentService.CreateKey"}, b"{}", "kms:CreateKey"),
        ("backup", {"PATH_INFO": "/backup/plans/", "REQUEST_METHOD": "PUT"}, b"{}", "backup:CreateBackupPlan"),
        ("s3", {"PATH_INFO": "/bucket", "REQUEST_METHOD": "PUT"}, b"", "s3:CreateBucket"),
        ("nothing", {}, b"Action=Nothing", "s3:"),
    ],
)  # fmt: skip
def test_the_action_of_a_request_is_read_from_its_signature_and_body(
    scope: str, headers: dict[str, str], body: bytes, action: str
) -> None:
    """In each of AWS's protocols."""
    signature = (
        f"AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/{scope}/aws4_request, SignedHeaders=host, Signature=0"
    )
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_AUTHORIZATION": signature,
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http", **headers,
    }  # fmt: skip

    call = call_of(environ, body)

    assert call.action == action
    assert call.region == "eu-west-1"


def test_an_error_of_the_server_says_that_it_is_its_own() -> None:
    """In XML the type tells a client whether to change the request or to try again."""
    assert b"<Type>Receiver</Type>" in error_response(CREATE, "failure").body
    assert b"<Type>Sender</Type>" in error_response(CREATE, "throttling").body
    json_call = AwsCall("kms", "CreateKey", "us-east-1", "json")
    answer = json.loads(error_response(json_call, "throttling").body)
    assert answer == {"__type": "ThrottlingException", "Message": "Rate exceeded"}
