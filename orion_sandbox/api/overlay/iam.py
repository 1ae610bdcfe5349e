"""IAM: the simulation of permissions, which moto lacks. The sandbox itself allows every call."""

from collections.abc import Iterator
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.exceptions import NotFoundException
from moto.iam.responses import IamResponse

from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

OWN_CALLER = "user/moto"
"""The identity of credentials that belong to no user, such as the sandbox's."""

DECISIONS = {
    PermissionResult.PERMITTED: "allowed",
    PermissionResult.DENIED: "explicitDeny",
    PermissionResult.NEUTRAL: "implicitDeny",
}

_operation = PATCHES.operation(IamResponse, lambda response: response.backend)


@_operation
def simulate_principal_policy(backend: Any, request: Request) -> dict[str, Any]:
    """Evaluate the policies of a user or a role, without permissions boundaries and policies of an organization."""
    source = request["PolicySourceArn"].rpartition(":")[2]
    policies = None if source == OWN_CALLER else [IAMPolicy(each) for each in _policies(backend, source)]
    context = {each["ContextKeyName"]: each["ContextKeyValues"][0] for each in request.get("ContextEntries", ())}
    results = [
        {
            "EvalActionName": action,
            "EvalResourceName": resource,
            "EvalDecision": DECISIONS[_decision(policies, action, resource, context)],
        }
        for action in request["ActionNames"]
        for resource in request.get("ResourceArns", ("*",))
    ]
    return {"EvaluationResults": results, "IsTruncated": False}


def _decision(
    policies: list[IAMPolicy] | None, action: str, resource: str, context: dict[str, str]
) -> PermissionResult:
    if policies is None:
        return PermissionResult.PERMITTED
    found = {policy.is_action_permitted(action, resource, None, context) for policy in policies}
    order = (PermissionResult.DENIED, PermissionResult.PERMITTED)
    return next((each for each in order if each in found), PermissionResult.NEUTRAL)


def _policies(backend: Any, source: str) -> Iterator[Any]:
    """Yield the policies of a user or role, inline ones and attached ones."""
    kind, _, name = source.partition("/")
    name = name.rpartition("/")[2]
    if kind == "role":
        for each in backend.list_role_policies(name):
            yield backend.get_role_policy(name, each)[1]
        yield from backend.list_attached_role_policies(name)[0]
    elif kind == "user":
        for each in backend.list_user_policies(name):
            yield backend.get_user_policy(name, each)
        yield from backend.list_attached_user_policies(name)[0]
    else:
        raise NotFoundException(f"The principal {source} does not exist.")
