"""AWS Backup, where moto lacks an operation or differs."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import KEY, ClientOf

SERVICE_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}}


@pytest.fixture
def backup(client: ClientOf) -> Any:
    """Call AWS Backup."""
    return client("backup")


@pytest.fixture
def vault(backup: Any, name: str) -> str:
    """An empty vault."""
    backup.create_backup_vault(BackupVaultName=name, BackupVaultTags={"Name": "ours"})
    return name


@pytest.fixture
def role(client: ClientOf, name: str) -> str:
    """A role that AWS Backup assumes."""
    iam = client("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    iam.attach_role_policy(RoleName=name, PolicyArn=SERVICE_POLICY)
    return role["Arn"]


@pytest.fixture
def plan(backup: Any, vault: str) -> str:
    """A plan of one rule."""
    return backup.create_backup_plan(BackupPlan=plan_of(vault), BackupPlanTags={"Name": "ours"})["BackupPlanId"]


@pytest.fixture
def point(backup: Any, vault: str, role: str, cluster_arn: str) -> str:
    """A recovery point of a cluster."""
    return backed_up(backup, vault, role, cluster_arn)["RecoveryPointArn"]


@pytest.fixture
def cluster_arn(rds: Any, cluster: str) -> str:
    """The ARN of a cluster."""
    return rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"][0]["DBClusterArn"]


def plan_of(vault: str, **rule: Any) -> dict[str, Any]:
    """Return a plan with one rule."""
    return {
        "BackupPlanName": vault,
        "Rules": [{"RuleName": "daily", "TargetBackupVaultName": vault, **rule}],
    }


def backed_up(backup: Any, vault: str, role: str, resource: str) -> dict[str, Any]:
    """Back up a cluster and return the description of the job."""
    started = backup.start_backup_job(
        BackupVaultName=vault, ResourceArn=resource, IamRoleArn=role, Lifecycle={"DeleteAfterDays": 35}
    )
    return backup.describe_backup_job(BackupJobId=started["BackupJobId"])


def test_a_vault_without_a_key_has_the_one_of_aws(backup: Any, client: ClientOf, vault: str) -> None:
    """Otherwise a program without a key sees a change at every refresh."""
    key = backup.describe_backup_vault(BackupVaultName=vault)["EncryptionKeyArn"]

    aliases = client("kms").list_aliases(KeyId=key)["Aliases"]
    assert [alias["AliasName"] for alias in aliases] == ["alias/aws/backup"]


def test_tags_are_listed_and_changed(client: ClientOf, vault: str, plan: str) -> None:
    """Of vaults and of plans; the ARN stands in the path, and not every SDK ends it with a slash."""
    backup = client("backup")
    backup.meta.events.register("before-send.backup.ListTags", _without_last_slash)
    arns = (
        backup.describe_backup_vault(BackupVaultName=vault)["BackupVaultArn"],
        backup.get_backup_plan(BackupPlanId=plan)["BackupPlanArn"],
    )
    for arn in arns:
        assert backup.list_tags(ResourceArn=arn)["Tags"] == {"Name": "ours"}
        backup.tag_resource(ResourceArn=arn, Tags={"Owner": "us"})
        backup.untag_resource(ResourceArn=arn, TagKeyList=["Name"])
        assert backup.list_tags(ResourceArn=arn)["Tags"] == {"Owner": "us"}


def _without_last_slash(request: Any, **_: Any) -> None:
    request.url = request.url.removesuffix("/")


def test_a_plan_is_updated_as_a_whole(backup: Any, vault: str, plan: str) -> None:
    """Moto lacks the operation."""
    before = backup.get_backup_plan(BackupPlanId=plan)

    backup.update_backup_plan(BackupPlanId=plan, BackupPlan=plan_of(vault, StartWindowMinutes=120))

    after = backup.get_backup_plan(BackupPlanId=plan)
    assert after["BackupPlan"]["Rules"][0]["StartWindowMinutes"] == 120
    assert after["VersionId"] != before["VersionId"]
    assert after["BackupPlanArn"] == before["BackupPlanArn"]


def test_a_deleted_plan_is_gone_and_its_name_free(backup: Any, vault: str, plan: str) -> None:
    """Moto continues to describe it, so a refresh would not notice a plan deleted by hand."""
    backup.delete_backup_plan(BackupPlanId=plan)

    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_plan(BackupPlanId=plan)
    assert backup.create_backup_plan(BackupPlan=plan_of(vault))["BackupPlanId"] != plan


def test_a_selection_tells_what_was_selected_until_it_is_deleted(backup: Any, plan: str, role: str) -> None:
    """Moto lacks the operations."""
    wanted = {
        "SelectionName": "aurora",
        "IamRoleArn": role,
        "Resources": ["arn:aws:rds:us-east-1:123456789012:cluster:a"],
    }
    named = {"BackupPlanId": plan}
    identity = backup.create_backup_selection(**named, BackupSelection=wanted)["SelectionId"]
    named_too = {**named, "SelectionId": identity}

    assert backup.get_backup_selection(**named_too)["BackupSelection"] == wanted
    listed = backup.list_backup_selections(**named)["BackupSelectionsList"]
    assert [(each["SelectionId"], each["SelectionName"]) for each in listed] == [(identity, "aurora")]

    backup.delete_backup_selection(**named_too)

    assert backup.list_backup_selections(**named)["BackupSelectionsList"] == []
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_selection(**named_too)


def test_a_backup_of_a_cluster_keeps_the_clusters_key(backup: Any, vault: str, point: str, cluster_arn: str) -> None:
    """Not the vault's, as for other services."""
    (listed,) = backup.list_recovery_points_by_backup_vault(BackupVaultName=vault)["RecoveryPoints"]
    told = backup.describe_recovery_point(BackupVaultName=vault, RecoveryPointArn=point)

    assert backup.describe_backup_vault(BackupVaultName=vault)["NumberOfRecoveryPoints"] == 1
    for each in (listed, told):
        assert (each["RecoveryPointArn"], each["ResourceArn"]) == (point, cluster_arn)
        assert (each["EncryptionKeyArn"], each["ResourceType"], each["Status"]) == (KEY, "Aurora", "COMPLETED")
        assert (each["CalculatedLifecycle"]["DeleteAt"] - each["CreationDate"]).days == 35


def test_a_copy_is_in_the_other_regions_vault_under_its_key(
    backup: Any, client: ClientOf, vault: str, role: str, point: str
) -> None:
    """A copy that stayed under the first region's key could not be restored in the second."""
    west = client("backup", "us-west-2")
    west.create_backup_vault(BackupVaultName=vault)
    destination = west.describe_backup_vault(BackupVaultName=vault)

    job = backup.start_copy_job(
        RecoveryPointArn=point,
        SourceBackupVaultName=vault,
        DestinationBackupVaultArn=destination["BackupVaultArn"],
        IamRoleArn=role,
    )

    told = backup.describe_copy_job(CopyJobId=job["CopyJobId"])["CopyJob"]
    (copy,) = west.list_recovery_points_by_backup_vault(BackupVaultName=vault)["RecoveryPoints"]
    assert told["State"] == "COMPLETED"
    assert told["DestinationRecoveryPointArn"] == copy["RecoveryPointArn"]
    assert ":us-west-2:" in copy["RecoveryPointArn"]
    assert copy["EncryptionKeyArn"] == destination["EncryptionKeyArn"]


def test_a_deleted_recovery_point_is_gone(backup: Any, vault: str, point: str) -> None:
    """The vault is empty again."""
    backup.delete_recovery_point(BackupVaultName=vault, RecoveryPointArn=point)

    assert backup.describe_backup_vault(BackupVaultName=vault)["NumberOfRecoveryPoints"] == 0
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.describe_recovery_point(BackupVaultName=vault, RecoveryPointArn=point)


def test_the_first_vault_opts_the_region_in_unless_somebody_chose(client: ClientOf, name: str) -> None:
    """Aurora clusters are backed up only where the region is opted in, even when they are selected by ARN."""
    first, chosen = client("backup", "eu-west-1"), client("backup", "eu-west-2")
    assert preferences(first)["Aurora"] is False

    first.create_backup_vault(BackupVaultName=name)
    chosen.update_region_settings(ResourceTypeOptInPreference={"Aurora": False})
    chosen.create_backup_vault(BackupVaultName=name)

    assert preferences(first)["Aurora"] is True
    assert preferences(chosen)["Aurora"] is False


def preferences(backup: Any) -> dict[str, bool]:
    """Return the opt-in preferences of the region."""
    return backup.describe_region_settings()["ResourceTypeOptInPreference"]


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("describe_backup_vault", {"BackupVaultName": "none"}),
        ("list_recovery_points_by_backup_vault", {"BackupVaultName": "none"}),
        ("describe_backup_job", {"BackupJobId": "none"}),
        ("describe_copy_job", {"CopyJobId": "none"}),
        ("get_backup_selection", {"BackupPlanId": "none", "SelectionId": "none"}),
    ],
)
def test_what_is_missing_is_not_found(operation: str, arguments: dict[str, Any], backup: Any) -> None:
    """The code tells the provider that the resource no longer exists."""
    with pytest.raises(ClientError) as refused:
        getattr(backup, operation)(**arguments)

    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"
