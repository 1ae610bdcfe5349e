"""Changes that AWS does not make in place."""

from collections.abc import Mapping

from tests.e2e.changes.change import KEY, NETWORK, STANDBY, Refusal

GIVEN = {"subnet_group_name": "data", **{key: value for key, value in NETWORK.items() if key != "subnet_ids"}}
ANOTHER = "The group `orion-test-redis` runs"

REFUSALS: Mapping[str, Refusal] = {
    "next major version": Refusal(
        setting="engine.version", sections={"engine": {"version": "18"}}, words="The cluster runs 17.7"
    ),
    "major version before": Refusal(
        setting="engine.version", sections={"engine": {"version": "16"}}, words="The cluster runs 17.7"
    ),
    "Redis without shards": Refusal(
        setting="redis.shards",
        begin={"redis": {"shards": 2}},
        sections={"redis": {"nodes": 2}},
        words="The group runs with cluster mode enabled.",
    ),
    "Redis with shards": Refusal(
        setting="redis.shards",
        begin={"redis": {}},
        sections={"redis": {"shards": 2}},
        words="The group runs with cluster mode disabled.",
    ),
    "first snapshots in cluster mode": Refusal(
        setting="redis.snapshot_retention_days",
        begin={"redis": {"shards": 1, "snapshot_retention_days": 0}},
        sections={"redis": {"shards": 1, "snapshot_retention_days": 7}},
        words="The group runs in cluster mode without daily snapshots.",
    ),
    "Valkey to Redis OSS": Refusal(
        setting="redis.engine",
        begin={"redis": {}},
        sections={"redis": {"engine": "redis"}},
        words=ANOTHER,
        alone=True,
    ),
    "older version of Redis": Refusal(
        setting="redis.version", begin={"redis": {}}, sections={"redis": {"version": "7.2"}}, words=ANOTHER
    ),
    "port of Redis": Refusal(
        setting="redis.network.port",
        begin={"redis": {}},
        sections={"redis": {"network": {"port": 6380}}},
        words=ANOTHER,
    ),
    "subnet group of Redis": Refusal(
        setting="redis.network.subnet_group_name",
        begin={"redis": {}},
        sections={"redis": {"network": {"subnet_group_name": "data"}}},
        words=ANOTHER,
    ),
    "key of Redis": Refusal(
        setting="encryption.redis_key_arn",
        begin={"redis": {}},
        sections={"redis": {}, "encryption": {"redis_key_arn": KEY}},
        words=ANOTHER,
    ),
    "password by RDS in a global database": Refusal(
        setting="master.password_source",
        sections={"disaster_recovery": STANDBY, "master": {"password_source": "rds_managed"}},
        words="In a global database RDS cannot manage the master user's password",
        alone=True,
    ),
    "key of the storage": Refusal(
        setting="encryption.storage_key_arn",
        sections={"encryption": {"storage_key_arn": KEY}},
        words="The cluster is encrypted with",
    ),
    "master user": Refusal(
        setting="master.username",
        sections={"master": {"username": "other"}},
        words="The cluster's master user is `orion_admin`.",
    ),
    "first database": Refusal(
        setting="database_name",
        sections={"database_name": "other"},
        words="The cluster began with the database `orion`.",
    ),
    "subnet group given later": Refusal(
        setting="network.subnet_group_name",
        sections={"network": GIVEN},
        words="The cluster runs in the DB subnet group `orion-test-",
    ),
    "subnet group made later": Refusal(
        setting="network.subnet_group_name",
        begin={"network": GIVEN},
        sections={"network": NETWORK},
        words="The cluster runs in the DB subnet group `data`",
    ),
    "environment": Refusal(
        setting="environment",
        sections={"environment": "stage"},
        words="AWS renames nothing: the database would be",
        alone=True,
    ),
    "support": Refusal(
        setting="engine.lifecycle_support",
        sections={"engine": {"lifecycle_support": "open-source-rds-extended-support"}},
        words="the provider never sends a change to AWS",
    ),
    "no key of the secret": Refusal(
        setting="encryption.secret_key_arn",
        begin={"encryption": {"secret_key_arn": KEY}},
        sections={"encryption": {}},
        words="the provider has no request that takes a key away",
    ),
    "key of the insights": Refusal(
        setting="encryption.insights_key_arn",
        sections={"encryption": {"insights_key_arn": KEY}},
        words="Performance Insights encrypts with the key that it was turned on with",
    ),
    "another VPC": Refusal(
        setting="network.subnet_ids",
        sections={
            "network": {
                "vpc_id": "vpc-0a1b2c3d4e5f60008",
                "subnet_ids": ["subnet-0a1b2c3d4e5f6008a", "subnet-0a1b2c3d4e5f6008b"],
                "allow_from": {"app": "10.0.0.0/8"},
            }
        },
        words="What runs is in the VPC `vpc-0a1b2c3d4e5f60001`",
    ),
    "nodes of Redis with disks": Refusal(
        setting="redis.node_type",
        begin={"redis": {}},
        sections={"redis": {"node_type": "cache.r6gd.xlarge"}},
        words=ANOTHER,
    ),
}
