"""ElastiCache: subnet groups and parameter groups."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.batching import batches
from orion_sandbox.providers.table import AutoName, Row, fixed, sent, step
from orion_sandbox.providers.values import Values


def _by_name(inputs: Values) -> dict[str, str]:
    return {parameter["name"]: str(parameter["value"]) for parameter in inputs.get("parameters") or ()}


def _pairs(parameters: dict[str, str]) -> list[dict[str, str]]:
    return [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]


def _write_parameters(caller: Caller, identity: str, old: Values, new: Values) -> None:
    before, after = _by_name(old), _by_name(new)
    for some in batches(_pairs({name: value for name, value in before.items() if name not in after})):
        caller("ResetCacheParameterGroup", CacheParameterGroupName=identity, ParameterNameValues=some)
    for some in batches(_pairs({name: value for name, value in after.items() if before.get(name) != value})):
        caller("ModifyCacheParameterGroup", CacheParameterGroupName=identity, ParameterNameValues=some)


def _read_parameters(caller: Caller, identity: str, _item: Values) -> Values:
    answer = caller("DescribeCacheParameters", CacheParameterGroupName=identity, Source="user")
    return {"Parameters": answer["Parameters"]}


def _shown(parameters: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"name": each["ParameterName"], "value": each["ParameterValue"]} for each in parameters]


def _same_parameters(wanted: list[Values], actual: list[Values]) -> bool:
    return _by_name({"parameters": wanted}) == _by_name({"parameters": actual})


ROWS = (
    Row(
        type="aws:elasticache/subnetGroup:SubnetGroup",
        service="elasticache",
        create="CreateCacheSubnetGroup",
        read="DescribeCacheSubnetGroups",
        modify="ModifyCacheSubnetGroup",
        delete="DeleteCacheSubnetGroup",
        key="CacheSubnetGroupName",
        found="CacheSubnetGroups[0]",
        identity="CacheSubnetGroup.CacheSubnetGroupName",
        properties=(
            sent("description", "CacheSubnetGroupDescription", default="Managed by Pulumi"),
            fixed("name", "CacheSubnetGroupName", replaces=sources.MODIFY_CACHE_SUBNET_GROUP),
            sent("subnetIds", read="Subnets[].SubnetIdentifier", unordered=True),
        ),
        computed={"arn": "ARN", "vpcId": "VpcId"},
        auto_name=AutoName("name", "", 255),
        tagging=tagging.ELASTICACHE,
    ),
    Row(
        type="aws:elasticache/parameterGroup:ParameterGroup",
        service="elasticache",
        create="CreateCacheParameterGroup",
        read="DescribeCacheParameterGroups",
        delete="DeleteCacheParameterGroup",
        key="CacheParameterGroupName",
        found="CacheParameterGroups[0]",
        identity="CacheParameterGroup.CacheParameterGroupName",
        properties=(
            fixed("description", default="Managed by Pulumi", replaces=sources.MODIFY_CACHE_PARAMETER_GROUP),
            fixed("family", "CacheParameterGroupFamily", replaces=sources.MODIFY_CACHE_PARAMETER_GROUP),
            fixed("name", "CacheParameterGroupName", replaces=sources.MODIFY_CACHE_PARAMETER_GROUP),
            step("parameters", "Parameters", removed=[], shows=_shown, same=_same_parameters),
        ),
        computed={"arn": "ARN"},
        auto_name=AutoName("name", "", 255),
        tagging=tagging.ELASTICACHE,
        observe=_read_parameters,
        steps=(_write_parameters,),
    ),
)
