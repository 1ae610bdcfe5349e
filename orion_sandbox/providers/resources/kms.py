"""KMS: keys and their aliases."""

from collections.abc import Iterator
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent, step
from orion_sandbox.providers.translate import same_document
from orion_sandbox.providers.values import Values


def _key_settings(caller: Caller, identity: str, _item: Values) -> Values:
    policy = caller("GetKeyPolicy", KeyId=identity, PolicyName="default")["Policy"]
    return {"Policy": policy, **caller("GetKeyRotationStatus", KeyId=identity)}


def _invalid(new: Values) -> Iterator[tuple[str, str]]:
    if new.get("rotationPeriodInDays") is not None and new.get("enableKeyRotation") is None:
        names = "`enable_key_rotation,rotation_period_in_days`"
        yield "rotationPeriodInDays", f'"rotation_period_in_days": all of {names} must be specified'


def _lockout(new: Values) -> Values:
    return {"BypassPolicyLockoutSafetyCheck": True} if new.get("bypassPolicyLockoutSafetyCheck") else {}


def _deletion(identity: str, state: Values) -> Values:
    days = state.get("deletionWindowInDays")
    return {"KeyId": identity, **({"PendingWindowInDays": days} if days else {})}


def _enable(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new["isEnabled"] and not old.get("isEnabled", True):
        caller("EnableKey", KeyId=identity)


def _describe(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new.get("description") and old.get("description") != new["description"]:
        caller("UpdateKeyDescription", KeyId=identity, Description=new["description"])


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


def _same_key(wanted: Any, actual: Any) -> bool:
    """Compare keys; a program may set the ARN, and AWS returns the id."""
    return str(wanted).rsplit("/", 1)[-1] == str(actual).rsplit("/", 1)[-1]


def _key_arn(_caller: Caller, _identity: str, item: Values) -> Values:
    return {"TargetKeyArn": f"{item['AliasArn'].split(':alias/')[0]}:key/{item['TargetKeyId']}"}


ROWS = (
    Row(
        type="aws:kms/key:Key",
        service="kms",
        create="CreateKey",
        read="DescribeKey",
        delete="ScheduleKeyDeletion",
        key="KeyId",
        # AWS still describes a key in its waiting period; for the provider it is deleted.
        found="[KeyMetadata][?KeyState != 'PendingDeletion'] | [0]",
        identity="KeyMetadata.KeyId",
        properties=(
            local("bypassPolicyLockoutSafetyCheck", default=False),
            fixed("customerMasterKeySpec", "KeySpec", default="SYMMETRIC_DEFAULT"),
            local("deletionWindowInDays"),
            sent("description"),
            step("enableKeyRotation", "KeyRotationEnabled", default=False),
            step("isEnabled", "Enabled", default=True),
            fixed("keyUsage", default="ENCRYPT_DECRYPT"),
            fixed("multiRegion"),
            sent("policy", same=same_document),
            step("rotationPeriodInDays", "RotationPeriodInDays"),
        ),
        computed={"arn": "Arn", "keyId": "KeyId"},
        tagging=tagging.KMS,
        invalid=_invalid,
        create_arguments=_lockout,
        delete_arguments=_deletion,
        observe=_key_settings,
        # AWS refuses rotation of a disabled key, so enabling comes first and disabling last.
        steps=(_enable, _describe, _set_policy, _set_rotation, _disable),
    ),
    Row(
        type="aws:kms/alias:Alias",
        service="kms",
        create="CreateAlias",
        read="ListAliases",
        modify="UpdateAlias",
        delete="DeleteAlias",
        key="AliasName",
        found="Aliases[?AliasName=='{id}'] | [0]",
        identity="inputs.name",
        properties=(
            *named("name", "AliasName", limit=256),
            sent("targetKeyId", same=_same_key),
        ),
        computed={"arn": "AliasArn", "targetKeyArn": "TargetKeyArn"},
        read_arguments=lambda _identity: {},
        observe=_key_arn,
    ),
)
