"""The master user's password and its secret."""

import json
from typing import Any

import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import CLUSTER, SECRET, SECRET_VERSION, only, record_stack, stack_config

PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type
SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy"  # a resource type
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::210987654321:role/reader"},
            "Action": "secretsmanager:GetSecretValue",
            "Resource": "*",
        }
    ],
}


def test_the_secret_says_all_that_a_client_and_a_rotation_function_need(production: Recording) -> None:
    """AWS's rotation functions read these keys and refuse a secret without `engine`."""
    cluster = only(production, CLUSTER)
    value = json.loads(only(production, SECRET_VERSION).inputs["secretString"])

    assert value.keys() == {"engine", "host", "port", "username", "password", "dbname"}
    assert value["engine"] == "postgres"
    assert value["host"].startswith("orion-prod-aurora.cluster-")
    assert (value["port"], value["dbname"]) == (5432, cluster.inputs["databaseName"])
    assert (value["username"], value["password"]) == (
        cluster.inputs["masterUsername"],
        cluster.inputs["masterPassword"],
    )


def test_the_password_is_long_and_needs_no_escaping(production: Recording) -> None:
    """RDS refuses some special characters; connection strings and shells stumble over others."""
    password = only(production, PASSWORD)

    assert (password.inputs["length"], password.inputs["special"]) == (32, False)


def test_the_password_travels_as_a_secret_only(production: Recording) -> None:
    """What is not marked as secret stands in clear text in Pulumi's state."""
    password = only(production, CLUSTER).inputs["masterPassword"]
    holders = [
        (resource.type, name, name in resource.secrets)
        for resource in production.resources
        for name, value in resource.inputs.items()
        if password in str(value)
    ]

    assert sorted(holders) == [(CLUSTER, "masterPassword", True), (SECRET_VERSION, "secretString", True)]
    assert password not in str(production.outputs)
    assert password not in str(production.exports)


def test_a_password_rotated_outside_is_not_written_back(production: Recording) -> None:
    """Our value keeps a label, so that Secrets Manager does not forget it and Pulumi does not write it anew; a rotation
    takes the other label away, and that is not undone. See also `tests/e2e/test_password.py`.
    """
    version = only(production, SECRET_VERSION)

    assert version.inputs["versionStages"] == ["AWSCURRENT", "orion-rds"]
    assert version.ignore_changes == ("versionStages",)
    assert version.retain_on_delete


@pytest.mark.parametrize(
    "change",
    [
        {"master": {"password_version": 2}},
        {"master": {"username": "keeper"}},
        {"database_name": "other"},
        {"network": {**stack_config("prod")["network"], "port": 5433}},
        {"encryption": {"kms_key_arn": stack_config("prod")["encryption"]["kms_key_arn"].replace("0a1b", "1a1b")}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_secret_is_written_again_only_with_a_new_password(production: Recording, change: dict[str, Any]) -> None:
    """Another value in the secret and another cluster each come with another password."""
    changed = record_stack("prod", **change)

    assert only(changed, PASSWORD).inputs["keepers"] != only(production, PASSWORD).inputs["keepers"]
    assert only(changed, SECRET_VERSION).name != only(production, SECRET_VERSION).name


def test_what_the_secret_does_not_tell_leaves_it_alone(production: Recording) -> None:
    """A new password for every change would cut applications off."""
    changed = record_stack("prod", instances={"count": 1}, backup={"retention_days": 7})

    assert only(changed, PASSWORD).inputs == only(production, PASSWORD).inputs
    assert only(changed, SECRET_VERSION).name == only(production, SECRET_VERSION).name


@pytest.mark.parametrize("deletion", [True, False])
def test_the_secret_can_be_restored_whatever_was_done_to_delete_it(*, deletion: bool) -> None:
    """Protection is turned off just before the deletion; after a mistake 30 days remain, the maximum."""
    recording = record_stack("prod", protection={"deletion": deletion})

    assert only(recording, SECRET).inputs["recoveryWindowInDays"] == 30


def test_a_trial_stack_leaves_no_secret(trial: Recording) -> None:
    """Nothing of it is to be restored."""
    assert only(trial, SECRET).inputs["recoveryWindowInDays"] == 0


def test_a_secret_that_waits_for_its_deletion_stops_no_creation(production: Recording) -> None:
    """It keeps its name for 30 days, so that the name of the next secret has to be another one."""
    inputs = only(production, SECRET).inputs

    assert "name" not in inputs
    assert inputs["namePrefix"] == "orion-prod/aurora/master-"
    assert inputs["tags"]["Name"] == "orion-prod/aurora/master"


def test_another_account_may_be_let_in_by_a_policy() -> None:
    """On the secret of ours; the policy is written as it was given."""
    recording = record_stack("test", master={"secret_policy": POLICY})
    policy = only(recording, SECRET_POLICY)

    assert json.loads(policy.inputs["policy"]) == POLICY
    assert only(recording, SECRET).urn in policy.dependencies


def test_a_policy_may_name_what_the_same_program_makes() -> None:
    """The role that reads the secret is often created by the same program."""

    def program() -> None:
        reader = aws.iam.Role("reader", name="reader", assume_role_policy="{}")
        statement = {**POLICY["Statement"][0], "Principal": {"AWS": reader.arn}}
        policy = {**POLICY, "Statement": [statement]}
        AuroraDatabase("orion", parse({**stack_config("test"), "master": {"secret_policy": policy}}))

    recording = record(program)
    policy = only(recording, SECRET_POLICY)

    assert json.loads(policy.inputs["policy"])["Statement"][0]["Principal"]["AWS"].endswith(":role/reader")
    assert recording.named("reader")[0].urn in policy.dependencies


def test_without_a_policy_nobody_else_is_let_in(production: Recording) -> None:
    """An empty policy would be a change to review and no policy at all."""
    assert production.of(SECRET_POLICY) == ()


def test_a_password_that_rds_manages_is_in_nobodys_state() -> None:
    """RDS refuses two passwords; a secret of ours beside its own would hold one that opens nothing."""
    recording = record_stack("test", master={"password_source": "rds_managed", "username": "keeper"})
    cluster = only(recording, CLUSTER)

    assert cluster.inputs["manageMasterUserPassword"] is True
    assert "masterPassword" not in cluster.inputs
    assert cluster.inputs["masterUsername"] == "keeper"
    assert not [
        each.type for type_ in (PASSWORD, SECRET, SECRET_VERSION, SECRET_POLICY) for each in recording.of(type_)
    ]
    assert not recording.of("orion-rds:index:Credentials")


def test_the_secret_that_rds_makes_is_the_stacks_output() -> None:
    """The output is the same for both kinds of secret."""
    recording = record_stack("test", master={"password_source": "rds_managed"})
    (database,) = recording.of("orion-rds:index:AuroraDatabase")

    assert ":secret:rds!cluster-" in recording.outputs[database.urn]["secrets_manager_secret_arn"]


def test_a_generated_password_is_not_managed_by_rds_too(production: Recording) -> None:
    """The provider refuses the two together."""
    assert not {"manageMasterUserPassword", "masterUserSecretKmsKeyId"} & only(production, CLUSTER).inputs.keys()


def test_a_role_has_a_password_and_a_secret_of_its_own(production: Recording) -> None:
    """Where the configuration asks for one. The connection parameter says where it is; the password is a secret."""
    roles = {"app": "read_write", "batch": {"access": "read_only", "authentication": "secret"}}
    recording = record_stack("test", roles=roles)

    values = [json.loads(each.inputs["secretString"]) for each in recording.of(SECRET_VERSION)]
    (parameter,) = recording.of("aws:ssm/parameter:Parameter")
    (batch,) = [each for each in values if each["username"] == "batch"]
    passwords = {value["password"] for value in values}
    assert len(values) == len(passwords) == 2
    assert batch.keys() == {"engine", "host", "port", "username", "password", "dbname"}
    assert [*json.loads(parameter.inputs["insecureValue"])["role_secret_arns"]] == ["batch"]
    assert [each.secrets for each in recording.of(SECRET_VERSION)] == [{"secretString"}] * 2
    (connection,) = production.of("aws:ssm/parameter:Parameter")
    assert "role_secret_arns" not in connection.inputs["insecureValue"]
