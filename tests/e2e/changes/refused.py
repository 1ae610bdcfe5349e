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
        setting="redis.engine", begin={"redis": {}}, sections={"redis": {"engine": "redis"}}, words=ANOTHER
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
        previewed=True,
    ),
    "subnet group made later": Refusal(
        setting="network.subnet_group_name",
        begin={"network": GIVEN},
        sections={"network": NETWORK},
        words="The cluster runs in the DB subnet group `data`",
        previewed=True,
    ),
}
