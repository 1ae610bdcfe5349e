"""Answers calls that moto cannot answer: as AWS refuses what is malformed, and else by saying what failed."""

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
"""Errors of reading a body that is no text, no JSON, not compressed as it says, or nested without end."""

ARN_PARTS = 6
"""At least: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def answered(environ: "WSGIEnvironment", body: bytes, carry_out: Callable[[], Response]) -> Response:
    """Return moto's answer, or an error in the form of AWS where moto fails or answers with a page."""
    try:
        response = carry_out()
    except UNREADABLE as error:
        answer = error_response(call_of(environ, body), "malformed", why=type(error).__name__)
    except HTTPException:
        answer = _refusal(environ, body, "moto knows no such address")
    except Exception as error:  # of any kind: moto checks little of what it is given
        answer = _refusal(environ, body, _place(error))
    else:
        if not _is_page(response, environ["REQUEST_METHOD"]):
            return response
        answer = _refusal(environ, body, f"moto answers with a page, status {response.status}")
    return Response(answer.status, answer.headers, b"") if environ["REQUEST_METHOD"] == "HEAD" else answer


def _is_page(response: Response, method: str) -> bool:
    """Whether this is for a person in a browser, or says nothing: no SDK can read it."""
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
    # Not the text of the error: it may have a value of the request.
    print(f"{call.action}: {failure}", file=sys.stderr, flush=True)
    said = f"it does not imitate this call of {call.action} with these arguments: {failure}"
    return error_response(call, "not imitated", why=f"The sandbox failed, not the caller: {said}")


def _no_arns(value: Any, shape: Any, name: str = "") -> Iterator[tuple[str, int]]:
    """Yield the name of each ARN that is none, as moto takes one apart without a look, and the number of its parts."""
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
