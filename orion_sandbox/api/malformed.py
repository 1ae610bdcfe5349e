"""Answers to calls on which moto fails: AWS's error for a malformed call, otherwise an error that names the failure."""

import gzip
import json
import re
import sys
import traceback
import zlib
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.validate import ParamValidator
from werkzeug.exceptions import HTTPException

from orion_sandbox.api.aws_calls import arguments_of, call_of
from orion_sandbox.api.aws_errors import error_response
from orion_sandbox.api.responses import Response

UNREADABLE = (UnicodeError, json.JSONDecodeError, gzip.BadGzipFile, zlib.error, EOFError, RecursionError)
"""Errors of parsing a body: invalid text, JSON or compression, or nesting that is too deep."""

ARN_PARTS = 6
"""The minimum: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def answered(environ: "WSGIEnvironment", body: bytes, carry_out: Callable[[], Response]) -> Response:
    """Return moto's answer, or an error in AWS's form if moto fails or answers with an HTML page."""
    try:
        response = carry_out()
    except UNREADABLE as error:
        answer = error_response(call_of(environ, body), "malformed", why=type(error).__name__)
    except HTTPException:
        answer = _refusal(environ, body, "moto knows no such address")
    except Exception as error:  # any type: moto checks little of its input
        answer = _refusal(environ, body, _place(error))
    else:
        if not _is_page(response, environ["REQUEST_METHOD"]):
            return response
        answer = _refusal(environ, body, f"moto answers with a page, status {response.status}")
    return Response(answer.status, answer.headers, b"") if environ["REQUEST_METHOD"] == "HEAD" else answer


def _is_page(response: Response, method: str) -> bool:
    """Whether the answer is an HTML page or empty, which no SDK can read."""
    if response.status < HTTPStatus.BAD_REQUEST or method == "HEAD":
        return False
    return not response.body or response.body.lstrip()[:9].lower() == b"<!doctype"


def _refusal(environ: "WSGIEnvironment", body: bytes, failure: str) -> Response:
    call = call_of(environ, body)
    if not call.operation:
        return error_response(call, "unknown action")
    try:
        arguments = arguments_of(call, environ, body)
    except Exception as error:
        return error_response(call, "malformed", why=type(error).__name__)
    if shape := call.model.operation_model(call.operation).input_shape:
        report = ParamValidator().validate(arguments, shape)
        if report.has_errors():
            return error_response(call, "invalid", why=report.generate_report())
        for name, count in _no_arns(arguments, shape):
            return error_response(call, "no arn", name=name, count=str(count))
    # Without the text of the error, which may contain a value of the request.
    print(f"{call.action}: {failure}", file=sys.stderr, flush=True)
    said = f"it does not imitate this call of {call.action} with these arguments: {failure}"
    return error_response(call, "not imitated", why=f"The sandbox failed, not the caller: {said}")


def _no_arns(value: Any, shape: Any, name: str = "") -> Iterator[tuple[str, int]]:
    """Yield name and number of parts of each malformed ARN, which moto splits without a check."""
    match shape.type_name:
        case "structure":
            for member in value:
                yield from _no_arns(value[member], shape.members[member], member)
        case "list":
            for each in value:
                yield from _no_arns(each, shape.member, name)
        case "string" if re.search("arns?$", name, re.IGNORECASE) and (count := value.count(":") + 1) < ARN_PARTS:
            yield name, count
        case _:
            pass


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    path = Path(frames[-1].filename)
    return f"{type(error).__name__} in {path.parent.name}/{path.name}, line {frames[-1].lineno}"
