"""Errors that the user can fix."""

import errno
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from orion_sandbox.invocation import command_line

FIXES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: "free some space, then run the command again: it continues from the state",
        errno.EDQUOT: "free some space, then run the command again: it continues from the state",
        errno.EACCES: "make it writable, or set ORION_SANDBOX_HOME to a folder of yours",
        errno.EPERM: "make it writable, or set ORION_SANDBOX_HOME to a folder of yours",
        errno.EROFS: "set ORION_SANDBOX_HOME to a folder that can be written to",
        errno.ENAMETOOLONG: "set ORION_SANDBOX_HOME to a shorter path, or give the stack a shorter name",
        errno.ENOTDIR: "a file is where a folder has to be: move it away, or set ORION_SANDBOX_HOME to a folder",
        errno.EEXIST: "a file is where a folder has to be: move it away, or set ORION_SANDBOX_HOME to a folder",
    }
)
"""Fixes for errors of the operating system, by number."""


FULL_DISK = "no space left on device"
"""The engine's message if the disk is full."""


class SandboxError(Exception):
    """An error that the user can fix. The message contains the problem and the fix; no traceback is printed."""


def of_system(error: OSError, folder: Path) -> SandboxError:
    """Return an error of the operating system as a `SandboxError`, in one sentence with the path.

    `folder` is used if the error has no path.
    """
    reason = error.strerror or str(error)
    path = f"{error.filename or folder}: "
    fix = FIXES.get(
        error.errno or 0,
        f"discard the stack with `{command_line('down', folder.name)}`, or set ORION_SANDBOX_HOME to another folder",
    )
    return SandboxError(f"{path}{reason}; {fix}")
