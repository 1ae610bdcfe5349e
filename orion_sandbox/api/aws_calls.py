"""The AWS call of an HTTP request, and its arguments."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from botocore.exceptions import UnknownServiceError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import SERIALIZERS
from moto.core.utils import get_service_model

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SCOPE = re.compile(r"Credential=[^/,&]+/[^/,&]+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
"""The region and the service of a signature, in the header or in the query string."""

_IAM_NAMES = {"monitoring": "cloudwatch"}
"""IAM's names of services, where they differ from those in signatures."""

_BOTO_NAMES = {"elasticloadbalancing": "elbv2"}
"""boto3's names of services, where they differ from IAM's."""

DEFAULT_SERVICE = "s3"
"""The region of a request without a signature, as in moto."""


@dataclass(frozen=True, slots=True)
class AwsCall:
    """An AWS call."""

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
    """Return the AWS call of a request."""
    signature = f"{environ.get('HTTP_AUTHORIZATION', '')}&{unquote(environ.get('QUERY_STRING', ''))}"
    match = _SCOPE.search(signature)
    region, signed = match.groups() if match else ("us-east-1", DEFAULT_SERVICE)
    service = _IAM_NAMES.get(signed, signed)
    try:
        model = service_model(service)
    except UnknownServiceError:
        service, model = DEFAULT_SERVICE, service_model(DEFAULT_SERVICE)
    request = _request(environ, body)
    return AwsCall(service, _operation(model, request), region, _protocol(model, request.content_type))


def arguments_of(call: AwsCall, environ: "WSGIEnvironment", body: bytes) -> Any:
    """Return the arguments of a call, under the names in botocore's model.

    Raises:
        Exception: They cannot be read; the type depends on the cause.
    """
    request = _request(environ, body)
    operation, found = get_service_router(call.model.service_name).match(request)
    parser = PROTOCOL_PARSERS[determine_request_protocol(call.model, request.content_type)]
    return parser(operation, map_type=dict).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": found,
        }
    )


def _request(environ: "WSGIEnvironment", body: bytes) -> Request:
    return Request({**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))})


def _operation(model: Any, request: Request) -> str:
    try:
        operation, _ = get_service_router(model.service_name).match(request)
    except Exception:  # any type: the request is not checked
        return ""
    return str(operation.name)


def _protocol(model: Any, content_type: str | None) -> str:
    try:
        protocol = determine_request_protocol(model, content_type)
    except NotImplementedError:
        protocol = str(model.protocol)
    return protocol if protocol in SERIALIZERS else "query"
