"""CloudWatch: composite alarms and the alarms that they depend on."""

from orion_rds.facts.limits import COMPOSITE_ALARM_MEMBERS_MAXIMUM
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.alarm_rules import children, elements, unreadable
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("cloudwatch")

PUT = ("PutCompositeAlarm",)
DELETE = ("DeleteAlarms",)
INVALID = "ValidationError"
ELEMENTS_MAXIMUM = 500


@RULES.refuse("composite-rule", PUT, INVALID, "a rule that cannot be read", sources.ALARM_RULE_SYNTAX)
def rule(request: Request, _state: State) -> str | None:
    """Functions of alarms joined by AND, OR and NOT."""
    reason = unreadable(request["AlarmRule"])
    return f"Error in AlarmRule [{reason}]" if reason else None


@RULES.refuse("composite-children", PUT, INVALID, "a rule of more than 100 alarms")
def too_many_children(request: Request, _state: State) -> str | None:
    """Each counts once."""
    count = len(children(request["AlarmRule"]))
    if count <= COMPOSITE_ALARM_MEMBERS_MAXIMUM:
        return None
    return f"AlarmRule can reference at most {COMPOSITE_ALARM_MEMBERS_MAXIMUM} alarms: {count}"


@RULES.refuse("composite-elements", PUT, INVALID, "a rule of more than 500 alarms, constants and parentheses")
def too_many_elements(request: Request, _state: State) -> str | None:
    """Every mention counts."""
    count = elements(request["AlarmRule"])
    return f"AlarmRule can have at most {ELEMENTS_MAXIMUM} elements: {count}" if count > ELEMENTS_MAXIMUM else None


@RULES.refuse("composite-child-unknown", PUT, INVALID, "a rule with an alarm that does not exist in the region",
              sources.COMPOSITE_CHILDREN)  # fmt: skip
def unknown_child(request: Request, state: State) -> str | None:
    """The alarms come first, and the composite alarm goes first."""
    unknown = [name for name in children(request["AlarmRule"]) if name not in state.alarms]
    if not unknown:
        return None
    return f"Could not save the composite alarm as alarms [{', '.join(unknown)}] in the alarm rule do not exist"


@RULES.refuse("alarm-in-use", DELETE, INVALID, "deleting an alarm that a composite alarm depends on",
              sources.COMPOSITE_DEPENDENCY)  # fmt: skip
def in_use(request: Request, state: State) -> str | None:
    """Unless the composite alarm goes with it."""
    doomed = request["AlarmNames"]
    left = [alarm for name, alarm in state.alarms.items() if alarm.rule and name not in doomed]
    needed = {child for alarm in left for child in children(alarm.rule)}
    used = [name for name in doomed if name in needed]
    if not used:
        return None
    return f"Cannot delete {','.join(used)} as there are composite alarm(s) depending on it."


@RULES.refuse("composites-at-once", DELETE, INVALID, "deleting two composite alarms in one call")
def composites_at_once(request: Request, state: State) -> str | None:
    """One, and 99 metric alarms."""
    composites = [name for name in request["AlarmNames"] if getattr(state.alarms.get(name), "rule", None)]
    return "Only one composite alarm can be deleted per operation." if len(composites) > 1 else None
