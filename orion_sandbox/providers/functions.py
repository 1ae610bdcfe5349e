"""Functions of the SDK that look something up."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import jmespath

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.translate import from_aws, tags_from_aws
from orion_sandbox.providers.values import Values

CLUSTER = ROWS["aws:rds/cluster:Cluster"]


def _get_cluster(caller: Caller, arguments: Values) -> Values:
    answer = caller("DescribeDBClusters", DBClusterIdentifier=arguments["clusterIdentifier"])
    cluster = answer["DBClusters"][0]
    inputs = {prop.name: prop.path for prop in CLUSTER.properties if prop.path}
    paths = {**inputs, **CLUSTER.computed, "engineVersion": "EngineVersion"}
    found = {name: from_aws(jmespath.search(path, cluster)) for name, path in paths.items()}
    known = {name: value for name, value in found.items() if value is not None}
    return {**known, "id": cluster["DBClusterIdentifier"], "tags": tags_from_aws(cluster.get("TagList"))}


def _get_clusters(caller: Caller, arguments: Values) -> Values:
    filters = [{"Name": each["name"], "Values": each["values"]} for each in arguments.get("filters") or ()]
    found = caller("DescribeDBClusters", **({"Filters": filters} if filters else {}))["DBClusters"]
    return {
        "id": caller.region,
        "clusterArns": [cluster["DBClusterArn"] for cluster in found],
        "clusterIdentifiers": [cluster["DBClusterIdentifier"] for cluster in found],
    }


def _get_replication_group(caller: Caller, arguments: Values) -> Values:
    answer = caller("DescribeReplicationGroups", ReplicationGroupId=arguments["replicationGroupId"])
    group = answer["ReplicationGroups"][0]
    return {"id": group["ReplicationGroupId"], "arn": group["ARN"], "memberClusters": group["MemberClusters"]}


FUNCTIONS: Mapping[str, tuple[str, Callable[[Caller, Values], Values]]] = MappingProxyType(
    {
        "aws:elasticache/getReplicationGroup:getReplicationGroup": ("elasticache", _get_replication_group),
        "aws:rds/getCluster:getCluster": ("rds", _get_cluster),
        "aws:rds/getClusters:getClusters": ("rds", _get_clusters),
    }
)
"""Pulumi's token to botocore's name of the service, and what looks it up there."""
