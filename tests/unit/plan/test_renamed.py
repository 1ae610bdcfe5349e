"""Names within a section, where a preview does not know every value."""

from collections.abc import Mapping
from typing import Any

from orion_rds.plan.renamed import source_problems, zone_path, zone_problems

UNKNOWN = object()
APP, JOBS = "sg-0a1b2c3d4e5f60718", "sg-1a2b3c4d5e6f70819"


def sources(by_rule: Mapping[str, object]) -> Mapping[str, Any]:
    """The sections of a deployment with these sources."""
    return {"cluster": {"settings": {"network.allow_from": by_rule}}}


def test_sources_behind_one_that_is_unknown_are_compared() -> None:
    """The unknown one may be any."""
    before, after = sources({"app": APP, "jobs": JOBS}), sources({"app": UNKNOWN, "batch": JOBS})

    (problem,) = source_problems(before, after)
    assert (problem.refusal, problem.given) == ("source-renamed", JOBS)
    assert list(source_problems(before, sources({"app": UNKNOWN, "batch": UNKNOWN}))) == []


def test_only_another_zone_of_an_adopted_instance_is_refused() -> None:
    """One that is unknown may be that of the instance, and one that stays changes nothing."""

    def refusals(before: object, after: object) -> list[str]:
        was, given = ({"instances": {"1": "legacy-1"}, zone_path("1"): zone} for zone in (before, after))
        return [problem.refusal for problem in zone_problems(was, given, lambda _: "us-east-1a")]

    assert refusals(None, "us-east-1b") == ["adopted-instance-moved"]
    assert refusals(None, "us-east-1a") == refusals("us-east-1b", "us-east-1b") == refusals(None, UNKNOWN) == []
