"""What becomes of vaults that hold recovery points."""

import json
from typing import Any

import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError

from orion_sandbox.stack import SandboxStack
from tests.e2e.drift_backup_program import TRUST
from tests.e2e.sandboxes import Sandbox


def program() -> None:
    """Two vaults, of which one may be destroyed with what it holds."""
    aws.iam.Role("role", name="backup", assume_role_policy=json.dumps(TRUST))
    emptied = aws.backup.Vault("emptied", name="emptied", force_destroy=True)
    aws.backup.VaultLockConfiguration("lock", backup_vault_name=emptied.name, min_retention_days=1)
    aws.backup.Vault("kept", name="kept")


def back_up(stack: SandboxStack) -> Any:
    """Put a recovery point of one cluster into each vault."""
    rds, backup = stack.client("rds"), stack.client("backup")
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="backed-up",
        Engine="aurora-postgresql",
        MasterUsername="orion_admin",
        MasterUserPassword="long-enough-1",
    )["DBCluster"]["DBClusterArn"]
    role = stack.client("iam").get_role(RoleName="backup")["Role"]["Arn"]
    for vault in ("emptied", "kept"):
        backup.start_backup_job(BackupVaultName=vault, ResourceArn=cluster, IamRoleArn=role)
    return backup


def test_a_vault_is_emptied_first_only_where_the_program_allows_it(sandbox: Sandbox) -> None:
    """AWS deletes no vault that holds recovery points; under `forceDestroy` the provider deletes those first."""
    stack = sandbox.stack("vaults", program=program, config={"aws:region": "us-east-1"})
    stack.up()
    backup = back_up(stack)

    with pytest.raises(CommandError, match="contains recovery points"):
        stack.destroy(continue_on_error=True)

    (vault,) = backup.list_backup_vaults()["BackupVaultList"]
    assert (vault["BackupVaultName"], vault["NumberOfRecoveryPoints"]) == ("kept", 1)
