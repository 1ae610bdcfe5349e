"""Errors for unknown actions, which name the action."""

from collections.abc import Callable
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


class UnknownActionError(ServiceException):
    """An error whose class is in a module of the sandbox: moto derives the service of an error from the module."""

    code = "NotImplemented"


@PATCHES.around(BaseResponse)
def call_action(original: Callable[..., Any], response: BaseResponse) -> Any:
    """Moto answers with an HTML page and status 500, which the AWS SDKs retry and cannot parse."""
    try:
        return original(response)
    except NotImplementedError as error:
        model: Any = get_service_model(response.boto3_service_name)
        if response._get_action() not in model.operation_names:
            # AWS does not have the action either: `malformed` answers.
            raise
        refusal = UnknownActionError(f"The sandbox does not imitate this call of {response.service_name}: {error}")
        return response.serialized(ActionResult(refusal))
