"""Database Insights, which AWS gives to all instances of a cluster."""

from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, INSTANCE, only, record_stack


def insights(recording: Recording) -> tuple[Any, Any, Any]:
    """Whether they are on, their mode and their retention in days."""
    inputs = only(recording, CLUSTER).inputs
    names = ("performanceInsightsEnabled", "databaseInsightsMode", "performanceInsightsRetentionPeriod")
    enabled, mode, days = map(inputs.get, names)
    return enabled, mode, days


@pytest.mark.parametrize(
    ("monitoring", "expected"),
    [
        ({}, (True, "standard", 7)),
        ({"insights": "standard", "insights_retention_days": 93}, (True, "standard", 93)),
        ({"insights": "advanced"}, (True, "advanced", 465)),
        ({"insights": "advanced", "insights_retention_days": 731}, (True, "advanced", 731)),
        ({"insights": "off"}, (False, "standard", None)),
    ],
)
def test_each_mode_comes_with_what_aws_wants_beside_it(
    monitoring: dict[str, Any], expected: tuple[bool, str, int | None]
) -> None:
    """Advanced insights are refused below 465 days, and a retention without insights is refused too."""
    assert insights(record_stack("test", monitoring=monitoring)) == expected


def test_insights_that_are_off_need_no_key() -> None:
    """AWS refuses a key without insights."""
    recording = record_stack("prod", monitoring={"insights": "off"})

    assert "performanceInsightsKmsKeyId" not in only(recording, CLUSTER).inputs
    assert "kmsKeyId" in only(recording, CLUSTER).inputs, "without any key this test proves nothing"


def test_insights_are_set_on_the_cluster_and_never_on_an_instance(production: Recording) -> None:
    """AWS refuses instances whose insights differ from the cluster's."""
    instances = production.of(INSTANCE)

    assert len(instances) == 3
    assert not [name for each in instances for name in each.inputs if name.startswith("performanceInsights")]
    assert insights(production) == (True, "standard", 7)
