"""The layers that docs/architecture.md draws."""

import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_the_way_the_architecture_says(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts stand in pyproject.toml; `make lint` shows which import breaks one."""
    monkeypatch.chdir(repository)
    # The linter puts the current directory in front, and leaves it there.
    monkeypatch.setattr(sys, "path", [*sys.path])

    assert lint_imports(config_filename="pyproject.toml", is_debug_mode=False) == EXIT_STATUS_SUCCESS
