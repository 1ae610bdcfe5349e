"""Systems Manager: parameters whose value is not a secret."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent
from orion_sandbox.providers.values import Values

CHANGED_IN_PLACE = ("allowedPattern", "description", "insecureValue", "tier", "type")
STANDARD, ADVANCED = "Standard", "Advanced"


def _overwrite(old: Values, new: Values) -> Values:
    """PutParameter creates a parameter, and overwrites one only where the call says so."""
    if all(old.get(name) == new.get(name) for name in CHANGED_IN_PLACE):
        return {}
    texts = {"AllowedPattern": new.get("allowedPattern") or "", "Description": new.get("description") or ""}
    return {"Overwrite": True, **texts}


def _metadata(caller: Caller, identity: str, _item: Values) -> dict[str, Any]:
    """GetParameter returns neither description and tier nor tags."""
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
            sent("insecureValue", "Value"),
            *named("name", limit=2048, prefix=False),
            local("overwrite"),
            sent("tier", replaces_when=_cannot_become_standard),
            sent("type"),
        ),
        computed={"arn": "ARN", "version": "Version"},
        tagging=tagging.SSM,
        modify_arguments=_overwrite,
        observe=_metadata,
    ),
)
