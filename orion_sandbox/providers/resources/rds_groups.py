"""RDS: subnet groups and both kinds of parameter groups."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.batching import batches
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent, step
from orion_sandbox.providers.values import Values


def _by_name(inputs: Values) -> dict[str, dict[str, str]]:
    return {
        parameter["name"]: {
            "ParameterName": parameter["name"],
            "ParameterValue": str(parameter["value"]),
            "ApplyMethod": parameter.get("applyMethod") or "immediate",
        }
        for parameter in inputs.get("parameters") or ()
    }


def _write_parameters(modify: str, reset: str, key: str) -> Callable[[Caller, str, Values, Values], None]:
    def write(caller: Caller, identity: str, old: Values, new: Values) -> None:
        before, after = _by_name(old), _by_name(new)
        for some in batches([entry for name, entry in after.items() if before.get(name) != entry]):
            caller(modify, **{key: identity, "Parameters": some})
        gone = [
            {member: entry[member] for member in ("ParameterName", "ApplyMethod")}
            for name, entry in before.items()
            if name not in after
        ]
        for some in batches(gone):
            caller(reset, **{key: identity, "Parameters": some})

    return write


def _read_parameters(operation: str, key: str) -> Callable[[Caller, str, Values], Values]:
    def read(caller: Caller, identity: str, _item: Values) -> Values:
        answer = caller(operation, **{key: identity, "Source": "user"})
        return {"Parameters": answer["Parameters"]}

    return read


def _shown(parameters: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "applyMethod": parameter.get("ApplyMethod", "immediate"),
            "name": parameter["ParameterName"],
            "value": parameter["ParameterValue"],
        }
        for parameter in parameters
    ]


def _same_parameters(wanted: list[Values], actual: list[Values]) -> bool:
    return _by_name({"parameters": wanted}) == _by_name({"parameters": actual})


def _parameter_group(kind: str, operation: str) -> Row:
    """Both kinds differ only in their names: `kind` is Pulumi's, `operation` is in AWS's operations."""
    key = f"{operation}GroupName"
    source = sources.MODIFY_PARAMETER_GROUP
    return Row(
        type=f"aws:rds/{kind[0].lower()}{kind[1:]}:{kind}",
        service="rds",
        create=f"Create{operation}Group",
        read=f"Describe{operation}Groups",
        delete=f"Delete{operation}Group",
        key=key,
        found=f"{operation}Groups[0]",
        identity=f"{operation}Group.{key}",
        properties=(
            fixed("description", default="Managed by Pulumi", replaces=source),
            fixed("family", "DBParameterGroupFamily", replaces=source),
            fixed("name", key, replaces=source),
            local("namePrefix", replaces=source),
            step("parameters", "Parameters", removed=[], shows=_shown, same=_same_parameters),
        ),
        computed={"arn": f"{operation}GroupArn"},
        auto_name=AutoName("name", "namePrefix", 255),
        tagging=tagging.RDS,
        observe=_read_parameters(f"Describe{operation}s", key),
        steps=(_write_parameters(f"Modify{operation}Group", f"Reset{operation}Group", key),),
    )


ROWS = (
    Row(
        type="aws:rds/subnetGroup:SubnetGroup",
        service="rds",
        create="CreateDBSubnetGroup",
        read="DescribeDBSubnetGroups",
        modify="ModifyDBSubnetGroup",
        delete="DeleteDBSubnetGroup",
        key="DBSubnetGroupName",
        found="DBSubnetGroups[0]",
        identity="DBSubnetGroup.DBSubnetGroupName",
        properties=(
            sent("description", "DBSubnetGroupDescription", default="Managed by Pulumi"),
            fixed("name", "DBSubnetGroupName", replaces=sources.MODIFY_SUBNET_GROUP),
            local("namePrefix", replaces=sources.MODIFY_SUBNET_GROUP),
            sent("subnetIds", read="Subnets[].SubnetIdentifier", unordered=True),
        ),
        computed={"arn": "DBSubnetGroupArn", "vpcId": "VpcId", "supportedNetworkTypes": "SupportedNetworkTypes"},
        auto_name=AutoName("name", "namePrefix", 255),
        tagging=tagging.RDS,
    ),
    _parameter_group("ClusterParameterGroup", "DBClusterParameter"),
    _parameter_group("ParameterGroup", "DBParameter"),
)
