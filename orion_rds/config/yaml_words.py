"""Settings that YAML reads otherwise than they were meant."""

from orion_rds.config.refusals import refuse


def off_as_text(value: object) -> object:
    """Read `off` as it was written: YAML 1.1 makes false of it."""
    return "off" if value is False else value


def version_as_text(version: object) -> object:
    """Read a bare 17 as it was written: it is clear. 17.1 is not, it may have been 17.10."""
    if isinstance(version, float):
        raise refuse("version-number", version)
    return str(version) if isinstance(version, int) and not isinstance(version, bool) else version
