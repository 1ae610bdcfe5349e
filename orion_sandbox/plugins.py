"""Plugin folders for the stand-in providers: the engine asks for them, though it attaches to running providers."""

from importlib.metadata import version
from pathlib import Path

PACKAGES = ("aws", "random")
_EXECUTABLE = """#!/bin/sh
echo "PULUMI_DEBUG_PROVIDERS does not name the sandbox's providers; orion-sandbox env prints the line" >&2
exit 1
"""


def lay_out(home: Path) -> None:
    """Write the plugin folders into a `PULUMI_HOME`, as of the versions of the installed SDKs."""
    for package in PACKAGES:
        folder = home / "plugins" / f"resource-{package}-v{version(f'pulumi-{package}')}"
        folder.mkdir(parents=True, exist_ok=True)
        plugin = folder / f"pulumi-resource-{package}"
        plugin.write_text(_EXECUTABLE)
        plugin.chmod(0o755)
