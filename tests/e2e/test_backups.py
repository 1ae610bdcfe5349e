"""Copies of the backups in a second region, on the real engine."""

from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed, resources, the_cluster

REGIONS = {"us-east-1": "orion-test-aurora", "us-west-2": "orion-test-aurora-copies"}
"""Region to the vault there."""

COPIES: dict[str, Any] = {"copies": {"region": "us-west-2", "topic_arn": "arn:aws:sns:us-west-2:123456789012:far"}}
NO_COPIES: dict[str, Any] = {"retention_days": 1}
ALARMS = {"topic_arns": ["arn:aws:sns:us-east-1:123456789012:near"]}
ALWAYS: dict[str, Any] = {"alarms": ALARMS, "master": {"password_source": "rds_managed"}}
PROTECTED = {"deletion": True, "final_snapshot": False}


class Copied:
    """A clone of the test stack with copies, whose sections a test writes anew."""

    def __init__(self, sandbox: Sandbox, base: SandboxStack, repository: Path) -> None:
        self._sandbox, self._repository = sandbox, repository
        sandbox.clone(base, "test")

    def stack(self, backup: dict[str, Any] = COPIES, **sections: Any) -> SandboxStack:
        """The stack with these backups."""
        written = {**ALWAYS, "backup": backup, **sections}
        return self._sandbox.stack("test", config=changed(self._repository, "test", **written))

    def points(self, region: str) -> list[Any]:
        """What the vault of a region holds."""
        client = self.stack().client("backup", region)
        return client.list_recovery_points_by_backup_vault(BackupVaultName=REGIONS[region])["RecoveryPoints"]

    def vaults(self) -> list[str]:
        """Every vault there is."""
        found = [self.stack().client("backup", region).list_backup_vaults()["BackupVaultList"] for region in REGIONS]
        return [vault["BackupVaultName"] for each in found for vault in each]

    def back_up(self) -> None:
        """Do now what the plan does every day."""
        near = self.stack().client("backup", "us-east-1")
        (plan,) = near.list_backup_plans()["BackupPlansList"]
        (rule,) = near.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]["Rules"]
        (selection,) = near.list_backup_selections(BackupPlanId=plan["BackupPlanId"])["BackupSelectionsList"]
        job = near.start_backup_job(
            BackupVaultName=rule["TargetBackupVaultName"],
            ResourceArn=the_cluster(self.stack())["DBClusterArn"],
            IamRoleArn=selection["IamRoleArn"],
            Lifecycle=rule["Lifecycle"],
        )
        (copy,) = rule["CopyActions"]
        near.start_copy_job(
            RecoveryPointArn=near.describe_backup_job(BackupJobId=job["BackupJobId"])["RecoveryPointArn"],
            SourceBackupVaultName=rule["TargetBackupVaultName"],
            DestinationBackupVaultArn=copy["DestinationBackupVaultArn"],
            IamRoleArn=selection["IamRoleArn"],
            Lifecycle=copy["Lifecycle"],
        )


@pytest.fixture
def copied(sandbox: Sandbox, bases: Bases, repository: Path) -> Copied:
    """The test stack with copies."""
    base = bases.deployed("test", changed(repository, backup=COPIES, **ALWAYS))
    return Copied(sandbox, base, repository)


def test_copies_come_up_and_stay_as_they_are(copied: Copied) -> None:
    """In two regions; AWS gives every property back as it was written."""
    near, far = (copied.stack().client("backup", region) for region in REGIONS)

    assert set(copied.stack().preview(refresh=True).change_summary) == {OpType.SAME}
    assert copied.vaults() == list(REGIONS.values())
    for client, vault in zip((near, far), REGIONS.values(), strict=True):
        described = client.describe_backup_vault(BackupVaultName=vault)
        assert (described["Locked"], described["MinRetentionDays"]) == (True, 7)
        assert "LockDate" not in described
    for region, topic in (("us-east-1", "near"), ("us-west-2", "far")):
        events = copied.stack().client("events", region)
        targets = events.list_targets_by_rule(Rule="orion-test-aurora-copy-jobs")["Targets"]
        assert [target["Arn"].rpartition(":")[2] for target in targets] == [topic]


def test_a_backup_and_its_copy_are_encrypted_each_with_the_key_of_its_place(copied: Copied) -> None:
    """Aurora's snapshots keep the cluster's key; the copy has that of the vault in the second region."""
    copied.back_up()

    (near,), (far,) = copied.points("us-east-1"), copied.points("us-west-2")
    vault = copied.stack().client("backup", "us-west-2").describe_backup_vault(BackupVaultName=REGIONS["us-west-2"])
    assert near["ResourceArn"] == far["ResourceArn"] == the_cluster(copied.stack())["DBClusterArn"]
    assert far["EncryptionKeyArn"] == vault["EncryptionKeyArn"]
    assert near["Lifecycle"] == far["Lifecycle"] == {"DeleteAfterDays": 35}


def test_where_the_database_is_protected_copies_are_not_turned_off_at_once(copied: Copied) -> None:
    """Pulumi refuses before it deletes anything, and says which resource is protected."""
    copied.stack(protection=PROTECTED).up()
    copied.back_up()

    with pytest.raises(CommandError, match="protected"):
        copied.stack(NO_COPIES, protection=PROTECTED).up()

    assert copied.vaults() == list(REGIONS.values())
    assert [len(copied.points(region)) for region in REGIONS] == [1, 1]


def test_unprotected_copies_are_turned_off_with_what_they_hold(copied: Copied) -> None:
    """AWS deletes no vault that holds backups, so they are deleted first; the cluster and its own backups stay."""
    copied.back_up()
    before = the_cluster(copied.stack())["DbClusterResourceId"]
    assert [len(copied.points(region)) for region in REGIONS] == [1, 1]

    copied.stack(NO_COPIES).up()

    assert copied.vaults() == []
    assert the_cluster(copied.stack())["DbClusterResourceId"] == before
    assert not [each for each in resources(copied.stack()) if "backup" in each["type"].lower()]
    assert set(copied.stack(NO_COPIES).preview(refresh=True).change_summary) == {OpType.SAME}
