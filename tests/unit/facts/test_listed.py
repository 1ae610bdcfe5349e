"""Lists of what AWS offers: each has its day and its source, and all three answers."""

import importlib
import pkgutil
from datetime import UTC, date, datetime

import pytest

from orion_rds import facts
from orion_rds.facts.listed import LISTS, Answer, Listed

for module in pkgutil.iter_modules(facts.__path__):
    importlib.import_module(f"{facts.__name__}.{module.name}")

EXAMPLES: dict[str, dict[Answer, tuple[str, ...]]] = {
    "aurora-versions": {
        Answer.KNOWN: ("17", "17.7", "14.3", "18"),
        Answer.UNKNOWN: ("17.99", "19", "20.1"),
        Answer.IMPOSSIBLE: ("17.3", "14.2", "15.0", "21", "99"),
    },
    "instance-classes": {
        Answer.KNOWN: ("db.serverless", "db.r7g.large", "db.r9g.4xlarge", "db.t4g.medium", "db.x2g.16xlarge"),
        Answer.UNKNOWN: ("db.r10g.large", "db.r8in.xlarge", "db.x3g.large", "db.t5g.medium"),
        Answer.IMPOSSIBLE: (
            "db.t3.micro",
            "db.r9zz.large",
            "db.r7g.37xlarge",
            "db.r7g.48xlarge",
            "db.r7g.medium",
            "db.r10g.medium",
            "db.r5b.large",
        ),
    },
    "node-types": {
        Answer.KNOWN: ("cache.r7g.large", "cache.r6gd.xlarge", "cache.t2.micro", "cache.m5.24xlarge"),
        Answer.UNKNOWN: ("cache.r9g.large", "cache.r8gd.xlarge"),
        Answer.IMPOSSIBLE: (
            "cache.r6gd.large",
            "cache.m6gd.xlarge",
            "cache.r9zz.37xlarge",
            "cache.t3.large",
            "cache.r5.16xlarge",
        ),
    },
    "redis-versions": {
        Answer.KNOWN: ("5.0.6", "6.0", "7.1"),
        Answer.UNKNOWN: ("5.0.5", "6.1", "4.0.10"),
        Answer.IMPOSSIBLE: ("7.2", "8.0", "5.0", "6.2.6", "latest"),
    },
    "valkey-versions": {
        Answer.KNOWN: ("7.2", "9.1"),
        Answer.UNKNOWN: ("7.3", "8.9", "9.2"),
        Answer.IMPOSSIBLE: ("7.1", "10.0", "8", "8.1.2"),
    },
    "regions": {
        Answer.KNOWN: ("us-east-1", "ap-southeast-7", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"),
        Answer.UNKNOWN: ("eu-north-2", "nz-central-1", "us-isob-west-2", "eusc-fr-west-1"),
        Answer.IMPOSSIBLE: ("us-middle-1", "eu-west-12", "us-eastwest-1", "us--1"),
    },
    "aurora-parameters": {
        Answer.KNOWN: ("max_connections", "work_mem"),
        Answer.UNKNOWN: ("pg_cron.max_running_jobs",),
        Answer.IMPOSSIBLE: ("max_conections",),
    },
    "redis-parameters": {
        Answer.KNOWN: ("maxmemory-policy",),
        Answer.UNKNOWN: ("nonsense-thing",),
        Answer.IMPOSSIBLE: ("maxmemory-polici",),
    },
}


def test_every_list_has_examples() -> None:
    """A list that is added needs its own."""
    assert EXAMPLES.keys() == LISTS.keys()


@pytest.mark.parametrize("listed", LISTS.values(), ids=lambda listed: listed.name)
def test_a_list_says_when_and_where_it_was_read_and_how_to_ask(listed: Listed) -> None:
    """What is missing in it may have come since that day."""
    assert date(2026, 1, 1) <= listed.as_of <= datetime.now(UTC).date()
    assert listed.source.startswith("https://")
    assert listed.ask.startswith("aws ")


@pytest.mark.parametrize(
    ("name", "answer", "value"),
    [(name, answer, value) for name, answers in EXAMPLES.items() for answer in Answer for value in answers[answer]],
)
def test_a_list_answers(name: str, answer: Answer, value: str) -> None:
    """Known, or unknown, or impossible with a reason."""
    listed = LISTS[name]

    assert listed.answer(value) is answer
    assert bool(listed.impossible(value)) == (answer is Answer.IMPOSSIBLE)


def test_no_two_lists_have_one_name() -> None:
    """Warnings are named after them."""
    listed = LISTS["regions"]

    with pytest.raises(ValueError, match="another list"):
        Listed(
            name="regions",
            what=listed.what,
            as_of=listed.as_of,
            source=listed.source,
            ask=listed.ask,
            has=listed.has,
            never=listed.never,
        )
