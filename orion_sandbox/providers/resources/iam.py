"""IAM: roles, managed policies and their attachment."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent, step
from orion_sandbox.providers.translate import document_text, same_document
from orion_sandbox.providers.values import Values, added_and_removed

MAX_POLICY_VERSIONS = 5
"""IAM User Guide, "IAM and AWS STS quotas": versions of a managed policy."""


def _document(caller: Caller, identity: str, item: Values) -> Values:
    version = caller("GetPolicyVersion", PolicyArn=identity, VersionId=item["DefaultVersionId"])["PolicyVersion"]
    return {"PolicyDocument": version["Document"]}


def _set_document(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old or same_document(new["policy"], old["policy"]):
        return
    if len(versions := _other_versions(caller, identity)) == MAX_POLICY_VERSIONS - 1:
        caller("DeletePolicyVersion", PolicyArn=identity, VersionId=versions[0])
    caller("CreatePolicyVersion", PolicyArn=identity, PolicyDocument=new["policy"], SetAsDefault=True)


def _delete_versions(caller: Caller, identity: str, _state: Values) -> None:
    for version in _other_versions(caller, identity):
        caller("DeletePolicyVersion", PolicyArn=identity, VersionId=version)


def _other_versions(caller: Caller, identity: str) -> list[str]:
    """Return all but the default version, the oldest first."""
    versions = caller("ListPolicyVersions", PolicyArn=identity)["Versions"]
    others = [version for version in versions if not version["IsDefaultVersion"]]
    return [version["VersionId"] for version in sorted(others, key=lambda version: version["CreateDate"])]


def _update_trust_policy(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and not same_document(new["assumeRolePolicy"], old["assumeRolePolicy"]):
        caller("UpdateAssumeRolePolicy", RoleName=identity, PolicyDocument=new["assumeRolePolicy"])


def _set_boundary(caller: Caller, identity: str, old: Values, new: Values) -> None:
    before, after = old.get("permissionsBoundary"), new.get("permissionsBoundary")
    if old and before != after:
        arguments = {"PermissionsBoundary": after} if after else {}
        verb = "Put" if after else "Delete"
        caller(f"{verb}RolePermissionsBoundary", RoleName=identity, **arguments)


def _set_inline_policies(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Replace the role's inline policies with the program's, if it sets any."""
    before, after = (_by_name(values.get("inlinePolicies") or ()) for values in (old, new))
    if new.get("inlinePolicies") is None:
        return
    for name in sorted(before.keys() - after.keys()):
        caller("DeleteRolePolicy", RoleName=identity, PolicyName=name)
    for name, policy in after.items():
        if not (name in before and same_document(policy, before[name])):
            caller("PutRolePolicy", RoleName=identity, PolicyName=name, PolicyDocument=policy)


def _by_name(policies: Any) -> dict[str, str]:
    return {each["name"]: each["policy"] for each in policies if each.get("name")}


def _same_policies(wanted: Any, actual: Any) -> bool:
    one, other = _by_name(wanted), _by_name(actual)
    return one.keys() == other.keys() and all(same_document(one[name], other[name]) for name in one)


def _set_managed_policies(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if new.get("managedPolicyArns") is None:
        return
    added, removed = added_and_removed(old, new, "managedPolicyArns")
    for arn in removed:
        caller("DetachRolePolicy", RoleName=identity, PolicyArn=arn)
    for arn in added:
        caller("AttachRolePolicy", RoleName=identity, PolicyArn=arn)


def _policies(caller: Caller, identity: str, _item: Values) -> dict[str, Any]:
    names = caller("ListRolePolicies", RoleName=identity)["PolicyNames"]
    documents = {name: caller("GetRolePolicy", RoleName=identity, PolicyName=name)["PolicyDocument"] for name in names}
    attached = caller("ListAttachedRolePolicies", RoleName=identity)["AttachedPolicies"]
    return {
        "Inline": [{"name": name, "policy": document_text(document)} for name, document in documents.items()],
        "Managed": [policy["PolicyArn"] for policy in attached],
    }


def _delete_policies(caller: Caller, identity: str, state: Values) -> None:
    """Remove the policies in the role's own properties; AWS refuses the deletion if there are others."""
    own = {name: [] for name in ("inlinePolicies", "managedPolicyArns") if state.get(name)}
    _set_inline_policies(caller, identity, state, own)
    _set_managed_policies(caller, identity, state, own)


def _attachment(identity: str) -> Values:
    return {"RoleName": identity.split("/", 1)[0]}


ROWS = (
    Row(
        type="aws:iam/role:Role",
        service="iam",
        create="CreateRole",
        read="GetRole",
        modify="UpdateRole",
        delete="DeleteRole",
        key="RoleName",
        found="Role",
        identity="Role.RoleName",
        properties=(
            sent("assumeRolePolicy", "AssumeRolePolicyDocument", same=same_document, shows=document_text),
            sent("description", removed=""),
            local("forceDetachPolicies", default=False),
            step("inlinePolicies", "Inline", same=_same_policies, only_if_written=True),
            step("managedPolicyArns", "Managed", unordered=True, only_if_written=True),
            sent("maxSessionDuration", default=3600),
            *named("name", "RoleName", limit=64),
            fixed("path", default="/"),
            sent("permissionsBoundary", read="PermissionsBoundary.PermissionsBoundaryArn", removed=""),
        ),
        computed={"arn": "Arn", "createDate": "CreateDate", "uniqueId": "RoleId"},
        tagging=tagging.IAM_ROLE,
        regional=False,
        observe=_policies,
        steps=(_update_trust_policy, _set_boundary, _set_inline_policies, _set_managed_policies),
        before_delete=_delete_policies,
    ),
    Row(
        type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        service="iam",
        create="AttachRolePolicy",
        read="ListAttachedRolePolicies",
        delete="DetachRolePolicy",
        key="RoleName",
        # The answer lists the role's policies; the id names role and policy.
        found="AttachedPolicies[?ends_with('{id}', PolicyArn)] | [0]",
        identity="join('/', [inputs.role, inputs.policyArn])",
        properties=(
            fixed("policyArn"),
            fixed("role", "RoleName"),
        ),
        regional=False,
        read_arguments=_attachment,
        delete_arguments=lambda identity, state: {**_attachment(identity), "PolicyArn": state["policyArn"]},
        observe=lambda _caller, identity, _item: _attachment(identity),
    ),
    Row(
        type="aws:iam/policy:Policy",
        service="iam",
        create="CreatePolicy",
        read="GetPolicy",
        delete="DeletePolicy",
        key="PolicyArn",
        found="Policy",
        identity="Policy.Arn",
        properties=(
            local("delayAfterPolicyCreationInMs"),
            fixed("description", removed=""),
            *named("name", "PolicyName", limit=128),
            fixed("path", default="/"),
            sent("policy", "PolicyDocument", same=same_document, shows=document_text),
        ),
        computed={"arn": "Arn", "attachmentCount": "AttachmentCount", "policyId": "PolicyId"},
        tagging=tagging.IAM_POLICY,
        regional=False,
        observe=_document,
        steps=(_set_document,),
        before_delete=_delete_versions,
    ),
)
