"""KMS keys: whether they can be used, and whether their policies allow what the database needs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, cast

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.preflight.findings import Account, Findings, path_of
from orion_ops.target import NOT_FOUND
from orion_rds.config.encryption import Purpose
from orion_rds.facts import references
from orion_rds.facts.arns import Home, home
from orion_rds.plan.key_policies import PURPOSES, Statement
from orion_rds.plan.key_uses import key_uses

KEY_STATES = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"
KEY_POLICIES = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

HARMLESS = frozenset({
    "aws:principalaccount", "aws:principalorgid", "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
    "kms:calleraccount", "kms:grantisforawsresource",
})  # fmt: skip
"""Condition keys that requests from the same account usually match: their values are not compared."""

CONTEXT = "kms:encryptioncontext:"
"""Prefix of condition keys whose values, such as log groups, differ between policies."""


def keys(account: Account, findings: Findings) -> None:
    """Check each key that the configuration names, for all its purposes."""
    for key_arn, purposes in key_uses(account.config).items():
        with findings.reading():
            _check_key(account, findings, key_arn, purposes)


def _check_key(account: Account, findings: Findings, key_arn: str, purposes: Sequence[Purpose]) -> None:
    path, key = path_of(account.config, key_arn) or ("encryption",), home(key_arn)
    try:
        described = account.aws.call("kms", "describe_key", key.region, KeyId=key_arn)["KeyMetadata"]
    except AwsError as error:
        if NOT_FOUND not in error.code:
            raise
        findings.add(
            "key-missing",
            path,
            key_arn,
            why="The key does not exist.",
            fix=f"Write the ARN of a key of {key.region}; `aws kms list-keys --region {key.region}` lists them.",
            source=references.KMS_KEY_ID,
        )
        return
    if (state := described["KeyState"]) != "Enabled":
        findings.add(
            "key-disabled",
            path,
            key_arn,
            why=f"The key is `{state}`, and cannot encrypt.",
            fix=f"`aws kms enable-key --key-id {key_arn} --region {key.region}` enables a disabled key; if it is "
            "pending deletion, run `cancel-key-deletion` first.",
            source=KEY_STATES,
        )
    if described.get("KeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        findings.add(
            "key-kind",
            path,
            key_arn,
            why=f"The key spec is {described['KeySpec']}, but AWS's services encrypt with symmetric keys.",
            fix="Use a symmetric encryption key.",
            source=references.KMS_KEY_ID,
        )
        return
    text = account.aws.call("kms", "get_key_policy", key.region, KeyId=key_arn, PolicyName="default")["Policy"]
    if lacking := [purpose for purpose in purposes if not allows(json.loads(text), PURPOSES[purpose](key), key)]:
        findings.add(
            "key-policy",
            path,
            key_arn,
            why=f"The key policy does not allow the use for: {', '.join(lacking)}.",
            fix="Add the statements that `orion-rds kms-policy` prints. For all purposes but `logs` and `topic`, "
            "`kms:*` for the root of the account is sufficient: then IAM policies decide.",
            source=KEY_POLICIES,
        )


def allows(policy: Record, required: Statement, key: Home) -> bool:
    """Return whether a policy allows each action of a required statement to each of its principals.

    Ignore statements that deny, and the values of `HARMLESS` conditions.
    """
    statements = [
        each for each in _list(policy.get("Statement")) if each.get("Effect") == "Allow" and _is_met(each, required)
    ]
    return all(
        any(_covers(each, action) and principal in _principals(each, key) for each in statements)
        for action in required["Action"]
        for principal in _needed(required, key)
    )


def _needed(required: Statement, key: Home) -> Iterator[str]:
    """Yield the principals to allow: services, or the account, whose IAM policies then decide."""
    principal = required["Principal"]
    yield from _list(principal["Service"]) if "Service" in principal else (key.root,)


def _principals(statement: Record, key: Home) -> set[str]:
    """Return the principals of a statement. `*` includes the account, and an account number means its root."""
    principal = statement.get("Principal", {})
    if principal == "*":
        return {key.root}
    of_aws = {key.root if each in ("*", key.account_id) else each for each in _list(principal.get("AWS"))}
    return of_aws | set(_list(principal.get("Service")))


def _covers(statement: Record, action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _list(statement.get("Action")))


def _is_met(statement: Record, required: Statement) -> bool:
    """Return whether requests match the conditions of a statement: those of the required one, or harmless ones."""
    wanted = {
        name.lower(): set(_list(value))
        for conditions in required.get("Condition", {}).values()
        for name, value in conditions.items()
    }
    given: Mapping[str, Mapping[str, Any]] = statement.get("Condition", {})
    return all(
        name.lower() in HARMLESS
        or name.lower().startswith(CONTEXT)
        or _matches(wanted.get(name.lower(), set()), _list(values))
        for conditions in given.values()
        for name, values in conditions.items()
    )


def _matches(wanted: set[str], patterns: Sequence[str]) -> bool:
    return bool(wanted) and all(any(fnmatchcase(each, pattern) for pattern in patterns) for each in wanted)


def _list(value: object) -> list[Any]:
    """Return a value as a list: policies may contain a single text or statement instead."""
    if value is None:
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]
