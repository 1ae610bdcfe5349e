"""Inputs judged by the SDK's own annotations."""

from typing import Any

import pytest

from orion_sandbox.providers.annotations import input_types, problems
from orion_sandbox.providers.values import UNKNOWN

CLUSTER = "pulumi_aws.rds:Cluster"
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"backupRetentionDays": 7}, "pulumi_aws.rds.Cluster has no property 'backupRetentionDays'"),
    ({"port": "5432"}, "port: expected int, got str '5432'"),
    ({"port": True}, "port: expected int, got bool True"),
    ({"deletionProtection": "true"}, "deletionProtection: expected bool, got str 'true'"),
    ({"vpcSecurityGroupIds": "sg-1"}, "vpcSecurityGroupIds: expected a list, got 'sg-1'"),
    ({"vpcSecurityGroupIds": ["sg-1", 2]}, "vpcSecurityGroupIds[1]: expected str, got int 2"),
    ({"tags": {"Name": 1}}, "tags['Name']: expected str, got int 1"),
    (
        {"serverlessv2ScalingConfiguration": {"minimum": 1}},
        "serverlessv2ScalingConfiguration.minimum: ClusterServerlessv2ScalingConfigurationArgs has no such property",
    ),
    (
        {"serverlessv2ScalingConfiguration": {"minCapacity": "1"}},
        "serverlessv2ScalingConfiguration.minCapacity: expected float, got str '1'",
    ),
]


@pytest.mark.parametrize(("inputs", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_what_the_sdk_does_not_know_is_named(inputs: dict[str, Any], reason: str) -> None:
    """The real provider has a schema for this; the wheel has only the annotations."""
    (property_name,) = inputs

    assert list(problems(CLUSTER, inputs, input_types(CLUSTER))) == [(property_name, reason)]


def test_right_values_pass() -> None:
    """A float may be written as an int, an enum as its text, and an unknown is not judged."""
    inputs = {
        "engine": "aurora-postgresql",
        "port": UNKNOWN,
        "serverlessv2ScalingConfiguration": {"minCapacity": 1, "maxCapacity": 2.5},
        "tags": {"Name": "orion"},
    }

    assert list(problems(CLUSTER, inputs, inputs)) == []


def test_a_document_may_be_text_or_its_parts() -> None:
    """`assumeRolePolicy` takes either; each is right."""
    for document in ("{}", {"Version": "2012-10-17", "Statement": []}):
        assert list(problems("pulumi_aws.iam:Role", {"assumeRolePolicy": document}, ["assumeRolePolicy"])) == []


def test_what_the_table_leaves_out_is_refused_by_name() -> None:
    """A stand-in that swallowed a property would prove nothing about it."""
    assert list(problems(CLUSTER, {"backtrackWindow": 60}, [])) == [
        ("backtrackWindow", "the sandbox does not imitate the property 'backtrackWindow' of pulumi_aws.rds.Cluster")
    ]
