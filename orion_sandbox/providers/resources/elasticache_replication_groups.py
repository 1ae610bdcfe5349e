"""ElastiCache: replication groups.

Many changes need separate calls, made in the provider's order: shards, more replicas, the modify call, the token, fewer
replicas.
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/replication_group.go
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller, Refused
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, Unsent, fixed, local, named, sent, step
from orion_sandbox.providers.values import Values, added_and_removed

DELETE_TOKEN = "DELETE"  # noqa: S105 # a strategy
"""`authTokenUpdateStrategy` that removes the token; it is sent with the call that adds the user groups."""

REDIS_PORT = 6379
"""The default port of a group."""

LOG_DESTINATIONS = {
    "cloudwatch-logs": ("CloudWatchLogsDetails", "LogGroup"),
    "kinesis-firehose": ("KinesisFirehoseDetails", "DeliveryStream"),
}
"""`destinationType` to the member of `DestinationDetails` and its member."""


def _creation(new: Values) -> Values:
    """Return the members that the create call takes as complete lists, and later calls as additions and removals."""
    members = {
        "AuthToken": new.get("authToken"),
        "LogDeliveryConfigurations": [_sent_log(each) for each in new.get("logDeliveryConfigurations") or ()],
        "NumCacheClusters": _whole(new.get("numCacheClusters")),
        "NumNodeGroups": _whole(new.get("numNodeGroups")),
        "ReplicasPerNodeGroup": _whole(new.get("replicasPerNodeGroup")),
        "UserGroupIds": list(new.get("userGroupIds") or ()),
    }
    return {name: value for name, value in members.items() if value not in (None, [])}


def _invalid(new: Values) -> Iterator[tuple[str, str]]:
    token, strategy = new.get("authToken"), new.get("authTokenUpdateStrategy")
    if new.get("multiAzEnabled") and not new.get("automaticFailoverEnabled"):
        yield "automaticFailoverEnabled", "automatic_failover_enabled must be true if multi_az_enabled is true"
    if strategy == DELETE_TOKEN and token is not None:
        yield "authToken", '"auth_token" must not be specified when "auth_token_update_strategy" is "DELETE"'
    if strategy not in (None, DELETE_TOKEN) and token is None:
        yield "authToken", '"auth_token_update_strategy": "auth_token" must be specified'


def _deletion(identity: str, state: Values) -> Values:
    name = state.get("finalSnapshotIdentifier")
    return {"ReplicationGroupId": identity, **({"FinalSnapshotIdentifier": name} if name else {})}


def _change_shards(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Change the number of shards; the call names the last ones as those to remove."""
    before, after = _whole(old.get("numNodeGroups")) or 1, _whole(new.get("numNodeGroups"))
    if after is None or before == after:
        return
    removed = [f"{number:04d}" for number in range(after + 1, before + 1)]
    caller(
        "ModifyReplicationGroupShardConfiguration",
        ReplicationGroupId=identity,
        NodeGroupCount=after,
        ApplyImmediately=True,
        **({"NodeGroupsToRemove": removed} if removed else {}),
    )


def _add_replicas(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Add replicas before the modify call, which may turn on a failover that needs them."""
    before, after = _replicas(old), _replicas(new)
    if None not in (before, after) and after > before:
        caller("IncreaseReplicaCount", ReplicationGroupId=identity, NewReplicaCount=after, ApplyImmediately=True)


def _remove_replicas(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Remove replicas after the modify call, which may turn off a failover that needs them."""
    before, after = _replicas(old), _replicas(new)
    if None not in (before, after) and after < before:
        caller("DecreaseReplicaCount", ReplicationGroupId=identity, NewReplicaCount=after, ApplyImmediately=True)


def _replicas(inputs: Values) -> Any:
    """Return the replicas of each shard, from either of two properties; None if neither is set."""
    replicas, nodes = _whole(inputs.get("replicasPerNodeGroup")), _whole(inputs.get("numCacheClusters"))
    return nodes - 1 if replicas is None and nodes else replicas


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _change_token(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Set the token. To remove it, the provider sends an empty one, which AWS refuses."""
    names = ("authToken", "authTokenUpdateStrategy")
    token, strategy = (new.get(name) for name in names)
    if not old or strategy == DELETE_TOKEN or all(old.get(name) == new.get(name) for name in names):
        return
    arguments = {"AuthToken": token or "", **({"AuthTokenUpdateStrategy": strategy} if strategy else {})}
    caller("ModifyReplicationGroup", ReplicationGroupId=identity, ApplyImmediately=True, **arguments)


def _modification(old: Values, new: Values) -> Values:
    """Return the members that the modify call takes as additions and removals, or only together with others."""
    return {**_engine(old, new), **_user_groups(old, new), **_logs(old, new), **_first_snapshots(old, new)}


def _engine(old: Values, new: Values) -> Values:
    has_new_version = old.get("engineVersion") != new.get("engineVersion") and new.get("engineVersion")
    if old.get("engine") != new.get("engine") and not has_new_version:
        raise Refused("engineVersion must be set anew where the engine is updated to 'valkey'")
    return {"Engine": new.get("engine") or "redis"} if has_new_version else {}


def _user_groups(old: Values, new: Values) -> Values:
    added, removed = added_and_removed(old, new, "userGroupIds")
    changes: dict[str, Any] = {"UserGroupIdsToAdd": added, "UserGroupIdsToRemove": removed}
    names = ("authToken", "authTokenUpdateStrategy")
    is_changed = any(old.get(name) != new.get(name) for name in names)
    if added and is_changed and new.get("authTokenUpdateStrategy") == DELETE_TOKEN:
        changes["AuthTokenUpdateStrategy"] = DELETE_TOKEN
    return {name: value for name, value in changes.items() if value}


def _first_snapshots(old: Values, new: Values) -> Values:
    """Name the first node as the source of snapshots, as the provider does; in cluster mode AWS refuses the name."""
    before, after = (_whole(values.get("snapshotRetentionLimit")) or 0 for values in (old, new))
    return {"SnapshottingClusterId": f"{new['replicationGroupId']}-001"} if after and not before else {}


def _logs(old: Values, new: Values) -> Values:
    """Return all log configurations, as the call takes them; a removed one is turned off by name."""
    before, after = (
        {each["logType"]: _sent_log(each) for each in values.get("logDeliveryConfigurations") or ()}
        for values in (old, new)
    )
    if before == after:
        return {}
    removed = [{"LogType": kind, "Enabled": False} for kind in before if kind not in after]
    return {"LogDeliveryConfigurations": [*after.values(), *removed]}


def _sent_log(wanted: Mapping[str, Any]) -> dict[str, Any]:
    details, member = LOG_DESTINATIONS[wanted["destinationType"]]
    return {
        "LogType": wanted["logType"],
        "DestinationType": wanted["destinationType"],
        "DestinationDetails": {details: {member: wanted["destination"]}},
        "LogFormat": wanted["logFormat"],
    }


def _shown_logs(logs: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "destination": next(iter(each["DestinationDetails"].values()))[
                LOG_DESTINATIONS[each["DestinationType"]][1]
            ],
            "destinationType": each["DestinationType"],
            "logFormat": each["LogFormat"],
            "logType": each["LogType"],
        }
        for each in logs
    ]


def _observed_member(caller: Caller, _identity: str, item: Values) -> Values:
    """Return version, windows and groups, which AWS returns for nodes only; they are the same for all nodes."""
    first = caller("DescribeCacheClusters", CacheClusterId=item["MemberClusters"][0])["CacheClusters"][0]
    return {"Member": first, "Nodes": len(item["MemberClusters"]), "Shards": len(item["NodeGroups"])}


def _major_and_minor(installed: str) -> str:
    """Return a version without the patch, which AWS chooses and the provider does not return."""
    return ".".join(installed.split(".")[:2])


def _same_version(wanted: str, actual: str) -> bool:
    """Compare versions; `6.x` matches every version 6."""
    return wanted.endswith(".x") and wanted[0] == actual[0]


def _is_older(old: str, new: str) -> bool:
    """Whether a change is a downgrade, for which the provider replaces the group, because AWS refuses it."""
    if old.endswith(".x") or new.endswith(".x"):
        return False
    return [int(part) for part in new.split(".")] < [int(part) for part in old.split(".")]


def _is_downgrade(old: str, new: str) -> bool:
    return old == "valkey" and new == "redis"


_PARAMETER_GROUP = "CacheParameterGroupName"
_ACTIVE_TOPIC = (
    "(Member.NotificationConfiguration.TopicStatus == 'active' && Member.NotificationConfiguration.TopicArn) || null"
)
_WINDOW = "PreferredMaintenanceWindow"

ROWS = (
    Row(
        type="aws:elasticache/replicationGroup:ReplicationGroup",
        service="elasticache",
        noun="ReplicationGroup",
        key="ReplicationGroupId",
        properties=(
            local("applyImmediately", computed=True),
            fixed("atRestEncryptionEnabled"),
            step("authToken", "", removed=Unsent.VALUE, secret=True),
            step("authTokenUpdateStrategy", "", removed=Unsent.VALUE),
            sent("autoMinorVersionUpgrade"),
            sent("automaticFailoverEnabled", read="AutomaticFailover == 'enabled'", default=False),
            sent("clusterMode"),
            fixed("dataTieringEnabled", read="DataTiering == 'enabled'"),
            sent("description", "ReplicationGroupDescription", read="Description"),
            sent("engine", default="redis", replaces_when=_is_downgrade),
            sent(
                "engineVersion",
                read="Member.EngineVersion",
                shows=_major_and_minor,
                same=_same_version,
                replaces_when=_is_older,
            ),
            local("finalSnapshotIdentifier"),
            sent("ipDiscovery"),
            fixed("kmsKeyId", removed=""),
            step(
                "logDeliveryConfigurations", "LogDeliveryConfigurations", removed=[], unordered=True, shows=_shown_logs
            ),
            sent("maintenanceWindow", _WINDOW, read=f"Member.{_WINDOW}"),
            sent("multiAzEnabled", "MultiAZEnabled", read="MultiAZ == 'enabled'", default=False),
            fixed("networkType"),
            sent("nodeType", "CacheNodeType"),
            # The provider reads a topic that ElastiCache has deactivated as none.
            sent("notificationTopicArn", read=_ACTIVE_TOPIC, removed=""),
            step("numCacheClusters", "Nodes"),
            step("numNodeGroups", "Shards"),
            sent("parameterGroupName", _PARAMETER_GROUP, read=f"Member.CacheParameterGroup.{_PARAMETER_GROUP}"),
            fixed("port", read="NodeGroups[0].PrimaryEndpoint.Port || ConfigurationEndpoint.Port", removed=REDIS_PORT),
            step("replicasPerNodeGroup", "length(NodeGroups[0].NodeGroupMembers[1:])"),
            *named("replicationGroupId", limit=40, prefix=False),
            sent("securityGroupIds", read="Member.SecurityGroups[].SecurityGroupId", unordered=True),
            sent("snapshotRetentionLimit", removed=0),
            sent("snapshotWindow"),
            fixed("subnetGroupName", "CacheSubnetGroupName", read="Member.CacheSubnetGroupName"),
            sent("transitEncryptionEnabled"),
            sent("transitEncryptionMode"),
            step("userGroupIds", "UserGroupIds", removed=[], unordered=True),
        ),
        computed={
            "arn": "ARN",
            "clusterEnabled": "ClusterEnabled",
            "configurationEndpointAddress": "ConfigurationEndpoint.Address",
            "engineVersionActual": "Member.EngineVersion",
            "memberClusters": "MemberClusters",
            "primaryEndpointAddress": "NodeGroups[0].PrimaryEndpoint.Address",
            "readerEndpointAddress": "NodeGroups[0].ReaderEndpoint.Address",
        },
        tagging=tagging.ELASTICACHE,
        conflicts=(
            ("authToken", "userGroupIds"),
            ("numCacheClusters", "numNodeGroups"),
            ("numCacheClusters", "replicasPerNodeGroup"),
        ),
        invalid=_invalid,
        create_arguments=_creation,
        delete_arguments=_deletion,
        observe=_observed_member,
        modify_arguments=_modification,
        first_steps=(_change_shards, _add_replicas),
        steps=(_change_token, _remove_replicas),
    ),
)
