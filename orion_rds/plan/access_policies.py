"""IAM policies for roles and users that connect to the database or read its secret."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_rds.facts.arns import home, in_region, read


@dataclass(frozen=True, slots=True)
class ClusterIdentity:
    """The identifiers of a cluster in IAM policies."""

    arn: str
    resource_id: str


@dataclass(frozen=True, slots=True)
class ReadableSecret:
    """A secret in one region, with its customer managed key if it has one."""

    arn: str
    key_arn: str | None


def connect_policy(clusters: Sequence[ClusterIdentity], user: str) -> Mapping[str, Any]:
    """Return a policy that allows connecting as one user of the database, in every region. A cluster without an ARN,
    as in Pulumi's mocks, is left out.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """
    users = [_database_user(each, user) for each in clusters if read(each.arn) and each.resource_id]
    return _policy({"Action": "rds-db:connect", "Resource": users})


def _database_user(cluster: ClusterIdentity, user: str) -> str:
    at = home(cluster.arn)
    return f"arn:{at.partition}:rds-db:{at.region}:{at.account_id}:dbuser:{cluster.resource_id}/{user}"


def check_user(user: str) -> None:
    """Check that a text is the name of a single user.

    Raises:
        ValueError: for an empty name, and for wildcards, with which IAM would admit every user that matches.
    """
    if re.fullmatch(r"[^\s*?/$]{1,63}", user) is None:
        raise ValueError(
            f"connect_policy: {user!r} is not one user of the database: IAM reads `*`, `?` and `$` as patterns, and "
            "PostgreSQL keeps 63 characters. Give the name of one user, such as `app`."
        )


def secret_read_policy(secrets: Sequence[ReadableSecret], parameter_arns: Sequence[str]) -> Mapping[str, Any]:
    """Return a policy that allows reading a secret and its replicas, and the parameters that say how to connect. The
    AWS managed key needs no permission. A secret or parameter without an ARN, as in Pulumi's mocks, is left out.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    """
    actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    read = {"Action": actions, "Resource": [secret.arn for secret in secrets if secret.arn]}
    connection = {"Action": "ssm:GetParameter", "Resource": [arn for arn in parameter_arns if arn]}
    return _policy(read, connection, *(_decrypt(secret.key_arn) for secret in secrets if secret.key_arn))


def _decrypt(key_arn: str) -> Mapping[str, Any]:
    through = home(key_arn).service("secretsmanager")
    return {
        "Action": "kms:Decrypt",
        "Resource": key_arn,
        "Condition": {"StringEquals": {"kms:ViaService": through}},
    }


def replica_arn(secret_arn: str, region: str) -> str:
    """Return the ARN of a secret's replica, which has the name and the suffix of the secret.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
    """
    return in_region(secret_arn, region)


def _policy(*statements: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]}
