"""The composite alarm."""

from orion_rds.config.alarms import TransactionIdsAlarm
from orion_rds.facts.limits import COMPOSITE_ALARM_MEMBERS_MAXIMUM
from orion_rds.plan.alarms import composite_members, composite_rule
from tests.unit.plan.test_dashboard import spec


def test_only_what_is_unhealthy_now_is_in_the_rule() -> None:
    """The others notify by themselves."""
    cpu, later = spec("cpu"), spec("ids", TransactionIdsAlarm())

    assert composite_members([cpu, later]) == (cpu,)


def test_a_rule_has_no_more_alarms_than_cloudwatch_allows() -> None:
    """The others notify by themselves."""
    many = [spec(f"node-{number}") for number in range(COMPOSITE_ALARM_MEMBERS_MAXIMUM + 20)]

    assert len(composite_members(many)) == COMPOSITE_ALARM_MEMBERS_MAXIMUM


def test_any_member_sets_the_composite_alarm_off() -> None:
    """In the syntax of CloudWatch."""
    assert composite_rule(["orion-a", "orion-b"]) == 'ALARM("orion-a") OR ALARM("orion-b")'


def test_the_longest_rule_is_not_too_long() -> None:
    """CloudWatch allows 10,240 characters."""
    longest = "p" * 34 + "-dr-aurora-reader-connections"

    assert len(composite_rule([longest] * COMPOSITE_ALARM_MEMBERS_MAXIMUM)) <= 10_240
