"""IAM: managed policies of the account's own."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.documents import as_text, same_document
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values

MOST_VERSIONS = 5
"""IAM User Guide, "IAM and AWS STS quotas": versions that a managed policy may have."""


def _document(caller: Caller, identity: str, item: Values) -> Values:
    version = caller("GetPolicyVersion", PolicyArn=identity, VersionId=item["DefaultVersionId"])["PolicyVersion"]
    return {"PolicyDocument": version["Document"]}


def _set_document(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old or same_document(new["policy"], old["policy"]):
        return
    if len(versions := _other_versions(caller, identity)) == MOST_VERSIONS - 1:
        caller("DeletePolicyVersion", PolicyArn=identity, VersionId=versions[0])
    caller("CreatePolicyVersion", PolicyArn=identity, PolicyDocument=new["policy"], SetAsDefault=True)


def _delete_versions(caller: Caller, identity: str, _state: Values) -> None:
    for version in _other_versions(caller, identity):
        caller("DeletePolicyVersion", PolicyArn=identity, VersionId=version)


def _other_versions(caller: Caller, identity: str) -> list[str]:
    """All but the default version, the oldest first."""
    versions = caller("ListPolicyVersions", PolicyArn=identity)["Versions"]
    others = [version for version in versions if not version["IsDefaultVersion"]]
    return [version["VersionId"] for version in sorted(others, key=lambda version: version["CreateDate"])]


ROWS = (
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
            fixed("description", replaces=sources.CREATE_POLICY),
            fixed("name", "PolicyName", replaces=sources.CREATE_POLICY),
            local("namePrefix", replaces=sources.CREATE_POLICY),
            fixed("path", default="/", replaces=sources.CREATE_POLICY),
            sent("policy", "PolicyDocument", same=same_document, shows=as_text),
        ),
        computed={"arn": "Arn", "attachmentCount": "AttachmentCount", "policyId": "PolicyId"},
        auto_name=AutoName("name", "namePrefix", 128),
        tagging=tagging.IAM_POLICY,
        regional=False,
        observe=_document,
        steps=(_set_document,),
        before_delete=_delete_versions,
    ),
)
