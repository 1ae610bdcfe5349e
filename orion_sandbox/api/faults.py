"""Fault injection: chooses the calls that fail, and answers them."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal

from botocore.exceptions import UnknownServiceError
from moto.utilities.utils import get_partition
from pydantic import ValidationError

from orion_sandbox.api.aws_calls import AwsCall, service_model
from orion_sandbox.api.aws_errors import error_response
from orion_sandbox.api.responses import Response
from orion_sandbox.faults import KINDS, Fault, Faults, InForce


class FaultError(Exception):
    """A request for faults that is refused; the message is one line."""


class AnswerLost(ConnectionAbortedError):
    """Closes the connection without an answer. The server treats it as a client that has disconnected."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a fault on a call."""

    times: int
    """How many times the call is carried out."""
    answer: Literal["own", "throttling", "denial", "failure", "none"]


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "throttle": Effect(0, "throttling"),
        "deny": Effect(0, "denial"),
        "error": Effect(0, "failure"),
        "timeout": Effect(0, "none"),
        "slow": Effect(1, "own"),
        "lose-answer": Effect(1, "none"),
        "late-error": Effect(1, "failure"),
        "repeat": Effect(2, "own"),
    }
)
"""Effects by the kinds of `orion_sandbox.faults`."""
assert EFFECTS.keys() == KINDS.keys(), "every kind has an effect"  # noqa: S101 - checks a table


def read_faults(body: bytes) -> Faults:
    """Read the body of a request, JSON.

    Raises:
        FaultError: It is malformed, or names an action that does not exist.
    """
    try:
        faults = Faults.model_validate_json(body)
    except ValidationError as error:
        raise FaultError(f"faults: {error.errors()[0]['msg']}") from error
    for fault in (*faults.always, *faults.once):
        _check_action(fault.action)
    return faults


def _check_action(action: str) -> None:
    """Raise `FaultError` for an action that no call can have: its fault would never occur."""
    if action == "*":
        return
    service, _, pattern = action.partition(":")
    try:
        operations = service_model(service).operation_names
    except UnknownServiceError:
        raise FaultError(f"{action!r}: AWS has no service {service!r}; an action is `rds:CreateDBInstance`") from None
    if not any(_matches(operation, pattern) for operation in operations):
        raise FaultError(f"{action!r}: {service} has no operation {pattern!r}")


def _matches(name: str, pattern: str) -> bool:
    # Not case-sensitive, as in IAM's policies.
    return fnmatchcase(name.lower(), pattern.lower())


@dataclass
class FaultInjector:
    """Chooses the calls that fail, and counts them."""

    faults: Faults = field(default_factory=Faults)
    _once: list[Fault] = field(default_factory=list[Fault])
    _met: list[int] = field(default_factory=list[int])
    _calls: Counter[tuple[int, str]] = field(default_factory=Counter[tuple[int, str]])

    def put(self, faults: Faults) -> None:
        """Replace the faults in force."""
        self.faults = faults
        self._once = list(faults.once)
        self._met = [0] * len(faults.always)
        self._calls = Counter()

    @property
    def any(self) -> bool:
        """Whether any are in force."""
        return bool(self._once or self.faults.always)

    @property
    def in_force(self) -> InForce:
        """The faults in force that have not been used up."""
        remaining = self.faults.model_copy(update={"once": tuple(self._once)})
        return InForce(faults=remaining, met=tuple(self._met))

    def meet(self, call: AwsCall) -> Fault | None:
        """Return the fault for a call, or None. The caller holds the application's lock."""
        if self._once and _matches(call.action, self._once[0].action):
            return self._once.pop(0)
        for number, fault in enumerate(self.faults.always):
            if _matches(call.action, fault.action) and self._is_drawn(number, fault, call):
                self._met[number] += 1
                return fault
        return None

    def _is_drawn(self, number: int, fault: Fault, call: AwsCall) -> bool:
        self._calls[number, call.action] += 1
        # Drawn for each call, not from one sequence: the engine calls in parallel, in another order in each run.
        draw = f"{self.faults.seed} {number} {call.action} {self._calls[number, call.action]}"
        return random.Random(draw).random() < fault.share  # noqa: S311 - a choice that can be repeated


def answer_with(
    fault: Fault,
    call: AwsCall,
    account: str,
    carry_out: Callable[[], Response],
    wait: Callable[[float], object] = time.sleep,
) -> Response:
    """Answer a call with a fault.

    Raises:
        AnswerLost: The fault loses the answer.
    """
    effect = EFFECTS[fault.kind]
    own = [carry_out() for _ in range(effect.times)]
    wait(fault.seconds)
    if effect.answer == "own":
        return own[-1]
    if effect.answer == "none":
        raise AnswerLost
    user = f"arn:{get_partition(call.region)}:iam::{account}:user/sandbox"
    return error_response(call, effect.answer, user=user, action=call.action)
