"""Pydantic's errors as problems: each with a path, a reason and a fix."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from orion_rds.config.checks import NUMBER, WHOLE_NUMBER, example
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Hidden, Path, Problem, shown
from orion_rds.config.master import MAPPING, MASTER_PASSWORD, MasterConfig
from orion_rds.config.pulumi_types import Output
from orion_rds.config.refusal import ERROR_TYPE, REFUSALS, Refusal
from orion_rds.config.section import Section, field_docs
from orion_rds.config.setting_paths import section_at
from orion_rds.config.suggestions import suggest
from orion_rds.facts import references
from orion_rds.facts.units import in_unit


def _missing_setting(*, meaning: str, example: str) -> None: ...
def _suggestion(*, suggestion: str) -> None: ...
def _settings(*, settings: str) -> None: ...
def _section(*, section: str) -> None: ...
def _expected(*, expected: object) -> None: ...


MISSING = Refusal(
    "missing",
    why="It is required. {meaning}",
    fix="Write {example}.",
    source=references.PULUMI_CONFIG,
    fields=_missing_setting,
)
UNKNOWN_KEY = Refusal(
    "unknown-key",
    why="There is no such setting. A misspelt setting would silently keep the default.",
    fix="{suggestion}",
    source=references.PULUMI_CONFIG,
    fields=_suggestion,
)
SECTION = Refusal(
    "section",
    why="The setting is a section.",
    fix="Write {settings}.",
    source=references.PULUMI_CONFIG,
    fields=_settings,
)
SECTION_CLASS = Refusal(
    "section-class",
    why="It is an object of another class: the setting takes a `{section}` or a mapping.",
    fix="Write `{section}(...)`, or a mapping of its settings.",
    source=references.PULUMI_CONFIG,
    fields=_section,
)
CONFIGURATION_NONE = Refusal(
    "configuration-none",
    why="The configuration is missing: it is None, which `get_object` of `pulumi.Config` returns where the stack's "
    "configuration has no such key.",
    fix="Write the key in the stack file. `load()` of `orion_rds.config`, in place of `get_object`, names it and shows "
    "the smallest configuration that is accepted.",
    source=references.PULUMI_CONFIG,
)
LIST = Refusal(
    "list",
    why="The setting is a list.",
    fix="Write a list, such as `{example}`.",
    source=references.PULUMI_CONFIG,
    fields=example,
)
TEXT = Refusal(
    "text",
    why="The setting is text, and this value is of another type. Without quotes YAML reads 0123 as the number 83, and "
    "1.10 as 1.1.",
    fix="Write text. In YAML put it in quotes when it looks like a number, a date or a switch; for `pulumi config set "
    "--path` add `--type string`.",
    source=references.YAML_TAGS,
)
SWITCH = Refusal("switch", why="The setting is true or false.", fix="Write true or false.", source=references.YAML_TAGS)
CHOICE = Refusal(
    "choice",
    why="The setting has a fixed list of values.",
    fix="Write {expected}.",
    source=references.PULUMI_CONFIG,
    fields=_expected,
)
OTHER_KIND = Refusal(
    "other-kind",
    why="The setting has values of another kind.",
    fix="Write a value as the description of the setting shows it.",
    source=references.PULUMI_CONFIG,
)
OUTPUT_GIVEN = Refusal(
    "output-given",
    why="The value decides which resources exist or how they are named, so it must be known before any is created.",
    fix="Write a plain value. IDs and ARNs of other resources may be outputs; this may not.",
    source=references.PULUMI_INPUTS,
)

FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""Pydantic's error for a default that depends on a setting with an error."""

WRONG_KINDS = {
    "bool_parsing": SWITCH,
    "bool_type": SWITCH,
    "finite_number": NUMBER,
    "float_parsing": NUMBER,
    "float_type": NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_type": WHOLE_NUMBER,
    "string_type": TEXT,
}
"""Refusals of pydantic's own errors for a value of the wrong type."""


OFF: tuple[object, ...] = (False, "false", "off", "no", "none", "disabled")
ON: tuple[object, ...] = (True, "true", "on", "yes", "enabled", None)
"""Values that users write to turn a section off or on. An instance without settings is null in YAML."""

WRITTEN: tuple[type, ...] = (str, int, float, list, tuple, type(None))
"""Types of the values in a stack file. Other values come from a program."""

QUOTES = "'\""

UNITS = ("bytes", "days", "milliseconds", "percent", "seconds")
"""Units that the names of numeric settings end with."""


def problems(error: ValidationError, root: type[Section] = DatabaseConfig, key: str = "") -> list[Problem]:
    """Return the problem of each error of a section, with paths below it. `key` is that of the stack's configuration,
    if any.
    """
    errors = [each for each in error.errors(include_url=False) if each["type"] != FOLLOWS_FROM_ANOTHER]
    return [_problem(each, root, key) for each in errors]


def _problem(error: ErrorDetails, root: type[Section], key: str) -> Problem:
    path, given = _place(error)
    if error["type"] == ERROR_TYPE:
        return _refused(path, given, error.get("ctx", {}))
    if error["type"] == "missing":
        return _missing(path, root)
    if error["type"] in {"extra_forbidden", "invalid_key"}:
        return _unknown(path, root, key)
    return _wrong_kind(path, given, error, root)


def _unknown(path: Path, root: type[Section], key: str) -> Problem:
    if section_at(path[:-1], root) is MasterConfig and path[-1] in {"password", "secret"}:
        return MASTER_PASSWORD.problem(path, Hidden.PASSWORD)
    return UNKNOWN_KEY.problem(path, Hidden.KEY, suggestion=suggest(path, root, key))


def _wrong_kind(path: Path, given: object, error: ErrorDetails, root: type[Section]) -> Problem:
    if isinstance(error["input"], Output):
        return OUTPUT_GIVEN.problem(path, given)
    if error["type"] == "model_type":
        return _no_section(path, given, root)
    if error["type"] == "literal_error":
        return CHOICE.problem(path, given, expected=_nearest(given, error.get("ctx", {})["expected"]))
    if error["type"] == "dict_type":
        return MAPPING.problem(path, given, example=_as_mapping(given))
    if error["type"] == "tuple_type":
        return LIST.problem(path, given, example=_as_list(given))
    problem = WRONG_KINDS.get(error["type"], OTHER_KIND).problem(path, given)
    return _with_unit(problem) if problem.refusal in {NUMBER.name, WHOLE_NUMBER.name} else problem


def _with_unit(problem: Problem) -> Problem:
    """Add the unit of a setting to the fix, and the converted number if the value has another unit."""
    unit = str(problem.path[-1]).rpartition("_")[2]
    if unit not in UNITS:
        return problem
    number = in_unit(problem.given, unit)
    stands = "" if number is None else f": {shown(problem.given)} is {number}"
    return replace(problem, fix=f"{problem.fix.removesuffix('.')} of {unit}{stands}.")


def _no_section(path: Path, given: object, root: type[Section]) -> Problem:
    section = section_at(path, root)
    if given is None and section is DatabaseConfig:
        return CONFIGURATION_NONE.problem(path, given)
    if isinstance(given, WRITTEN):
        return SECTION.problem(path, given, settings=_instead(path, given, section, root))
    return SECTION_CLASS.problem(path, given, section=section.__name__)


def _instead(path: Path, given: object, section: type[Section], root: type[Section]) -> str:
    """Return what to write for a section: the settings that turn it off, its defaults, or its settings."""
    settings = f"its settings below it: {', '.join(section.model_fields)}"
    setting = section_at(path[:-1], root).model_fields.get(str(path[-1])) if path else None
    if given in OFF and section.off:
        return f"`{path[-1]}: {{{section.off}}}`"
    if given in OFF and setting and setting.default is None:
        return f"`{path[-1]}: null`, or leave it out"
    needs = any(field.is_required() for field in (*section.model_fields.values(), *([setting] if setting else [])))
    return f"`{{}}` for the defaults, or {settings}" if given in ON and path and not needs else settings


def _place(error: ErrorDetails) -> tuple[Path, object]:
    """Return the path and the value. Pydantic marks an error of a mapping's key with `[key]` at the end of the path."""
    path = error["loc"]
    if path[-1:] == ("[key]",):
        return path[:-1], Hidden.KEY
    return path, error["input"]


def _refused(path: Path, given: object, context: dict[str, Any]) -> Problem:
    if "below" in context:
        path, given = (*path, context["below"]), context["given"]
    elif "beside" in context:
        path, given = (*path[:-1], context["beside"]), context["given"]
    refusal = REFUSALS[context["refusal"]]
    return Problem(path, given, refusal.name, context["why"], context["fix"], refusal.source, context["instead"])


def _missing(path: Path, root: type[Section]) -> Problem:
    section, name = section_at(path[:-1], root), str(path[-1])
    meaning = " ".join(field_docs(section)[name].split())
    example = "".join(f"`{name}: {json.dumps(example)}`" for example in section.model_fields[name].examples or [])
    return MISSING.problem(path, Hidden.MISSING, meaning=meaning, example=example)


def _nearest(given: object, expected: str) -> str:
    """Return the accepted values, the most similar one first."""
    near = get_close_matches(str(given), re.findall("'([^']*)'", expected), n=1, cutoff=0.75)
    return "".join(f"`{each}`; accepted are " for each in near) + expected


def _as_list(given: object) -> str:
    """Return an example of a list, with the parts of a text."""
    parts = [part for part in re.split(r"[,;\s]+", given.strip("[] ")) if part] if isinstance(given, str) else []
    return f"[{', '.join(part.strip(QUOTES) for part in parts) or 'first, second'}]"


def _as_mapping(given: object) -> str:
    """Return an example of a mapping, with the first text of a list."""
    items = cast("Sequence[object]", given) if isinstance(given, list | tuple) else ()
    return next((f"{{app: {item}}}" for item in items if isinstance(item, str)), "name: value")
