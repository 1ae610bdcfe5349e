"""Checks every call that changes something before moto answers it."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from orion_sandbox.api.gate.rule import Request, Rule
from orion_sandbox.api.gate.rules import rules_of
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

READS = ("Describe", "Get", "List")
"""Prefixes of the names of operations that change nothing."""


@cache
def install() -> None:
    """Install the gate in front of moto, once in a process."""
    PATCHES.install()


class RefusedError(ServiceException):
    """A refusal. The class is in a module of the sandbox: moto derives the service of an error from the module."""


@PATCHES.around(BaseResponse)
def call_action(original: Callable[..., Any], response: BaseResponse) -> Any:
    """Refuse a call as AWS does, or let moto answer it."""
    operation = response._get_action()
    if operation and not operation.startswith(READS) and (refusal := _refusal(response, operation)):
        return response.serialized(ActionResult(RefusedError(*refusal)))
    return original(response)


def _refusal(response: BaseResponse, operation: str) -> tuple[str, str] | None:
    rules = rules_of(response.boto3_service_name, operation)
    state = State(response.current_account, response.region, operation)
    return first_refusal(rules, parameters(response, operation), state) if rules else None


def first_refusal(rules: Iterable[Rule], request: Request, state: State) -> tuple[str, str] | None:
    """Return the code and the text of the first rule that refuses a call; None if every rule accepts it."""
    for rule in rules:
        if reason := rule.check(request, state):
            return rule.code, reason
    return None
