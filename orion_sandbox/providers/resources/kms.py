"""KMS: keys."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.documents import same_document
from orion_sandbox.providers.table import Row, fixed, local, sent, step
from orion_sandbox.providers.values import Values


def _key_settings(caller: Caller, identity: str, _item: Values) -> Values:
    policy = caller("GetKeyPolicy", KeyId=identity, PolicyName="default")["Policy"]
    return {"Policy": policy, **caller("GetKeyRotationStatus", KeyId=identity)}


def _lockout(new: Values) -> Values:
    return {"BypassPolicyLockoutSafetyCheck": True} if new.get("bypassPolicyLockoutSafetyCheck") else {}


def _enable(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new["isEnabled"] and not old.get("isEnabled", True):
        caller("EnableKey", KeyId=identity)


def _describe(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and old.get("description") != new.get("description"):
        caller("UpdateKeyDescription", KeyId=identity, Description=new.get("description", ""))


def _set_policy(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new.get("policy") and not same_document(new["policy"], old["policy"]):
        caller("PutKeyPolicy", KeyId=identity, PolicyName="default", Policy=new["policy"], **_lockout(new))


def _set_rotation(caller: Caller, identity: str, old: Values, new: Values) -> None:
    wanted, actual = new["enableKeyRotation"], old.get("enableKeyRotation", False)
    days = new.get("rotationPeriodInDays")
    if wanted and (not actual or days not in (None, old.get("rotationPeriodInDays"))):
        caller("EnableKeyRotation", KeyId=identity, **({"RotationPeriodInDays": days} if days else {}))
    elif actual and not wanted:
        caller("DisableKeyRotation", KeyId=identity)


def _disable(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not new["isEnabled"] and old.get("isEnabled", True):
        caller("DisableKey", KeyId=identity)


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
            local("bypassPolicyLockoutSafetyCheck", default=False),
            fixed("customerMasterKeySpec", "KeySpec", default="SYMMETRIC_DEFAULT", replaces=sources.CREATE_KEY),
            local("deletionWindowInDays", default=30),
            sent("description", removed=""),
            step("enableKeyRotation", "KeyRotationEnabled", default=False),
            step("isEnabled", "Enabled", default=True),
            fixed("keyUsage", default="ENCRYPT_DECRYPT", replaces=sources.CREATE_KEY),
            fixed("multiRegion", replaces=sources.CREATE_KEY),
            sent("policy", same=same_document),
            step("rotationPeriodInDays", "RotationPeriodInDays"),
        ),
        computed={"arn": "Arn", "keyId": "KeyId"},
        tagging=tagging.KMS,
        create_arguments=_lockout,
        delete_arguments=lambda identity, state: {
            "KeyId": identity,
            "PendingWindowInDays": state["deletionWindowInDays"],
        },
        observe=_key_settings,
        # A key that is disabled takes no rotation, so enabling comes first and disabling last.
        steps=(_enable, _describe, _set_policy, _set_rotation, _disable),
    ),
)
