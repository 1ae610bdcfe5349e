"""The layers that docs/architecture.md draws."""

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_the_way_the_architecture_says(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts stand in pyproject.toml; `make lint` shows which import breaks one."""
    monkeypatch.chdir(repository)

    assert lint_imports(config_filename="pyproject.toml", is_debug_mode=False) == EXIT_STATUS_SUCCESS
