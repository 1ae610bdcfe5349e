"""Both forms of `instances`."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, DatabaseConfig, FleetInstance, parse
from orion_rds.config.instances import first_writer
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


def test_numbers_as_names_and_a_count_describe_the_same_instances(smallest: Smallest) -> None:
    """Users can change from one to the other without a change of the resources."""
    counted = parse(smallest | {"instances": {"count": 11, "instance_class": "db.r7g.large"}})
    tiers = dict.fromkeys(map(str, range(1, 3)), LARGE) | dict.fromkeys(
        map(str, range(3, 12)), LARGE | {"promotion_tier": 2}
    )
    assert parse(smallest | {"instances": tiers}).fleet == counted.fleet
    assert [instance.promotion_tier for instance in counted.fleet] == [0, 0, *[2] * 9]
    assert [instance.name for instance in counted.fleet] == [str(number) for number in range(1, 12)]


def test_each_instance_may_have_its_own_class_tier_and_zone(smallest: Smallest) -> None:
    """In the order of their names, because Pulumi sorts the keys of a stack file. None has a setting of another."""
    instances = {
        "writer": LARGE | {"availability_zone": "us-east-1a"},
        "reporting": {"instance_class": "db.r7g.2xlarge", "promotion_tier": 15},
        "jobs": {"availability_zone": "us-east-1b"},
        "10": LARGE,
        "2": LARGE,
    }
    fleet = (
        FleetInstance("2", "db.r7g.large", 0),
        FleetInstance("10", "db.r7g.large", 0),
        FleetInstance("jobs", "db.serverless", 0, "us-east-1b"),
        FleetInstance("reporting", "db.r7g.2xlarge", 15),
        FleetInstance("writer", "db.r7g.large", 0, "us-east-1a"),
    )
    assert parse(smallest | {"instances": instances, "serverless": CAPACITY}).fleet == fleet
    backwards = dict(reversed(instances.items()))
    assert parse(smallest | {"instances": backwards, "serverless": CAPACITY}).fleet == fleet


@pytest.mark.parametrize(
    ("tiers", "name"),
    [
        ({"a": 1, "b": 0}, "b"),
        ({"a": 0, "b": 0}, "a"),
        ({"a": 0, "writer": 0}, "writer"),
        ({"a": 0, "writer": 1}, "a"),
        ({"10": 0, "9": 0}, "9"),
        ({"a": 0, "9": 0}, "9"),
    ],
)
def test_the_lowest_tier_writes_first(tiers: dict[str, int], name: str) -> None:
    """Then the instance that is called so, then the first by name: never the order in which they are written."""
    instances = [FleetInstance(each, "db.r7g.large", tier) for each, tier in tiers.items()]
    assert first_writer(instances).name == first_writer(reversed(instances)).name == name


def test_there_are_one_to_sixteen_names(smallest: Smallest) -> None:
    """The limits are those of `count`. Without a name it is the other form."""
    instances = {f"i{number}": LARGE for number in range(17)}
    assert refused(smallest, instances=instances) == [("instances-count", ("instances",))]
    instances.popitem()
    assert len(parse(smallest | {"instances": instances}).fleet) == 16
    assert len(parse(smallest | {"instances": {}}).fleet) == 2


@pytest.mark.parametrize(
    ("instances", "refusal"),
    [
        ([LARGE], ("instances-list", ())),
        ([], ("instances-list", ())),
        ({"count": 2, "writer": LARGE}, ("instances-mixed", ())),
        ({"instance_class": "db.r7g.large", "writer": LARGE}, ("instances-mixed", ())),
        ({"writer": LARGE, "count": {"promotion_tier": 1}}, ("instances-mixed", ())),
        ({"writer": LARGE, "reader": None}, ("section", ("reader",))),
        ({"writer": LARGE, "reader": "db.r7g.large"}, ("section", ("reader",))),
        ({"Writer": LARGE}, ("instance-name", ("Writer",))),
        ({1: LARGE}, ("text", (1,))),
        ({"coutn": 3}, ("unknown-key", ("coutn",))),
        ({"reader": "db.r7g.large"}, ("unknown-key", ("reader",))),
        ("db.r7g.large", ("section", ())),
    ],
)
def test_what_is_neither_form_is_refused(
    instances: object, refusal: tuple[str, tuple[str, ...]], smallest: Smallest
) -> None:
    """Each with its own reason. `count` and `instance_class` are no names."""
    name, place = refusal
    assert refused(smallest, instances=instances) == [(name, ("instances", *place))]


def test_an_empty_setting_of_the_other_form_is_none(smallest: Smallest) -> None:
    """A null is a setting left out."""
    with_null = parse(smallest | {"instances": {"count": None, "instance_class": None, "writer": LARGE}})
    assert [instance.name for instance in with_null.fleet] == ["writer"]


def test_what_is_wrong_is_told_with_the_name_of_the_instance(smallest: Smallest) -> None:
    """All of it at once, and settings of the other form are not known."""
    instances = {
        "a": {"instance_class": "db.m5.large"},
        "b": LARGE | {"count": 2},
        "c": LARGE | {"promotion_tier": -1},
    }
    assert refused(smallest, instances=instances) == [
        ("instance-class-series", ("instances", "a", "instance_class")),
        ("unknown-key", ("instances", "b", "count")),
        ("promotion-tier", ("instances", "c", "promotion_tier")),
    ]


def test_a_serverless_instance_with_a_name_needs_a_capacity(smallest: Smallest) -> None:
    """AWS refuses the instance without, after the cluster was made."""
    place = ("instances", "b", "instance_class")
    assert refused(smallest, instances={"a": LARGE, "b": SERVERLESS}) == [("serverless-missing", place)]


def test_the_capacity_is_missed_while_another_setting_of_the_instance_is_wrong(smallest: Smallest) -> None:
    """Both come at once."""
    instances = {"a": LARGE, "b": SERVERLESS | {"promotion_tier": 99}}
    assert {refusal for refusal, _ in refused(smallest, instances=instances)} == {
        "promotion-tier",
        "serverless-missing",
    }


def test_a_zone_may_be_an_output(smallest: Smallest) -> None:
    """For example that of a subnet."""
    zone = pulumi.Output.from_input("us-east-1a")
    instances = {"writer": LARGE | {"availability_zone": zone}}
    assert parse(smallest | {"instances": instances}).fleet[0].availability_zone is zone


@pytest.mark.parametrize("zone", ["us-east-1a", "ap-southeast-2c", "us-gov-west-1b", "cn-north-1a", "mx-central-1a"])
def test_zones_of_every_partition_are_accepted(zone: str, smallest: Smallest) -> None:
    """The form is checked; only AWS knows which zones exist."""
    instances = {"writer": LARGE | {"availability_zone": zone}}
    assert parse(smallest | {"instances": instances}).fleet[0].availability_zone == zone


@pytest.mark.parametrize("zone", ["us-east-1", "use1-az1", "us-west-2-lax-1a", "US-EAST-1A", ""])
def test_other_zones_are_refused(zone: str, smallest: Smallest) -> None:
    """Regions, zone ids and Local Zones are none."""
    place = ("instances", "writer", "availability_zone")
    assert refused(smallest, instances={"writer": LARGE | {"availability_zone": zone}}) == [
        ("availability-zone", place)
    ]


def test_a_zone_of_the_stacks_region_is_taken(smallest: Smallest, set_config: SetConfig) -> None:
    """Only one of another region is refused, however the zone is given."""
    set_config({"aws:region": "us-east-1"}, [])
    zones = ["us-east-1f", pulumi.Output.from_input("us-west-2a")]
    instances = {f"i{number}": LARGE | {"availability_zone": zone} for number, zone in enumerate(zones)}
    fleet = parse(smallest | {"instances": instances}).fleet
    assert [instance.availability_zone for instance in fleet] == zones


def test_names_survive_a_round_trip(smallest: Smallest) -> None:
    """Through JSON too, as a stack's configuration goes."""
    config = parse(smallest | {"instances": {"b": LARGE, "a": SERVERLESS}, "serverless": CAPACITY})
    assert DatabaseConfig.model_validate(config.model_dump()) == config
    assert DatabaseConfig.model_validate_json(config.model_dump_json()) == config
