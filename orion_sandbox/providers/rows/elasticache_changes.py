"""ElastiCache: changes of a replication group that have calls, or forms, of their own."""

from collections.abc import Iterable, Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.values import Values

Logs = Iterable[Mapping[str, Any]]


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


def change_nodes(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Replicas come and go by a call of their own, and so do shards."""
    if not old:
        return
    if (shards := _whole(new.get("numNodeGroups"))) and shards != _whole(old.get("numNodeGroups")):
        gone = {}
        if shards < (before := _whole(old.get("numNodeGroups")) or 1):
            gone = {"NodeGroupsToRemove": [f"{number:04d}" for number in range(shards + 1, before + 1)]}
        caller(
            "ModifyReplicationGroupShardConfiguration",
            ReplicationGroupId=identity,
            NodeGroupCount=shards,
            ApplyImmediately=True,
            **gone,
        )
    before, after = _replicas(old), _replicas(new)
    if after is not None and before is not None and before != after:
        call = "IncreaseReplicaCount" if after > before else "DecreaseReplicaCount"
        caller(call, ReplicationGroupId=identity, NewReplicaCount=after, ApplyImmediately=True)


def change_clients(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Tokens go with a strategy, and user groups are added and removed."""
    if not old:
        return
    arguments: dict[str, Any] = {}
    token = [(each.get("authToken"), each.get("authTokenUpdateStrategy")) for each in (old, new)]
    if new.get("authToken") and token[0] != token[1]:
        arguments |= {"AuthToken": new["authToken"], "AuthTokenUpdateStrategy": token[1][1] or "ROTATE"}
    before, after = set(old.get("userGroupIds") or ()), set(new.get("userGroupIds") or ())
    arguments |= {"UserGroupIdsToAdd": sorted(after - before)} if after - before else {}
    arguments |= {"UserGroupIdsToRemove": sorted(before - after)} if before - after else {}
    _modify(caller, identity, arguments)


def change_logs(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """A kind of log that is no longer wanted is switched off by name."""
    if not old:
        return
    before, after = (
        {each["logType"]: _log(each) for each in one.get("logDeliveryConfigurations") or ()} for one in (old, new)
    )
    wanted = [log for kind, log in after.items() if before.get(kind) != log]
    gone = [{"LogType": kind, "Enabled": False} for kind in before if kind not in after]
    _modify(caller, identity, {"LogDeliveryConfigurations": wanted + gone} if wanted or gone else {})


def shown_logs(told: Logs) -> list[dict[str, str]]:
    """What AWS tells of them, in Pulumi's properties."""
    return [
        {
            "destination": each["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"],
            "destinationType": each["DestinationType"],
            "logFormat": each["LogFormat"],
            "logType": each["LogType"],
        }
        for each in told
    ]


def _modify(caller: Caller, identity: str, arguments: Mapping[str, Any]) -> None:
    if arguments:
        caller("ModifyReplicationGroup", ReplicationGroupId=identity, ApplyImmediately=True, **arguments)


def _log(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "LogType": wanted["logType"],
        "DestinationType": wanted["destinationType"],
        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": wanted["destination"]}},
        "LogFormat": wanted["logFormat"],
    }


def _replicas(inputs: Values) -> int | None:
    """Replicas of each shard, in whichever way they were counted."""
    if (replicas := _whole(inputs.get("replicasPerNodeGroup"))) is not None:
        return replicas
    nodes = _whole(inputs.get("numCacheClusters"))
    return None if nodes is None else nodes - 1


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
