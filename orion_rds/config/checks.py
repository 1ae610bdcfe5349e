"""Checks that are added to the type of a setting. They raise a refusal, and appear in the JSON Schema."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, cast

from pydantic import AllowInfNan, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from orion_rds.config.refusal import Refusal, noted
from orion_rds.facts import references
from orion_rds.facts.identifiers import Identifier
from orion_rds.facts.limits import Choices, Range
from orion_rds.facts.listed import Listed

WHOLE_NUMBER = Refusal(
    "whole-number", why="The setting is a whole number.", fix="Write a whole number.", source=references.YAML_TAGS
)
NUMBER = Refusal("number", why="The setting is a number.", fix="Write a number.", source=references.YAML_TAGS)
VERSION_NUMBER = Refusal(
    "version-number",
    why="YAML reads it as a number, in which 17.10 is the same as 17.1.",
    fix='Put the version in quotes: "{given}".',
    source=references.YAML_TAGS,
)


def example(*, example: str) -> None:
    """Field of the refusals of `Named`."""


def reason(*, reason: str) -> None:
    """Field of the refusals of `Possible`."""


def repeated(*, repeated: object) -> None:
    """Field of the refusals of `EachOnce`."""


class FormRefusal(Protocol):
    """A refusal that shows an example of the right form."""

    def __call__(self, given: object, instead: object = None, *, example: str) -> PydanticCustomError:
        """Return the error of a value."""
        ...


class ImpossibleRefusal(Protocol):
    """A refusal that says why AWS cannot offer a value."""

    def __call__(self, given: object, instead: object = None, *, reason: str) -> PydanticCustomError:
        """Return the error of a value."""
        ...


class RepetitionRefusal(Protocol):
    """A refusal that names the repeated item."""

    def __call__(self, given: object, instead: object = None, *, repeated: object) -> PydanticCustomError:
        """Return the error of a list."""
        ...


class _Check:
    """A check that runs after pydantic's own, and its part of the JSON Schema."""

    __slots__ = ()

    def check(self, value: Any) -> Any:
        raise NotImplementedError

    def schema(self) -> JsonSchemaValue:
        return {}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **self.schema()}


@dataclass(frozen=True, slots=True)
class Within(_Check):
    """A number in a range."""

    limits: Range
    refusal: Refusal[[]]
    nearest: bool = False
    """Whether to suggest the nearest number. For a number of instances that is no useful suggestion."""

    def check(self, value: float) -> float:
        """Check that the number is in the range."""
        if value not in self.limits:
            raise self.refusal(value, self.limits.nearest(value) if self.nearest else None)
        return value

    def schema(self) -> JsonSchemaValue:
        """Return the limits."""
        return {"minimum": self.limits.minimum, "maximum": self.limits.maximum}


@dataclass(frozen=True, slots=True)
class OneOf(_Check):
    """A number from a list."""

    choices: Choices
    refusal: Refusal[[]]

    def check(self, value: int) -> int:
        """Check that the number is in the list."""
        if value not in self.choices:
            raise self.refusal(value, self.choices.nearest(value))
        return value

    def schema(self) -> JsonSchemaValue:
        """Return the list."""
        return {"enum": list(self.choices.values)}


@dataclass(frozen=True, slots=True)
class Named(_Check):
    """A text in the form of an identifier. Outputs are not checked."""

    identifier: Identifier
    refusal: FormRefusal

    def check(self, value: object) -> object:
        """Check the form of the text."""
        if isinstance(value, str) and not self.identifier.accepts(value):
            error = self.refusal(value, example=self.identifier.example)
            if len(value) > self.identifier.maximum:
                error = noted(error, f"It has {len(value)} characters, {self.identifier.maximum} at most.")
            raise error
        return value

    def schema(self) -> JsonSchemaValue:
        """Return the form."""
        return {"pattern": f"^{self.identifier.pattern}$", "maxLength": self.identifier.maximum}


@dataclass(frozen=True, slots=True)
class Possible(_Check):
    """A text that a list contains, or that a later list may contain. `plan/warnings` warns about the latter."""

    listed: Listed
    refusal: ImpossibleRefusal

    def check(self, value: object) -> object:
        """Check that AWS can offer the value."""
        if isinstance(value, str) and (why := self.listed.impossible(value)):
            raise self.refusal(value, reason=why)
        return value


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The type of a setting after validation, if it differs from the type that type checkers accept: any sequence
    becomes a tuple.
    """

    form: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(self.form)


@dataclass(frozen=True, slots=True)
class EachOnce(_Check):
    """A list without repetitions. Outputs, and items that are outputs, are not checked."""

    refusal: RepetitionRefusal
    ignores_case: bool = False

    def check(self, value: object) -> object:
        """Check that no text is in the list twice."""
        if isinstance(value, tuple):
            self._check_items(cast("tuple[object, ...]", value))
        return cast("object", value)

    def _check_items(self, items: tuple[object, ...]) -> None:
        texts = [each for each in items if isinstance(each, str)]
        counted = Counter(each.lower() if self.ignores_case else each for each in texts)
        for item, times in counted.items():
            if times > 1:
                raise self.refusal(items, repeated=item)


def _no_switch(refusal: Refusal[[]]) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, bool):
            raise refusal(value)
        return value

    return BeforeValidator(check)


Whole = Annotated[int, _no_switch(WHOLE_NUMBER)]
"""A whole number. Pydantic alone would read `true` as 1."""

Number = Annotated[float, AllowInfNan(False), _no_switch(NUMBER)]
"""A number. Pydantic alone would read `true` as 1."""


def off_as_text(value: object) -> object:
    """Return `off` for false: YAML 1.1 reads an unquoted `off` as false."""
    return "off" if value is False else value


def version_as_text(version: object) -> object:
    """Return an unquoted 17 as text. Refuse 17.1, which may have been written as 17.10."""
    if isinstance(version, float):
        raise VERSION_NUMBER(version)
    return str(version) if isinstance(version, int) and not isinstance(version, bool) else version
