"""Which tests `make test` measures the coverage of.

In Python 3.11 all Python code takes about three times as long while coverage is measured, ours or not. So the tests of
`orion_rds` itself are measured, and not those in which an engine, an API or drawn examples run the same code again.
"""

import pkgutil
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import orion_rds

_HERE = Path(__file__).parent
_FOLDERS = tuple(
    _HERE / folder
    for folder in (
        "component",
        "unit/cli",
        "unit/config",
        "unit/facts",
        "unit/migration",
        "unit/plan",
        "unit/testing",
    )
)
"""Of the tests that reach `orion_rds` by themselves."""

_ALL_PROCESSES = ".ci/coverage.toml"
"""The configuration of `make coverage`, which measures `orion_sandbox` too, in every test."""


def is_measured(item: pytest.Item) -> bool:
    """Return whether a test is measured: it is about `orion_rds`, and does not run the same code for many values."""
    ours = any(item.path.is_relative_to(folder) for folder in _FOLDERS)
    return ours and not any(item.get_closest_marker(marker) for marker in ("hypothesis", "many_values"))


@contextmanager
def unmeasured(config: pytest.Config) -> Generator[None]:
    """Measure no coverage in this block, where only some tests are measured."""
    controller = _controller(config)
    if controller is None:
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()


def import_measured(config: pytest.Config) -> None:
    """Import all of `orion_rds` while it is measured: what a module executes at its import counts too."""
    if _controller(config):
        for module in pkgutil.walk_packages(orion_rds.__path__, f"{orion_rds.__name__}."):
            import_module(module.name)


def _controller(config: pytest.Config) -> Any:
    plugin: Any = config.pluginmanager.getplugin("_cov")
    if plugin is None or config.getoption("cov_config") == _ALL_PROCESSES:
        return None
    return plugin.cov_controller
