"""KMS: key policies, rotation, deletion and aliases."""

import json

from orion_sandbox.api import references
from orion_sandbox.api.gate.checks import outside, unknown, when
from orion_sandbox.api.gate.policies import allows_account
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import AWS_ALIAS, State
from orion_sandbox.api.limits import KEY_DELETION_DAYS

POLICY, ALIASES = ("CreateKey", "PutKeyPolicy"), ("CreateAlias", "UpdateAlias")
MALFORMED = "MalformedPolicyDocumentException"


def _is_malformed(request: Request, _state: State) -> bool:
    if request.get("Policy") is None:
        return False
    try:
        return not json.loads(request["Policy"]).get("Statement")
    except (ValueError, AttributeError):
        return True


def _is_lockout(request: Request, state: State) -> bool:
    # Even the root user needs permission from the key policy.
    policy = request.get("Policy")
    if policy is None or request.get("BypassPolicyLockoutSafetyCheck"):
        return False
    return not allows_account(policy, state.account, "kms:PutKeyPolicy")


def _taken_alias(request: Request, state: State) -> str | None:
    name = request["AliasName"]
    if state.key(name) is None:
        return None
    return f"An alias with the name arn:aws:kms:{state.region}:{state.account}:{name} already exists"


RULES = table(
    "kms",
    Row("policy-malformed", POLICY, MALFORMED, "a key policy that is not JSON, or has no statement",
        when(_is_malformed, "Policy contains a statement with one or more invalid elements.")),
    Row("policy-lockout", POLICY, MALFORMED,
        "a key policy that allows no principal of the account to change it, without `BypassPolicyLockoutSafetyCheck`",
        when(_is_lockout, "The new key policy will not allow you to update the key policy in the future."),
        references.KEY_POLICY_LOCKOUT),
    Row("deletion-window", "ScheduleKeyDeletion", "ValidationException",
        "a waiting time of fewer than 7 or more than 30 days",
        outside("PendingWindowInDays", KEY_DELETION_DAYS,
                "PendingWindowInDays must be between 7 and 30 (inclusive): {value}")),
    Row("rotation-disabled", "EnableKeyRotation", "DisabledException", "the rotation of a disabled key",
        when(lambda request, state: getattr(state.key(request["KeyId"]), "key_state", "") == "Disabled",
             "{KeyId} is disabled.")),
    Row("alias-form", ALIASES, "ValidationException", "an alias whose name does not begin with `alias/`",
        when(lambda request, _state: not request["AliasName"].startswith("alias/"), "Invalid identifier")),
    Row("alias-reserved", ALIASES, "NotAuthorizedException", f"an alias whose name begins with `{AWS_ALIAS}`",
        when(lambda request, _state: request["AliasName"].startswith(AWS_ALIAS), f"{AWS_ALIAS} is reserved"),
        references.KEY_ALIASES),
    Row("alias-taken", "CreateAlias", "AlreadyExistsException", "an alias that is taken", _taken_alias),
    Row("alias-key-unknown", ALIASES, "NotFoundException", "an alias of a key that does not exist in the region",
        unknown("TargetKeyId", State.key, "Key '{value}' does not exist")),
)  # fmt: skip
