"""Secrets Manager: secrets and their replicas, versions and their staging labels, and policies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, Unsent, fixed, local, named, sent
from orion_sandbox.providers.translate import same_document
from orion_sandbox.providers.values import Values, added_and_removed

MANAGED_KEY = "alias/aws/secretsmanager"
"""The key that AWS returns for a replica without a key of its own."""

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"

Replicas = Sequence[Mapping[str, Any]]


def _shown_replicas(status: Replicas) -> list[dict[str, str]]:
    names = {"Region": "region", "KmsKeyId": "kmsKeyId", "Status": "status", "StatusMessage": "statusMessage"}
    return [{pulumi: replica[aws] for aws, pulumi in names.items() if aws in replica} for replica in status]


def _same_replicas(wanted: Replicas, actual: Replicas) -> bool:
    return _keys_by_region(wanted) == _keys_by_region(actual)


def _replicate(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Remove replicas that the program removed or whose key changed, and add the missing ones."""
    if not old:
        return
    before, after = (_keys_by_region(values.get("replicas") or ()) for values in (old, new))
    _remove_regions(caller, identity, [region for region, key in before.items() if after.get(region) != key])
    added = [
        {"Region": region, **({} if key == MANAGED_KEY else {"KmsKeyId": key})}
        for region, key in after.items()
        if before.get(region) != key
    ]
    if added:
        caller(
            "ReplicateSecretToRegions",
            SecretId=identity,
            AddReplicaRegions=added,
            ForceOverwriteReplicaSecret=new["forceOverwriteReplicaSecret"],
        )


def _remove_replicas(caller: Caller, identity: str, state: Values) -> None:
    """Remove the replicas: AWS deletes no secret that has any."""
    _remove_regions(caller, identity, _keys_by_region(state.get("replicas") or ()))


def _remove_regions(caller: Caller, identity: str, regions: Iterable[str]) -> None:
    if removed := sorted(regions):
        caller("RemoveRegionsFromReplication", SecretId=identity, RemoveReplicaRegions=removed)


def _keys_by_region(replicas: Replicas) -> dict[str, str]:
    return {replica["region"]: replica.get("kmsKeyId") or MANAGED_KEY for replica in replicas}


def _deletion(identity: str, state: Values) -> Values:
    days = state["recoveryWindowInDays"]
    window = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    return {"SecretId": identity, **window}


def _version(identity: str) -> Values:
    secret, version = identity.split("|", 1)
    return {"SecretId": secret, "VersionId": version}


def _move_stages(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Add and remove labels as in the program; a secret always has AWSCURRENT."""
    if not old or new.get("versionStages") is None:
        return
    secret, version = identity.split("|", 1)
    added, removed = added_and_removed(old, new, "versionStages")
    for stage in added:
        source = {"RemoveFromVersionId": _current_version(caller, secret)} if stage == CURRENT else {}
        caller("UpdateSecretVersionStage", SecretId=secret, VersionStage=stage, MoveToVersionId=version, **source)
    # Adding AWSCURRENT removes AWSPREVIOUS.
    settled = {CURRENT, PREVIOUS} if CURRENT in added else {CURRENT}
    for stage in removed:
        if stage not in settled:
            _remove_stage(caller, secret, version, stage)


def _remove_stages(caller: Caller, identity: str, state: Values) -> None:
    """Remove the labels of a version, as the provider does to delete it: AWS deletes versions without labels."""
    secret, version = identity.split("|", 1)
    for stage in state.get("versionStages") or ():
        if stage != CURRENT:
            _remove_stage(caller, secret, version, stage)


def _remove_stage(caller: Caller, secret: str, version: str, stage: str) -> None:
    caller("UpdateSecretVersionStage", SecretId=secret, VersionStage=stage, RemoveFromVersionId=version)


def _current_version(caller: Caller, secret: str) -> str:
    versions = caller("ListSecretVersionIds", SecretId=secret)["Versions"]
    return next(each["VersionId"] for each in versions if CURRENT in each["VersionStages"])


ROWS = (
    Row(
        type="aws:secretsmanager/secret:Secret",
        service="secretsmanager",
        create="CreateSecret",
        read="DescribeSecret",
        modify="UpdateSecret",
        delete="DeleteSecret",
        key="SecretId",
        # AWS still describes a secret in its recovery window; for the provider it is deleted.
        found="[@][?DeletedDate == null] | [0]",
        identity="ARN",
        properties=(
            sent("description", removed=""),
            local("forceOverwriteReplicaSecret", default=False),
            # hashicorp/terraform-provider-aws#21623
            sent("kmsKeyId", removed=Unsent.VALUE),
            *named("name", limit=512),
            local("recoveryWindowInDays", default=30),
            # The provider treats a missing value as a request to remove them: hashicorp/terraform-provider-aws#39235.
            sent(
                "replicas",
                "AddReplicaRegions",
                read="ReplicationStatus",
                removed=[],
                same=_same_replicas,
                shows=_shown_replicas,
            ),
        ),
        computed={"arn": "ARN"},
        tagging=tagging.SECRETS_MANAGER,
        create_arguments=lambda new: {"ForceOverwriteReplicaSecret": new["forceOverwriteReplicaSecret"]},
        before_delete=_remove_replicas,
        delete_arguments=_deletion,
        steps=(_replicate,),
    ),
    Row(
        type="aws:secretsmanager/secretVersion:SecretVersion",
        service="secretsmanager",
        create="PutSecretValue",
        read="GetSecretValue",
        key="SecretId",
        identity="join('|', [ARN, VersionId])",
        properties=(
            fixed("secretId", read="ARN"),
            fixed("secretString", removed=Unsent.VALUE, secret=True),
            sent("versionStages", unordered=True),
        ),
        computed={"arn": "ARN", "secretArn": "ARN", "versionId": "VersionId"},
        read_arguments=_version,
        before_delete=_remove_stages,
        steps=(_move_stages,),
    ),
    Row(
        type="aws:secretsmanager/secretPolicy:SecretPolicy",
        service="secretsmanager",
        create="PutResourcePolicy",
        read="GetResourcePolicy",
        modify="PutResourcePolicy",
        delete="DeleteResourcePolicy",
        key="SecretId",
        # AWS also answers for a secret without a policy.
        found="[@][?ResourcePolicy] | [0]",
        identity="ARN",
        properties=(
            local("blockPublicPolicy"),
            sent("policy", "ResourcePolicy", same=same_document),
            fixed("secretArn", "SecretId", read="ARN"),
        ),
    ),
)
