"""Enhanced monitoring."""

import json

import pytest

from orion_rds.components.regional import MONITORING_POLICY
from orion_rds.facts.arns import managed_policy
from orion_rds.testing import Recording
from tests.component.stacks import INSTANCE, POLICY_ATTACHMENT, ROLE, only, record_stack


def test_the_policy_is_attached_before_any_instance(production: Recording) -> None:
    """RDS refuses an instance whose role cannot write metrics yet."""
    attachment = only(production, POLICY_ATTACHMENT)
    instances = production.of(INSTANCE)

    assert instances
    for instance in instances:
        assert attachment.urn in instance.dependencies
        assert instance.inputs["monitoringInterval"] == 60
        assert instance.inputs["monitoringRoleArn"].startswith("arn:aws:iam::")


def test_only_rds_monitoring_of_the_same_account_may_take_the_role(production: Recording) -> None:
    """The trust policy names one service, and the account for which it may act."""
    (statement,) = json.loads(only(production, ROLE).inputs["assumeRolePolicy"])["Statement"]

    assert statement == {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    }


def test_the_role_has_no_fixed_name(production: Recording) -> None:
    """Names of roles are unique in an account, and Pulumi's own would be too long for AWS with a long logical name."""
    inputs = only(production, ROLE).inputs

    assert "name" not in inputs
    assert inputs["namePrefix"] == "orion-prod-rds-monitoring-"


def test_without_an_interval_there_is_no_role() -> None:
    """An unused role is one more to review."""
    recording = record_stack("prod", monitoring={"interval_seconds": 0})

    assert recording.of(INSTANCE)
    for instance in recording.of(INSTANCE):
        assert instance.inputs["monitoringInterval"] == 0
        assert "monitoringRoleArn" not in instance.inputs
    assert not recording.of(ROLE)
    assert not recording.of(POLICY_ATTACHMENT)


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_the_policy_is_that_of_the_roles_partition(partition: str) -> None:
    """China and GovCloud have partitions of their own."""
    role = f"arn:{partition}:iam::123456789012:role/orion"

    assert (
        managed_policy(MONITORING_POLICY, role)
        == f"arn:{partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    )
