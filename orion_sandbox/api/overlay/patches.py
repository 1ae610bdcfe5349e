"""Patches of moto: decorators collect them, `install` applies them.

Importing a module of patches changes nothing.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from orion_sandbox.api.parameters import parameters

Request = Mapping[str, Any]
"""The parameters of a call, by AWS's names."""

Operation = Callable[[Any, Request], Mapping[str, Any] | None]


class Patches:
    """The patches of one module. The patched name is that of the function, unless another is given."""

    def __init__(self) -> None:
        self._pending: list[Callable[[], None]] = []

    def install(self) -> None:
        """Apply the collected patches."""
        for patch in self._pending:
            patch()

    def also(self, patch: Callable[[], None]) -> Callable[[], None]:
        """Call a function when the patches are applied."""
        self._pending.append(patch)
        return patch

    def around(self, owner: type, name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Wrap a method of moto: the function gets the original method, then its arguments."""

        def collect(function: Callable[..., Any]) -> Callable[..., Any]:
            self._pending.append(lambda: _wrap(owner, name or function.__name__, function))
            return function

        return collect

    def method(self, owner: type | ModuleType, name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Add or replace a method, or a function if the owner is a module."""

        def collect(function: Callable[..., Any]) -> Callable[..., Any]:
            self._pending.append(lambda: setattr(owner, name or function.__name__, function))
            return function

        return collect

    def operation(self, owner: type[BaseResponse], state: Callable[[Any], Any]) -> Callable[[Operation], Operation]:
        """Add an AWS operation that moto lacks, or replace moto's, with the function of that name.

        The function gets the request, and the state of the account and region, which `state` returns for moto's
        response. moto serializes its answer by botocore's model.
        """

        def collect(function: Operation) -> Operation:
            def respond(response: Any) -> ActionResult:
                return ActionResult(function(state(response), parameters(response, response._get_action())))

            self._pending.append(lambda: setattr(owner, function.__name__, respond))
            return function

        return collect

    def computed(self, owner: type) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        """Derive an attribute from others; moto's assignments to it have no effect."""

        def collect(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
            attribute = property(function, lambda _self, _value: None)
            self._pending.append(lambda: setattr(owner, function.__name__, attribute))
            return function

        return collect


def _wrap(owner: type, name: str, function: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def patched(*arguments: Any, **named: Any) -> Any:
        return function(original, *arguments, **named)

    setattr(owner, name, patched)
