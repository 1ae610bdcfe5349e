"""The pytest fixtures of this package."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from orion_rds.testing import Recording


@pytest.fixture
def record() -> "Callable[..., Recording]":
    """Return `orion_rds.testing.record`, which runs a program without engine and cloud, and records its resources."""
    # Every test run loads this module, and few need Pulumi.
    from orion_rds import testing  # noqa: PLC0415

    return testing.record


if find_spec("orion_sandbox") is None:

    @pytest.fixture
    def pulumi_sandbox() -> None:
        """Fail with the package to install: the fixture of this name is in another distribution."""
        pytest.fail(
            "the fixture pulumi_sandbox needs the sandbox: install `orion-rds[sandbox]`, or in a checkout of orion-rds "
            "`pip install . ./orion_sandbox`",
            pytrace=False,
        )
