"""A stack's folder, which has a marker, belongs to the user, and is removed as a whole."""

import os
import shutil
import stat
from pathlib import Path

from orion_sandbox.errors import SandboxError

MARKER = ".orion-sandbox"
"""A file that only folders of the sandbox have."""
TOKEN = "token"  # noqa: S105 - a name
"""The file with the token of the sandbox's own requests to its API."""


def private(path: str | Path, flags: int) -> int:
    """Open a file that only this user can read; an `opener` for `open`."""
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def prepare(folder: Path) -> None:
    """Create the folder for this user only, or accept an existing one of this user and the sandbox.

    Raises:
        SandboxError: Something else is there.
    """
    check(folder)
    if folder.exists() and folder.stat().st_mode & stat.S_IWOTH:
        raise SandboxError(f"every user can write to {folder}: `chmod 700 {folder}`, then run the command again")
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / MARKER).touch(mode=0o600)


def remove(folder: Path) -> bool:
    """Remove the folder; return False if there is none.

    It is renamed first, so that an interrupted removal leaves no incomplete stack.

    Raises:
        SandboxError: The folder is not this user's and the sandbox's.
    """
    check(folder)
    existed = folder.exists()
    _remove_discarded(folder)
    if existed:
        folder.rename(folder.with_name(f".{folder.name}.{os.getpid()}.discarded"))
        _remove_discarded(folder)
    return existed


def _remove_discarded(folder: Path) -> None:
    for discarded in folder.parent.glob(f".{folder.name}.*.discarded"):
        shutil.rmtree(discarded, ignore_errors=True)


def check(folder: Path) -> None:
    """Raise `SandboxError` if the path exists and is not a folder of this user and the sandbox."""
    if not os.path.lexists(folder):
        return
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise SandboxError(f"{folder} is not a folder, so it cannot contain a stack: `rm {folder}` removes it")
    if status.st_uid != os.getuid():
        raise SandboxError(f"{folder} belongs to another user: set ORION_SANDBOX_HOME to a folder of yours")
    if not (folder / MARKER).exists() and any(folder.iterdir()):
        raise SandboxError(
            f"{folder} has files and was not created by the sandbox, which does not change it: move it away, "
            "or set ORION_SANDBOX_HOME to another folder"
        )
