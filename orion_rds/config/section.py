"""The base class of every section of the configuration."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc, getdoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from orion_rds.config.errors import printable
from orion_rds.config.odd_values import refuse_odd_values


class Section(BaseModel):
    """One section of the configuration: frozen, without unknown keys. A null is a setting left out.

    Instances are validated again wherever they are used, because `model_copy` validates nothing.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        revalidate_instances="always",
        # An unknown key may hold a password, and pydantic's own message would print it.
        hide_input_in_errors=True,
    )

    # The settings that turn the section off, if there are any.
    off: ClassVar[str] = ""

    def __init__(self, /, **settings: Any) -> None:
        """Check the settings. The class has the documentation of the section, and each attribute that of a setting.

        Raises:
            ConfigError: with every problem.
        """
        refuse_odd_values(settings, of=type(self).__name__)
        try:
            self.__pydantic_validator__.validate_python(settings, self_instance=self)
        except ValidationError as error:
            raise _refused(type(self), settings, error) from None

    # Otherwise pydantic would construct inner sections with this method, and stop at the first refused one.
    __init__.__pydantic_base_init__ = True  # pyright: ignore[reportFunctionMemberAccess]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Return the section of a mapping.

        Raises:
            ConfigError: with every problem.
        """
        refuse_odd_values(obj, of=cls.__name__)
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise _refused(cls, obj, error) from None

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return {key: item for key, item in cast("Mapping[object, object]", value).items() if item is not None}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add the documentation of each setting."""
        described = handler.resolve_ref_schema(handler(schema))
        for name, text in field_docs(cls).items():
            described["properties"][name]["description"] = text
        return described

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, printable(value)


Some = TypeVar("Some", bound=Section)


def validated(section: type[Some], value: object, context: Mapping[str, Any]) -> Some:
    """Return the section of a value.

    Raises:
        ValidationError: pydantic's own, with every error.
    """
    return section.__pydantic_validator__.validate_python(value, context=context)


def _refused(section: type[Section], value: object, error: ValidationError) -> Exception:
    # The module imports every section.
    from orion_rds.config.checking import refused  # noqa: PLC0415

    return refused(section, value, error)


@cache
def field_docs(section: type[BaseModel]) -> Mapping[str, str]:
    """Return the docstring of each field of a section. A field without a docstring has that of the section that it
    holds.

    Pydantic's `use_attribute_docstrings` reads them for every section at each start, which took longer than everything
    else in the configuration.
    """
    bases = (base for base in reversed(section.__mro__) if issubclass(base, BaseModel) and base is not BaseModel)
    forms = {name: field.annotation for name, field in section.model_fields.items()}
    below = {name: getdoc(form) or "" for name, form in forms.items() if _is_section(form)}
    return below | {name: text for base in bases for name, text in docstrings(base)}


def _is_section(form: object) -> bool:
    return isinstance(form, type) and issubclass(form, BaseModel)


def docstrings(section: type[BaseModel]) -> list[tuple[str, str]]:
    """Return the settings that a class itself defines with a docstring, and these docstrings."""
    (definition,) = ast.parse(dedent(getsource(section))).body
    lines = definition.body if isinstance(definition, ast.ClassDef) else []
    return [
        (field.target.id, cleandoc(text.value.value))
        for field, text in pairwise(lines)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    ]
