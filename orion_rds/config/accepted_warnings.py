"""Warnings that a configuration accepts, so that they are not shown."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field

from orion_rds.config.refusal import Refusal
from orion_rds.facts import references
from orion_rds.facts.warning_names import NAMES


def _suggestion(*, suggestion: str) -> None: ...


WARNING_NAME = Refusal(
    "warning-name",
    why="There is no such warning.",
    fix="{suggestion}",
    source=references.WARNINGS_PAGE,
    fields=_suggestion,
)
WARNING_REASON = Refusal(
    "warning-reason",
    why="The next reader must know why the warning is accepted.",
    fix="Write the reason.",
    source=references.WARNINGS_PAGE,
)


def _name(name: str) -> str:
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        meant = f"Did you mean `{near[0]}`?" if near else "Write the name that a warning shows, such as `redis-open`."
        raise WARNING_NAME(name, suggestion=meant)
    return name


def _reason(reason: str) -> str:
    if not reason.strip():
        raise WARNING_REASON(reason)
    return reason


AcceptedWarnings = Mapping[
    Annotated[str, AfterValidator(_name), Field(json_schema_extra={"enum": [*NAMES]})],
    Annotated[str, AfterValidator(_reason), Field(json_schema_extra={"minLength": 1})],
]
"""Names of warnings, each with the reason why it is accepted."""
