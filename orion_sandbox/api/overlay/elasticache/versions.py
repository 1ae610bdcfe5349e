"""Versions of Redis OSS and Valkey: what AWS installs of a version that names no patch, and its parameters' family."""

DEFAULTS = {"redis": "7.1", "valkey": "8.1"}
"""What a group gets that asks for none. AWS moves them on from time to time."""

INSTALLED = {
    ("redis", "4.0"): "4.0.10",
    ("redis", "5.0"): "5.0.6",
    ("redis", "6.0"): "6.0.5",
    ("redis", "6.2"): "6.2.6",
    ("redis", "6.x"): "6.2.6",
    ("redis", "7.0"): "7.0.7",
    ("redis", "7.1"): "7.1.0",
    ("valkey", "7.2"): "7.2.6",
    ("valkey", "8.0"): "8.0.1",
    ("valkey", "8.1"): "8.1.0",
    ("valkey", "8.2"): "8.2.0",
    ("valkey", "9.0"): "9.0.0",
}
"""That AWS chooses a patch is what matters here; which one changes.

ElastiCache User Guide, "Supported engines and versions".
"""

FAMILIES = {"redis4": "redis4.0", "redis5": "redis5.0", "redis6": "redis6.x"}
"""Those that are called otherwise than engine and major version."""


def installed(engine: str, asked: str | None) -> str:
    """Complete a version as AWS does; one that AWS does not have stays as it is."""
    asked = asked or DEFAULTS[engine]
    return INSTALLED.get((engine, asked), asked)


def family(engine: str, version: str) -> str:
    """Give the family of the parameter groups of a version, such as `valkey8`."""
    name = f"{engine}{version.split('.', maxsplit=1)[0]}"
    return FAMILIES.get(name, name)
