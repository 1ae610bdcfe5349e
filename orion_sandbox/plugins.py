"""The files that the engine and its language host expect in `PULUMI_HOME` and on PATH.

The engine requires the folders of the providers' plugins, although it attaches to running providers.
"""

import shlex
import sys
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("aws", "random")
_EXECUTABLE = """#!/bin/sh
echo "PULUMI_DEBUG_PROVIDERS does not name the sandbox's providers; orion-sandbox env prints the line" >&2
exit 1
"""
_PYTHON = """#!/bin/sh
case "$*" in
  "-m pip list -v --format json") exec {python} -P {installed_packages} ;;
  *pulumi-language-python-exec*) exec {python} -u -P {program} "$@" ;;
  *) exec {python} "$@" ;;
esac
"""


def search_folder(home: Path) -> Path:
    """Return the folder that is first on PATH, with the `python3` that the language host runs."""
    return home / "bin"


def lay_out(home: Path) -> None:
    """Write a `python3` and the plugin folders, in the versions of the installed SDKs, into a `PULUMI_HOME`."""
    for package in PACKAGES:
        folder = home / "plugins" / f"resource-{package}-v{version(f'pulumi-{package}')}"
        folder.mkdir(parents=True, exist_ok=True)
        _write_executable(folder / f"pulumi-resource-{package}", _EXECUTABLE)
    search_folder(home).mkdir(exist_ok=True)
    scripts = {name: str(Path(__file__).with_name(f"{name}.py")) for name in ("installed_packages", "program")}
    words = {name: shlex.quote(word) for name, word in {"python": sys.executable, **scripts}.items()}
    _write_executable(search_folder(home) / "python3", _PYTHON.format(**words))
    # With a file in place of the folder of its automatic logs, Pulumi writes none. They took an eighth of the processor
    # time of a command, and are not encrypted before the stack's passphrase is read.
    (home / "logs").touch()


def _write_executable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)
