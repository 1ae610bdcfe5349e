"""IAM policy documents of a database."""

import json
from typing import Any

import pulumi
import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import record_stack, stack_config, whole_config

STANDBY = whole_config("prod")["disaster_recovery"]
PROVISIONED = {"count": 1, "instance_class": "db.r7g.large"}


def documents(stack: str, user: str, **sections: Any) -> Any:
    """Record a stack, and return the document that lets a user connect."""

    def program() -> None:
        database = AuroraDatabase("orion", parse({**stack_config(stack), **sections}))
        pulumi.export("connect", database.connect_policy(user))

    return json.loads(record(program).exports["connect"])


def secret_document(recording: Recording) -> Any:
    """Return the document that allows reading the secret."""
    (database,) = recording.of("orion-rds:index:AuroraDatabase")
    return json.loads(recording.outputs[database.urn]["secret_read_policy"])


def test_a_user_may_connect_to_the_cluster_by_its_resource_id() -> None:
    """With the identifier instead, the policy admits no user, and AWS reports no error."""
    (statement,) = documents("test", "app")["Statement"]
    (resource,) = statement["Resource"]

    assert statement["Action"] == "rds-db:connect"
    assert resource.startswith("arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-")
    assert resource.endswith("/app")


def test_with_a_standby_a_user_may_connect_in_both_regions() -> None:
    """Each cluster has a resource id of its own."""
    (statement,) = documents("test", "app", disaster_recovery=STANDBY, instances=PROVISIONED)["Statement"]
    here, there = statement["Resource"]

    assert (here.split(":")[3], there.split(":")[3]) == ("us-east-1", "us-west-2")
    assert here.split(":")[-1] != there.split(":")[-1]


def test_no_policy_lets_everybody_connect() -> None:
    """Before anything is registered for it."""
    with pytest.raises(ValueError, match=r"'\*' is not one user"):
        documents("test", "*")


def test_the_secret_is_read_in_both_regions_with_the_keys_of_each(whole: Recording) -> None:
    """After a switch of regions applications read the replica."""
    read, connect, here, there = secret_document(whole)["Statement"]
    config = whole_config("prod")

    assert [arn.split(":")[3] for arn in read["Resource"]] == ["us-east-1", "us-west-2"]
    assert connect["Action"] == "ssm:GetParameter"
    assert connect["Resource"] == [
        f"arn:aws:ssm:{region}:123456789012:parameter/orion-prod/aurora/connection"
        for region in ("us-east-1", "us-west-2")
    ]
    assert here["Resource"] == config["encryption"]["kms_key_arn"]
    assert there["Resource"] == config["disaster_recovery"]["encryption"]["kms_key_arn"]


def test_the_secret_that_rds_makes_is_read_alike() -> None:
    """Its ARN is known once the cluster is."""
    read, _connect = secret_document(record_stack("test", master={"password_source": "rds_managed"}))["Statement"]

    assert read["Resource"][0].startswith("arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!cluster-")


def test_the_secret_of_a_role_is_read_in_both_regions() -> None:
    """That of the master user is another one."""
    roles = {"app": "read_write", "batch": {"access": "read_write", "authentication": "secret"}}

    def program() -> None:
        database = AuroraDatabase("orion", parse({**whole_config("prod"), "roles": roles}))
        pulumi.export("policy", database.role_secret_policy("batch"))
        with pytest.raises(ValueError, match="'app' is no role with `authentication: secret`"):
            database.role_secret_policy("app")

    read, connect, *_ = json.loads(record(program).exports["policy"])["Statement"]

    assert [arn.split(":")[3] for arn in read["Resource"]] == ["us-east-1", "us-west-2"]
    assert all("orion-prod/aurora/role/batch-" in arn for arn in read["Resource"])
    assert connect["Action"] == "ssm:GetParameter"


def test_no_policy_is_made(whole: Recording) -> None:
    """Who may use the database is for those who have the roles."""
    assert not whole.of("aws:iam/policy:Policy")
    assert not whole.of("aws:iam/rolePolicy:RolePolicy")
