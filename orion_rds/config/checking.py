"""Everything that is wrong with a configuration, at once."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.error_translation import problem
from orion_rds.config.errors import ConfigError
from orion_rds.config.problem import Path, Problem, as_path
from orion_rds.config.refusal import REFUSALS
from orion_rds.config.section import Section

FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""A default that depends on a setting which is itself wrong."""


def check(value: object, root: str, region: str | None) -> DatabaseConfig:
    """Make a `DatabaseConfig` of a value.

    Args:
        value: A mapping, or a configuration to check again.
        root: The key of the stack's configuration, for messages.
        region: The region of the stack, where it is known.

    Raises:
        ConfigError: with every reason at once.
    """
    context = {"region": region}
    try:
        return DatabaseConfig.model_validate(value, context=context)
    except ValidationError as error:
        found = _problems(error)
    while news := _across_sections(value, found, context):
        found += news
    raise ConfigError(_in_order(found), root)


def _problems(error: ValidationError) -> list[Problem]:
    return [problem(details) for details in error.errors(include_url=False) if details["type"] != FOLLOWS_FROM_ANOTHER]


def _across_sections(value: object, found: Sequence[Problem], context: Mapping[str, Any]) -> list[Problem]:
    """Problems between settings that are right by themselves.

    Pydantic skips such a rule when anything else in one of the two sections is wrong. So what is wrong is taken out,
    and the rest is checked again; a rule then counts where it reads nothing of what was taken out.
    """
    wrong = {problem.path for problem in found}
    try:
        DatabaseConfig.model_validate(_without(value, wrong), context=context)
    except ValidationError as error:
        return [again for again in _problems(error) if _is_news(again, wrong)]
    return []


def _is_news(again: Problem, wrong: set[Path]) -> bool:
    reads = [as_path(path) for path in REFUSALS[again.refusal].reads]
    return bool(reads) and not any(read[: len(path)] == path for read in [again.path, *reads] for path in wrong)


def _without(value: object, wrong: set[Path], path: Path = ()) -> object:
    if isinstance(value, Section):
        value = dict(value)
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        return [_without(item, wrong, (*path, position)) for position, item in enumerate(items)]
    if not isinstance(value, Mapping):
        return value
    settings = cast("Mapping[str, Any]", value)
    return {name: _without(item, wrong, (*path, name)) for name, item in settings.items() if (*path, name) not in wrong}


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    order = {name: position for position, name in enumerate(DatabaseConfig.model_fields)}
    return sorted(problems, key=lambda problem: order.get(str(*problem.path[:1]), len(order)))
