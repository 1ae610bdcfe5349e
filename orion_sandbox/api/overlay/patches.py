"""How moto is patched: decorators collect, `install` puts in place.

Collecting alone changes nothing, so a module of patches can be imported without effect.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any


class Patches:
    """The patches of one concept. The patched name is the function's own unless another is given."""

    def __init__(self) -> None:
        self._pending: list[Callable[[], None]] = []

    def install(self) -> None:
        """Put the collected patches in place."""
        for patch in self._pending:
            patch()

    def around(self, owner: type, name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Wrap a method of moto's: the function gets the original method, then its arguments."""

        def collect(function: Callable[..., Any]) -> Callable[..., Any]:
            self._pending.append(lambda: _wrap(owner, name or function.__name__, function))
            return function

        return collect

    def method(self, owner: type | ModuleType, name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Add a method, or replace one of moto's altogether; a function, where the owner is a module.

        On a service's response class, a method named after an AWS operation is that operation; what it returns as
        `ActionResult` moto writes out by botocore's model.
        """

        def collect(function: Callable[..., Any]) -> Callable[..., Any]:
            self._pending.append(lambda: setattr(owner, name or function.__name__, function))
            return function

        return collect

    def computed(self, owner: type) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        """Derive an attribute from others; what moto assigns to it is dropped."""

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
