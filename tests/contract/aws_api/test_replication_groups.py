"""ElastiCache's replication groups."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from orion_sandbox.daemon import Api
from tests.contract.aws_api.conftest import GROUPS, SUBNETS, ClientOf
from tests.contract.aws_api.test_pending_changes import pass_maintenance_window

REGIONS = ("us-east-1", "us-west-2")
TWO_NODES = {"NumCacheClusters": 2, "AutomaticFailoverEnabled": True, "MultiAZEnabled": True}
SHARDS = {
    "ClusterMode": "enabled",
    "CacheParameterGroupName": "default.redis7.cluster.on",
    "NumNodeGroups": 2,
    "ReplicasPerNodeGroup": 1,
    "AutomaticFailoverEnabled": True,
}


@pytest.fixture
def caches(client: ClientOf) -> Any:
    """Call ElastiCache."""
    return client("elasticache")


def make(caches: Any, name: str, **arguments: Any) -> dict[str, Any]:
    """Create a group of Redis OSS 7.1."""
    asked = {"Engine": "redis", "EngineVersion": "7.1", "CacheNodeType": "cache.r7g.large", **arguments}
    return caches.create_replication_group(ReplicationGroupId=name, ReplicationGroupDescription="ours", **asked)[
        "ReplicationGroup"
    ]


def described(caches: Any, name: str) -> dict[str, Any]:
    """Return its description."""
    (group,) = caches.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"]
    return group


def node(caches: Any, identifier: str) -> dict[str, Any]:
    """Return the description of one of its nodes."""
    (cluster,) = caches.describe_cache_clusters(CacheClusterId=identifier)["CacheClusters"]
    return cluster


def change(caches: Any, name: str, *, at_once: bool = True, **arguments: Any) -> None:
    """Modify it."""
    caches.modify_replication_group(ReplicationGroupId=name, ApplyImmediately=at_once, **arguments)


@pytest.mark.parametrize("region", REGIONS)
def test_a_group_has_as_many_nodes_as_were_asked_for(client: ClientOf, name: str, region: str) -> None:
    """CloudWatch has the metrics by the names of the nodes."""
    made = make(client("elasticache", region), name, **TWO_NODES)

    assert made["MemberClusters"] == [f"{name}-001", f"{name}-002"]
    (shard,) = made["NodeGroups"]
    assert [member["CurrentRole"] for member in shard["NodeGroupMembers"]] == ["primary", "replica"]
    zones = {member["PreferredAvailabilityZone"] for member in shard["NodeGroupMembers"]}
    assert len(zones) == 2
    assert {zone[:-1] for zone in zones} == {region}
    assert (made["AutomaticFailover"], made["MultiAZ"]) == ("enabled", "enabled")
    assert made["ARN"].split(":")[3] == region


def test_it_is_reached_by_a_primary_and_a_reader_endpoint(caches: Any, name: str) -> None:
    """Applications write to one and read from the other."""
    (shard,) = make(caches, name, Port=6380)["NodeGroups"]

    primary, reader = shard["PrimaryEndpoint"], shard["ReaderEndpoint"]
    assert primary["Address"].startswith(f"master.{name}.")
    assert primary["Address"].endswith(".use1.cache.amazonaws.com")
    assert reader["Address"] == primary["Address"].replace("master.", "replica.")
    assert primary["Port"] == reader["Port"] == 6380


def test_in_cluster_mode_it_has_shards_and_one_endpoint(caches: Any, name: str) -> None:
    """Clients read the shards from it; the group as a whole has no primary."""
    made = make(caches, name, **SHARDS)

    assert made["ClusterEnabled"] is True
    assert made["MemberClusters"] == [f"{name}-{shard:04}-{node:03}" for shard in (1, 2) for node in (1, 2)]
    assert made["ConfigurationEndpoint"]["Address"].startswith(f"clustercfg.{name}.")
    assert [shard["Slots"] for shard in made["NodeGroups"]] == ["0-8191", "8192-16383"]
    assert [shard for shard in made["NodeGroups"] if "PrimaryEndpoint" in shard] == []


def test_what_concerns_nodes_is_told_of_nodes(caches: Any, name: str) -> None:
    """The provider reads the first one."""
    caches.create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=list(SUBNETS)
    )
    make(
        caches,
        name,
        CacheSubnetGroupName=name,
        SecurityGroupIds=[GROUPS[0]],
        PreferredMaintenanceWindow="SUN:04:30-SUN:05:30",
        SnapshotRetentionLimit=7,
    )

    told = node(caches, f"{name}-001")
    assert told["EngineVersion"] == "7.1.0", "AWS installs the patch"
    assert told["CacheParameterGroup"]["CacheParameterGroupName"] == "default.redis7"
    assert (told["CacheSubnetGroupName"], told["ReplicationGroupId"]) == (name, name)
    assert told["SecurityGroups"] == [{"SecurityGroupId": GROUPS[0], "Status": "active"}]
    assert told["PreferredMaintenanceWindow"] == "sun:04:30-sun:05:30"
    assert told["SnapshotRetentionLimit"] == 7
    assert told["ARN"].endswith(f":cluster:{name}-001")


def test_a_node_that_is_not_there_is_not_found(caches: Any, name: str) -> None:
    """The provider recognises the code."""
    make(caches, name)

    for call, arguments, code in (
        ("describe_cache_clusters", {"CacheClusterId": f"{name}-002"}, "CacheClusterNotFound"),
        ("describe_replication_groups", {"ReplicationGroupId": f"{name}-x"}, "ReplicationGroupNotFoundFault"),
    ):
        with pytest.raises(ClientError) as missing:
            getattr(caches, call)(**arguments)
        assert missing.value.response["Error"]["Code"] == code


def test_replicas_and_shards_come_and_go(caches: Any, name: str) -> None:
    """Each by its own call."""
    make(caches, name)
    caches.increase_replica_count(ReplicationGroupId=name, NewReplicaCount=2, ApplyImmediately=True)
    assert len(described(caches, name)["MemberClusters"]) == 3
    caches.decrease_replica_count(ReplicationGroupId=name, NewReplicaCount=1, ApplyImmediately=True)
    assert described(caches, name)["MemberClusters"] == [f"{name}-001", f"{name}-002"]

    sharded = f"{name}-s"
    make(caches, sharded, **SHARDS)
    caches.modify_replication_group_shard_configuration(
        ReplicationGroupId=sharded, NodeGroupCount=3, ApplyImmediately=True
    )
    assert len(described(caches, sharded)["NodeGroups"]) == 3


def test_a_replica_is_removed_by_name_and_a_new_one_gets_the_free_name(caches: Any, name: str) -> None:
    """Nodes are not 001 to n: what concerns a node has to ask for its name."""
    make(caches, name, NumCacheClusters=3, AutomaticFailoverEnabled=True)

    caches.decrease_replica_count(ReplicationGroupId=name, ReplicasToRemove=[f"{name}-002"], ApplyImmediately=True)
    assert described(caches, name)["MemberClusters"] == [f"{name}-001", f"{name}-003"]

    caches.increase_replica_count(ReplicationGroupId=name, NewReplicaCount=2, ApplyImmediately=True)
    assert described(caches, name)["MemberClusters"] == [f"{name}-001", f"{name}-002", f"{name}-003"]


def test_another_node_becomes_the_primary(caches: Any, name: str) -> None:
    """The former one is a replica, and may be removed then."""
    make(caches, name, NumCacheClusters=3)

    change(caches, name, PrimaryClusterId=f"{name}-003")

    (shard,) = described(caches, name)["NodeGroups"]
    roles = {member["CacheClusterId"]: member["CurrentRole"] for member in shard["NodeGroupMembers"]}
    assert roles == {f"{name}-001": "replica", f"{name}-002": "replica", f"{name}-003": "primary"}
    caches.decrease_replica_count(ReplicationGroupId=name, ReplicasToRemove=[f"{name}-001"], ApplyImmediately=True)
    assert described(caches, name)["MemberClusters"] == [f"{name}-002", f"{name}-003"]


def test_redis_becomes_valkey_in_place(caches: Any, name: str) -> None:
    """The group stays, with the parameter group of its new family."""
    before = make(caches, name, TransitEncryptionEnabled=False)
    change(caches, name, Engine="valkey", EngineVersion="8.1")

    after, told = described(caches, name), node(caches, f"{name}-001")
    assert after["ReplicationGroupCreateTime"] == before["ReplicationGroupCreateTime"]
    assert (after["Engine"], told["Engine"], told["EngineVersion"]) == ("valkey", "valkey", "8.1.0")
    assert told["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"


def test_another_node_type_waits_for_the_window(caches: Any, name: str, api: Api) -> None:
    """It is an interruption, so the operator chooses when; other changes do not wait."""
    arn = make(caches, name)["ARN"]
    change(caches, name, at_once=False, CacheNodeType="cache.r7g.xlarge", SnapshotRetentionLimit=3)

    told = node(caches, f"{name}-001")
    assert told["CacheNodeType"] == "cache.r7g.large"
    assert told["PendingModifiedValues"] == {"CacheNodeType": "cache.r7g.xlarge"}
    assert told["SnapshotRetentionLimit"] == 3

    assert arn in pass_maintenance_window(api)
    told = node(caches, f"{name}-001")
    assert (told["CacheNodeType"], told["PendingModifiedValues"]) == ("cache.r7g.xlarge", {})


def test_a_change_that_is_applied_at_once_takes_with_it_what_waited(caches: Any, name: str) -> None:
    """AWS applies all pending changes."""
    make(caches, name)
    change(caches, name, at_once=False, CacheNodeType="cache.r7g.xlarge")
    change(caches, name, ReplicationGroupDescription="theirs")

    assert described(caches, name)["CacheNodeType"] == "cache.r7g.xlarge"


def test_tls_comes_as_preferred_and_stays_as_required(caches: Any, name: str) -> None:
    """In two steps, so that clients can change over."""
    assert "TransitEncryptionMode" not in make(caches, name)
    change(caches, name, TransitEncryptionEnabled=True, TransitEncryptionMode="preferred")
    assert described(caches, name)["TransitEncryptionMode"] == "preferred"
    change(caches, name, TransitEncryptionMode="required")

    told = described(caches, name)
    assert (told["TransitEncryptionEnabled"], told["TransitEncryptionMode"]) == (True, "required")


def test_logs_are_turned_on_and_off_kind_by_kind(caches: Any, client: ClientOf, name: str) -> None:
    """A call for one kind does not change the other."""
    client("logs").create_log_group(logGroupName=name)
    wanted = [log(kind, name) for kind in ("slow-log", "engine-log")]
    make(caches, name, LogDeliveryConfigurations=wanted)
    change(caches, name, LogDeliveryConfigurations=[{"LogType": "slow-log", "Enabled": False}])

    (kept,) = described(caches, name)["LogDeliveryConfigurations"]
    assert {member: kept[member] for member in wanted[1]} == wanted[1]
    assert kept["Status"] == "active"


def log(kind: str, group: str) -> dict[str, Any]:
    """Return the configuration of one kind of log."""
    return {
        "LogType": kind,
        "DestinationType": "cloudwatch-logs",
        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": group}},
        "LogFormat": "json",
    }


def test_a_deleted_group_is_gone_and_its_last_snapshot_stays(caches: Any, name: str) -> None:
    """A group deleted by mistake can be restored."""
    make(caches, name)
    caches.delete_replication_group(ReplicationGroupId=name, FinalSnapshotIdentifier=f"{name}-last")

    with pytest.raises(caches.exceptions.ReplicationGroupNotFoundFault):
        described(caches, name)
    with pytest.raises(caches.exceptions.CacheClusterNotFoundFault):
        node(caches, f"{name}-001")
    (snapshot,) = caches.describe_snapshots(SnapshotName=f"{name}-last")["Snapshots"]
    assert (snapshot["ReplicationGroupId"], snapshot["EngineVersion"]) == (name, "7.1.0")
    caches.delete_snapshot(SnapshotName=f"{name}-last")
    with pytest.raises(caches.exceptions.SnapshotNotFoundFault):
        caches.describe_snapshots(SnapshotName=f"{name}-last")


@pytest.mark.parametrize(("key", "status"), [({}, "active"), ({"KmsMasterKeyId": "alias/ours"}, "inactive")])
def test_an_encrypted_topic_is_taken_and_not_notified(
    client: ClientOf, caches: Any, name: str, key: dict[str, str], status: str
) -> None:
    """ElastiCache says so in the status of the topic only."""
    topic = client("sns").create_topic(Name=name, Attributes=key)["TopicArn"]
    make(caches, name, NumCacheClusters=1, NotificationTopicArn=topic)

    found = node(caches, f"{name}-001")["NotificationConfiguration"]
    assert found == {"TopicArn": topic, "TopicStatus": status}
