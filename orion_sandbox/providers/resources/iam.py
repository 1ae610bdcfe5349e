"""IAM: roles, managed policies and their attachment."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent
from orion_sandbox.providers.translate import document_text, same_document
from orion_sandbox.providers.values import Values

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
            sent("maxSessionDuration", default=3600),
            *named("name", "RoleName", limit=64),
            fixed("path", default="/"),
        ),
        computed={"arn": "Arn", "createDate": "CreateDate", "uniqueId": "RoleId"},
        tagging=tagging.IAM_ROLE,
        regional=False,
        steps=(_update_trust_policy,),
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
            fixed("description"),
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
