"""Checks that stand beside a field's type: they refuse by a row of the table and show in the JSON Schema."""

from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from pydantic import AllowInfNan, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from orion_rds.config.refusal import Refusal
from orion_rds.facts import references
from orion_rds.facts.identifiers import Identifier
from orion_rds.facts.limits import Choices, Range

MAPPING = Refusal(
    "mapping",
    why="It maps names to values.",
    fix="Write a mapping, such as `name: value`.",
    source=references.PULUMI_CONFIG,
)
WHOLE_NUMBER = Refusal(
    "whole-number",
    why="It is counted in whole numbers.",
    fix="Write a whole number.",
    source=references.YAML_TAGS,
)
NUMBER = Refusal(
    "number",
    why="It is a number.",
    fix="Write a number.",
    source=references.YAML_TAGS,
)


def example(*, example: str) -> None:
    """Field of the refusals of `Named`."""


class FormRefusal(Protocol):
    """A refusal that shows an example of the right form."""

    def __call__(self, given: object, instead: object = None, *, example: str) -> PydanticCustomError:
        """Return the error of a value."""
        ...


@dataclass(frozen=True, slots=True)
class Within:
    """A number that lies in a range."""

    limits: Range
    refusal: Refusal[[]]
    nearest: bool = False
    """Whether the nearest number is a good answer. Sixteen instances are none to a question for twenty."""

    def check(self, number: float) -> float:
        """Refuse a number outside."""
        if number not in self.limits:
            raise self.refusal(number, self.limits.nearest(number) if self.nearest else None)
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "minimum": self.limits.minimum, "maximum": self.limits.maximum}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A number out of a list."""

    choices: Choices
    refusal: Refusal[[]]

    def check(self, number: int) -> int:
        """Refuse a number that is not listed."""
        if number not in self.choices:
            raise self.refusal(number, self.choices.nearest(number))
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(self.choices.values)}


@dataclass(frozen=True, slots=True)
class Named:
    """A text that has the form of an identifier. What is no text yet (an output) is not looked at."""

    identifier: Identifier
    refusal: FormRefusal

    def check(self, text: object) -> object:
        """Refuse a text of another form."""
        if isinstance(text, str) and not self.identifier.accepts(text):
            raise self.refusal(text, example=self.identifier.example)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        form = {"pattern": f"^{self.identifier.pattern}$", "maxLength": self.identifier.maximum}
        return {**handler(schema), **form}


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
