"""Drift of global databases, of replicas of secrets and of their labels."""

from collections.abc import Generator
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from orion_sandbox.engine import Engine
from orion_sandbox.stack import SandboxStack
from tests.e2e.drifting import NEW_TAGS, Correction, Drift, correct, deployed, drift
from tests.e2e.passwords import ask
from tests.e2e.sandboxes import Sandbox

THERE = "us-west-2"
KEYS = tuple(f"arn:aws:kms:{THERE}:123456789012:key/{digit * 8}-1111-4111-8111-111111111111" for digit in "12")
TAGS = {"Name": "drift"}

DRIFTS: dict[str, list[Drift]] = {
    "aws:rds/globalCluster:GlobalCluster": [
        drift("both", "ModifyGlobalCluster", "deletionProtection", GlobalClusterIdentifier="{id}",
              DeletionProtection=True),
        drift("both", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
    "aws:secretsmanager/secret:Secret": [
        drift("secret", "RemoveRegionsFromReplication", "replicas", SecretId="{id}", RemoveReplicaRegions=[THERE]),
        drift("secret", "ReplicateSecretToRegions", "replicas", SecretId="{id}",
              AddReplicaRegions=[{"Region": THERE, "KmsKeyId": KEYS[1]}, {"Region": "eu-west-1"}]),
    ],
    "aws:secretsmanager/secretVersion:SecretVersion": [
        drift("version", "PutSecretValue", "versionStages", SecretId="drift", SecretString="rotated"),
        drift("forgotten-version", "PutSecretValue", "versionStages", SecretId="forgotten",
              SecretString="rotated once", VersionStages=["AWSCURRENT", "deployed"]),
        drift("forgotten-version", "PutSecretValue", "versionStages", SecretId="forgotten",
              SecretString="rotated twice"),
    ],
}  # fmt: skip


def program(*, replicated: bool = True) -> None:
    """One of each; the test refers to the names."""
    aws.rds.GlobalCluster(
        "both",
        global_cluster_identifier="both",
        engine=aws.rds.EngineType.AURORA_POSTGRESQL,
        engine_version="17.7",
        tags=TAGS,
    )
    secret = aws.secretsmanager.Secret(
        "secret",
        name="drift",
        recovery_window_in_days=0,
        replicas=[aws.secretsmanager.SecretReplicaArgs(region=THERE, kms_key_id=KEYS[0])] if replicated else None,
    )
    forgotten = aws.secretsmanager.Secret("forgotten", name="forgotten", recovery_window_in_days=0)
    for name, owner in {"version": secret, "forgotten-version": forgotten}.items():
        aws.secretsmanager.SecretVersion(
            name,
            secret_id=owner.id,
            secret_string=pulumi.Output.secret("as written"),
            version_stages=["AWSCURRENT", "deployed"],
        )


@pytest.fixture(scope="module")
def stack(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[SandboxStack]:
    """The program, deployed once; tests change clones of it."""
    with deployed(repository, tmp_path_factory.mktemp("drift"), engine, program, keys=list(KEYS)) as stack:
        yield stack


@pytest.fixture(scope="module")
def copy(stack: SandboxStack) -> Generator[SandboxStack]:
    """A clone, which `corrected` changes."""
    copy = stack.clone("copy", folder=stack.folder.with_name("copy"))
    yield copy
    copy.discard()


@pytest.fixture(scope="module")
def corrected(copy: SandboxStack) -> dict[str, Correction]:
    """The clone, changed outside Pulumi and corrected, once for all types.

    Between preview and `up`, Secrets Manager deletes the versions without a label.
    """
    return correct(copy, DRIFTS, after_preview=lambda: ask(copy, "forget-secret-versions"))


@pytest.mark.parametrize("type_", DRIFTS)
def test_a_preview_shows_drift_and_up_corrects_it(corrected: dict[str, Correction], type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each and no other, `up` restores all."""
    correction = corrected[type_]

    assert correction.shown == correction.expected
    assert correction.after == correction.wanted


def test_a_version_that_aws_has_deleted_is_written_again(copy: SandboxStack, corrected: dict[str, Correction]) -> None:
    """With the program's value, over the one of a rotation: pin labels, or ignore the version."""
    assert corrected["aws:secretsmanager/secretVersion:SecretVersion"].shown["forgotten-version"] == {"versionStages"}
    assert copy.client("secretsmanager").get_secret_value(SecretId="forgotten")["SecretString"] == "as written"


def test_replicas_that_the_program_no_longer_names_are_removed(sandbox: Sandbox, stack: SandboxStack) -> None:
    """The provider once left them: hashicorp/terraform-provider-aws#39235."""
    config = {"aws:region": "us-east-1", "drift:keys": list(KEYS)}
    there = sandbox.clone(stack, "replicas").client("secretsmanager", THERE)
    assert len(there.list_secrets()["SecretList"]) == 1

    changed = sandbox.stack("replicas", program=lambda: program(replicated=False), config=config)
    changed.up()

    assert there.list_secrets()["SecretList"] == []
    changed.destroy()
    assert changed.client("secretsmanager").list_secrets()["SecretList"] == []
