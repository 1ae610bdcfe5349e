"""The base of every section of the configuration."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from orion_rds.config.field_docs import field_docs
from orion_rds.config.printable import printable


class Section(BaseModel):
    """One section of the configuration: frozen, with no room for unknown keys. A null is a setting left out.

    Instances are checked again wherever they are used, as `model_copy` checks nothing.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        revalidate_instances="always",
        # An unknown key may hold a password, and pydantic's own message would print it.
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        if isinstance(value, Mapping):
            written = cast("Mapping[object, object]", value)
            return {key: item for key, item in written.items() if item is not None}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say of every setting what it means."""
        described = handler.resolve_ref_schema(handler(schema))
        for name, meaning in field_docs(cls).items():
            described["properties"][name]["description"] = meaning
        return described

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, printable(value)
