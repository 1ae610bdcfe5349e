"""Alarms and events for property tests."""

from hypothesis import strategies as st

from orion_rds.facts import limits
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
PERCENTS = st.integers(1, 100)
COUNTS = st.integers(1, 2**40)
SOME = COUNTS | st.floats(0.001, 1e6)


def alarm(**threshold: st.SearchStrategy[float]) -> st.SearchStrategy[Mapping]:
    """Draw when one alarm goes off."""
    return st.tuples(TIMINGS, some(**threshold)).map(lambda parts: parts[0] | parts[1])


ALARMS = some(
    profile=st.sampled_from(["production", "quiet", "off"]),
    topic_arns=st.lists(TOPICS, max_size=5, unique=True),
    per_instance=st.booleans(),
    cpu=alarm(threshold_percent=PERCENTS),
    connections=alarm(threshold_connections=COUNTS),
    memory=alarm(threshold_bytes=COUNTS),
    capacity=alarm(threshold_percent=PERCENTS),
    replica_lag=alarm(threshold_milliseconds=SOME),
    replication_lag=alarm(threshold_milliseconds=SOME),
    rpo_lag=alarm(threshold_milliseconds=SOME),
    local_storage=alarm(threshold_bytes=COUNTS),
    load=alarm(threshold_sessions=SOME),
    transaction_ids=alarm(threshold_transactions=within(limits.TRANSACTIONS)),
    deadlocks=alarm(threshold_per_second=SOME),
)
EVENTS = some(mode=st.just("own"), topic_arn=TOPICS) | some(mode=st.sampled_from(["shared", "off"]))
