"""The engines that were installed or built, in the user's cache, each in a folder named by version and platform."""

import hashlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

Report = Callable[[str], None]
"""Called with a line about what the command is waiting for."""

_DIGESTS = "digests.json"


def cache() -> Path:
    """Return the folder of the engines: `orion-sandbox/engine` under XDG_CACHE_HOME, or under ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "orion-sandbox" / "engine"


def lock() -> Path:
    """Return the lock file that a command holds while it installs or builds an engine."""
    return cache() / "lock"


def is_empty() -> bool:
    """Whether the cache has no engines."""
    return not any(cache().glob(f"*/{_DIGESTS}"))


def kept(version: str) -> Path | None:
    """Return the folder of the engine of this version if it exists and is intact."""
    place = _place(version)
    try:
        digests = json.loads((place / _DIGESTS).read_text())
        intact = all(_is_intact(place / "bin" / name, *made) for name, made in digests.items())
    except (OSError, ValueError):
        return None
    return place if intact else None


def make(version: str, maker: Callable[[Path, Report], None], report: Report) -> Path:
    """Install or build an engine beside its place, then move it there, so that an incomplete one is never found.

    The caller holds the lock.
    """
    place = _place(version)
    unfinished = place.with_name(f"{place.name}.unfinished")
    # Left by a command that was killed, or damaged since.
    for left in (unfinished, place):
        shutil.rmtree(left, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        maker(unfinished, report)
        digests = {
            path.name: (_stamp(path), _digest(path)) for path in (unfinished / "bin").iterdir() if path.is_file()
        }
        (unfinished / _DIGESTS).write_text(json.dumps(digests))
        unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return place


def _place(version: str) -> Path:
    return cache() / f"{version}-{sys.platform}-{platform.machine()}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_mode, status.st_size, status.st_mtime_ns]


def _is_intact(path: Path, stamp: list[int], digest: str) -> bool:
    """Compare a file with the original. Equal size and times suffice, which saves a tenth of a second."""
    now = _stamp(path)
    return now == stamp or (now[:2] == stamp[:2] and _digest(path) == digest)
