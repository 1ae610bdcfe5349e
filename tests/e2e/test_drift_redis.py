"""Drift of ElastiCache's replication groups, users and groups."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import EngineEvent, OpType

from orion_sandbox.engine import Engine
from orion_sandbox.stack import SandboxStack
from tests.e2e.drift_redis_program import PASSWORD, SECURITY_GROUPS, SUBNETS, TOPICS, VPC, program
from tests.e2e.drifting import CHANGED, NEW_TAGS, Correction, Drift, correct, deployed, drift
from tests.e2e.sandboxes import Sandbox

CONFIG = {
    "network": {"vpc_id": VPC, "subnet_ids": list(SUBNETS), "security_group_ids": list(SECURITY_GROUPS)},
    "topics": list(TOPICS),
}
OTHER_LOG = {
    "LogType": "slow-log",
    "DestinationType": "cloudwatch-logs",
    "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/drift/other-log"}},
    "LogFormat": "text",
}


def change(resource: str, *properties: str, **arguments: Any) -> Drift:
    """Return a call of ModifyReplicationGroup."""
    return drift(
        resource, "ModifyReplicationGroup", *properties, ReplicationGroupId="{id}", ApplyImmediately=True, **arguments
    )


def replicas(resource: str, property_name: str) -> Drift:
    """Return a call that adds a replica to each shard."""
    return drift(resource, "IncreaseReplicaCount", property_name, ReplicationGroupId="{id}", NewReplicaCount=2,
                 ApplyImmediately=True)  # fmt: skip


def tags(resource: str) -> Drift:
    """Return a call that changes a tag."""
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
    """The program, deployed once; tests change clones of it."""
    with deployed(repository, tmp_path_factory.mktemp("drift"), engine, program, **CONFIG) as stack:
        yield stack


@pytest.fixture(scope="module")
def corrected(stack: SandboxStack) -> Generator[dict[str, Correction]]:
    """A clone, changed outside Pulumi and corrected, once for all types."""
    copy = stack.clone("corrected", folder=stack.folder.with_name("corrected"))
    yield correct(copy, DRIFTS)
    copy.discard()


@pytest.mark.parametrize("type_", DRIFTS)
def test_a_preview_shows_drift_and_up_corrects_it(corrected: dict[str, Correction], type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each and no other, `up` restores all."""
    correction = corrected[type_]

    assert correction.shown == correction.expected
    assert correction.after == correction.wanted


def test_it_stays_in_its_region(stack: SandboxStack) -> None:
    """Both regions have a group; neither knows the other's."""
    found = stack.client("elasticache", "us-west-2").describe_replication_groups()["ReplicationGroups"]

    assert [group["ReplicationGroupId"] for group in found] == ["drift"]


def test_what_aws_does_not_change_back_replaces_the_group(sandbox: Sandbox, stack: SandboxStack) -> None:
    """For a lower version or another engine the provider replaces the group, and the data are lost."""
    copy = sandbox.clone(stack, "copy")
    caches = copy.client("elasticache")
    caches.modify_replication_group(ReplicationGroupId="drift-shards", ApplyImmediately=True, EngineVersion="7.1")
    caches.modify_replication_group(
        ReplicationGroupId="drift-switched", ApplyImmediately=True, Engine="valkey", EngineVersion="8.1"
    )
    replaced: set[str] = set()

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == OpType.REPLACE:
            replaced.add(event.resource_pre_event.metadata.urn.rsplit("::", 1)[1])

    copy.preview(refresh=True, on_event=note)

    assert replaced == {"shards", "switched"}
