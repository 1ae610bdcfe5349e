"""The stack files, recorded once."""

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import record_stack


@pytest.fixture(scope="session")
def production() -> Recording:
    """What `Pulumi.prod.yaml` registers."""
    return record_stack("prod")


@pytest.fixture(scope="session")
def trial() -> Recording:
    """What `Pulumi.test.yaml` registers."""
    return record_stack("test")
