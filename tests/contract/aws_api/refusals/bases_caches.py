"""What calls of ElastiCache need anyway."""

from collections.abc import Mapping
from typing import Any

PASSWORD = "sixteen-or-more-1"

BASES: Mapping[str, Mapping[str, Any]] = {
    "CreateCacheParameterGroup": {
        "CacheParameterGroupName": "{new}",
        "CacheParameterGroupFamily": "redis7",
        "Description": "ours",
    },
    "CreateCacheSubnetGroup": {
        "CacheSubnetGroupName": "{new}",
        "CacheSubnetGroupDescription": "ours",
        "SubnetIds": ["{subnet_a}"],
    },
    "CreateReplicationGroup": {
        "ReplicationGroupId": "{new}",
        "ReplicationGroupDescription": "ours",
        "Engine": "redis",
        "EngineVersion": "7.1",
        "CacheNodeType": "cache.r7g.large",
        "CacheSubnetGroupName": "judged",
    },
    "CreateUser": {
        "UserId": "{new}",
        "UserName": "{new}",
        "Engine": "redis",
        "AccessString": "on ~* &* +@all",
        "Passwords": [PASSWORD],
    },
    "CreateUserGroup": {"UserGroupId": "{new}", "Engine": "redis", "UserIds": ["judged-default"]},
    "DecreaseReplicaCount": {"ReplicationGroupId": "judged", "ApplyImmediately": True},
    "DeleteReplicationGroup": {"ReplicationGroupId": "unwanted"},
    "IncreaseReplicaCount": {"ReplicationGroupId": "judged", "ApplyImmediately": True},
    "ModifyCacheParameterGroup": {"CacheParameterGroupName": "judged"},
    "ModifyCacheSubnetGroup": {"CacheSubnetGroupName": "judged"},
    "ModifyReplicationGroup": {"ReplicationGroupId": "judged", "ApplyImmediately": True},
    "ModifyReplicationGroupShardConfiguration": {"ReplicationGroupId": "sharded", "ApplyImmediately": True},
    "ModifyUser": {"UserId": "judged-app"},
    "ModifyUserGroup": {"UserGroupId": "unused"},
}
