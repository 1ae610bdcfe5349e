"""Drift of AWS Backup's resources, and of the policies and aliases beside them."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.drift_backup_program import CONNECT, program
from tests.e2e.drifting import CHANGED, NEW_TAGS, Drift, drift, mend
from tests.e2e.sandboxes import Sandbox

DRIFTS: dict[str, list[Drift]] = {
    "aws:backup/vault:Vault": [
        drift("vault", "TagResource", "tags", ResourceArn="{arn}", Tags={"Name": CHANGED}),
    ],
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": [],
    "aws:backup/plan:Plan": [
        drift("plan", "UpdateBackupPlan", "rules", BackupPlanId="{id}", BackupPlan={
            "BackupPlanName": "drift",
            "Rules": [{"RuleName": name, "TargetBackupVaultName": "vault"} for name in ("daily", "bare")]}),
        drift("plan", "TagResource", "tags", ResourceArn="{arn}", Tags={"Name": CHANGED}),
    ],
    "aws:backup/selection:Selection": [],
    "aws:iam/policy:Policy": [
        drift("policy", "CreatePolicyVersion", "policy", PolicyArn="{arn}", SetAsDefault=True,
              PolicyDocument=json.dumps(CONNECT).replace("connect", "*")),
        drift("policy", "TagPolicy", "tags", PolicyArn="{arn}", Tags=NEW_TAGS),
    ],
    "aws:kms/alias:Alias": [
        drift("vault-alias", "UpdateAlias", "targetKeyId", AliasName="{id}", TargetKeyId="{spare-key}"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[SandboxStack]:
    """The program, deployed once; each test leaves it as it found it."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("drift"), engine) as sandbox:
        deployed = sandbox.stack("drift", program=program, config={"aws:region": "us-east-1"})
        deployed.up()
        yield deployed


@pytest.mark.parametrize("type_", [type_ for type_, drifts in DRIFTS.items() if drifts])
def test_refresh_sees_and_up_mends_what_was_changed_by_hand(stack: SandboxStack, type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each, `up` puts all back."""
    mended = mend(stack, type_, DRIFTS[type_])

    assert mended.shown == mended.expected
    assert mended.after == mended.before
