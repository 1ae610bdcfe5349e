"""CloudWatch alarms."""

from typing import Any

import pytest

from tests.contract.aws_api.conftest import ClientOf

COMPOSITE = {"AlarmTypes": ["CompositeAlarm"]}


@pytest.fixture
def cloudwatch(client: ClientOf) -> Any:
    """Call CloudWatch."""
    return client("cloudwatch")


def put(cloudwatch: Any, name: str, **arguments: Any) -> None:
    """Put an alarm, with defaults for what the test does not give."""
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/RDS",
        MetricName="CPUUtilization",
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=5,
        Threshold=80,
        ComparisonOperator="GreaterThanThreshold",
        **arguments,
    )


def described(cloudwatch: Any, name: str) -> dict[str, Any]:
    """Return the alarm of a name."""
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return alarm


def tags(cloudwatch: Any, arn: str) -> list[dict[str, str]]:
    """Return the tags of an alarm."""
    return cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]


def test_a_new_alarm_has_no_data_yet(cloudwatch: Any, name: str) -> None:
    """An alarm on a metric that does not exist would look healthy."""
    put(cloudwatch, name)

    assert described(cloudwatch, name)["StateValue"] == "INSUFFICIENT_DATA"


def test_a_changed_alarm_keeps_its_state_and_its_tags(cloudwatch: Any, name: str) -> None:
    """A deployment does not reset a firing alarm; PutMetricAlarm does not change the tags of an existing one."""
    put(cloudwatch, name, Tags=[{"Key": "Name", "Value": "first"}])
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")

    put(cloudwatch, name, AlarmDescription="changed", Tags=[{"Key": "Name", "Value": "second"}])

    alarm = described(cloudwatch, name)
    assert (alarm["StateValue"], alarm["StateReason"]) == ("ALARM", "a test")
    assert alarm["AlarmDescription"] == "changed"
    assert tags(cloudwatch, alarm["AlarmArn"]) == [{"Key": "Name", "Value": "first"}]


def test_a_composite_alarm_is_described_when_it_is_asked_for(cloudwatch: Any, name: str) -> None:
    """Without this type AWS returns metric alarms only."""
    put(cloudwatch, name)
    cloudwatch.put_composite_alarm(
        AlarmName=f"{name}-any", AlarmRule=f'ALARM("{name}")', Tags=[{"Key": "Name", "Value": "any"}]
    )

    both = cloudwatch.describe_alarms(AlarmNamePrefix=name)
    (composite,) = cloudwatch.describe_alarms(AlarmNamePrefix=name, **COMPOSITE)["CompositeAlarms"]

    assert [alarm["AlarmName"] for alarm in both["MetricAlarms"]] == [name]
    assert both["CompositeAlarms"] == []
    assert (composite["AlarmRule"], composite["ActionsEnabled"]) == (f'ALARM("{name}")', True)
    assert composite["StateValue"] == "INSUFFICIENT_DATA"
    assert tags(cloudwatch, composite["AlarmArn"]) == [{"Key": "Name", "Value": "any"}]


def test_an_alarm_of_a_query_is_described_as_it_was_put(cloudwatch: Any, name: str) -> None:
    """With the metric that is in a query, and without what an alarm of one metric has."""
    query = {
        "Id": "lag",
        "Expression": "SELECT MAX(AuroraGlobalDBRPOLag) FROM \"AWS/RDS\" WHERE DBClusterIdentifier = 'main'",
        "Label": "lag",
        "Period": 60,
        "ReturnData": True,
    }
    metric = {
        "Namespace": "AWS/RDS",
        "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "Role", "Value": "WRITER"}],
    }
    of_a_metric = {
        "Id": "cpu",
        "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"},
        "ReturnData": False,
    }
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Metrics=[query, of_a_metric],
        EvaluationPeriods=5,
        Threshold=80,
        ComparisonOperator="GreaterThanThreshold",
    )

    alarm = described(cloudwatch, name)
    assert alarm["Metrics"] == [query, of_a_metric]
    assert alarm.keys() & {"MetricName", "Namespace", "Period", "Statistic"} == set()


def test_a_deleted_alarm_leaves_no_tags(cloudwatch: Any, name: str) -> None:
    """Otherwise the next alarm of that name would have them."""
    put(cloudwatch, name, Tags=[{"Key": "Name", "Value": "first"}])
    arn = described(cloudwatch, name)["AlarmArn"]
    cloudwatch.delete_alarms(AlarmNames=[name])

    put(cloudwatch, name)

    assert tags(cloudwatch, arn) == []


def test_each_region_has_alarms_of_its_own(client: ClientOf, cloudwatch: Any, name: str) -> None:
    """The alarms of the second region have the same names."""
    west = client("cloudwatch", "us-west-2")
    put(west, name)

    assert described(west, name)["AlarmArn"].split(":")[3] == "us-west-2"
    assert cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"] == []
