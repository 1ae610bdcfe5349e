"""The tests that run a statement."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from coverage import CoverageData

SELECTION = {
    "orion_rds/config/known_values.py": (
        "tests/component/test_outputs.py",
        "tests/component/test_provider.py",
        "tests/unit/config/test_str_input.py",
    ),
    "orion_rds/config/loading.py": ("tests/unit/config/test_loading.py", "tests/unit/cli/test_commands.py"),
    "orion_rds/config/provider_settings.py": (
        "tests/unit/config/test_provider_settings.py",
        "tests/component/test_provider.py",
    ),
    "orion_rds/config/redis_alarms.py": ("tests/unit/plan",),
    "orion_rds/config/refused_value.py": (
        "tests/unit/config/test_refused_value.py",
        "tests/unit/plan/test_warnings.py",
    ),
    "orion_rds/config": (
        "tests/unit/config/test_bad.py",
        "tests/unit/config",
        "tests/unit/cli/test_check.py",
        "tests/component/test_provider.py",
    ),
    "orion_rds/plan": (
        "tests/unit/plan",
        "tests/component/test_guard.py",
        "tests/component/test_adoption.py",
        "tests/component/test_warnings.py",
    ),
}
"""The tests that have to notice the mutants of a module or a package, of which the first in this order counts. Almost
every test reads a configuration, and those of other things would be slow at noticing what is wrong with it."""

OPTIONS = (
    # Tests that draw their values would notice other mutants each time.
    *("-m", "not hypothesis", "--ignore=tests/unit/config/test_strategies.py"),
    *("--quiet", "-p", "no:cacheprovider", "-p", "no:randomly"),
)
ARGUMENTS = (*(each for selection in SELECTION.values() for each in selection), *OPTIONS)


class Reached:
    """The tests that run each line, measured in a process of its own."""

    def __init__(self) -> None:
        with TemporaryDirectory() as folder:
            data = Path(folder, "data")
            command = [sys.executable, "-m", "pytest", *ARGUMENTS, "--cov", "--cov-context=test", "--cov-report="]
            subprocess.run([*command, f"--cov-config={_configuration(folder, data)}"], check=True)
            measured = CoverageData(str(data))
            measured.read()
            # The data file is read at the first query.
            self._contexts = {path: measured.contexts_by_lineno(path) for path in measured.measured_files()}

    def contexts(self, path: Path, lines: range) -> set[str]:
        """Return the contexts in which the lines run: of a test, a node id and a phase; of imports, an empty one."""
        by_line = self._contexts.get(str(path.resolve()), {})
        return {context for line in lines for context in by_line.get(line, ())}


def selected(path: Path) -> tuple[str, ...]:
    """Return the paths of the tests for a module."""
    return next(each for package, each in SELECTION.items() if path.is_relative_to(package))


class Tests:
    """The collected tests."""

    def __init__(self, items: Sequence[pytest.Item]) -> None:
        self._items = items
        self._shared = {item.nodeid: _shared(item) for item in items}
        self._sharing: defaultdict[object, set[str]] = defaultdict(set)
        for name, fixtures in self._shared.items():
            for fixture in fixtures:
                self._sharing[fixture].add(name)

    def running(self, path: Path, contexts: set[str]) -> list[pytest.Item]:
        """Return the tests for a module that run in these contexts, or use what was set up in them."""
        found = {context.rpartition("|")[0] for context in contexts}
        for name in {context.removesuffix("|setup") for context in contexts if context.endswith("|setup")}:
            found.update(*(self._sharing[fixture] for fixture in self._shared[name]))
        return [item for item in self._items if item.nodeid in found and item.nodeid.startswith(selected(path))]


def _shared(item: pytest.Item) -> list[object]:
    """Return the fixtures of a test that are set up once for several tests."""
    known = cast("pytest.Function", item)._fixtureinfo.name2fixturedefs
    fixtures = [each for found in known.values() for each in found]
    return [fixture for fixture in fixtures if fixture.scope != "function"]


def _configuration(folder: str, data: Path) -> Path:
    path = Path(folder, "coverage.toml")
    path.write_text(f'[tool.coverage.run]\nsource_pkgs = ["orion_rds"]\ndata_file = "{data}"\n', encoding="utf-8")
    return path
