"""Actions that moto does not know are refused by name, once."""

from collections.abc import Callable
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


class UnknownActionError(ServiceException):
    """Of our own module: moto derives the service of an error from the module that its class is in."""

    code = "NotImplemented"


@PATCHES.around(BaseResponse)
def call_action(original: Callable[..., Any], response: BaseResponse) -> Any:
    """Moto answers with an HTML page and status 500, which the AWS SDKs try again and then cannot read."""
    try:
        return original(response)
    except NotImplementedError as error:
        refusal = UnknownActionError(f"The sandbox does not imitate this call of {response.service_name}: {error}")
        return response.serialized(ActionResult(refusal))
