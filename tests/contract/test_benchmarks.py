"""Every benchmark runs, with the smallest size. What it measures is nothing to test: machines differ."""

from pathlib import Path

from benchmarks.measured import databases, imports, validation
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
