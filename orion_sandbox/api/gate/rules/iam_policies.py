"""IAM: managed policies of the account's own."""

from typing import Any

from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import IAMPolicyDocumentValidator

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("iam")

WRITE = ("CreatePolicy", "CreatePolicyVersion")
DELETE = ("DeletePolicy",)
MOST_CHARACTERS = 6144
MOST_VERSIONS = 5


@RULES.refuse(
    "policy-malformed",
    WRITE,
    "MalformedPolicyDocument",
    "a policy that is not JSON, or lacks what a statement needs, or has what a policy of the account cannot have",
    sources.POLICY_GRAMMAR,
)
def malformed(request: Request, _state: State) -> str | None:
    """By the grammar of policies, as moto knows it."""
    try:
        IAMPolicyDocumentValidator(request["PolicyDocument"]).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return None


@RULES.refuse(
    "policy-size",
    WRITE,
    "LimitExceeded",
    f"a policy of more than {MOST_CHARACTERS} characters, white space not counted",
    sources.IAM_QUOTAS,
)
def size(request: Request, _state: State) -> str | None:
    """A policy that lists too much."""
    if len("".join(request["PolicyDocument"].split())) <= MOST_CHARACTERS:
        return None
    return f"Cannot exceed quota for PolicySize: {MOST_CHARACTERS}"


@RULES.refuse("policy-taken", ("CreatePolicy",), "EntityAlreadyExists", "a policy's name that is taken")
def taken(request: Request, state: State) -> str | None:
    """Names are used once in an account, whatever the region."""
    name, path = request["PolicyName"], request.get("Path") or "/"
    if not any((policy.name, policy.path) == (name, path) for policy in _own(state)):
        return None
    return f"A policy called {name} already exists. Duplicate names are not allowed."


@RULES.refuse(
    "policy-versions", ("CreatePolicyVersion",), "LimitExceeded", f"more than {MOST_VERSIONS} versions of a policy"
)
def versions(request: Request, state: State) -> str | None:
    """An old version goes first."""
    if len(getattr(_policy(request, state), "versions", ())) < MOST_VERSIONS:
        return None
    return (
        f"A managed policy can have up to {MOST_VERSIONS} versions. Before you create a new version, you must delete "
        "an existing version."
    )


@RULES.refuse("policy-attached", DELETE, "DeleteConflict", "deleting a policy that is attached to something")
def attached(request: Request, state: State) -> str | None:
    """Attachments go first."""
    if not getattr(_policy(request, state), "attachment_count", 0):
        return None
    return "Cannot delete a policy attached to entities."


@RULES.refuse("policy-with-versions", DELETE, "DeleteConflict", "deleting a policy that has more than one version")
def with_versions(request: Request, state: State) -> str | None:
    """All but the default version go first."""
    if len(getattr(_policy(request, state), "versions", ())) <= 1:
        return None
    return (
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy."
    )


def _policy(request: Request, state: State) -> Any:
    return state.iam.managed_policies.get(request["PolicyArn"])


def _own(state: State) -> Any:
    policies = state.iam.managed_policies
    return [policy for arn, policy in policies.items() if f"::{state.account}:" in arn]
