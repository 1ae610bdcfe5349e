"""Every benchmark runs, with the smallest size. What it measures is nothing to test: machines differ."""

from pathlib import Path
from subprocess import CalledProcessError

import pytest

from benchmarks import measured
from benchmarks.measured import databases, imports, sandbox, validation
from benchmarks.measuring import run
from benchmarks.rows import Row


def test_every_benchmark_in_memory_gives_its_rows(repository: Path) -> None:
    """One that fails is noticed here, and not when somebody wants its numbers. The page has the same rows."""
    rows = [*databases(1, rounds=1), *validation(rounds=1), *imports(rounds=1)]
    page = (repository / "docs" / "benchmarks.md").read_text(encoding="utf-8")

    assert len({row.what for row in rows}) == len(rows) == 10
    assert all(row.ours >= 0 for row in rows)
    assert [row.what for row in rows if f"\n| {row.what} | " not in page] == []


def test_a_pair_is_judged_by_its_ratio_and_a_single_number_by_itself() -> None:
    """The last column is what a reader looks at."""
    assert str(Row("pair", "ms", 12, 10, most=1.1)) == "| pair | 12.00 ms | 10.00 ms | 1.20 | 1.10 | no |"
    assert str(Row("alone", "s", 4, most=5)) == "| alone | 4.00 s |  |  | 5.00 s | yes |"
    assert str(Row("untargeted", "MB", 4, 5)) == "| untargeted | 4.00 MB | 5.00 MB | 0.80 |  |  |"


def test_the_commands_are_measured_on_a_sandbox_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are those that `make` runs; `tests/e2e/test_commands.py` has what each does."""
    commands: list[tuple[str, ...]] = []
    homes: set[str] = set()

    def record(*arguments: str, **variables: str) -> str:
        run(*arguments, "--help")  # the command line refuses what it does not know
        commands.append(arguments)
        homes.add(variables["ORION_SANDBOX_HOME"])
        return ""

    monkeypatch.setattr(measured, "run", record)

    assert [row.ours > 0 for row in sandbox("test")] == [True, True, True]
    assert commands == [("-m", "orion_sandbox", name, "--stack", "test") for name in ("up", "up", "destroy", "down")]
    assert len(homes) == 1
    assert not Path(homes.pop()).exists()


def test_a_command_that_fails_ends_the_benchmark_and_discards_its_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time of a failed command would be no measurement."""
    commands: list[str] = []

    def fail(*arguments: str, **_: str) -> str:
        commands.append(arguments[2])
        return "" if arguments[2] == "down" else run("-c", "raise SystemExit(1)")

    monkeypatch.setattr(measured, "run", fail)

    with pytest.raises(CalledProcessError):
        next(sandbox("test"))
    assert commands == ["up", "down"]
