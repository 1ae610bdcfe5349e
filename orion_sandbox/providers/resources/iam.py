"""IAM: roles and what is attached to them."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.documents import as_text, same_document
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values


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
            sent("assumeRolePolicy", "AssumeRolePolicyDocument", same=same_document, shows=as_text),
            sent("description", removed=""),
            local("forceDetachPolicies", default=False),
            sent("maxSessionDuration", default=3600),
            fixed("name", "RoleName", replaces=sources.UPDATE_ROLE),
            local("namePrefix", replaces=sources.UPDATE_ROLE),
            fixed("path", default="/", replaces=sources.UPDATE_ROLE),
        ),
        computed={"arn": "Arn", "createDate": "CreateDate", "uniqueId": "RoleId"},
        auto_name=AutoName("name", "namePrefix", 64),
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
        # The list holds the role's policies; the id says which role and which policy.
        found="AttachedPolicies[?ends_with('{id}', PolicyArn)] | [0]",
        identity="join('/', [inputs.role, inputs.policyArn])",
        properties=(
            fixed("policyArn", replaces=sources.DETACH_ROLE_POLICY),
            fixed("role", "RoleName", replaces=sources.DETACH_ROLE_POLICY),
        ),
        regional=False,
        read_arguments=_attachment,
        delete_arguments=lambda identity, state: {**_attachment(identity), "PolicyArn": state["policyArn"]},
        observe=lambda _caller, identity, _item: _attachment(identity),
    ),
)
