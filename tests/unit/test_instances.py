"""The plan of the instances."""

from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.facts import limits
from orion_rds.instances import InstanceSpec, plan
from tests.component.stacks import stack_config


def planned(**changes: Any) -> tuple[InstanceSpec, ...]:
    """Plan the test stack, with some sections replaced."""
    return plan(parse({**stack_config("test"), **changes}))


def test_the_writer_and_one_reader_share_the_first_tier() -> None:
    """The others follow their own load, and come last in a failover."""
    assert [spec.promotion_tier for spec in planned(instances={"count": 4})] == [0, 0, 2, 2]


def test_another_count_touches_only_the_last_instances() -> None:
    """A reader that is taken away must not change the place of those that stay."""
    assert planned(instances={"count": 5})[:3] == planned(instances={"count": 3})


@pytest.mark.parametrize("count", [1, limits.INSTANCES.maximum])
def test_every_instance_has_a_key_of_its_own(count: int) -> None:
    """The key is in the Pulumi name."""
    assert len({spec.key for spec in planned(instances={"count": count})}) == count


def test_the_class_is_the_one_that_counts() -> None:
    """Given, default, or that of Serverless v2."""
    assert planned(instances={"instance_class": "db.r8g.2xlarge"})[0].instance_class == "db.r8g.2xlarge"
    assert planned()[0].instance_class == "db.r7g.large"
    assert planned(serverless={"min_acu": 1, "max_acu": 2})[0].instance_class == "db.serverless"
