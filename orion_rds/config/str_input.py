"""Values that another resource can produce.

A `StrInput` is a plain `str` or a `pulumi.Output[str]`, and is not converted: text is checked, printed and compared as
text, and an output is passed on unchanged. Pydantic and type checkers accept both.

Pulumi's component analyzer reads `Output[str]` and no unions, so it would need every text lifted into an `Output`. That
would hide the text from every check, from `==` and from error messages. A component that is packaged for other
languages therefore has an argument type of its own, and passes the values to `parse`.
"""

from dataclasses import dataclass
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from orion_rds.config.errors import printable
from orion_rds.config.pulumi_types import Output, Resource
from orion_rds.config.refusal import Refusal
from orion_rds.facts import references

RESOURCE_GIVEN = Refusal(
    "resource-given",
    why="A resource was passed, where one of its outputs is required.",
    fix="Pass the output, such as `.id` or `.arn`.",
    source=references.PULUMI_INPUTS,
)


@dataclass(frozen=True, slots=True)
class OutputOr:
    """An output of another resource, or a plain value of this type. The JSON Schema shows the plain type."""

    plain: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            _unless_output,
            handler.generate_schema(self.plain),
            serialization=core_schema.plain_serializer_function_ser_schema(_dump, info_arg=True),
        )


def _unless_output(value: object, check_plain: core_schema.ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, Output):
        return cast("object", value)
    if isinstance(value, Resource):
        raise RESOURCE_GIVEN(value)
    return check_plain(value)


def _dump(value: object, info: core_schema.SerializationInfo) -> object:
    """Return a value for a dump. JSON cannot contain outputs; Python objects can."""
    return printable(value) if info.mode == "json" else value


StrInput = Annotated[str | Output[str], OutputOr(str)]
"""A plain `str`, or a `pulumi.Output[str]` of another resource."""
