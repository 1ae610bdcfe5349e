"""Checks that stand beside a field's type: they refuse by a row of the table and show in the JSON Schema."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AllowInfNan, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from orion_rds.config.refusals import refuse
from orion_rds.facts.identifiers import Identifier
from orion_rds.facts.limits import Choices, Range


@dataclass(frozen=True, slots=True)
class Within:
    """A number that lies in a range."""

    limits: Range
    refusal: str
    nearest: bool = False
    """Whether the nearest number is a good answer. Sixteen instances are none to a question for twenty."""

    def check(self, number: float) -> float:
        """Refuse a number outside."""
        if number not in self.limits:
            raise refuse(self.refusal, number, instead=self.limits.nearest(number) if self.nearest else None)
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "minimum": self.limits.minimum, "maximum": self.limits.maximum}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A number out of a list."""

    choices: Choices
    refusal: str

    def check(self, number: int) -> int:
        """Refuse a number that is not listed."""
        if number not in self.choices:
            listed = ", ".join(map(str, self.choices.values))
            raise refuse(self.refusal, number, instead=self.choices.nearest(number), choices=listed)
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(self.choices.values)}


@dataclass(frozen=True, slots=True)
class Named:
    """A text that has the form of an identifier. What is no text yet (an output) is not looked at."""

    identifier: Identifier
    refusal: str

    def check(self, text: object) -> object:
        """Refuse a text of another form."""
        if isinstance(text, str) and not self.identifier.accepts(text):
            raise refuse(self.refusal, text, example=self.identifier.example)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        form = {"pattern": f"^{self.identifier.pattern}$", "maxLength": self.identifier.maximum}
        return {**handler(schema), **form}


def _no_switch(refusal: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, bool):
            raise refuse(refusal, value)
        return value

    return BeforeValidator(check)


Whole = Annotated[int, _no_switch("whole-number")]
"""A whole number. Pydantic alone would read `true` as 1."""

Number = Annotated[float, AllowInfNan(False), _no_switch("number")]
"""A number. Pydantic alone would read `true` as 1."""
