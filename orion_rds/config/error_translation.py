"""From pydantic's errors to problems with a path, a reason and a mend."""

import json
from difflib import get_close_matches
from typing import Any

import pulumi
from pydantic_core import ErrorDetails

from orion_rds.config.field_docs import field_docs
from orion_rds.config.problem import Hidden, Path, Problem, as_path
from orion_rds.config.refusals import REFUSALS
from orion_rds.config.section import Section
from orion_rds.config.setting_paths import field_at, section_at, settings

WRONG_KINDS = {
    "bool_parsing": "switch",
    "bool_type": "switch",
    "dict_type": "mapping",
    "finite_number": "number",
    "float_parsing": "number",
    "float_type": "number",
    "int_from_float": "whole-number",
    "int_parsing": "whole-number",
    "int_parsing_size": "whole-number",
    "int_type": "whole-number",
    "literal_error": "choice",
    "string_type": "text",
    "tuple_type": "list",
}
"""Pydantic's own errors about the kind of a value, and the refusals they are."""


def problem(error: ErrorDetails) -> Problem:
    """Say what is wrong in our words."""
    path, given = _place(error)
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "refused":
        return _refused(path, given, context)
    if error["type"] == "missing":
        return _missing(path)
    if error["type"] in {"extra_forbidden", "invalid_key"}:
        return _unknown(path)
    if isinstance(error["input"], pulumi.Output):
        return explained("output-given", path, given)
    if error["type"] == "model_type":
        return explained("section", path, given, settings=", ".join(section_at(path).model_fields))
    return explained(WRONG_KINDS[error["type"]], path, given, **context)


def explained(refusal: str, path: Path, given: object, instead: object = None, **values: object) -> Problem:
    """Make a problem of a row of the table."""
    why, mend = REFUSALS[refusal].texts(given=given, **values)
    return Problem(path, given, refusal, why, mend, instead)


def _place(error: ErrorDetails) -> tuple[Path, object]:
    """An error of a mapping's key carries `[key]` behind it; the path then shows all there is."""
    path = error["loc"]
    if path[-1:] == ("[key]",):
        return path[:-1], Hidden.KEY
    return path, error["input"]


def _refused(path: Path, given: object, context: dict[str, Any]) -> Problem:
    if (elsewhere := context["path"]) is not None:
        path, given = as_path(elsewhere), context["given"]
    elif (neighbour := context["beside"]) is not None:
        path, given = (*path[:-1], neighbour), context["given"]
    return Problem(path, given, context["refusal"], context["why"], context["mend"], context["instead"])


def _missing(path: Path) -> Problem:
    field = field_at(path)
    meaning = " ".join(field_docs(section_at(path[:-1]))[str(path[-1])].split())
    example = "".join(f"`{path[-1]}: {json.dumps(example)}`" for example in field.examples or [])
    return explained("missing", path, Hidden.MISSING, meaning=meaning, example=example)


def _unknown(path: Path) -> Problem:
    nearest = _nearest(str(path[-1]), section_at(path[:-1]))
    return explained("unknown-key", path, Hidden.KEY, nearest=nearest)


def _nearest(key: str, section: type[Section]) -> str:
    """A setting beside the unknown one, or one elsewhere in the tree; else all that are beside it."""
    known = {path.replace(".", "_"): path for path in settings()}
    # Of settings that share a name, the one that is least deep is meant.
    by_depth = sorted(settings(), key=lambda path: path.count("."), reverse=True)
    known |= {path.rpartition(".")[2]: path for path in by_depth} | {name: name for name in section.model_fields}
    if match := get_close_matches(key, known, n=1, cutoff=0.75):
        return f"Did you mean `{known[match[0]]}`?"
    return f"Settings here are: {', '.join(section.model_fields)}."
