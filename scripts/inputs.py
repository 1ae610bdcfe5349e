"""Writes the types of the mapping form of the configuration.

`python -m scripts.inputs orion_rds/config/inputs.py` writes the module.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from textwrap import indent
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.pulumi_types import Output
from orion_rds.config.section import Section, field_docs
from orion_rds.config.setting_paths import sections_below

HEAD = '''\
"""Types of the configuration as a mapping, for type checkers and editors. They check nothing at run time.

Written by `python -m scripts.inputs orion_rds/config/inputs.py` from the sections. Change them there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypedDict

from pulumi import Output

from orion_rds.config.str_input import StrInput
'''

_WIDTH = 120
_TEXT_OR_OUTPUT = ("str", "Output[str]")


def inputs() -> str:
    """Return the text of the module."""
    return "\n\n".join([HEAD, *map(_typed_dict, dict.fromkeys(_sections(DatabaseConfig)))])


def _sections(section: type[Section]) -> Iterator[type[Section]]:
    """Yield every section after those below it."""
    for below in sections_below(section):
        yield from _sections(below)
    yield section


def _name(section: type[Section]) -> str:
    return f"{section.__name__.removesuffix('Config')}Input"


def _typed_dict(section: type[Section]) -> str:
    keys = "\n".join(_key(section, name) for name in section.model_fields)
    text = getdoc(section) or ""
    # The quotes after several lines stand alone, as those of other classes do.
    text = f"{text}\n" if "\n" in text else text
    return f"class {_name(section)}(TypedDict, total=False):\n{_docstring(text)}\n{keys}"


def _key(section: type[Section], name: str) -> str:
    field = section.model_fields[name]
    form = _form(field.annotation)
    line = f"    {name}: {f'Required[{form}]' if field.is_required() else form}\n"
    if len(line) > _WIDTH:
        parts = form.split(" | ")
        line = f"    {name}: (\n        {parts[0]}\n" + "".join(f"        | {part}\n" for part in parts[1:]) + "    )\n"
    return line + _docstring(field_docs(section)[name])


def _docstring(text: str) -> str:
    return indent(f'"""{text}"""\n', "    ", lambda line: bool(line.strip()))


def _form(annotation: Any) -> str:
    """Return the type of a value that may be written."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form(inner[0])
    if origin in {Union, UnionType}:
        return " | ".join(_parts(inner))
    if origin is Literal:
        return f"Literal[{', '.join(f'{value!r}'.replace(chr(39), chr(34)) for value in inner)}]"
    if origin is Mapping:
        return f"Mapping[str, {_form(inner[1])}]"
    if origin in {Sequence, Output}:
        return f"{origin.__name__}[{_form(inner[0])}]"
    return _name(annotation) if issubclass(annotation, Section) else annotation.__name__.removesuffix("Type")


def _parts(union: Sequence[Any]) -> list[str]:
    parts = list(dict.fromkeys(part for each in union for part in _form(each).split(" | ")))
    if set(_TEXT_OR_OUTPUT) <= set(parts):
        parts = ["StrInput", *(part for part in parts if part not in _TEXT_OR_OUTPUT)]
    return parts


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(inputs(), encoding="utf-8")
