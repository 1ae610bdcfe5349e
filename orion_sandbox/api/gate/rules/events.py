"""EventBridge: rules and their targets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.arns import Arn

RULES = Rules("events")

PUT_RULE, PUT_TARGETS = ("PutRule",), ("PutTargets",)
INVALID = "ValidationException"
TARGETS_MAXIMUM = 5
INPUTS = ("Input", "InputPath", "InputTransformer")


@RULES.refuse("pattern", PUT_RULE, "InvalidEventPatternException",
              "a pattern that is not a JSON object, or has other than objects and lists that are not empty in it",
              sources.EVENT_PATTERNS)  # fmt: skip
def pattern(request: Request, _state: State) -> str | None:
    """A single value stands in a list of its own."""
    text = request.get("EventPattern")
    if text is None:
        return None
    try:
        read = json.loads(text)
    except ValueError:
        return "Event pattern is not valid. Reason: Invalid JSON"
    reason = next(_misshapen(read), None) if isinstance(read, dict) and read else "Filter is not an object"
    return f"Event pattern is not valid. Reason: {reason}" if reason else None


@RULES.refuse("target-arn", PUT_TARGETS, INVALID, "a target that is no ARN, or a topic of another region")
def target_arn(request: Request, state: State) -> str | None:
    """Of another region, only an event bus is taken."""
    for target in request["Targets"]:
        arn = Arn.read(target["Arn"])
        if arn is None or (arn.service == "sns" and arn.region != state.region):
            return f"Parameter {target['Arn']} is not valid. Reason: Provided Arn is not in correct format."
    return None


@RULES.refuse("target-input", PUT_TARGETS, INVALID, "a target with two of input, path and transformer")
def target_input(request: Request, _state: State) -> str | None:
    """One says what the target gets."""
    for target in request["Targets"]:
        if sum(target.get(member) is not None for member in INPUTS) > 1:
            return f"Only one of Input, InputPath, or InputTransformer must be provided for target {target['Id']}."
    return None


@RULES.refuse("target-input-json", PUT_TARGETS, INVALID, "a target's input that is not JSON")
def target_input_json(request: Request, _state: State) -> str | None:
    """Plain words stand in quotation marks."""
    for target in request["Targets"]:
        try:
            json.loads(target.get("Input", "null"))
        except ValueError:
            return f"JSON syntax error in input for target {target['Id']}."
    return None


@RULES.refuse("target-count", PUT_TARGETS, "LimitExceededException", f"more than {TARGETS_MAXIMUM} targets of a rule",
              sources.EVENT_QUOTAS)  # fmt: skip
def target_count(request: Request, state: State) -> str | None:
    """Those that it has, and those that come."""
    rule = state.event_rules.get(request["Rule"])
    present = {target["Id"] for target in rule.targets} if rule else set[str]()
    if len(present | {target["Id"] for target in request["Targets"]}) <= TARGETS_MAXIMUM:
        return None
    return f"The requested resource exceeds the maximum number allowed: {TARGETS_MAXIMUM} targets per rule."


def _misshapen(pattern: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _misshapen(value, f"{path}{key}.")
        elif not isinstance(value, list):
            yield f"'{path}{key}' must be an object or an array"
        elif not value:
            yield "Empty arrays are not allowed"
