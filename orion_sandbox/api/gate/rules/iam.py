"""IAM: managed policies of the account."""

from typing import Any

from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import IAMPolicyDocumentValidator

from orion_sandbox.api import references
from orion_sandbox.api.gate.checks import when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import IAM_POLICY_CHARACTERS, IAM_POLICY_VERSIONS

CREATE, CREATE_VERSION, DELETE = "CreatePolicy", "CreatePolicyVersion", "DeletePolicy"
WRITE = (CREATE, CREATE_VERSION)


def _malformed(request: Request, _state: State) -> str | None:
    try:
        IAMPolicyDocumentValidator(request["PolicyDocument"]).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return None


def _is_long(request: Request, _state: State) -> bool:
    return len("".join(request["PolicyDocument"].split())) not in IAM_POLICY_CHARACTERS


def _is_taken(request: Request, state: State) -> bool:
    wanted = request["PolicyName"], request.get("Path") or "/"
    policies = state.iam.managed_policies.items()
    return wanted in [(each.name, each.path) for arn, each in policies if f"::{state.account}:" in arn]


def _policy(request: Request, state: State) -> Any:
    return state.iam.managed_policies.get(request["PolicyArn"])


def _versions(request: Request, state: State) -> int:
    return len(getattr(_policy(request, state), "versions", ()))


RULES = table(
    "iam",
    Row("policy-malformed", WRITE, "MalformedPolicyDocument",
        "a policy that is not JSON, or whose statements lack an element or have one that managed policies cannot have",
        _malformed, references.POLICY_GRAMMAR),
    Row("policy-size", WRITE, "LimitExceeded",
        f"a policy of more than {IAM_POLICY_CHARACTERS.maximum} characters, white space not counted",
        when(_is_long, f"Cannot exceed quota for PolicySize: {IAM_POLICY_CHARACTERS.maximum}"),
        references.IAM_QUOTAS),
    Row("policy-taken", CREATE, "EntityAlreadyExists", "a policy's name that is taken",
        when(_is_taken, "A policy called {PolicyName} already exists. Duplicate names are not allowed.")),
    Row("policy-versions", CREATE_VERSION, "LimitExceeded",
        f"more than {IAM_POLICY_VERSIONS.maximum} versions of a policy",
        when(lambda request, state: _versions(request, state) + 1 not in IAM_POLICY_VERSIONS,
             f"A managed policy can have up to {IAM_POLICY_VERSIONS.maximum} versions. Before you create a new "
             "version, you must delete an existing version.")),
    Row("policy-attached", DELETE, "DeleteConflict", "deleting a policy that is attached",
        when(lambda request, state: getattr(_policy(request, state), "attachment_count", 0),
             "Cannot delete a policy attached to entities.")),
    Row("policy-with-versions", DELETE, "DeleteConflict", "deleting a policy that has more than one version",
        when(lambda request, state: _versions(request, state) > 1, "This policy has more than one version. Before you "
             "delete a policy, you must delete the policy's versions. The default version is deleted with the "
             "policy.")),
)  # fmt: skip
