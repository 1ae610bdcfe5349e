"""Suggestions for the name of a setting that does not exist."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Path, as_path, written
from orion_rds.config.provider_words import IN_SECTION, PROVIDER_WORDS
from orion_rds.config.section import Section
from orion_rds.config.setting_paths import section_at, sections_above, settings
from orion_rds.facts import parameters, redis_parameters


def suggest(path: Path, root: type[Section], key: str) -> str:
    """Return what to write for an unknown setting. `root` and `key` are those of the whole configuration."""
    name, around = in_snake_case(str(path[-1])), path[:-1]
    section = section_at(around, root)
    if answer := IN_SECTION.get(section.__name__, {}).get(name) or PROVIDER_WORDS.get(name):
        return answer
    if (setting := _setting(name, around, root)) is None:
        return f"Settings here are: {', '.join(section.model_fields)}."
    is_here = setting[:-1] == around and str(setting[-1]) in section.model_fields
    return f"Did you mean `{setting[-1] if is_here else written(setting, key)}`?"


def _setting(name: str, around: Path, root: type[Section]) -> Path | None:
    """Return the path of the setting with a similar name, or of the database parameter with exactly this name."""
    sections = [(above, inner, _names(inner)) for above, inner in _sections(around, root)]
    exact = next(((*above, *as_path(known[name])) for above, _, known in sections if name in known), None)
    here, section, below = sections[0]
    if name in below:
        return exact
    if around and (inverted := _inverted(name, around[-1], sections)):
        return inverted
    parameter = _parameter(name)
    # A similar name in this section is preferred to the same name in another one, except for keys, whose names differ.
    if not parameter and not (exact and name.endswith("_key_arn")) and (near := _near(name, below, section)):
        return *here, *as_path(near)
    return exact or parameter


def _inverted(
    name: str, around: str | int, sections: Sequence[tuple[Path, type[Section], Mapping[str, str]]]
) -> Path | None:
    """Return the path of a setting whose last two parts were exchanged: `redis.alarms` for `alarms.redis`."""
    wanted = f"{name}.{around}"
    return next(((*above, *as_path(wanted)) for above, _, known in sections if wanted in known.values()), None)


def _near(name: str, below: Mapping[str, str], section: type[Section]) -> str | None:
    """Return the path of the setting of a section with a similar name, or with the same first word."""
    alike = [each for each in section.model_fields if each.partition("_")[0] == name.partition("_")[0]]
    near = get_close_matches(name, below, n=1, cutoff=0.75) or get_close_matches(name, alike, n=1, cutoff=0)
    return next((below[each] for each in near), None)


def _parameter(name: str) -> Path | None:
    """Return the path at which a parameter of PostgreSQL or Redis is set."""
    if name in parameters.known_names():
        return "parameters", "instance" if parameters.groups_of(name) == parameters.INSTANCE_ONLY else "cluster", name
    if (of_redis := name.replace("_", "-")) in redis_parameters.NAMES:
        return "redis", "parameters", of_redis
    return None


def in_snake_case(name: str) -> str:
    """Convert a name such as `multiAz` or `multi-az` to `multi_az`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("-", "_")).lower()


def _sections(path: Path, root: type[Section]) -> Iterator[tuple[Path, type[Section]]]:
    """Yield the section of the misspelt name, those above it, and the whole configuration."""
    yield from sections_above(path, root)
    if root is not DatabaseConfig:
        yield (), DatabaseConfig


def _names(section: type[Section]) -> Mapping[str, str]:
    """Return the paths of the settings of a section and below, by name alone and by name with the names of their
    sections. If several settings share a name, it stands for the first of the least nested ones.
    """
    names: dict[str, str] = {}
    for path in sorted(settings(section), key=lambda path: path.count(".")):
        names.setdefault(path.rpartition(".")[2], path)
    return {path.replace(".", "_"): path for path in settings(section)} | names
