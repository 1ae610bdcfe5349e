"""The fixtures that pytest finds where this package is installed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from orion_rds.testing import Recording


@pytest.fixture
def record() -> "Callable[..., Recording]":
    """`orion_rds.testing.record`: run a program without engine and cloud, and record what it registers."""
    # Every test run loads this module, and few need Pulumi.
    from orion_rds import testing  # noqa: PLC0415

    return testing.record
