"""Measurements in new processes, in turn, so that other load on the machine slows all sides equally."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parents[1]


def in_turn(*sides: Sequence[str], rounds: int) -> list[dict[str, float]]:
    """Run this Python with the arguments of each side, once a round, and return the medians of each.

    A process prints its numbers as JSON.
    """
    taken = [[json.loads(run(*arguments)) for arguments in sides] for _ in range(rounds)]
    return [{name: median(each[name] for each in side) for name in side[0]} for side in zip(*taken, strict=True)]


def run(*arguments: str, **variables: str) -> str:
    """Run this Python in the repository, with further environment variables, and return its output."""
    command, environment = [sys.executable, *arguments], os.environ | variables
    return subprocess.run(  # noqa: S603 # this Python, on modules of this repository
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
