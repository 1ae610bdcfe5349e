"""Checks of a whole configuration, which report every problem at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.error_translation import problems
from orion_rds.config.errors import ConfigError, Path, Problem, as_path
from orion_rds.config.odd_values import odd_values
from orion_rds.config.provider_settings import ProviderSettings
from orion_rds.config.refused_value import refused_at
from orion_rds.config.regions import provider_region_problems
from orion_rds.config.rules import RULES
from orion_rds.config.section import Section, validated
from orion_rds.config.setting_paths import required_settings
from orion_rds.config.tags import default_tag_problems


def check(value: object, root: str, provider: ProviderSettings, *, of: str = "") -> DatabaseConfig:
    """Return the configuration of a value.

    Args:
        value: A mapping, or a configuration to check again.
        root: The key of the stack's configuration, for messages.
        provider: The settings of the provider, where they are known.
        of: What the configuration is for, where messages do not name the key.

    Raises:
        ConfigError: with every problem.
    """
    around = list(provider_region_problems(provider.region))
    context = _context(provider)
    if odd := odd_values(value):
        raise ConfigError([*around, *_odd_and_others(value, odd, context, root)], root, of=of)
    try:
        config = validated(DatabaseConfig, value, context)
        found = _between_sections(config, set(), context)
    except ValidationError as error:
        raise ConfigError([*around, *_problems(value, error, context, root)], root, of=of) from None
    if around or found:
        raise ConfigError([*around, *_in_order(found, DatabaseConfig)], root, of=of)
    return config


def right_parts(value: object, found: Sequence[Problem]) -> DatabaseConfig | None:
    """Return the configuration from a value with problems, with `REFUSED_VALUE` in place of each refused setting.

    Return None if no part of it is accepted.
    """
    cut: set[Path] = set()
    config = _right_parts(value, found, cut)
    # A refused entry of `accepted_warnings` accepts no warning.
    for path in sorted((path for path in cut if config and path[0] != "accepted_warnings"), key=len):
        config = cast("DatabaseConfig", refused_at(config, path))
    return config


def _context(provider: ProviderSettings) -> dict[str, Any]:
    # With a refused region, no rule about regions is checked.
    region = None if any(provider_region_problems(provider.region)) else provider.region
    return {"region": region, "account": provider.account, "default_tags": provider.default_tags}


def refused(section: type[Section], value: object, error: ValidationError) -> ConfigError:
    """Return the error of a section that is constructed in Python."""
    found = _problems(value, error, {}, "") if section is DatabaseConfig else problems(error, section)
    return ConfigError(_in_order(found, section), of=section.__name__)


def _odd_and_others(value: object, odd: Sequence[Problem], context: Mapping[str, Any], root: str) -> Sequence[Problem]:
    """Return the problems of the odd values, and those of the rest of the configuration."""
    cut: set[Path] = set()
    for problem in odd:
        cut.add(_settings_around(problem.path, cut))
    if () in cut:
        return odd
    rest = _without(value, cut)
    try:
        found = _between_sections(validated(DatabaseConfig, rest, context), set(cut), context)
    except ValidationError as error:
        found = _problems(rest, error, context, root, cut)
    others = [problem for problem in found if not _is_cut(problem.path, cut) and not _is_around(problem.path, cut)]
    return _in_order([*odd, *others], DatabaseConfig)


def _is_around(path: Path, cut: set[Path]) -> bool:
    return any(inner[: len(path)] == path for inner in cut)


def _problems(
    value: object, error: ValidationError, context: Mapping[str, Any], root: str, left_out: Collection[Path] = ()
) -> list[Problem]:
    """Return the problems of the settings, and those between accepted sections.

    No rule is checked for the settings in `left_out`, which are missing from the value.
    """
    found: list[Problem] = problems(error, key=root)
    cut = set(left_out)
    if config := _right_parts(value, found, cut):
        found += _between_sections(config, cut, context)
    return _in_order(found, DatabaseConfig)


def _right_parts(value: object, found: Sequence[Problem], cut: set[Path]) -> DatabaseConfig | None:
    """Return the configuration without its refused settings, with examples in place of required ones.

    `cut` receives the paths of these settings, and of sections that are incomplete without them. Rules about the
    provider are already checked; they are left out here, because an example may have its region.
    """
    while True:
        for path in {problem.path for problem in found}:
            cut.add(_settings_around(path, cut))
        if () in cut:
            return None
        try:
            return validated(DatabaseConfig, _without(value, cut), {})
        except ValidationError as error:
            found = problems(error)


def _settings_around(path: Path, cut: set[Path]) -> Path:
    """Return the path, or the nearest path above it that is not cut yet and is not a list item. Cutting a list item
    would change the positions of the others.
    """
    while path and (path in cut or isinstance(path[-1], int)):
        path = path[:-1]
    return path


def _without(value: object, cut: set[Path], path: Path = ()) -> object:
    if isinstance(value, Section):
        value = {name: getattr(value, name) for name in value.model_fields_set}
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        return [_without(item, cut, (*path, position)) for position, item in enumerate(items)]
    if not isinstance(value, Mapping):
        return value
    settings = cast("Mapping[Any, object]", value)
    steps = {name: name if isinstance(name, int) else str(name) for name in settings}
    rest = {
        name: _without(item, cut, (*path, steps[name]))
        for name, item in settings.items()
        if (*path, steps[name]) not in cut
    }
    return rest | _examples(cut, path)


def _examples(cut: set[Path], section: Path) -> dict[str, object]:
    names = {path[-1] for path in cut if path[:-1] == section}
    if not names:
        return {}
    return {name: (field.examples or [None])[0] for name, field in required_settings(section).items() if name in names}


def _between_sections(config: DatabaseConfig, cut: set[Path], context: Mapping[str, Any]) -> list[Problem]:
    """Return the problems between sections: at most one for each setting, and none that depends on a refused
    setting.
    """
    found: list[Problem] = []
    for rule in RULES:
        if not any(_is_cut(as_path(read), cut) for read in rule.reads):
            news = [problem for problem in rule.check(config) if not _is_cut(problem.path, cut)]
            found += news
            cut |= {problem.path for problem in news}
    if not _is_cut(("tags",), cut):
        found += default_tag_problems(config.tags, context.get("default_tags", {}))
    return found


def _is_cut(path: Path, cut: set[Path]) -> bool:
    return any(path[:length] in cut for length in range(len(path) + 1))


def _in_order(found: Sequence[Problem], section: type[Section]) -> list[Problem]:
    order = {name: position for position, name in enumerate(section.model_fields)}
    return sorted(found, key=lambda problem: order.get(str(*problem.path[:1]), len(order)))
