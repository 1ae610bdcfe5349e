"""The rule language of composite alarms: functions of alarm states, joined by AND, OR and NOT.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import ast
import re
from collections.abc import Iterator

_FUNCTION = re.compile(r'\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|([^\s()"][^()"]*?))\s*\)')
_WORDS = {"AND": "and", "OR": "or", "NOT": "not", "TRUE": "True", "FALSE": "False", "(": "(", ")": ")"}
_TOKEN = re.compile(r"[()]|[^\s()]+")


def children(rule: str) -> tuple[str, ...]:
    """Return the names of the alarms in a rule, without duplicates. A rule may name alarms by ARN."""
    names = (quoted or plain for quoted, plain in _FUNCTION.findall(rule))
    return tuple(dict.fromkeys(name.split(":alarm:")[-1] for name in names))


def elements(rule: str) -> int:
    """Count the functions, constants and parentheses of a rule."""
    return sum(token not in ("AND", "OR", "NOT") for token in _tokens(rule))


def unreadable(rule: str) -> str | None:
    """Return the syntax error of a rule, or None."""
    tokens = list(_tokens(rule))
    if unknown := next((token for token in tokens if token not in _WORDS), None):
        return f"Unsupported token '{unknown}'"
    text = " ".join(_WORDS[token] for token in tokens)
    if "( )" in text:
        return "Unsupported token ')'"
    try:
        # Python parses AND, OR and NOT, and evaluates nothing.
        ast.parse(text, mode="eval")
    except SyntaxError:
        return f"Unsupported sequence '{rule}'"
    return None


def _tokens(rule: str) -> Iterator[str]:
    return iter(_TOKEN.findall(_FUNCTION.sub(" TRUE ", rule)))
