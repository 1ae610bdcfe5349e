"""Drift of AWS Backup's resources, and of the policies and aliases beside them."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from orion_sandbox.engine import Engine
from tests.e2e.drift_backup_program import CONNECT, program
from tests.e2e.drifting import CHANGED, NEW_TAGS, Correction, Drift, correct, deployed, drift

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
def corrected(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine
) -> Generator[dict[str, Correction]]:
    """The program, deployed, changed outside Pulumi and corrected, once for all types."""
    with deployed(repository, tmp_path_factory.mktemp("drift"), engine, program) as stack:
        yield correct(stack, DRIFTS)


@pytest.mark.parametrize("type_", [type_ for type_, drifts in DRIFTS.items() if drifts])
def test_a_preview_shows_drift_and_up_corrects_it(corrected: dict[str, Correction], type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each and no other, `up` restores all."""
    correction = corrected[type_]

    assert correction.shown == correction.expected
    assert correction.after == correction.wanted
