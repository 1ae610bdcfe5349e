"""AWS's errors, with the texts and in the form of each service."""

import warnings
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Literal

from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.serialize import SERIALIZERS, get_serializer_class

from orion_sandbox.api.aws_calls import AwsCall
from orion_sandbox.api.responses import Response

ErrorKind = Literal[
    "throttling", "denial", "failure", "unknown action", "malformed", "invalid", "no arn", "not imitated"
]
Error = tuple[int, str, str]
"""HTTP status, AWS's error code and text."""

_RATE = "Rate exceeded"
_UNKNOWN_ERROR = "The request processing has failed because of an unknown error, exception or failure."
_NO_ARN = "Invalid parameter: {name} Reason: An ARN must have at least 6 elements, not {count}"
_DENIED = (
    "User: {user} is not authorized to perform: {action} on resource: * because no identity-based policy allows the"
    " {action} action"
)
ERRORS: Mapping[ErrorKind, Mapping[str, Error]] = MappingProxyType(
    {
        "throttling": {
            "query": (400, "Throttling", _RATE),
            "json": (400, "ThrottlingException", _RATE),
            "rest-json": (400, "ThrottlingException", _RATE),
            "rest-xml": (400, "Throttling", _RATE),
            "ec2": (503, "RequestLimitExceeded", "Request limit exceeded."),
            "lambda": (429, "TooManyRequestsException", _RATE),
            "s3": (503, "SlowDown", "Please reduce your request rate."),
        },
        "denial": {
            "query": (403, "AccessDenied", _DENIED),
            "json": (400, "AccessDeniedException", _DENIED),
            "rest-json": (403, "AccessDeniedException", _DENIED),
            "rest-xml": (403, "AccessDenied", _DENIED),
            "ec2": (403, "UnauthorizedOperation", f"You are not authorized to perform this operation. {_DENIED}"),
            "sns": (403, "AuthorizationError", _DENIED),
        },
        "unknown action": {
            "query": (400, "InvalidAction", "The action or operation requested is invalid."),
            "ec2": (400, "InvalidAction", "The action is not valid for this web service."),
            "json": (400, "UnknownOperationException", ""),
            "rest-json": (404, "UnknownOperationException", ""),
            "rest-xml": (404, "UnknownOperationException", ""),
            "s3": (405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
        },
        "malformed": {
            "query": (400, "MalformedInput", "The request is malformed: {why}"),
            "ec2": (400, "InvalidRequest", "The request is malformed: {why}"),
            "json": (400, "SerializationException", "The request is malformed: {why}"),
            "rest-json": (400, "SerializationException", "The request is malformed: {why}"),
            "rest-xml": (400, "MalformedInput", "The request is malformed: {why}"),
            "s3": (400, "MalformedXML", "The request is malformed: {why}"),
        },
        "invalid": {
            "query": (400, "ValidationError", "{why}"),
            "ec2": (400, "InvalidParameterValue", "{why}"),
            "json": (400, "ValidationException", "{why}"),
            "rest-json": (400, "ValidationException", "{why}"),
            "rest-xml": (400, "InvalidInput", "{why}"),
            "s3": (400, "InvalidRequest", "{why}"),
        },
        "no arn": {
            "query": (400, "ValidationError", _NO_ARN),
            "ec2": (400, "InvalidParameterValue", _NO_ARN),
            "json": (400, "ValidationException", _NO_ARN),
            "rest-json": (400, "ValidationException", _NO_ARN),
            "rest-xml": (400, "InvalidInput", _NO_ARN),
            "backup": (400, "InvalidParameterValueException", _NO_ARN),
            "logs": (400, "InvalidParameterException", _NO_ARN),
            "rds": (400, "InvalidParameterValue", _NO_ARN),
            "sns": (400, "InvalidParameter", _NO_ARN),
        },
        "not imitated": dict.fromkeys(SERIALIZERS, (400, "NotImplemented", "{why}")),
        "failure": {
            "query": (500, "InternalFailure", _UNKNOWN_ERROR),
            "json": (500, "InternalFailure", _UNKNOWN_ERROR),
            "rest-json": (500, "InternalFailure", _UNKNOWN_ERROR),
            "rest-xml": (500, "InternalFailure", _UNKNOWN_ERROR),
            "ec2": (500, "InternalError", "An internal error has occurred"),
            "s3": (500, "InternalError", "We encountered an internal error. Please try again."),
        },
    }
)
"""By service where its texts differ, otherwise by protocol. Each service documents them as its common errors."""


class AwsError(ServiceException):
    """An AWS error. Its class is in a module of the sandbox: moto derives the service of an error from the module."""


def error_response(call: AwsCall, kind: ErrorKind, **words: str) -> Response:
    """Return an error in the form of the call's protocol; `words` fill in its text."""
    errors = ERRORS[kind]
    status, code, text = errors.get(call.service) or errors.get(call.protocol) or errors["query"]
    serializer = get_serializer_class(call.model.service_name, call.protocol)(OperationModel({}, call.model))
    with warnings.catch_warnings():
        # moto warns about codes that the service's model does not list; no model lists the common ones.
        warnings.simplefilter("ignore", UserWarning)
        answer = serializer.serialize(AwsError(code, text.format(**words)))
    body = str(answer["body"])
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        body = body.replace("<Type>Sender</Type>", "<Type>Receiver</Type>")
    return Response(status, tuple(answer["headers"].items()), body.encode())
