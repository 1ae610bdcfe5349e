"""Runs of the tests with a mutant."""

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from types import FunctionType

import pytest

from scripts.mutation.mutants import Mutant
from scripts.mutation.reached import OPTIONS, selected

SECONDS = 240
"""CPU time after which a mutant runs without end. It counts as noticed."""


def in_fork(mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
    """Return the id of a process that has the changed functions, and runs the tests until one fails."""
    if pid := os.fork():
        return pid
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    limit()
    _exchange(mutant)
    session = tests[0].session
    for item, following in zip(tests, [*tests[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            os._exit(1)
    os._exit(0)


def in_new_process(mutant: Mutant) -> int:
    """Return the id of a process that imports the changed module, and runs tests until one fails."""
    pytest_with_mutant = [sys.executable, "-m", "pytest", "-p", "scripts.mutation.imported", "--exitfirst"]
    command = [*pytest_with_mutant, *OPTIONS, *selected(mutant.path)]
    environment = {**os.environ, "MUTANT_PATH": str(mutant.path.resolve()), "MUTANT_SOURCE": mutant.source}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=nothing, stderr=nothing).pid


def limit() -> None:
    """Limit the CPU time of this process to more than any run needs."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _exchange(mutant: Mutant) -> None:
    path = str(mutant.path.resolve())
    gc.unfreeze()  # the tests keep what they import out of each collection
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == path:
            function.__code__ = mutant.changed.get(function.__code__, function.__code__)
