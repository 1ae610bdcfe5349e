"""Copies in a second region. Their refusals are in `bad/`."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, parse

Smallest = dict[str, Any]
KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
STANDBY = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": KEY},
}


def refused(configuration: Smallest) -> list[tuple[str, str]]:
    """Paths and names of the refusals."""
    with pytest.raises(ConfigError) as caught:
        parse(configuration)
    return [(".".join(map(str, problem.path)), problem.refusal) for problem in caught.value.problems]


def test_a_region_is_enough(smallest: Smallest) -> None:
    """The defaults keep copies for five weeks in vaults that are locked, in a way that can be undone."""
    copies = parse(smallest | {"backup": {"copies": {"region": "us-west-2"}}}).backup.copies

    assert copies
    assert (copies.retention_days, copies.daily_at, copies.kms_key_arn) == (35, "05:00", None)
    assert (copies.vault_lock.mode, copies.vault_lock.changeable_for_days) == ("governance", None)


def test_without_the_section_there_are_none(smallest: Smallest) -> None:
    """They cost, and need a decision about the region."""
    assert parse(smallest).backup.copies is None


def test_copies_beside_the_standby_are_accepted(smallest: Smallest) -> None:
    """After a switch of regions they go the other way."""
    assert parse(smallest | {"backup": {"copies": {"region": "us-west-2"}}, "disaster_recovery": STANDBY})


def test_a_topic_of_the_first_region_is_refused(smallest: Smallest) -> None:
    """EventBridge does not notify topics of another region."""
    topic = "arn:aws:sns:us-east-1:123456789012:operations"

    assert refused(smallest | {"backup": {"copies": {"region": "us-west-2", "topic_arn": topic}}}) == [
        ("backup.copies.topic_arn", "topic-region")
    ]


def test_a_key_may_be_made_by_the_same_program(smallest: Smallest) -> None:
    """Its region is unknown then, and not checked."""
    key = pulumi.Output.from_input(KEY)

    assert parse(smallest | {"backup": {"copies": {"region": "us-west-2", "kms_key_arn": key}}})


@pytest.mark.parametrize(("least", "most"), [(30, None), (None, 30), (30, 30), (1, 36500)])
def test_a_lock_that_takes_the_copies_is_accepted(least: int | None, most: int | None, smallest: Smallest) -> None:
    """Both bounds are included."""
    lock = {"min_retention_days": least, "max_retention_days": most}

    assert parse(smallest | {"backup": {"copies": {"region": "us-west-2", "retention_days": 30, "vault_lock": lock}}})


@pytest.mark.parametrize("bound", [{"min_retention_days": 31}, {"max_retention_days": 29}])
def test_a_lock_that_would_fail_every_job_is_refused(bound: dict[str, int], smallest: Smallest) -> None:
    """AWS reports it a day later, in a job."""
    (path,) = bound
    copies = {"region": "us-west-2", "retention_days": 30, "vault_lock": bound}

    assert refused(smallest | {"backup": {"copies": copies}}) == [
        (f"backup.copies.vault_lock.{path}", "vault-lock-retention")
    ]


@pytest.mark.parametrize("mode", ["governance", False])
def test_a_cooling_off_time_belongs_to_compliance(mode: object, smallest: Smallest) -> None:
    """Its presence means compliance mode for AWS. YAML reads a bare `off` as false."""
    lock = {"mode": mode, "changeable_for_days": 7}

    assert refused(smallest | {"backup": {"copies": {"region": "us-west-2", "vault_lock": lock}}}) == [
        ("backup.copies.vault_lock.changeable_for_days", "vault-lock-unused")
    ]


@pytest.mark.parametrize(("number", "time"), [(0, "00:00"), (60, "01:00"), (309, "05:09"), (1439, "23:59")])
def test_a_time_that_yaml_reads_as_minutes_is_shown(number: int, time: str, smallest: Smallest) -> None:
    """YAML 1.1 reads `5:09` as 309."""
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"backup": {"copies": {"region": "us-west-2", "daily_at": number}}})

    (problem,) = caught.value.problems
    assert (problem.refusal, problem.instead) == ("copies-time-number", time)


@pytest.mark.parametrize("number", [-1, 1440, True])
def test_a_number_that_is_no_time_shows_none(number: int, smallest: Smallest) -> None:
    """A day has 1,440 minutes."""
    assert refused(smallest | {"backup": {"copies": {"region": "us-west-2", "daily_at": number}}}) == [
        ("backup.copies.daily_at", "text")
    ]
