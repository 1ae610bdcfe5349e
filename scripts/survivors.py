"""Try each mutant again that mutmut calls survived, in a process of its own. Called by `make mutation`.

mutmut imports the package once, and puts a mutant in force in a fork of that process. What runs at import, such as what
builds tables and schemas, has run by then. In a process that starts with the mutant it is in force there, too.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MUTANT = "MUTANT_UNDER_TEST"
"""The environment variable in which mutmut's copy of the code reads which mutant is in force."""

PROCESSES = 2


def main() -> int:
    """Print each mutant that no test notices, and return how many there are, 1 at most."""
    names = list(_survived())
    with ThreadPoolExecutor(PROCESSES) as pool:
        unnoticed = [name for name, noticed in zip(names, pool.map(_is_noticed, names), strict=True) if not noticed]
    print(f"{len(names)} mutants survived in forks, {len(unnoticed)} of them in a process of their own:")
    print("\n".join(f"  mutmut show {name}" for name in unnoticed))
    return bool(unnoticed)


def _survived() -> Iterator[str]:
    results = subprocess.check_output([Path(sys.executable).with_name("mutmut"), "results"], text=True)
    for line in results.splitlines():
        name, _, status = line.strip().partition(": ")
        if status == "survived":
            yield name


def _is_noticed(mutant: str) -> bool:
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests = settings["pytest_add_cli_args"] + settings["pytest_add_cli_args_test_selection"]
    tried = subprocess.run(
        [sys.executable, "-m", "pytest", "--exitfirst", "--quiet", *tests],
        cwd="mutants",
        env={**os.environ, MUTANT: mutant},
        capture_output=True,
        check=False,
    )
    return tried.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
