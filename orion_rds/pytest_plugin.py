"""The fixtures that pytest finds where this package is installed."""

from collections.abc import Callable
from importlib.util import find_spec
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


if find_spec("orion_sandbox") is None:

    @pytest.fixture
    def pulumi_sandbox() -> None:
        """Say what to install: the fixture of this name is in another distribution."""
        pytest.fail(
            "the fixture pulumi_sandbox needs the sandbox: install `orion-rds[sandbox]`, or in a checkout of orion-rds "
            "`pip install . ./orion_sandbox`",
            pytrace=False,
        )
