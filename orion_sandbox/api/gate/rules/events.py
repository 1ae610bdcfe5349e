"""EventBridge: rules and their targets."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_sandbox.api import references
from orion_sandbox.api.gate.checks import when
from orion_sandbox.api.gate.rule import Check, Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import TARGETS_OF_A_RULE
from orion_sandbox.arns import Arn

PUT_RULE, PUT_TARGETS = "PutRule", "PutTargets"
INVALID = "ValidationException"
INPUTS = ("Input", "InputPath", "InputTransformer")

Target = Mapping[str, Any]


def _pattern(request: Request, _state: State) -> str | None:
    if (text := request.get("EventPattern")) is None:
        return None
    try:
        pattern = json.loads(text)
    except ValueError:
        return "Event pattern is not valid. Reason: Invalid JSON"
    is_object = isinstance(pattern, dict) and pattern
    reason = next(_wrong_parts(pattern), None) if is_object else "Filter is not an object"
    return f"Event pattern is not valid. Reason: {reason}" if reason else None


def _wrong_parts(pattern: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _wrong_parts(value, f"{path}{key}.")
        elif not isinstance(value, list):
            yield f"'{path}{key}' must be an object or an array"
        elif not value:
            yield "Empty arrays are not allowed"


def _each_target(check: Callable[[Target, State], str | None]) -> Check:
    """Check every target of a call."""

    def check_all(request: Request, state: State) -> str | None:
        return next(filter(None, (check(target, state) for target in request["Targets"])), None)

    return check_all


def _target_arn(target: Target, state: State) -> str | None:
    arn = Arn.read(target["Arn"])
    # A target of another region can be an event bus, but not a topic.
    if arn is not None and (arn.service != "sns" or arn.region == state.region):
        return None
    return f"Parameter {target['Arn']} is not valid. Reason: Provided Arn is not in correct format."


def _target_input(target: Target, _state: State) -> str | None:
    if sum(target.get(member) is not None for member in INPUTS) <= 1:
        return None
    return f"Only one of Input, InputPath, or InputTransformer must be provided for target {target['Id']}."


def _target_json(target: Target, _state: State) -> str | None:
    try:
        json.loads(target.get("Input", "null"))
    except ValueError:
        return f"JSON syntax error in input for target {target['Id']}."
    return None


def _has_too_many_targets(request: Request, state: State) -> bool:
    targets = [*getattr(state.event_rules.get(request["Rule"]), "targets", ()), *request["Targets"]]
    return len({target["Id"] for target in targets}) not in TARGETS_OF_A_RULE


RULES = table(
    "events",
    Row("pattern", PUT_RULE, "InvalidEventPatternException",
        "a pattern that is not a JSON object, or contains an empty list or something other than objects and lists",
        _pattern, references.EVENT_PATTERNS),
    Row("target-arn", PUT_TARGETS, INVALID, "a target that is not an ARN, or a topic of another region",
        _each_target(_target_arn)),
    Row("target-input", PUT_TARGETS, INVALID, "a target with more than one of input, path and transformer",
        _each_target(_target_input)),
    Row("target-input-json", PUT_TARGETS, INVALID, "a target's input that is not JSON", _each_target(_target_json)),
    Row("target-count", PUT_TARGETS, "LimitExceededException",
        f"more than {TARGETS_OF_A_RULE.maximum} targets of a rule",
        when(_has_too_many_targets, "The requested resource exceeds the maximum number allowed: "
             f"{TARGETS_OF_A_RULE.maximum} targets per rule."), references.EVENT_QUOTAS),
)  # fmt: skip
