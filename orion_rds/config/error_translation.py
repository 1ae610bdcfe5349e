"""From pydantic's errors to problems with a path, a reason and a fix."""

import json
from difflib import get_close_matches
from typing import Any

import pulumi
from pydantic_core import ErrorDetails

from orion_rds.config.checks import MAPPING, NUMBER, WHOLE_NUMBER
from orion_rds.config.field_docs import field_docs
from orion_rds.config.problem import Hidden, Path, Problem, as_path
from orion_rds.config.refusal import ERROR_TYPE, REFUSALS, Refusal
from orion_rds.config.section import Section
from orion_rds.config.setting_paths import field_at, section_at, settings
from orion_rds.facts import references


def _example_and_meaning(*, example: str, meaning: str) -> None: ...
def _suggestion(*, suggestion: str) -> None: ...
def _settings(*, settings: str) -> None: ...
def _expected(*, expected: object) -> None: ...


MISSING = Refusal(
    "missing",
    why="It is needed and has no default. {meaning}",
    fix="Write {example}.",
    source=references.PULUMI_CONFIG,
    fields=_example_and_meaning,
)
UNKNOWN_KEY = Refusal(
    "unknown-key",
    why="There is no such setting. A misspelt setting would silently leave the default.",
    fix="{suggestion}",
    source=references.PULUMI_CONFIG,
    fields=_suggestion,
)
SECTION = Refusal(
    "section",
    why="It has settings of its own.",
    fix="Write its settings below it: {settings}.",
    source=references.PULUMI_CONFIG,
    fields=_settings,
)
LIST = Refusal(
    "list",
    why="It takes several values.",
    fix="Write a list.",
    source=references.PULUMI_CONFIG,
)
TEXT = Refusal(
    "text",
    why="It is text, and YAML reads this as something else.",
    fix="Write text; put it in quotes when it looks like a number, a date or a switch.",
    source=references.YAML_TAGS,
)
SWITCH = Refusal(
    "switch",
    why="It is either on or off.",
    fix="Write true or false.",
    source=references.YAML_TAGS,
)
CHOICE = Refusal(
    "choice",
    why="It is one of a few words.",
    fix="Write {expected}.",
    source=references.PULUMI_CONFIG,
    fields=_expected,
)
OUTPUT_GIVEN = Refusal(
    "output-given",
    why="It decides which resources exist or how they are named, so it must be known before anything is created.",
    fix="Write a plain value. Ids and ARNs of other resources may be outputs; this may not.",
    source=references.PULUMI_INPUTS,
)


WRONG_KINDS = {
    "bool_parsing": SWITCH,
    "bool_type": SWITCH,
    "dict_type": MAPPING,
    "finite_number": NUMBER,
    "float_parsing": NUMBER,
    "float_type": NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_type": WHOLE_NUMBER,
    "string_type": TEXT,
    "tuple_type": LIST,
}
"""Pydantic's own errors about the kind of a value, and the refusals they are."""


def problem(error: ErrorDetails) -> Problem:
    """Say what is wrong in our words."""
    path, given = _place(error)
    if error["type"] == ERROR_TYPE:
        return _refused(path, given, error.get("ctx", {}))
    if error["type"] == "missing":
        return _missing(path)
    if error["type"] in {"extra_forbidden", "invalid_key"}:
        return _unknown(path)
    return _wrong_kind(path, given, error)


def _wrong_kind(path: Path, given: object, error: ErrorDetails) -> Problem:
    if isinstance(error["input"], pulumi.Output):
        return OUTPUT_GIVEN.problem(path, given)
    if error["type"] == "model_type":
        return SECTION.problem(path, given, settings=", ".join(section_at(path).model_fields))
    if error["type"] == "literal_error":
        return CHOICE.problem(path, given, expected=error.get("ctx", {})["expected"])
    return WRONG_KINDS[error["type"]].problem(path, given)


def _place(error: ErrorDetails) -> tuple[Path, object]:
    """An error of a mapping's key carries `[key]` behind it; the path then shows all there is."""
    path = error["loc"]
    if path[-1:] == ("[key]",):
        return path[:-1], Hidden.KEY
    return path, error["input"]


def _refused(path: Path, given: object, context: dict[str, Any]) -> Problem:
    if "path" in context:
        path, given = as_path(context["path"]), context["given"]
    elif "beside" in context:
        path, given = (*path[:-1], context["beside"]), context["given"]
    refusal = REFUSALS[context["refusal"]]
    return Problem(path, given, refusal.name, context["why"], context["fix"], refusal.source, context["instead"])


def _missing(path: Path) -> Problem:
    field = field_at(path)
    meaning = " ".join(field_docs(section_at(path[:-1]))[str(path[-1])].split())
    example = "".join(f"`{path[-1]}: {json.dumps(example)}`" for example in field.examples or [])
    return MISSING.problem(path, Hidden.MISSING, meaning=meaning, example=example)


def _unknown(path: Path) -> Problem:
    suggestion = _nearest(str(path[-1]), section_at(path[:-1]))
    return UNKNOWN_KEY.problem(path, Hidden.KEY, suggestion=suggestion)


def _nearest(key: str, section: type[Section]) -> str:
    """A setting beside the unknown one, or one elsewhere in the tree; else all that are beside it."""
    known = {path.replace(".", "_"): path for path in settings()}
    # Of settings that share a name, the one that is least deep is meant.
    by_depth = sorted(settings(), key=lambda path: path.count("."), reverse=True)
    known |= {path.rpartition(".")[2]: path for path in by_depth} | {name: name for name in section.model_fields}
    if match := get_close_matches(key, known, n=1, cutoff=0.75):
        return f"Did you mean `{known[match[0]]}`?"
    return f"Settings here are: {', '.join(section.model_fields)}."
