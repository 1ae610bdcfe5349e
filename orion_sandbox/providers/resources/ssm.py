"""Systems Manager: parameters."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent
from orion_sandbox.providers.values import Values

CHANGED_IN_PLACE = ("allowedPattern", "description", "insecureValue", "keyId", "tier", "type", "value")
STANDARD, ADVANCED = "Standard", "Advanced"


def _overwrite(old: Values, new: Values) -> Values:
    """Return `Overwrite`, without which PutParameter only creates."""
    if all(old.get(name) == new.get(name) for name in CHANGED_IN_PLACE):
        return {}
    texts = {"AllowedPattern": new.get("allowedPattern") or "", "Description": new.get("description") or ""}
    return {"Overwrite": True, **texts}


def _metadata(caller: Caller, identity: str, _item: Values) -> dict[str, Any]:
    """Return description, tier and tags, which GetParameter does not return."""
    named = [{"Key": "Name", "Option": "Equals", "Values": [identity]}]
    (metadata,) = caller("DescribeParameters", ParameterFilters=named)["Parameters"]
    tags = caller("ListTagsForResource", ResourceType="Parameter", ResourceId=identity)
    return {**metadata, "TagList": tags["TagList"]}


def _cannot_become_standard(before: Any, after: Any) -> bool:
    return (before, after) == (ADVANCED, STANDARD)


ROWS = (
    Row(
        type="aws:ssm/parameter:Parameter",
        service="ssm",
        create="PutParameter",
        read="GetParameter",
        modify="PutParameter",
        delete="DeleteParameter",
        key="Name",
        found="Parameter",
        identity="inputs.name",
        properties=(
            sent("allowedPattern", removed=""),
            fixed("dataType", because="AWS changes it, the provider does not"),
            sent("description", removed=""),
            # Both are the value; an encrypted one is only in the other property.
            sent("insecureValue", "Value", read="(Type != 'SecureString' && Value) || `null`"),
            sent("keyId", read="Type == 'SecureString' && KeyId || `null`"),
            *named("name", limit=2048, prefix=False),
            local("overwrite"),
            sent("tier", replaces_when=_cannot_become_standard),
            sent("type"),
            sent("value", secret=True),
        ),
        conflicts=(("insecureValue", "value"),),
        one_of=("insecureValue", "value", "valueWo"),
        computed={"arn": "ARN", "version": "Version"},
        tagging=tagging.SSM,
        read_arguments=lambda identity: {"Name": identity, "WithDecryption": True},
        modify_arguments=_overwrite,
        observe=_metadata,
    ),
)
