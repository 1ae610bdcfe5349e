"""KMS: keys' policies, rotation, deletion and aliases."""

import json

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import OF_AWS
from orion_sandbox.api.gate.policies import allows_account
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("kms")

POLICY = ("CreateKey", "PutKeyPolicy")
MALFORMED = "MalformedPolicyDocumentException"
ALIAS = "alias/"
ALIASES = ("CreateAlias", "UpdateAlias")
DELETION_DAYS = range(7, 31)


@RULES.refuse("policy-malformed", POLICY, MALFORMED, "a key policy that is not JSON, or has no statement")
def malformed(request: Request, _state: State) -> str | None:
    """A key without a policy of its own gets one."""
    policy = request.get("Policy")
    if policy is None:
        return None
    try:
        statements = json.loads(policy).get("Statement")
    except (ValueError, AttributeError):
        statements = None
    return None if statements else "Policy contains a statement with one or more invalid elements."


@RULES.refuse(
    "policy-lockout",
    POLICY,
    MALFORMED,
    "a key policy that lets nobody of the account change it again, without `BypassPolicyLockoutSafetyCheck`",
    sources.KEY_POLICY_LOCKOUT,
)
def lockout(request: Request, state: State) -> str | None:
    """Nobody, not even the root user, may do with a key what its policy does not allow."""
    policy = request.get("Policy")
    if policy is None or request.get("BypassPolicyLockoutSafetyCheck"):
        return None
    if allows_account(policy, state.account, "kms:PutKeyPolicy"):
        return None
    return "The new key policy will not allow you to update the key policy in the future."


@RULES.refuse(
    "deletion-window",
    ("ScheduleKeyDeletion",),
    "ValidationException",
    "a waiting time of fewer than 7 or more than 30 days",
)
def deletion_window(request: Request, _state: State) -> str | None:
    """Days until a key is gone."""
    days = request.get("PendingWindowInDays")
    if days is None or days in DELETION_DAYS:
        return None
    return f"PendingWindowInDays must be between 7 and 30 (inclusive): {days}"


@RULES.refuse("rotation-disabled", ("EnableKeyRotation",), "DisabledException", "the rotation of a disabled key")
def rotation_disabled(request: Request, state: State) -> str | None:
    """The key is enabled first."""
    if getattr(state.key(request["KeyId"]), "key_state", "") != "Disabled":
        return None
    return f"{request['KeyId']} is disabled."


@RULES.refuse("alias-form", ALIASES, "ValidationException", "an alias whose name does not begin with `alias/`")
def alias_form(request: Request, _state: State) -> str | None:
    """So that it cannot be taken for a key's id."""
    return None if request["AliasName"].startswith(ALIAS) else "Invalid identifier"


@RULES.refuse(
    "alias-reserved",
    ALIASES,
    "NotAuthorizedException",
    f"an alias whose name begins with `{OF_AWS}`",
    sources.KEY_ALIASES,
)
def alias_reserved(request: Request, _state: State) -> str | None:
    """Those are AWS's own."""
    return f"{OF_AWS} is reserved" if request["AliasName"].startswith(OF_AWS) else None


@RULES.refuse("alias-taken", ("CreateAlias",), "AlreadyExistsException", "an alias that is taken")
def alias_taken(request: Request, state: State) -> str | None:
    """Names are used once in a region."""
    name = request["AliasName"]
    if state.key(name) is None:
        return None
    return f"An alias with the name arn:aws:kms:{state.region}:{state.account}:{name} already exists"


@RULES.refuse("alias-key-unknown", ALIASES, "NotFoundException", "an alias of a key that does not exist in the region")
def alias_key_unknown(request: Request, state: State) -> str | None:
    """A key is made first, and in the same region."""
    key = request["TargetKeyId"]
    return f"Key '{key}' does not exist" if state.key(key) is None else None
