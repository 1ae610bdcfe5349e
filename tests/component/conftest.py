"""The stack files, recorded once."""

import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import record_stack, whole_config


@pytest.fixture(scope="session")
def production() -> Recording:
    """What `Pulumi.prod.yaml` registers in its first region, without Redis and copies of the backups."""
    return record_stack("prod")


@pytest.fixture(scope="session")
def whole() -> Recording:
    """All that `Pulumi.prod.yaml` registers."""
    return record(lambda: AuroraDatabase("orion", parse(whole_config("prod"))), stack="prod")


@pytest.fixture(scope="session")
def trial() -> Recording:
    """What `Pulumi.test.yaml` registers."""
    return record_stack("test")
