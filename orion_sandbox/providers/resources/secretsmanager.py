"""Secrets Manager: secrets, their versions and their policies."""

from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.documents import same_document
from orion_sandbox.providers.resources.secret_replicas import remove_replicas, replicate, same_replicas, shown_replicas
from orion_sandbox.providers.resources.secret_stages import move_stages, remove_stages
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values


def _deletion(identity: str, state: Values) -> Values:
    days = state["recoveryWindowInDays"]
    window = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    return {"SecretId": identity, **window}


def _version(identity: str) -> Values:
    secret, version = identity.split("|", 1)
    return {"SecretId": secret, "VersionId": version}


ROWS = (
    Row(
        type="aws:secretsmanager/secret:Secret",
        service="secretsmanager",
        create="CreateSecret",
        read="DescribeSecret",
        modify="UpdateSecret",
        delete="DeleteSecret",
        key="SecretId",
        # A secret in its recovery window still answers; for the provider it is gone.
        found="[@][?DeletedDate == null] | [0]",
        identity="ARN",
        properties=(
            sent("description", removed=""),
            local("forceOverwriteReplicaSecret", default=False),
            sent("kmsKeyId"),
            fixed("name", replaces=sources.UPDATE_SECRET),
            local("namePrefix", replaces=sources.UPDATE_SECRET),
            local("recoveryWindowInDays", default=30),
            # The provider takes silence for a wish: hashicorp/terraform-provider-aws#39235.
            sent(
                "replicas",
                "AddReplicaRegions",
                read="ReplicationStatus",
                removed=[],
                same=same_replicas,
                shows=shown_replicas,
            ),
        ),
        computed={"arn": "ARN"},
        auto_name=AutoName("name", "namePrefix", 512),
        tagging=tagging.SECRETS_MANAGER,
        create_arguments=lambda new: {"ForceOverwriteReplicaSecret": new["forceOverwriteReplicaSecret"]},
        before_delete=remove_replicas,
        delete_arguments=_deletion,
        steps=(replicate,),
    ),
    Row(
        type="aws:secretsmanager/secretVersion:SecretVersion",
        service="secretsmanager",
        create="PutSecretValue",
        read="GetSecretValue",
        key="SecretId",
        identity="join('|', [ARN, VersionId])",
        properties=(
            fixed("secretId", read="ARN", replaces=sources.PUT_SECRET_VALUE),
            fixed("secretString", secret=True, replaces=sources.PUT_SECRET_VALUE),
            sent("versionStages", unordered=True),
        ),
        computed={"arn": "ARN", "secretArn": "ARN", "versionId": "VersionId"},
        read_arguments=_version,
        before_delete=remove_stages,
        steps=(move_stages,),
    ),
    Row(
        type="aws:secretsmanager/secretPolicy:SecretPolicy",
        service="secretsmanager",
        create="PutResourcePolicy",
        read="GetResourcePolicy",
        modify="PutResourcePolicy",
        delete="DeleteResourcePolicy",
        key="SecretId",
        # A secret without a policy answers too.
        found="[@][?ResourcePolicy] | [0]",
        identity="ARN",
        properties=(
            local("blockPublicPolicy"),
            sent("policy", "ResourcePolicy", same=same_document),
            fixed("secretArn", "SecretId", read="ARN", replaces=sources.PUT_RESOURCE_POLICY),
        ),
    ),
)
