"""Whether the objectives of a recovery are met by what runs now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from orion_ops.report import Section
from orion_rds.config import DatabaseConfig
from orion_rds.config.loading import parse
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import CONFIG, HERE, NOW, THERE, healthy, look

Change = Callable[[Answers], object]


def production(**objectives: int) -> DatabaseConfig:
    """Return production with objectives."""
    return parse({**CONFIG.model_dump(mode="python", exclude_unset=True), "objectives": objectives})


def alone(**objectives: int) -> DatabaseConfig:
    """Return a database without a standby."""
    network = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d"]}
    return parse({"project": "orion", "environment": "prod", "network": network, "objectives": objectives})


def of_objectives(answers: Answers, config: DatabaseConfig) -> Section:
    """Return the section."""
    return next(each for each in look(answers, config).sections if each.name == "objectives")


def instances(answers: Answers, region: str, status: str) -> None:
    """Give all instances of a region but the first writer a status."""
    answer: Any = answers[region, "describe_db_instances"]
    for each in answer["DBInstances"]:
        if each["DBInstanceIdentifier"] != "one":
            each["DBInstanceStatus"] = status


def restorable(answers: Answers, age: timedelta | None) -> None:
    """Change the latest restorable time."""
    answer: Any = answers[HERE, "describe_db_clusters"]
    if age is None:
        del answer["DBClusters"][0]["LatestRestorableTime"]
    else:
        answer["DBClusters"][0]["LatestRestorableTime"] = NOW - age


def lag(milliseconds: float | None, region: str = THERE) -> Change:
    """Return the change of the lags that CloudWatch has."""
    values = [] if milliseconds is None else [milliseconds]
    results = [{"Id": name, "Timestamps": [NOW] * len(values), "Values": values} for name in ("q0", "q1")]
    return lambda answers: answers.__setitem__((region, "get_metric_data"), {"MetricDataResults": results})


CASES: dict[str, tuple[DatabaseConfig, Change, str, float | None, str]] = {
    "a reader takes over": (production(recovery_seconds=60), lambda _: None, "yes", 60, "a reader takes over"),
    "a reader may be faster": (
        production(recovery_seconds=30),
        lambda _: None,
        "not measured",
        60,
        "a reader takes over, typically within 60 seconds",
    ),
    "no reader is available": (
        production(recovery_seconds=60),
        lambda answers: instances(answers, HERE, "rebooting"),
        "no",
        600,
        "no reader of orion-prod-aurora is available, and AWS needs up to 10 minutes to create an instance",
    ),
    "no reader is needed": (
        production(recovery_seconds=600),
        lambda answers: instances(answers, HERE, "rebooting"),
        "yes",
        600,
        "no reader",
    ),
    "the standby is close": (
        production(rpo_seconds=1),
        lambda _: None,
        "yes",
        0.07,
        "orion-prod-dr-aurora takes over, 70 ms behind",
    ),
    "the standby is late": (
        production(rpo_seconds=1),
        lag(1001),
        "no",
        1.001,
        "orion-prod-dr-aurora takes over, 1001 ms behind",
    ),
    "the lag is not known": (production(rpo_seconds=1), lag(None), "unknown", None, "orion-prod-dr-aurora takes over"),
    "a backup is young": (
        alone(rpo_seconds=300),
        lambda _: None,
        "yes",
        300,
        "a backup of 300 seconds ago is restored",
    ),
    "a backup is old": (
        alone(rpo_seconds=300),
        lambda answers: restorable(answers, timedelta(seconds=301)),
        "no",
        301,
        "a backup of 301 seconds ago is restored",
    ),
    "there is no backup": (
        alone(rpo_seconds=300),
        lambda answers: restorable(answers, None),
        "unknown",
        None,
        "a backup is restored",
    ),
    "the standby takes over": (
        production(rto_minutes=5),
        lambda _: None,
        "not measured",
        None,
        "orion-prod-dr-aurora takes over, within minutes",
    ),
    "the standby has no instance": (
        production(rto_minutes=5),
        lambda answers: instances(answers, THERE, "stopped"),
        "no",
        600,
        "no instance of orion-prod-dr-aurora is available, and AWS needs up to 10 minutes to create one",
    ),
    "a backup is restored": (
        alone(rto_minutes=15),
        lambda _: None,
        "not measured",
        None,
        "a backup is restored, for as long as its size takes",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_objective_is_compared_with_what_runs(case: str) -> None:
    """A problem where it is not met, a note where only a measurement can show it, unknown where a number is missing."""
    config, change, met, expected, basis = CASES[case]
    answers = healthy()
    change(answers)

    found = of_objectives(answers, config)

    (row,) = found.rows
    assert (row["met"], row["expected_seconds"]) == (met, expected)
    assert str(row["basis"]).startswith(basis)
    kinds = {"no": found.problems, "not measured": found.notes, "unknown": found.unknown}
    assert [kind for kind, texts in kinds.items() if texts] == ([] if met == "yes" else [met])
    assert all(text.startswith("objectives.") and text.endswith(".") for texts in kinds.values() for text in texts)


def test_all_objectives_are_in_seconds() -> None:
    """Of JSON and of the table."""
    found = of_objectives(healthy(), production(recovery_seconds=60, rpo_seconds=2, rto_minutes=15))

    assert [(row["objective"], row["wanted_seconds"]) for row in found.rows] == [
        ("recovery", 60),
        ("rpo", 2),
        ("rto", 900),
    ]


def test_after_a_switch_of_regions_the_first_cluster_is_the_standby() -> None:
    """Its lag counts, and the readers of the other one."""
    answers = healthy()
    for region, writer in ((HERE, ""), (THERE, "four")):
        answer: Any = answers[region, "describe_db_clusters"]
        for member in answer["DBClusters"][0]["DBClusterMembers"]:
            member["IsClusterWriter"] = member["DBInstanceIdentifier"] == writer
    lag(5, HERE)(answers)
    found = of_objectives(answers, production(recovery_seconds=600, rpo_seconds=1))

    assert [row["basis"] for row in found.rows] == [
        "no reader of orion-prod-dr-aurora is available, and AWS needs up to 10 minutes to create an instance",
        "orion-prod-aurora takes over, 5 ms behind",
    ]


def test_without_objectives_there_is_no_section() -> None:
    """As before."""
    assert "objectives" not in {each.name for each in look(healthy()).sections}
