"""KMS: keys."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.rows import tagging
from orion_sandbox.providers.rows.documents import same_document
from orion_sandbox.providers.table import Row, local, sent, step
from orion_sandbox.providers.values import Values


def _key_settings(caller: Caller, identity: str, _item: Values) -> Values:
    policy = caller("GetKeyPolicy", KeyId=identity, PolicyName="default")["Policy"]
    rotation = caller("GetKeyRotationStatus", KeyId=identity)["KeyRotationEnabled"]
    return {"Policy": policy, "KeyRotationEnabled": rotation}


def _describe(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and old.get("description") != new.get("description"):
        caller("UpdateKeyDescription", KeyId=identity, Description=new.get("description", ""))


def _set_policy(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new.get("policy") and not same_document(new["policy"], old["policy"]):
        caller("PutKeyPolicy", KeyId=identity, PolicyName="default", Policy=new["policy"])


def _set_rotation(caller: Caller, identity: str, old: Values, new: Values) -> None:
    wanted = new["enableKeyRotation"]
    if wanted != old.get("enableKeyRotation", False):
        caller("EnableKeyRotation" if wanted else "DisableKeyRotation", KeyId=identity)


ROWS = (
    Row(
        type="aws:kms/key:Key",
        service="kms",
        create="CreateKey",
        read="DescribeKey",
        delete="ScheduleKeyDeletion",
        key="KeyId",
        # A key in its waiting time still answers; for the provider it is gone.
        found="[KeyMetadata][?KeyState != 'PendingDeletion'] | [0]",
        identity="KeyMetadata.KeyId",
        properties=(
            local("deletionWindowInDays", default=30),
            sent("description", removed=""),
            step("enableKeyRotation", "KeyRotationEnabled", default=False),
            sent("policy", same=same_document),
        ),
        computed={"arn": "Arn", "keyId": "KeyId"},
        tagging=tagging.KMS,
        delete_arguments=lambda identity, state: {
            "KeyId": identity,
            "PendingWindowInDays": state["deletionWindowInDays"],
        },
        observe=_key_settings,
        steps=(_describe, _set_policy, _set_rotation),
    ),
)
