"""The body of the dashboard, and its address."""

import pytest

from orion_rds.config.alarm import AlarmConfig
from orion_rds.config.aurora_alarms import CpuAlarm, DeadlocksAlarm, LoadAlarm, MemoryAlarm
from orion_rds.plan.alarms import AlarmSpec
from orion_rds.plan.dashboard import body, url


def spec(key: str, alarm: AlarmConfig | None = None) -> AlarmSpec:
    """Return an alarm."""
    alarm = alarm or CpuAlarm(period_seconds=60)
    return AlarmSpec(
        key=key,
        setting="",
        definition=alarm.definition,
        timing=alarm,
        dimensions={},
        subject=None,
        notifies=True,
        statistic=alarm.definition.statistic,
        threshold=alarm.threshold or 0,
        limit=None,
        missing_data="missing",
    )


ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu"


def test_each_metric_has_one_graph_with_a_line_for_each_alarm() -> None:
    """One graph compares writer and readers, with the threshold that they share."""
    rows = [spec("writer-cpu"), spec("reader-cpu"), spec("deadlocks", DeadlocksAlarm())]
    status, cpu, deadlocks = body(rows, [{"Role": "WRITER"}, {"Role": "READER"}, {}], [ARN])["widgets"]

    assert status["properties"]["alarms"] == [ARN]
    assert cpu["properties"]["metrics"] == [
        ["AWS/RDS", "CPUUtilization", "Role", "WRITER", {"label": "writer-cpu", "stat": "Maximum"}],
        ["AWS/RDS", "CPUUtilization", "Role", "READER", {"label": "reader-cpu", "stat": "Maximum"}],
    ]
    assert cpu["properties"]["annotations"] == {"horizontal": [{"label": "alarm", "value": 80}]}
    assert (cpu["properties"]["region"], cpu["properties"]["period"]) == ("eu-west-1", 60)
    assert deadlocks["properties"]["title"] == "Deadlocks (Count/Second)"


def test_graphs_do_not_overlap() -> None:
    """The console would move them."""
    alarms = (CpuAlarm(), DeadlocksAlarm(), LoadAlarm(), MemoryAlarm())
    widgets = body([spec("alarm", alarm) for alarm in alarms], [{}] * len(alarms), [ARN])["widgets"]
    taken = [
        (x, y)
        for widget in widgets
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]

    assert len(widgets) == 5
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws", "eu-west-1", "eu-west-1.console.aws.amazon.com"),
        ("aws-cn", "cn-north-1", "cn-north-1.console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"),
    ],
)
def test_the_console_has_the_host_of_the_partition(partition: str, region: str, host: str) -> None:
    """In China and GovCloud it has another host."""
    arn = f"arn:{partition}:cloudwatch:{region}:123456789012:alarm:cpu"

    assert url(arn, "orion-prod-database") == (
        f"https://{host}/cloudwatch/home?region={region}#dashboards/dashboard/orion-prod-database"
    )
