"""Which AWS call a request is, and errors in the form of its service."""

import re
import warnings
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import SERIALIZERS, get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from orion_sandbox.api.responses import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SCOPE = re.compile(r"Credential=[^/,&]+/[^/,&]+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
"""Of a signature, in the header or in the query string: the region and the service."""

_IAM_NAMES = {"monitoring": "cloudwatch"}
"""Services that IAM names otherwise than signatures do."""

_BOTO_NAMES = {"elasticloadbalancing": "elbv2"}
"""Services that boto3 names otherwise than IAM does."""

DEFAULT_SERVICE = "s3"
"""Of a request without a signature, as moto takes it."""


class AwsError(ServiceException):
    """An error of AWS. Its class is in a module of ours: moto derives the service of an error from that name."""


@dataclass(frozen=True, slots=True)
class AwsCall:
    """A call of AWS."""

    service: str
    """As IAM names it, such as `cloudwatch`."""
    operation: str
    """Empty if there is no such operation."""
    region: str
    protocol: str
    """The protocol of the answer: `query`, `json`, `rest-json`, `rest-xml` or `ec2`."""

    @property
    def action(self) -> str:
        """As IAM names it, such as `rds:CreateDBInstance`."""
        return f"{self.service}:{self.operation}"

    @property
    def model(self) -> Any:
        """Botocore's model of the service."""
        return service_model(self.service)


def service_model(service: str) -> Any:
    """Return botocore's model of a service, by its name in IAM.

    Raises:
        UnknownServiceError: There is no such service.
    """
    return get_service_model(_BOTO_NAMES.get(service, service))


def call_of(environ: "WSGIEnvironment", body: bytes) -> AwsCall:
    """Return the call that a request is."""
    signature = f"{environ.get('HTTP_AUTHORIZATION', '')}&{unquote(environ.get('QUERY_STRING', ''))}"
    match = _SCOPE.search(signature)
    region, signed = match.groups() if match else ("us-east-1", DEFAULT_SERVICE)
    service = _IAM_NAMES.get(signed, signed)
    try:
        model = service_model(service)
    except UnknownServiceError:
        service, model = DEFAULT_SERVICE, service_model(DEFAULT_SERVICE)
    request = Request({**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))})
    return AwsCall(service, _operation(model, request), region, _protocol(model, request.content_type))


def error_response(call: AwsCall, status: int, code: str, message: str) -> Response:
    """Return an error in the form of the call's protocol."""
    serializer = get_serializer_class(call.model.service_name, call.protocol)(OperationModel({}, call.model))
    with warnings.catch_warnings():
        # moto warns of codes that the service's model does not list; it lists none that all services share.
        warnings.simplefilter("ignore", UserWarning)
        answer = serializer.serialize(AwsError(code, message))
    body = str(answer["body"])
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        body = body.replace("<Type>Sender</Type>", "<Type>Receiver</Type>")
    return Response(status, tuple(answer["headers"].items()), body.encode())


def _operation(model: Any, request: Request) -> str:
    try:
        operation, _ = get_service_router(model.service_name).match(request)
    except (HTTPException, NotImplementedError, ValueError):
        return ""
    return str(operation.name)


def _protocol(model: Any, content_type: str | None) -> str:
    try:
        protocol = determine_request_protocol(model, content_type)
    except NotImplementedError:
        protocol = str(model.protocol)
    return protocol if protocol in SERIALIZERS else "query"
