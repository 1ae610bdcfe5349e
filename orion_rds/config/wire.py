"""Values that another resource can produce."""

from typing import Annotated

import pulumi
from pydantic import PlainValidator


def _text_or_output(value: object) -> object:
    if isinstance(value, str | pulumi.Output):
        return value  # pyright: ignore[reportUnknownVariableType]
    raise ValueError("neither text nor a pulumi.Output")


Wire = Annotated[str | pulumi.Output[str], PlainValidator(_text_or_output, json_schema_input_type=str)]
"""A plain `str`, or a `pulumi.Output[str]` of another resource."""
