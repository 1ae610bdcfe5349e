"""The stand-in providers, laid where the engine looks for the real ones of the installed SDKs."""

import shlex
import sys
from importlib.metadata import version
from pathlib import Path

STAND_INS = {"aws": "orion_sandbox.providers.aws_provider", "random": "orion_sandbox.providers.random_provider"}
"""The Pulumi package and the module that stands in for its provider."""


def lay_out(home: Path) -> None:
    """Write the plugin folders into a `PULUMI_HOME`, each with an executable of this Python."""
    for package, module in STAND_INS.items():
        folder = home / "plugins" / f"resource-{package}-v{version(f'pulumi-{package}')}"
        folder.mkdir(parents=True, exist_ok=True)
        plugin = folder / f"pulumi-resource-{package}"
        # -P: a plugin starts in the program's folder, whose modules must not stand before the installed ones.
        plugin.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m {module} "$@"\n')
        plugin.chmod(0o755)
