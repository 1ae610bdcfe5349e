"""Drift of ElastiCache's replication groups, users and groups."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import EngineEvent, OpType

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.drift_redis_program import PASSWORD, SECURITY_GROUPS, SUBNETS, TOPICS, VPC, program
from tests.e2e.drifting import CHANGED, NEW_TAGS, Drift, drift, mend
from tests.e2e.sandboxes import Sandbox

CONFIG = {
    "aws:region": "us-east-1",
    "drift:network": {"vpc_id": VPC, "subnet_ids": list(SUBNETS), "security_group_ids": list(SECURITY_GROUPS)},
    "drift:topics": list(TOPICS),
}
OTHER_LOG = {
    "LogType": "slow-log",
    "DestinationType": "cloudwatch-logs",
    "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/drift/other-log"}},
    "LogFormat": "text",
}


def change(resource: str, *properties: str, **arguments: Any) -> Drift:
    """One call of ModifyReplicationGroup."""
    return drift(
        resource, "ModifyReplicationGroup", *properties, ReplicationGroupId="{id}", ApplyImmediately=True, **arguments
    )


def replicas(resource: str, property_name: str) -> Drift:
    """One replica more, of each shard."""
    return drift(resource, "IncreaseReplicaCount", property_name, ReplicationGroupId="{id}", NewReplicaCount=2,
                 ApplyImmediately=True)  # fmt: skip


def tags(resource: str) -> Drift:
    """Another tag."""
    return drift(resource, "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS)


DRIFTS: dict[str, list[Drift]] = {
    "aws:elasticache/subnetGroup:SubnetGroup": [
        drift("subnet-group", "ModifyCacheSubnetGroup", "description", "subnetIds", CacheSubnetGroupName="drift",
              CacheSubnetGroupDescription=CHANGED, SubnetIds=list(SUBNETS)),
        tags("subnet-group"),
    ],
    "aws:elasticache/parameterGroup:ParameterGroup": [
        drift("parameters", "ModifyCacheParameterGroup", "parameters", CacheParameterGroupName="{id}",
              ParameterNameValues=[{"ParameterName": "timeout", "ParameterValue": "90"},
                                   {"ParameterName": "maxmemory-policy", "ParameterValue": "noeviction"}]),
        tags("parameters"),
    ],
    "aws:elasticache/user:User": [
        drift("default", "ModifyUser", "accessString", UserId="{id}", AccessString="on ~* +@all"),
        drift("app", "ModifyUser", "authenticationMode", UserId="{id}",
              AuthenticationMode={"Type": "password", "Passwords": [PASSWORD]}),
        drift("app", "ModifyUser", "engine", UserId="{id}", Engine="redis"),
        tags("default"),
    ],
    "aws:elasticache/userGroup:UserGroup": [
        drift("valkey-users", "ModifyUserGroup", "userIds", UserGroupId="{id}", UserIdsToRemove=["drift-app"]),
        drift("valkey-users", "ModifyUserGroup", "engine", UserGroupId="{id}", Engine="redis"),
        tags("users"),
    ],
    "aws:elasticache/replicationGroup:ReplicationGroup": [
        change("nodes", "autoMinorVersionUpgrade", "automaticFailoverEnabled", "description", "ipDiscovery",
               "logDeliveryConfigurations", "maintenanceWindow", "multiAzEnabled", "nodeType", "notificationTopicArn",
               "parameterGroupName", "securityGroupIds", "snapshotRetentionLimit", "snapshotWindow",
               AutoMinorVersionUpgrade=True, AutomaticFailoverEnabled=False, ReplicationGroupDescription=CHANGED,
               IpDiscovery="ipv6", LogDeliveryConfigurations=[OTHER_LOG],
               PreferredMaintenanceWindow="mon:05:00-mon:06:00", MultiAZEnabled=False,
               CacheNodeType="cache.r7g.xlarge", NotificationTopicArn=TOPICS[1],
               CacheParameterGroupName="drift-other-parameters", SecurityGroupIds=[SECURITY_GROUPS[1]],
               SnapshotRetentionLimit=3, SnapshotWindow="01:00-02:00"),
        replicas("nodes", "numCacheClusters"),
        replicas("shards", "replicasPerNodeGroup"),
        drift("shards", "ModifyReplicationGroupShardConfiguration", "numNodeGroups", ReplicationGroupId="{id}",
              NodeGroupCount=3, ApplyImmediately=True),
        change("switched", "clusterMode", ClusterMode="compatible"),
        change("encrypted", "transitEncryptionEnabled", "transitEncryptionMode", TransitEncryptionEnabled=False),
        change("guarded", "userGroupIds", UserGroupIdsToRemove=["drift"]),
        tags("nodes"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[SandboxStack]:
    """The program, deployed once; each test leaves it as it found it."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("drift"), engine) as sandbox:
        deployed = sandbox.stack("drift", program=program, config=CONFIG)
        deployed.up()
        yield deployed


@pytest.mark.parametrize("type_", DRIFTS)
def test_refresh_sees_and_up_mends_what_was_changed_by_hand(stack: SandboxStack, type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each, `up` puts all back."""
    mended = mend(stack, type_, DRIFTS[type_])

    assert mended.shown == mended.expected
    assert mended.after == mended.before


def test_it_stays_in_its_region(stack: SandboxStack) -> None:
    """Both regions have a group; neither knows the other's."""
    found = stack.client("elasticache", "us-west-2").describe_replication_groups()["ReplicationGroups"]

    assert [group["ReplicationGroupId"] for group in found] == ["drift"]


@pytest.mark.parametrize(
    "changes",
    [{"EngineVersion": "7.1"}, {"Engine": "valkey", "EngineVersion": "8.1"}],
    ids=["a later version", "another engine"],
)
def test_what_aws_does_not_take_back_replaces_the_group(stack: SandboxStack, changes: dict[str, str]) -> None:
    """The provider makes a new group then, and the data are lost: a preview must say so."""
    caches = stack.client("elasticache")
    caches.modify_replication_group(ReplicationGroupId="drift-shards", ApplyImmediately=True, **changes)
    replaced: set[str] = set()

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == OpType.REPLACE:
            replaced.add(event.resource_pre_event.metadata.urn.rsplit("::", 1)[1])

    stack.preview(refresh=True, on_event=note)

    assert replaced == {"shards"}
