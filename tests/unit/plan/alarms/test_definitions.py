"""The definitions of the alarms."""

from typing import get_args

import pytest

from orion_rds.config.alarm import AlarmConfig, alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig, RedisCpuAlarm
from orion_rds.facts.alarms import DIMENSIONS, AlarmDefinition, MetricUnit, Scope
from orion_rds.plan.alarms import CAPACITIES, REQUIREMENTS

ALARMS = [type(alarm) for section in (AlarmsConfig(), RedisAlarmsConfig()) for _, alarm in alarms_of(section)]
DEFINITIONS = [*(alarm.definition for alarm in ALARMS), RedisCpuAlarm.small_node_definition]
SHORT, DESCRIPTION_MAXIMUM = 30, 1024
UNITS: dict[MetricUnit, set[str]] = {
    "Bytes": {"bytes"},
    "Count": {"connections", "keys", "sessions", "transactions"},
    "Count/Second": {"per_second"},
    "Milliseconds": {"milliseconds"},
    "Percent": {"percent"},
    "Seconds": {"seconds"},
}


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_adds_one_setting_and_that_is_its_threshold(alarm: type[AlarmConfig]) -> None:
    """The definition names it by its unit."""
    assert alarm.model_fields.keys() - AlarmConfig.model_fields.keys() == {alarm.definition.setting}


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.metric.name)
def test_a_threshold_has_the_unit_of_the_metric(definition: AlarmDefinition) -> None:
    """In another unit it would be wrong by a factor of a thousand, or more."""
    metric = definition.metric

    assert definition.unit in UNITS[metric.unit]
    assert metric.namespace.startswith("AWS/")
    assert metric.source.startswith("https://docs.aws.amazon.com/")


def test_no_metric_has_two_alarms() -> None:
    """A definition that is copied and not changed would watch the same metric again."""
    metrics = [definition.metric for definition in DEFINITIONS]

    assert len(set(metrics)) == len(metrics)


def test_every_unit_requirement_and_capacity_is_used() -> None:
    """The types list exactly what the definitions need."""
    assert set(UNITS) == {definition.metric.unit for definition in DEFINITIONS} == set(get_args(MetricUnit))
    assert set(REQUIREMENTS) == {each.requires for each in DEFINITIONS} - {None}
    assert set(CAPACITIES) == {getattr(each.default, "of", None) for each in DEFINITIONS} - {None}


def test_dimensions_are_documented_or_found_by_a_query() -> None:
    """With dimensions that AWS does not publish, an alarm never has data, and looks healthy or grey for ever."""
    assert set(DIMENSIONS) == {definition.scope for definition in DEFINITIONS} == set(get_args(Scope))
    assert all(each.source.startswith("https://docs.aws.amazon.com/") for each in DIMENSIONS.values())
    guessed = [each for each in DEFINITIONS if each.by_query]
    assert {each.metric.name for each in guessed} == {
        "AuroraGlobalDBReplicationLag",
        "AuroraGlobalDBRPOLag",
        "OldestReplicationSlotLag",
    }
    assert {each.missing_data for each in guessed} == {"missing"}
    for each in guessed:
        command = f"`aws cloudwatch list-metrics --namespace AWS/RDS --metric-name {each.metric.name}`"
        assert each.description.endswith(f"look for its dimensions: {command}.")


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.metric.name)
def test_a_definition_says_what_to_do(definition: AlarmDefinition) -> None:
    """Its notification is read at night: problem and remedy are in the description, which CloudWatch limits. The reason
    for the statistic is for whoever changes it.
    """
    texts = (definition.why, definition.runbook, definition.statistic_why)

    assert all(text.endswith(".") and len(text) > SHORT for text in texts)
    assert definition.runbook.startswith("Look ")
    assert len(definition.description) <= DESCRIPTION_MAXIMUM


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.metric.name)
def test_what_an_alarm_requires_is_said(definition: AlarmDefinition) -> None:
    """The documentation and the warning say why a database has no such alarm."""
    assert definition.requires is None or definition.needs
