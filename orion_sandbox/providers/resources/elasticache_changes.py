"""ElastiCache: changes of a replication group that have calls, or forms, of their own.

In the provider's order: shards, more replicas, the modify call, the token, fewer replicas.
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/replication_group.go
"""

from collections.abc import Iterable, Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller, Refused
from orion_sandbox.providers.values import Values

Logs = Iterable[Mapping[str, Any]]

DELETE = "DELETE"
"""The strategy that takes the token away; it goes with the call that brings the users."""


def at_creation(new: Values) -> Values:
    """What the create call takes whole, and later calls take as additions and removals."""
    members = {
        "AuthToken": new.get("authToken"),
        "LogDeliveryConfigurations": [_log(each) for each in new.get("logDeliveryConfigurations") or ()],
        "NumCacheClusters": _whole(new.get("numCacheClusters")),
        "NumNodeGroups": _whole(new.get("numNodeGroups")),
        "ReplicasPerNodeGroup": _whole(new.get("replicasPerNodeGroup")),
        "UserGroupIds": list(new.get("userGroupIds") or ()),
    }
    return {name: value for name, value in members.items() if value not in (None, [])}


def change_shards(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """One call; shards that go are named, the last ones first to go."""
    before, after = _whole(old.get("numNodeGroups")) or 1, _whole(new.get("numNodeGroups"))
    if after is None or before == after:
        return
    gone = [f"{number:04d}" for number in range(after + 1, before + 1)]
    caller(
        "ModifyReplicationGroupShardConfiguration",
        ReplicationGroupId=identity,
        NodeGroupCount=after,
        ApplyImmediately=True,
        **({"NodeGroupsToRemove": gone} if gone else {}),
    )


def add_replicas(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Before the modify call, which may turn on a failover that needs them."""
    before, after = _replicas(old), _replicas(new)
    if None not in (before, after) and after > before:
        caller("IncreaseReplicaCount", ReplicationGroupId=identity, NewReplicaCount=after, ApplyImmediately=True)


def remove_replicas(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """After the modify call, which may turn off a failover that needs them."""
    before, after = _replicas(old), _replicas(new)
    if None not in (before, after) and after < before:
        caller("DecreaseReplicaCount", ReplicationGroupId=identity, NewReplicaCount=after, ApplyImmediately=True)


def modifications(old: Values, new: Values) -> Values:
    """What the modify call takes as additions and removals, and what goes with a new version or first snapshots."""
    return {**_engine(old, new), **_user_groups(old, new), **_logs(old, new), **_first_snapshots(old, new)}


def change_token(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """A call of its own, applied at once."""
    names = ("authToken", "authTokenUpdateStrategy")
    token, strategy = (new.get(name) for name in names)
    if not old or strategy == DELETE or not token or all(old.get(name) == new.get(name) for name in names):
        return
    arguments = {"AuthToken": token, "AuthTokenUpdateStrategy": strategy} if strategy else {"AuthToken": token}
    caller("ModifyReplicationGroup", ReplicationGroupId=identity, ApplyImmediately=True, **arguments)


def shown_logs(told: Logs) -> list[dict[str, str]]:
    """What AWS tells of them, in Pulumi's properties."""
    return [
        {
            "destination": next(iter(each["DestinationDetails"].values()))[_DESTINATIONS[each["DestinationType"]][1]],
            "destinationType": each["DestinationType"],
            "logFormat": each["LogFormat"],
            "logType": each["LogType"],
        }
        for each in told
    ]


_DESTINATIONS = {
    "cloudwatch-logs": ("CloudWatchLogsDetails", "LogGroup"),
    "kinesis-firehose": ("KinesisFirehoseDetails", "DeliveryStream"),
}


def _engine(old: Values, new: Values) -> Values:
    versions = old.get("engineVersion") != new.get("engineVersion") and new.get("engineVersion")
    if old.get("engine") != new.get("engine") and not versions:
        raise Refused("engineVersion must be set anew where the engine is updated to 'valkey'")
    return {"Engine": new.get("engine") or "redis"} if versions else {}


def _user_groups(old: Values, new: Values) -> Values:
    before, after = set(old.get("userGroupIds") or ()), set(new.get("userGroupIds") or ())
    changes: dict[str, Any] = {
        "UserGroupIdsToAdd": sorted(after - before),
        "UserGroupIdsToRemove": sorted(before - after),
    }
    if after - before and new.get("authTokenUpdateStrategy") == DELETE:
        changes["AuthTokenUpdateStrategy"] = DELETE
    return {name: value for name, value in changes.items() if value}


def _first_snapshots(old: Values, new: Values) -> Values:
    """The provider names the first node as the one that they are of, in cluster mode too, where AWS takes no name."""
    before, after = (_whole(one.get("snapshotRetentionLimit")) or 0 for one in (old, new))
    return {"SnapshottingClusterId": f"{new['replicationGroupId']}-001"} if after and not before else {}


def _logs(old: Values, new: Values) -> Values:
    """All kinds that are wanted; one that is no longer wanted is switched off by name."""
    before, after = (
        {each["logType"]: _log(each) for each in one.get("logDeliveryConfigurations") or ()} for one in (old, new)
    )
    if before == after:
        return {}
    gone = [{"LogType": kind, "Enabled": False} for kind in before if kind not in after]
    return {"LogDeliveryConfigurations": [*after.values(), *gone]}


def _log(wanted: Mapping[str, Any]) -> dict[str, Any]:
    details, member = _DESTINATIONS[wanted["destinationType"]]
    return {
        "LogType": wanted["logType"],
        "DestinationType": wanted["destinationType"],
        "DestinationDetails": {details: {member: wanted["destination"]}},
        "LogFormat": wanted["logFormat"],
    }


def _replicas(inputs: Values) -> Any:
    """Replicas of each shard, in whichever way they were counted; None where they were not."""
    replicas, nodes = _whole(inputs.get("replicasPerNodeGroup")), _whole(inputs.get("numCacheClusters"))
    return nodes - 1 if replicas is None and nodes else replicas


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
