"""The stack files of the repository."""

from pathlib import Path

import pytest
import yaml

from orion_rds.config import DatabaseConfig, parse


@pytest.fixture(scope="module", params=["test", "prod"])
def stack(request: pytest.FixtureRequest) -> str:
    """Each stack."""
    return request.param


def stack_config(stack: str, repository: Path) -> DatabaseConfig:
    """The configuration in a stack file."""
    return parse(yaml.safe_load((repository / f"Pulumi.{stack}.yaml").read_text())["config"]["orion-rds:database"])


def test_a_stack_file_is_right(stack: str, repository: Path) -> None:
    """The first thing that a newcomer deploys."""
    assert stack_config(stack, repository).environment == stack


def test_the_test_stack_has_one_instance_and_can_be_destroyed(repository: Path) -> None:
    """As in the test of the Terraform module."""
    config = stack_config("test", repository)
    assert len(config.fleet) == 1
    assert not config.protection.deletion


def test_production_is_protected_and_kept_for_35_days(repository: Path) -> None:
    """Three instances, a key of its own, and two sources of traffic."""
    config = stack_config("prod", repository)
    assert [instance.instance_class for instance in config.fleet] == ["db.r7g.xlarge"] * 3
    assert config.protection.deletion
    assert config.backup.retention_days == 35
    assert config.encryption.kms_key_arn
    assert set(config.network.allow_from or {}) == {"app", "office"}
