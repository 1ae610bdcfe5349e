"""What the settings of a section mean."""

import ast
from collections.abc import Mapping
from functools import cache
from inspect import cleandoc, getdoc, getsource
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel


@cache
def field_docs(section: type[BaseModel]) -> Mapping[str, str]:
    """Return the docstring of each field of a section. A field without one has that of its own section.

    Pydantic reads the same texts for `use_attribute_docstrings`, but of every section whenever a program starts, which
    took more time than all else of the configuration.
    """
    bases = (base for base in reversed(section.__mro__) if issubclass(base, BaseModel) and base is not BaseModel)
    forms = {name: field.annotation for name, field in section.model_fields.items()}
    below = {name: getdoc(form) or "" for name, form in forms.items() if _is_section(form)}
    return below | {name: text for base in bases for name, text in _written(base)}


def _is_section(form: object) -> bool:
    return isinstance(form, type) and issubclass(form, BaseModel)


def _written(section: type[BaseModel]) -> list[tuple[str, str]]:
    (definition,) = ast.parse(dedent(getsource(section))).body
    lines = definition.body if isinstance(definition, ast.ClassDef) else []
    return [
        (field.target.id, cleandoc(text.value.value))
        for field, text in pairwise(lines)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    ]
