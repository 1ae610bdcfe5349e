"""Values of secrets that hold a password."""

import hashlib
from collections.abc import Mapping

import pulumi
from pulumi_aws import secretsmanager

from orion_rds.config import StrInput

GENERATION_CHARACTERS = 8

OUR_STAGE = "orion-rds"
"""Staging label of the value that was written last by this component.

Secrets Manager deletes old values that carry no label. After a few rotations outside that would be ours, Pulumi would
find it gone, and would write it again: over the password that counts.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
"""


def write_value(
    name: str,
    *,
    region: str | None,
    secret_arn: pulumi.Input[str],
    value: Mapping[str, pulumi.Input[str | int]],
    told: Mapping[str, StrInput],
    parent: pulumi.Resource,
) -> None:
    """Write a secret's value once for each password. `told` are the keepers of the password.

    Whoever rotates the password owns it from then on: nothing is written again before there is a new one.
    """
    secretsmanager.SecretVersion(
        # Every password has a value of its own. As a change of one resource, the labels that are ignored below would be
        # those of the old value, which after a rotation are too few to make the new one count.
        f"{name}-{_generation(told)}",
        region=region,
        secret_id=secret_arn,
        secret_string=pulumi.Output.json_dumps(value),
        version_stages=["AWSCURRENT", OUR_STAGE],
        opts=pulumi.ResourceOptions(
            parent=parent,
            # A rotation takes the first of the labels away, and is not to be undone.
            ignore_changes=["version_stages"],
            # Secrets Manager forgets old values by itself; to delete one is to take away labels it lost already.
            retain_on_delete=True,
        ),
    )


def _generation(told: Mapping[str, StrInput]) -> str:
    """Give a short text that is another one for every other password, as far as plain values tell."""
    plain = [value if isinstance(value, str) else "" for value in told.values()]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:GENERATION_CHARACTERS]
