"""The settings that a cluster and a replication group of Redis keep for life: another value replaces the resource.

Keepers of passwords and of final snapshots, and the guard that refuses a replacement, all read these mappings.
"""

from collections.abc import Mapping

from orion_rds.config import RedisConfig, StrInput
from orion_rds.plan import names
from orion_rds.plan.site import Site

Identity = Mapping[str, StrInput | None]
"""Setting to value. With None AWS chooses a value, which is also permanent."""


def cluster_identity(site: Site) -> Identity:
    """Return the settings whose change replaces the cluster.

    Source: https://www.pulumi.com/registry/packages/aws/api-docs/rds/cluster/
    """
    given = site.network.subnet_group_name
    return {
        "cluster_identifier": site.cluster_identifier,
        "database_name": site.config.database_name,
        "encryption.storage_key_arn": site.key("storage"),
        "master.username": site.config.master.username,
        "network.subnet_group_name": names.subnet_group(site.prefix) if given is None else given,
    }


def redis_identity(site: Site, redis: RedisConfig) -> Identity:
    """Return the settings whose change replaces the replication group.

    Source: https://www.pulumi.com/registry/packages/aws/api-docs/elasticache/replicationgroup/
    """
    given = redis.network.subnet_group_name
    return {
        "replication_group_id": site.redis_identifier,
        "encryption.redis_key_arn": site.key("redis"),
        "redis.network.port": str(redis.network.port),
        "redis.network.subnet_group_name": names.redis_subnet_group(site.prefix) if given is None else given,
    }


def keepers(identity: Identity, **more: str) -> dict[str, StrInput]:
    """Return the identity and further values as keepers. A change of keepers replaces a resource."""
    return {setting: "" if value is None else value for setting, value in identity.items()} | more
