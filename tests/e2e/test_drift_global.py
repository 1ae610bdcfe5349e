"""Drift of global databases, of replicas of secrets and of their labels."""

from collections.abc import Generator
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.drifting import NEW_TAGS, Drift, differences, drift, mend
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
    ],
}  # fmt: skip


def program(*, replicated: bool = True) -> None:
    """Names are plain so that the test finds them."""
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
    value = pulumi.Output.secret("as written")
    aws.secretsmanager.SecretVersion(
        "version", secret_id=secret.id, secret_string=value, version_stages=["AWSCURRENT", "deployed"]
    )


@pytest.fixture(scope="module")
def stack(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[SandboxStack]:
    """The program, deployed once; each test leaves it as it found it."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("drift"), engine) as sandbox:
        deployed = sandbox.stack("drift", program=program, config={"aws:region": "us-east-1", "drift:keys": list(KEYS)})
        deployed.up()
        yield deployed


@pytest.mark.parametrize("type_", DRIFTS)
def test_refresh_sees_and_up_mends_what_was_changed_by_hand(stack: SandboxStack, type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each, `up` puts all back."""
    mended = mend(stack, type_, DRIFTS[type_])

    assert mended.shown == mended.expected
    assert mended.after == mended.before


def test_a_version_that_aws_has_deleted_is_written_again(sandbox: Sandbox) -> None:
    """With the value that the program has, over the one that a rotation has put there: pin labels, or ignore it."""
    stack = sandbox.stack("rotated", program=program, config={"aws:region": "us-east-1", "drift:keys": list(KEYS)})
    stack.up()
    secrets = stack.client("secretsmanager")
    (first,) = secrets.describe_secret(SecretId="drift")["VersionIdsToStages"]
    secrets.update_secret_version_stage(SecretId="drift", VersionStage="deployed", RemoveFromVersionId=first)
    for value in ("rotated once", "rotated twice"):
        secrets.put_secret_value(SecretId="drift", SecretString=value)
    assert differences(stack) == {"version": {"versionStages"}}

    ask(stack, "forget-secret-versions")
    stack.up(refresh=True)

    assert secrets.get_secret_value(SecretId="drift")["SecretString"] == "as written"


def test_replicas_that_the_program_no_longer_names_are_removed(sandbox: Sandbox) -> None:
    """The provider once left them: hashicorp/terraform-provider-aws#39235."""
    config = {"aws:region": "us-east-1", "drift:keys": list(KEYS)}
    sandbox.stack("replicas", program=program, config=config).up()
    stack = sandbox.stack("replicas", program=lambda: program(replicated=False), config=config)

    stack.up()

    there = stack.client("secretsmanager", THERE)
    assert there.list_secrets()["SecretList"] == []
    stack.destroy()
    assert stack.client("secretsmanager").list_secrets()["SecretList"] == []
