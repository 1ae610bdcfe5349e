"""Try every mutant of what is refused, warned of and said: `python -m scripts.mutation [PATH...]`."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scripts.mutation.mutants import Mutant, mutants
from scripts.mutation.reached import ARGUMENTS, Reached, Tests
from scripts.mutation.trying import in_fork, in_new_process

MUTATED = (
    "orion_rds/config/*.py",
    "orion_rds/plan/changes.py",
    "orion_rds/plan/given_again.py",
    "orion_rds/plan/leaving.py",
    "orion_rds/plan/names_taken.py",
    "orion_rds/plan/redis_transitions.py",
    "orion_rds/plan/renamed.py",
    "orion_rds/plan/waits.py",
    "orion_rds/plan/warnings/*.py",
)
PROCESSES = 2


class Tries:
    """A plugin of pytest that tries mutants in place of running the tests."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._reached = Reached()
        self._running: dict[int, tuple[Mutant, bool]] = {}
        self.tried = 0
        self.unnoticed: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant, and print each that no test notices."""
        tests = Tests(session.items)
        for path in self._paths:
            before = self.tried, len(self.unnoticed)
            for mutant in mutants(path):
                self.tried += 1
                self._start(mutant, tests)
                if len(self._running) == PROCESSES:
                    self._finish_one()
            while self._running:
                self._finish_one()
            tried, unnoticed = self.tried - before[0], len(self.unnoticed) - before[1]
            print(f"{path}: {tried} mutants, {unnoticed} not noticed", flush=True)
        return True

    def _start(self, mutant: Mutant, tests: Tests) -> None:
        contexts = self._reached.contexts(mutant.path, mutant.lines)
        runs_at_import = not mutant.changed or "" in contexts
        reaching = tests.running(mutant.path, contexts) if mutant.changed else ()
        if reaching:
            self._running[in_fork(mutant, reaching)] = mutant, runs_at_import
        elif runs_at_import:
            self._running[in_new_process(mutant)] = mutant, False
        else:
            self._report(mutant)

    def _finish_one(self) -> None:
        pid, status = os.wait()
        mutant, runs_at_import = self._running.pop(pid)
        if status == 0 and runs_at_import:
            self._running[in_new_process(mutant)] = mutant, False
        elif status == 0:
            self._report(mutant)

    def _report(self, mutant: Mutant) -> None:
        self.unnoticed.append(mutant)
        print(f"{mutant.path}: not noticed\n{mutant.difference}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Try the mutants of these modules, or of all, and return 0 where each is noticed."""
    tries = Tries([Path(each) for each in arguments] or list(_all()))
    ended = pytest.main([*ARGUMENTS, "--capture=no"], plugins=[tries])
    print(f"{tries.tried} mutants, {len(tries.unnoticed)} not noticed")
    return ended or bool(tries.unnoticed)


def _all() -> Iterator[Path]:
    for pattern in MUTATED:
        yield from sorted(Path().glob(pattern))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
