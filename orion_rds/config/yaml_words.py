"""Settings that YAML reads otherwise than they were meant."""

from orion_rds.config.refusal import Refusal
from orion_rds.facts import references

VERSION_NUMBER = Refusal(
    "version-number",
    why="YAML reads it as a number, in which 17.10 is the same as 17.1.",
    fix='Put the version in quotes: "{given}".',
    source=references.YAML_TAGS,
)


def off_as_text(value: object) -> object:
    """Read `off` as it was written: YAML 1.1 makes false of it."""
    return "off" if value is False else value


def version_as_text(version: object) -> object:
    """Read a bare 17 as it was written: it is clear. 17.1 is not, it may have been 17.10."""
    if isinstance(version, float):
        raise VERSION_NUMBER(version)
    return str(version) if isinstance(version, int) and not isinstance(version, bool) else version
