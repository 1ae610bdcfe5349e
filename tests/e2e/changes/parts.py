"""Changes of what is beside the cluster: alarms, copies, standby, Redis."""

from collections.abc import Mapping

from tests.e2e.changes.change import SECOND, UNPROTECTED, Change, anew
from tests.e2e.changes.looks import alarms, notified, of_redis, replicas, standby_classes, vault_locks

COPIES = {"region": SECOND}
TOPICS = [f"arn:aws:sns:us-east-1:123456789012:alerts-{name}" for name in ("first", "second", "third")]

CHANGES: Mapping[str, Change] = {
    "threshold of an alarm": Change(
        begin={"alarms": {"profile": "quiet"}},
        sections={"alarms": {"profile": "quiet", "cpu": {"threshold_percent": 60}}},
        there={"update": {"Alerts"}},
        look=alarms,
        before={"orion-test-aurora-writer-cpu": 80},
        after={"orion-test-aurora-writer-cpu": 60},
    ),
    "topics exchanged, and one taken out": Change(
        begin={
            "alarms": {"profile": "off", "topic_arns": TOPICS},
            "backup": {"retention_days": 1, "copies": COPIES},
        },
        sections={"alarms": {"profile": "off", "topic_arns": [TOPICS[2], TOPICS[0]]}},
        there={"delete": {"Backups"}},
        look=notified,
        before=set(TOPICS),
        after={TOPICS[0], TOPICS[2]},
        back={"create": {"Backups"}},
    ),
    "lock of the vaults": Change(
        begin={"backup": {"retention_days": 1, "copies": COPIES}},
        sections={"backup": {"retention_days": 1, "copies": {**COPIES, "vault_lock": {"min_retention_days": 3}}}},
        # The lock is another one; the vaults must not be.
        there=anew("Backups"),
        look=vault_locks,
        before=[(True, 7), (True, 7)],
        after=[(True, 3), (True, 3)],
    ),
    "instances of the standby": Change(
        begin={"disaster_recovery": UNPROTECTED},
        sections={"disaster_recovery": {**UNPROTECTED, "instances": {"count": 2}}},
        there={"create": {"Standby"}},
        look=standby_classes,
        before=["db.r7g.large"],
        after=["db.r7g.large"] * 2,
        back={"delete": {"Standby"}},
    ),
    "class of the standby": Change(
        begin={"disaster_recovery": UNPROTECTED},
        sections={"disaster_recovery": {**UNPROTECTED, "instances": {"instance_class": "db.r7g.xlarge"}}},
        there={"update": {"Standby"}},
        look=standby_classes,
        before=["db.r7g.large"],
        after=["db.r7g.xlarge"],
    ),
    "nodes of Redis": Change(
        begin={"redis": {}},
        sections={"redis": {"nodes": 3}},
        there={"update": {"Redis"}},
        look=replicas,
        before=2,
        after=3,
    ),
    "type of the nodes of Redis": Change(
        begin={"redis": {}},
        sections={"redis": {"node_type": "cache.r7g.xlarge"}},
        there={"update": {"Redis"}},
        look=of_redis("CacheNodeType"),
        before=["cache.r7g.large"],
        after=["cache.r7g.xlarge"],
    ),
    "Redis OSS to Valkey": Change(
        begin={"redis": {"engine": "redis"}},
        sections={"redis": {"engine": "valkey"}},
        # The parameter group is another one; the replication group must not be.
        there={**anew("Redis"), "update": {"Redis"}},
        look=of_redis("Engine"),
        before=["redis"],
        after=["valkey"],
        one_way=True,
    ),
    "snapshots of Redis": Change(
        begin={"redis": {}},
        sections={"redis": {"snapshot_retention_days": 1}},
        there={"update": {"Redis"}},
        look=of_redis("SnapshotRetentionLimit"),
        before=[7],
        after=[1],
    ),
    "shards of Redis": Change(
        begin={"redis": {"shards": 2}},
        sections={"redis": {"shards": 3}},
        there={"update": {"Redis"}},
        look=replicas,
        before=4,
        after=6,
    ),
}
