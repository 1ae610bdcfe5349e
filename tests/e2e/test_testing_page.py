"""The example of docs/testing.md that has an engine."""

from pathlib import Path

from tests.contract.testing_page import run


def test_the_example_of_the_sandbox_runs(repository: Path, tmp_path: Path) -> None:
    """In a project of a user."""
    assert "1 passed" in run(repository, tmp_path, "test_in_the_sandbox.py")
