"""Errors of the sandbox that are not defects of its code."""

import errno
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from orion_sandbox.invocation import command_line

FIXES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: "free some space, then run the command again: it goes on from what is in the state",
        errno.EDQUOT: "free some space, then run the command again: it goes on from what is in the state",
        errno.EACCES: "make it writable, or set ORION_SANDBOX_HOME to a folder of yours",
        errno.EPERM: "make it writable, or set ORION_SANDBOX_HOME to a folder of yours",
        errno.EROFS: "set ORION_SANDBOX_HOME to a folder that can be written to",
        errno.ENAMETOOLONG: "set ORION_SANDBOX_HOME to a shorter path, or give the stack a shorter name",
        errno.ENOTDIR: "a file is where a folder has to be: move it away, or set ORION_SANDBOX_HOME to a folder",
        errno.EEXIST: "a file is where a folder has to be: move it away, or set ORION_SANDBOX_HOME to a folder",
    }
)
"""What to do about an error of the operating system, by its number."""


FULL_DISK = "no space left on device"
"""What the engine says where the disk is full."""


class SandboxError(Exception):
    """An error that the user can fix. The message says what happened and what to do; no traceback is shown."""


def of_system(error: OSError, folder: Path) -> SandboxError:
    """Return an error of the operating system as one that the user can fix, in one sentence with the path.

    `folder` is named where the error names no path.
    """
    reason = error.strerror or str(error)
    path = f"{error.filename or folder}: "
    fix = FIXES.get(
        error.errno or 0,
        f"discard the stack with `{command_line('down', folder.name)}`, or set ORION_SANDBOX_HOME to another folder",
    )
    return SandboxError(f"{path}{reason}; {fix}")
