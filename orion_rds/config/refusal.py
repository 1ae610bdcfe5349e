"""Refusals: why a value cannot be deployed, and what to write instead.

A refusal is a constant beside the check that raises it:

    PORT = Refusal("port", why="Aurora listens on a port from 1150 to 65535.", fix="...", source=references.PAGE)

    raise PORT(number)

Its texts are templates. `{given}` is the refused value. Every other field is a parameter of the function `fields`, so
that the type checker knows what a call needs, and a text with an undeclared field fails at import.
"""

from collections.abc import Callable, Mapping
from inspect import signature
from string import Formatter
from types import MappingProxyType
from typing import Any, Generic, ParamSpec, overload

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from orion_rds.config.errors import Path, Problem, as_path, printable

Fields = ParamSpec("Fields")
ERROR_TYPE = "refused"
"""Pydantic's type of the errors that refusals raise."""

_defined: dict[str, "Refusal[...]"] = {}
REFUSALS: Mapping[str, "Refusal[...]"] = MappingProxyType(_defined)
"""The refusals of all imported modules, by name."""


def _none() -> None: ...


class Refusal(Generic[Fields]):
    """A rule, its reason and its source. The name is stable: tests and documents refer to it."""

    @overload
    def __init__(self: "Refusal[[]]", name: str, *, why: str, fix: str, source: str) -> None: ...
    @overload
    def __init__(self, name: str, *, why: str, fix: str, source: str, fields: Callable[Fields, None]) -> None: ...
    def __init__(self, name: str, *, why: str, fix: str, source: str, fields: Callable[..., None] = _none) -> None:
        """Check the texts.

        Args:
            name: Name of the rule, unique.
            why: Template of the reason.
            fix: Template of what to write instead.
            source: Address of the page that documents the rule.
            fields: Function whose keyword parameters are the fields of the templates.

        Raises:
            ValueError: when the templates have other fields, or when another refusal has the name.
        """
        used = {field for text in (why, fix) for _, field, _, _ in Formatter().parse(text) if field}
        if used - {"given"} != set(signature(fields).parameters):
            raise ValueError(f"{name}: the templates have other fields than are declared: {sorted(used)}")
        if name in _defined:
            raise ValueError(f"{name}: another refusal has this name")
        self.name, self.why, self.fix, self.source = name, why, fix, source
        _defined[name] = self

    def __call__(
        self, given: object, instead: object = None, *_: Fields.args, **fields: Fields.kwargs
    ) -> PydanticCustomError:
        """Return the error that a validator raises. `instead` is a value that is accepted, where one is known."""
        given = printable(given)
        context = {"refusal": self.name, "given": given, "instead": instead, **self._texts(given, fields)}
        return PydanticCustomError(ERROR_TYPE, "{why} {fix}", context)

    def problem(
        self, path: Path | str, given: object, instead: object = None, *_: Fields.args, **fields: Fields.kwargs
    ) -> Problem:
        """Return the problem of a value that is not checked by a validator of its section. `path` may be dotted."""
        path = as_path(path) if isinstance(path, str) else path
        return Problem(path, given, self.name, **self._texts(given, fields), source=self.source, instead=instead)

    def _texts(self, given: object, fields: Mapping[str, object]) -> dict[str, str]:
        return {"why": self.why.format(given=given, **fields), "fix": self.fix.format(given=given, **fields)}


def below(name: str, error: PydanticCustomError) -> PydanticCustomError:
    """Move an error from a section to one of its settings. The refusal was called with the value of that setting."""
    return _moved(error, {"below": name})


def beside(name: str, error: PydanticCustomError) -> PydanticCustomError:
    """Move an error to another setting of the same section. The refusal was called with the value of that setting."""
    return _moved(error, {"beside": name})


def around(error: ValidationError) -> PydanticCustomError:
    """Return the first refusal of an inner value as a refusal of the enclosing value."""
    return PydanticCustomError(ERROR_TYPE, "{why} {fix}", error.errors()[0].get("ctx"))


def noted(error: PydanticCustomError, note: str) -> PydanticCustomError:
    """Add a sentence to the reason of an error."""
    return _moved(error, {"why": f"{(error.context or {})['why']} {note}"})


def _moved(error: PydanticCustomError, place: dict[str, str]) -> PydanticCustomError:
    context: dict[str, Any] = {**(error.context or {}), **place}
    return PydanticCustomError(ERROR_TYPE, "{why} {fix}", context)
