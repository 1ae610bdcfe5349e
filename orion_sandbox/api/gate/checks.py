"""Common checks: a name is taken or unknown, a resource is in use, a value is outside a form or a range.

A member may be a path, such as `ServerlessV2ScalingConfiguration.SecondsUntilAutoPause`. A text is a template. It may
name the members of the request, `{value}` (the member's value) and `{found}` (the result of a look-up).
"""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from orion_sandbox.api.gate.rule import Check, Request
from orion_sandbox.api.gate.state import State

Find = Callable[[State, Any], Any]
"""Looks up a resource by name; returns a false value if there is none."""


def value_of(request: Request, path: str) -> Any:
    """Return the value of a member; None if the request does not have it."""
    value: Any = request
    for member in path.split("."):
        value = value.get(member) if isinstance(value, Mapping) else None
    return value


def when(condition: Callable[[Request, State], object], text: str) -> Check:
    """Refuse calls that meet a condition."""
    return lambda request, state: text.format_map(request) if condition(request, state) else None


def taken(member: str, find: Find, text: str) -> Check:
    """Refuse a name that an existing resource has."""

    def check(request: Request, state: State) -> str | None:
        value = value_of(request, member)
        found = None if value is None else find(state, value)
        return _text(text, request, value=value, found=found) if found else None

    return check


def unknown(member: str, find: Find, text: str) -> Check:
    """Refuse a name that no resource has; in a list, the first such name."""

    def check(request: Request, state: State) -> str | None:
        values: Any = value_of(request, member)
        for value in values if isinstance(values, list) else [values]:
            if value is not None and not find(state, value):
                return _text(text, request, value=value)
        return None

    return check


def in_use(member: str, users: Callable[[State, Any], Iterable[str]], text: str) -> Check:
    """Refuse to delete a resource in use; `{found}` is the first user."""
    return taken(member, lambda state, name: next(iter(users(state, name)), None), text)


def outside(member: str, accepted: Container[Any], text: str) -> Check:
    """Refuse a value that is outside a range, not in a list, or not in a form."""

    def check(request: Request, _state: State) -> str | None:
        value = value_of(request, member)
        return None if value is None or value in accepted else _text(text, request, value=value)

    return check


def together(members: tuple[str, str], text: str) -> Check:
    """Refuse two members that exclude each other."""
    return when(lambda request, _state: all(value_of(request, member) for member in members), text)


def without(member: str, needed: str, text: str) -> Check:
    """Refuse a member without the other member that it needs."""
    return when(lambda request, _state: value_of(request, member) and not value_of(request, needed), text)


def more_than(maximum: float, count: Callable[[Request, State], int], text: str) -> Check:
    """Refuse a number above the maximum; `{value}` is the number."""

    def check(request: Request, state: State) -> str | None:
        number = count(request, state)
        return _text(text, request, value=number) if number > maximum else None

    return check


def _text(template: str, request: Request, **values: Any) -> str:
    return template.format_map({**request, **values})
