"""Both forms of `instances`."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, DatabaseConfig, FleetInstance, parse
from tests.unit.config.conftest import SetConfig

Smallest = dict[str, Any]
LARGE: dict[str, Any] = {"instance_class": "db.r7g.large"}
SERVERLESS: dict[str, Any] = {"instance_class": "db.serverless"}
CAPACITY = {"min_acu": 1, "max_acu": 8}


def refused(smallest: Smallest, **settings: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    """Names and places of the refusals."""
    with pytest.raises(ConfigError) as caught:
        parse(smallest | settings)
    return [(problem.refusal, problem.path) for problem in caught.value.problems]


def test_a_list_and_a_count_describe_the_same_instances(smallest: Smallest) -> None:
    """Users can change from one to the other without a change of the resources."""
    counted = parse(smallest | {"instances": {"count": 4, "instance_class": "db.r7g.large"}})
    assert parse(smallest | {"instances": [LARGE] * 4}).fleet == counted.fleet
    assert [instance.promotion_tier for instance in counted.fleet] == [0, 0, 2, 2]


def test_each_instance_may_have_its_own_class_tier_and_zone(smallest: Smallest) -> None:
    """Settings that are left out have the default of the position in the list."""
    instances = [
        LARGE | {"availability_zone": "us-east-1a"},
        {"instance_class": "db.r7g.2xlarge", "promotion_tier": 15},
        SERVERLESS | {"availability_zone": "us-east-1b"},
    ]
    assert parse(smallest | {"instances": instances, "serverless": CAPACITY}).fleet == (
        FleetInstance("db.r7g.large", 0, "us-east-1a"),
        FleetInstance("db.r7g.2xlarge", 15, None),
        FleetInstance("db.serverless", 2, "us-east-1b"),
    )


@pytest.mark.parametrize("count", [0, 17])
def test_a_list_has_one_to_sixteen_instances(count: int, smallest: Smallest) -> None:
    """The limits are those of `count`."""
    assert refused(smallest, instances=[LARGE] * count) == [("instances-count", ("instances",))]
    assert len(parse(smallest | {"instances": [LARGE] * 16}).fleet) == 16


def test_what_is_wrong_in_a_list_is_told_with_its_position(smallest: Smallest) -> None:
    """All of it at once, and settings of the other form are not known."""
    instances = [{}, {"instance_class": "db.m5.large"}, LARGE | {"count": 2}, LARGE | {"promotion_tier": -1}]
    assert refused(smallest, instances=instances) == [
        ("missing", ("instances", 0, "instance_class")),
        ("instance-class-series", ("instances", 1, "instance_class")),
        ("unknown-key", ("instances", 2, "count")),
        ("promotion-tier", ("instances", 3, "promotion_tier")),
    ]


def test_a_serverless_instance_in_a_list_needs_a_capacity(smallest: Smallest) -> None:
    """AWS refuses the instance without, after the cluster was made."""
    place = ("instances", 1, "instance_class")
    assert refused(smallest, instances=[LARGE, SERVERLESS]) == [("serverless-missing", place)]


def test_the_capacity_is_missed_while_another_setting_of_the_instance_is_wrong(smallest: Smallest) -> None:
    """Both come at once."""
    instances = [LARGE, SERVERLESS | {"promotion_tier": 99}]
    assert {refusal for refusal, _ in refused(smallest, instances=instances)} == {
        "promotion-tier",
        "serverless-missing",
    }


def test_a_zone_may_be_an_output(smallest: Smallest) -> None:
    """For example that of a subnet."""
    zone = pulumi.Output.from_input("us-east-1a")
    assert parse(smallest | {"instances": [LARGE | {"availability_zone": zone}]}).fleet[0].availability_zone is zone


@pytest.mark.parametrize("zone", ["us-east-1a", "ap-southeast-2c", "us-gov-west-1b", "cn-north-1a", "mx-central-1a"])
def test_zones_of_every_partition_are_accepted(zone: str, smallest: Smallest) -> None:
    """The form is checked; only AWS knows which zones exist."""
    assert parse(smallest | {"instances": [LARGE | {"availability_zone": zone}]}).fleet[0].availability_zone == zone


@pytest.mark.parametrize("zone", ["us-east-1", "use1-az1", "us-west-2-lax-1a", "US-EAST-1A", ""])
def test_other_zones_are_refused(zone: str, smallest: Smallest) -> None:
    """Regions, zone ids and Local Zones are none."""
    place = ("instances", 0, "availability_zone")
    assert refused(smallest, instances=[LARGE | {"availability_zone": zone}]) == [("availability-zone", place)]


def test_a_zone_of_the_stacks_region_is_taken(smallest: Smallest, set_config: SetConfig) -> None:
    """Only one of another region is refused, however the zone is given."""
    set_config({"aws:region": "us-east-1"}, [])
    zones = ["us-east-1f", pulumi.Output.from_input("us-west-2a")]
    fleet = parse(smallest | {"instances": [LARGE | {"availability_zone": zone} for zone in zones]}).fleet
    assert [instance.availability_zone for instance in fleet] == zones


def test_a_list_survives_a_round_trip(smallest: Smallest) -> None:
    """Through JSON too, as a stack's configuration goes."""
    config = parse(smallest | {"instances": [LARGE, SERVERLESS], "serverless": CAPACITY})
    assert DatabaseConfig.model_validate(config.model_dump()) == config
    assert DatabaseConfig.model_validate_json(config.model_dump_json()) == config
