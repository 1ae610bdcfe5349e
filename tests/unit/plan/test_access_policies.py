"""IAM policies for who uses the database."""

import pytest

from orion_rds.plan.access_policies import (
    ClusterIdentity,
    ReadableSecret,
    check_user,
    connect_policy,
    replica_arn,
    secret_read_policy,
)

HERE = ClusterIdentity("arn:aws:rds:us-east-1:123456789012:cluster:orion-prod-aurora", "cluster-ABCDEFGHIJKLMNOP")
THERE = ClusterIdentity("arn:aws:rds:us-west-2:123456789012:cluster:orion-prod-dr-aurora", "cluster-QRSTUVWXYZABCDEF")
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:orion-prod/aurora/master-AbCdEf"  # no password
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter/orion-prod/aurora/connection"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"


def test_a_user_may_connect_in_both_regions_by_the_clusters_resource_ids() -> None:
    """After a switch of regions the writer is the other cluster. IAM admits no user by identifiers."""
    assert connect_policy([HERE, THERE], "app") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "rds-db:connect",
                "Resource": [
                    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABCDEFGHIJKLMNOP/app",
                    "arn:aws:rds-db:us-west-2:123456789012:dbuser:cluster-QRSTUVWXYZABCDEF/app",
                ],
            }
        ],
    }


def test_other_partitions_are_not_aws() -> None:
    """GovCloud has a partition of its own."""
    cluster = ClusterIdentity("arn:aws-us-gov:rds:us-gov-west-1:123456789012:cluster:orion", "cluster-A")
    (statement,) = connect_policy([cluster], "app")["Statement"]

    assert statement["Resource"] == ["arn:aws-us-gov:rds-db:us-gov-west-1:123456789012:dbuser:cluster-A/app"]


@pytest.mark.parametrize("user", ["*", "app*", "ap?", "${aws:username}", "", "a/b", "u" * 64])
def test_what_is_no_single_user_is_refused(user: str) -> None:
    """A pattern would admit other users too, such as the master user."""
    with pytest.raises(ValueError, match="is not one user"):
        check_user(user)


@pytest.mark.parametrize("user", ["app", "orion_admin", "jane.doe", "App-1"])
def test_users_of_every_form_are_accepted(user: str) -> None:
    """PostgreSQL accepts more than plain words, in quotes."""
    check_user(user)


def test_the_secret_is_read_with_its_own_key_through_secrets_manager_alone() -> None:
    """The key has other purposes, and the reader none of them."""
    read, connect, decrypt = secret_read_policy([ReadableSecret(SECRET, KEY)], [PARAMETER])["Statement"]

    assert read["Action"] == ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    assert read["Resource"] == [SECRET]
    assert (connect["Action"], connect["Resource"]) == ("ssm:GetParameter", [PARAMETER])
    assert (decrypt["Action"], decrypt["Resource"]) == ("kms:Decrypt", KEY)
    assert decrypt["Condition"] == {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}


def test_awss_own_key_needs_no_permission() -> None:
    """Its policy lets in everybody who may read the secret."""
    assert len(secret_read_policy([ReadableSecret(SECRET, None)], [PARAMETER])["Statement"]) == 2


def test_a_replica_has_the_name_and_suffix_of_its_secret() -> None:
    """Only the region differs."""
    assert replica_arn(SECRET, "us-west-2") == SECRET.replace("us-east-1", "us-west-2")
