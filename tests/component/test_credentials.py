"""The master user's password and its secret."""

import json

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, SECRET, SECRET_VERSION, only, stack_config

PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type


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
    """The secret belongs to whoever rotates it; what the cluster was given never shows as a change."""
    assert only(production, SECRET_VERSION).ignore_changes == ("secretString",)


def test_the_secret_of_a_protected_database_can_be_restored(production: Recording) -> None:
    """Who deletes it by mistake has 30 days, the most that AWS gives."""
    assert only(production, SECRET).inputs["recoveryWindowInDays"] == 30


def test_a_trial_stack_can_be_made_again_at_once(trial: Recording) -> None:
    """A secret in its recovery window keeps its name, and the next creation fails."""
    assert only(trial, SECRET).inputs["recoveryWindowInDays"] == 0


def test_the_secret_is_encrypted_with_the_key_that_was_given(production: Recording) -> None:
    """The key's policy says who may read the password."""
    assert only(production, SECRET).inputs["kmsKeyId"] == stack_config("prod")["encryption"]["kms_key_arn"]
    assert only(production, SECRET).inputs["name"] == "orion-prod/aurora/master"
