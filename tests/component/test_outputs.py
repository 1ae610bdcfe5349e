"""Outputs at every setting that takes them: they are read and refused as plain values are."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pulumi
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.config import DatabaseConfig, Section, parse
from orion_rds.config.errors import Path
from orion_rds.config.items import items_in
from orion_rds.config.known_values import outputs
from orion_rds.config.setting_paths import sections_below
from orion_rds.testing import Recording, record
from tests.component.stacks import whole_config

GROUP = "sg-0a1b2c3d4e5f60718"
KEYS = ("kms", "storage", "insights", "secret", "logs", "topic")


def key(region: str) -> str:
    """The ARN of a key."""
    return f"arn:aws:kms:{region}:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


def topic(region: str) -> str:
    """The ARN of a topic."""
    return f"arn:aws:sns:{region}:123456789012:alerts"


Wrap = Callable[[Any], Any]


def created(wrap: Wrap) -> dict[str, Any]:
    """Production with groups of its own, and each value that may be an output in `wrap`."""
    config = deepcopy(whole_config("prod"))
    for place, number in ((config["network"], "18"), (config["disaster_recovery"]["network"], "28")):
        sources = {
            "app": {"security_group_id": wrap(f"sg-0a1b2c3d4e5f607{number}")},
            "office": {"cidr": wrap("10.0.0.0/255.0.0.0"), "rule_name": "office"},
            "lab": {"cidr": wrap("FD00:0:8::/48"), "rule_name": "lab"},
            "list": {"prefix_list_id": wrap(f"pl-0a1b2c3d4e5f607{number}")},
            "bare": {"output": wrap("FD00:0:9::/48"), "rule_name": "bare"},
        }
        place["allow_from"] = {name: {"rule_name": name, **source} for name, source in sources.items()}
        place["vpc_id"] = wrap(place["vpc_id"])
        place["subnet_ids"] = wrap(place["subnet_ids"])
    config["instances"] = {"writer": {"availability_zone": wrap("us-east-1a")}, "reader": {}}
    config["tags"] = {"Team": wrap("42"), "Owner": wrap("data")}
    config["encryption"] = {f"{each}_key_arn": wrap(key("us-east-1")) for each in (*KEYS, "redis", "vault")}
    standby = config["disaster_recovery"]
    standby["encryption"] = {f"{each}_key_arn": wrap(key("us-west-2")) for each in KEYS}
    standby["topic_arns"] = [wrap(topic("us-west-2"))]
    config["alarms"] = {"topic_arns": [wrap(topic("us-east-1"))]}
    config["events"] = {"topic_arn": wrap(topic("us-east-1"))}
    config["redis"]["events"] = {"topic_arn": wrap(topic("us-east-1"))}
    config["backup"]["copies"] |= {"kms_key_arn": wrap(key("us-west-2")), "topic_arn": wrap(topic("us-west-2"))}
    return config


def existing(wrap: Wrap) -> dict[str, Any]:
    """Production with groups that exist."""
    config = deepcopy(whole_config("prod"))
    groups = {"subnet_group_name": wrap("data"), "security_group_ids": wrap([GROUP])}
    config["disaster_recovery"]["network"] = {**groups, "security_group_ids": wrap(["sg-0a1b2c3d4e5f60728"])}
    config["network"] = {**groups, "security_group_ids": [wrap(GROUP)]}
    config["redis"]["network"] = groups
    return config


CONFIGURATIONS = (created, existing)


def deployed(config: Callable[[], dict[str, Any]]) -> Recording:
    """Record a database."""
    return record(
        lambda: AuroraDatabase("orion", DatabaseConfig.model_validate(config())), config={"aws:region": "us-east-1"}
    )


def places(value: object) -> Iterator[tuple[str, str]]:
    """Yield class and setting of each output."""
    for name, item in items_in(value):
        if isinstance(value, Section) and any(True for _ in outputs(item)) and name != "allow_from":
            yield type(value).__name__, name
        yield from places(item)


def taking_outputs(section: type[Section], seen: set[type[Section]]) -> Iterator[tuple[str, str]]:
    """Yield class and name of each setting of a section and those below that takes outputs."""
    if section in seen:
        return
    seen.add(section)
    for name, field in section.model_fields.items():
        if "pulumi_types.Output" in f"{field.annotation} {field.metadata}" and name != "allow_from":
            # Two classes have the settings of another one.
            yield section.__name__, name
    for below in sections_below(section):
        yield from taking_outputs(below, seen)


def test_every_setting_that_takes_outputs_is_here() -> None:
    """A new one is added above, so that the tests below ask for it."""
    found = {place for each in CONFIGURATIONS for place in places(parse(each(pulumi.Output.from_input)))}
    redis = {("RedisNetworkConfig", name) for name in ("vpc_id", "subnet_ids")}

    assert set(taking_outputs(DatabaseConfig, set())) - found == redis


def sent(recording: Recording) -> dict[str, dict[str, Any]]:
    """What each resource gets."""
    return {
        each.urn: {name: value for name, value in each.inputs.items() if value is not None}
        for each in recording.resources
        if each.custom
    }


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_an_output_is_deployed_as_a_plain_value_is(configuration: Callable[[Wrap], dict[str, Any]]) -> None:
    """AWS returns networks in lower case and as a length; a rule for another text would show as changed."""
    plain = deployed(lambda: configuration(lambda value: value))
    later = deployed(lambda: configuration(pulumi.Output.from_input))

    # Some are named by a value, or else by its number.
    assert sorted(each.type for each in later.resources) == sorted(each.type for each in plain.resources)
    both = sent(later).keys() & sent(plain).keys()
    assert {urn: sent(later)[urn] for urn in both} == {urn: sent(plain)[urn] for urn in both}


@pytest.mark.parametrize(
    ("configuration", "wrong"),
    [*((created, wrong) for wrong in (5, {"a": "b"}, ["a", ["b"]], "?")), (existing, True), (existing, ["a", ["b"]])],
    ids=lambda each: each.__name__ if callable(each) else str(each),
)
def test_an_output_of_another_type_is_refused_in_words(
    configuration: Callable[[Wrap], dict[str, Any]], wrong: Any
) -> None:
    """All of them at once, before the SDK fails on one."""
    with pytest.raises(ConfigError) as refused:
        deployed(lambda: configuration(lambda _: pulumi.Output.from_input(wrong)))

    numbers = {("tags", "Team"), ("tags", "Owner")} if wrong == 5 else set[Path]()
    at = {path for path, _ in outputs(parse(configuration(pulumi.Output.from_input)))} - numbers
    assert at - {problem.path[: len(path)] for problem in refused.value.problems for path in at} == set()
