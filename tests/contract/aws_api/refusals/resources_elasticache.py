"""Replication groups, their groups and users."""

from typing import Any

from tests.contract.aws_api.conftest import GROUPS, SUBNETS, ClientOf
from tests.contract.aws_api.refusals.case import PASSWORD, filled, whole

TLS = {"TransitEncryptionEnabled": True}
SUBNET_GROUPS = {"main": list(SUBNETS), "unused": list(SUBNETS), "elsewhere": ["{subnet_elsewhere}"]}
PARAMETER_GROUPS = {"main": "redis7", "sharded": "redis7", "newer": "valkey8", "unused": "redis7"}
USERS: dict[str, dict[str, Any]] = {
    "main-default": {"UserName": "default"},
    "main-app": {"UserName": "app"},
    "main-app-too": {"UserName": "app"},
    "main-valkey": {"UserName": "valkey", "Engine": "valkey"},
    "main-open": {"UserName": "open", "Passwords": None, "NoPasswordRequired": True},
    "unwanted": {"UserName": "unwanted"},
}
USER_GROUPS: dict[str, dict[str, Any]] = {
    "main": {"UserIds": ["main-default", "main-app"]},
    "unused": {"UserIds": ["default"]},
    "unwanted": {"UserIds": ["default"]},
    "newer": {"UserIds": ["main-valkey"], "Engine": "valkey"},
}
SEVERAL = {"NumCacheClusters": 2, "AutomaticFailoverEnabled": True}
REPLICATION_GROUPS: dict[str, dict[str, Any]] = {
    "main": {
        "CacheParameterGroupName": "main",
        "MultiAZEnabled": True,
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
        "SecurityGroupIds": [GROUPS[0]],
        "SnapshotRetentionLimit": 1,
        "SnapshotWindow": "03:00-04:00",
        "UserGroupIds": ["main"],
        **SEVERAL,
        **TLS,
    },
    "plain": {"EngineVersion": "7.0", "NumCacheClusters": 1},
    "older": {"EngineVersion": "6.2"},
    "growing": SEVERAL,
    "unencrypted": SEVERAL,
    "tokened": {"AuthToken": PASSWORD, **TLS},
    "newer": {"Engine": "valkey", "EngineVersion": "8.0", "SecurityGroupIds": [GROUPS[1]], **TLS},
    "sharded": {
        "AutomaticFailoverEnabled": True,
        "CacheParameterGroupName": "sharded",
        "ClusterMode": "enabled",
        "NumNodeGroups": 2,
        "ReplicasPerNodeGroup": 1,
    },
    "unwanted": {},
}


def build(client: ClientOf, ids: dict[str, str]) -> None:
    """Create all of them."""
    caches = client("elasticache")
    for name, subnets in SUBNET_GROUPS.items():
        caches.create_cache_subnet_group(
            CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=filled(subnets, ids)
        )
    for name, family in PARAMETER_GROUPS.items():
        caches.create_cache_parameter_group(
            CacheParameterGroupName=name, CacheParameterGroupFamily=family, Description="ours"
        )
    sharded = [{"ParameterName": "cluster-enabled", "ParameterValue": "yes"}]
    caches.modify_cache_parameter_group(CacheParameterGroupName="sharded", ParameterNameValues=sharded)
    for name, arguments in USERS.items():
        caches.create_user(**whole("CreateUser", {"UserId": name, **arguments}))
    for name, arguments in USER_GROUPS.items():
        caches.create_user_group(**whole("CreateUserGroup", {"UserGroupId": name, **arguments}))
    for name, arguments in REPLICATION_GROUPS.items():
        caches.create_replication_group(**whole("CreateReplicationGroup", {"ReplicationGroupId": name, **arguments}))
    caches.create_snapshot(ReplicationGroupId="main", SnapshotName="taken")
