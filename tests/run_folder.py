"""The folder of a test run, with the stacks and APIs that its tests share."""

import os
import shutil
import tempfile
from pathlib import Path

from orion_sandbox import daemon

FOLDER = "ORION_TEST_BASES"
"""Environment variable with the folder. Workers inherit it from the process that started them."""


def create_folder() -> bool:
    """Create the folder of this run, unless this process has that of its parent. Return whether it was created here.

    A worker has the folder of the process that started it, and so has a pytest that a test starts.
    """
    if FOLDER in os.environ:
        return False
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="orion-bases-")
    return True


def discard_all() -> None:
    """Stop every API in the folder, and remove it."""
    folder = Path(os.environ.pop(FOLDER))
    for each in folder.iterdir():
        if each.is_dir():
            daemon.stop(each)
    shutil.rmtree(folder)
