"""Alarms and events for property tests."""

from hypothesis import strategies as st

from orion_rds.config.alarm import alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.facts import limits
from orion_rds.facts.alarms import AlarmDefinition, ThresholdUnit
from tests.drawing import Mapping, some, within

TOPICS = st.integers(1, 9).map(lambda number: f"arn:aws:sns:us-east-1:123456789012:alerts-{number}")
TIMINGS = st.sampled_from(
    [
        {"period_seconds": 60},
        {"period_seconds": 60, "evaluation_periods": 5, "datapoints": 3},
        {"period_seconds": 3600, "evaluation_periods": 168},
        {"datapoints": 2},
    ]
)
WITHIN_A_QUERY_SECONDS = limits.METRICS_INSIGHTS_ALARM_SECONDS
COUNTS = st.integers(1, 2**40)
NUMBERS = COUNTS | st.floats(0.001, 1e6)
THRESHOLDS: dict[ThresholdUnit, st.SearchStrategy[float]] = {
    "percent": within(limits.PERCENT),
    "bytes": COUNTS,
    "connections": COUNTS,
    "keys": COUNTS,
    "transactions": within(limits.TRANSACTIONS),
}


def _is_short(timing: Mapping) -> bool:
    return timing.get("period_seconds", 60) * timing.get("evaluation_periods", 1) <= WITHIN_A_QUERY_SECONDS


def alarms(section: AlarmsConfig | RedisAlarmsConfig) -> dict[str, st.SearchStrategy[Mapping]]:
    """Return a strategy for the settings of each alarm, by name."""
    return {name: _alarm(alarm.definition) for name, alarm in alarms_of(section)}


def _alarm(definition: AlarmDefinition) -> st.SearchStrategy[Mapping]:
    threshold = some(**{definition.setting: THRESHOLDS.get(definition.unit, NUMBERS)})
    timings = TIMINGS.filter(_is_short) if definition.by_query else TIMINGS
    return st.tuples(timings, threshold).map(lambda parts: parts[0] | parts[1])


EMAILS = st.integers(1, 9).map(lambda number: f"on-call-{number}@example.com")
ADDRESSES = st.lists(EMAILS, max_size=3, unique=True)
OF_ALARMS = {
    "profile": st.sampled_from(["production", "quiet", "off"]),
    "per_instance": st.booleans(),
    **alarms(AlarmsConfig()),
}
ALARMS = some(topic_arns=st.lists(TOPICS, max_size=5, unique=True), **OF_ALARMS) | some(emails=ADDRESSES, **OF_ALARMS)
EVENTS = (
    some(mode=st.just("own"), topic_arn=TOPICS)
    | some(mode=st.just("own"), emails=ADDRESSES)
    | some(mode=st.sampled_from(["shared", "off"]))
)
