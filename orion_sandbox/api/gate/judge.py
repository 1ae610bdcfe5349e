"""Judges every call that would change something, before moto sees it."""

from collections.abc import Callable
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
"""How operations begin that change nothing."""


@cache
def install() -> None:
    """Put the judge in front of moto, once a process."""
    PATCHES.install()


class RefusedError(ServiceException):
    """Of our own module: moto derives the service of an error from the module that its class is in."""


@PATCHES.around(BaseResponse)
def call_action(original: Callable[..., Any], response: BaseResponse) -> Any:
    """Moto takes nearly everything; AWS does not."""
    operation = response._get_action()
    if operation and not operation.startswith(READS):
        rules = rules_of(response.boto3_service_name, operation)
        verdict = judge(rules, parameters(response, operation), _state(response, operation)) if rules else None
        if verdict:
            return response.serialized(ActionResult(RefusedError(*verdict)))
    return original(response)


def judge(rules: tuple[Rule, ...], request: Request, state: State) -> tuple[str, str] | None:
    """Code and text of the first rule that refuses a call; None where all let it pass."""
    for rule in rules:
        if reason := rule.check(request, state):
            return rule.code, reason
    return None


def _state(response: BaseResponse, operation: str) -> State:
    return State(response.current_account, response.region, operation)
