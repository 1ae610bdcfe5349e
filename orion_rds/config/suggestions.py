"""The setting that was meant by a name that does not exist."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Path, as_path, written
from orion_rds.config.provider_words import IN_SECTION, PROVIDER_WORDS
from orion_rds.config.section import Section
from orion_rds.config.setting_paths import section_at, sections_above, settings


def suggest(path: Path, root: type[Section], key: str) -> str:
    """Return what to write for an unknown setting. `root` and `key` are those of the whole configuration."""
    name, around = in_snake_case(str(path[-1])), path[:-1]
    section = section_at(around, root)
    if answer := IN_SECTION.get(section.__name__, {}).get(name) or PROVIDER_WORDS.get(name):
        return answer
    for above, inner in _sections(around, root):
        if match := get_close_matches(name, known := _names(inner), n=1, cutoff=0.75):
            meant = known[match[0]]
            whole = written((*above, *as_path(meant)), key)
            return f"Did you mean `{meant if meant in section.model_fields and above == around else whole}`?"
    return f"Settings here are: {', '.join(section.model_fields)}."


def in_snake_case(name: str) -> str:
    """Return a name such as `multiAz` or `multi-az` as `multi_az`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("-", "_")).lower()


def _sections(path: Path, root: type[Section]) -> Iterator[tuple[Path, type[Section]]]:
    """Yield the section where the name was written, those above, and the whole configuration."""
    yield from sections_above(path, root)
    if root is not DatabaseConfig:
        yield (), DatabaseConfig


def _names(section: type[Section]) -> Mapping[str, str]:
    """Return the paths of the settings of a section and below by their names, also with those of their sections. The
    first of the least deep has a name that several share.
    """
    names: dict[str, str] = {}
    for path in sorted(settings(section), key=lambda path: path.count(".")):
        names.setdefault(path.rpartition(".")[2], path)
    return {path.replace(".", "_"): path for path in settings(section)} | names
