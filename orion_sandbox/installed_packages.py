"""Answers `python -m pip list -v --format json`, which the language host asks before every command.

pip takes half a second for it, and is missing from an environment that uv created. This runs as a script, without slow
imports.
"""

import json
import os
import sys


def main() -> None:
    """Print name, version and location of every installed distribution, as pip does."""
    print(json.dumps([package for folder in sys.path for package in _in(folder)]))


def _in(folder: str) -> list[dict[str, str]]:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    found = (name.removesuffix(".dist-info").split("-") for name in names if name.endswith(".dist-info"))
    # The folder's name has underscores where the distribution's has hyphens, and the host looks for the latter.
    return [{"name": each[0].replace("_", "-"), "version": each[1], "location": folder} for each in found]


if __name__ == "__main__":
    main()
