"""Copies of backups for property tests, every one of which is accepted."""

from hypothesis import strategies as st

from orion_rds.facts import limits
from tests.drawing import Mapping, some, within

SECOND_REGION = "us-west-2"
TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
KEYS = st.uuids().map(lambda uuid: f"arn:aws:kms:{SECOND_REGION}:123456789012:key/{uuid}")
TOPICS = st.just(f"arn:aws:sns:{SECOND_REGION}:123456789012:operations")


@st.composite
def copies(draw: st.DrawFn) -> Mapping:
    """Draw copies that their lock allows."""
    days = draw(within(limits.VAULT_RETENTION_DAYS))
    bounds = some(
        min_retention_days=st.integers(1, int(days)),
        max_retention_days=st.integers(int(days), int(limits.VAULT_RETENTION_DAYS.maximum)),
    )
    compliance = st.fixed_dictionaries(
        {"mode": st.just("compliance"), "changeable_for_days": within(limits.VAULT_LOCK_COOLING_OFF_DAYS)}
    )
    lock = draw(st.just({"mode": "off"}) | bounds | compliance)
    rest = draw(some(daily_at=TIMES, kms_key_arn=KEYS, topic_arn=TOPICS))
    return {"region": SECOND_REGION, "retention_days": days, "vault_lock": lock} | rest
