"""What a request changes of a replication group, at once or in the maintenance window."""

from collections.abc import Mapping
from typing import Any

from moto.elasticache.models import elasticache_backends

from orion_sandbox.api.overlay.elasticache.store import REPLICATION_GROUPS, things
from orion_sandbox.api.overlay.elasticache.versions import family, installed

TAKEN = {
    "ReplicationGroupDescription": "Description",
    "AtRestEncryptionEnabled": "AtRestEncryptionEnabled",
    "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "CacheNodeType": "CacheNodeType",
    "ClusterMode": "ClusterMode",
    "Engine": "Engine",
    "IpDiscovery": "IpDiscovery",
    "KmsKeyId": "KmsKeyId",
    "NetworkType": "NetworkType",
    "SnapshotRetentionLimit": "SnapshotRetentionLimit",
    "SnapshotWindow": "SnapshotWindow",
    "TransitEncryptionEnabled": "TransitEncryptionEnabled",
    "TransitEncryptionMode": "TransitEncryptionMode",
}
"""Members of the calls, and of what is told of the group."""

SWITCHES = {"AutomaticFailoverEnabled": "AutomaticFailover", "MultiAZEnabled": "MultiAZ"}
"""Likewise; told as `enabled` or `disabled`."""

SHARED = (
    "AtRestEncryptionEnabled",
    "AuthTokenEnabled",
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "Engine",
    "IpDiscovery",
    "NetworkType",
    "ReplicationGroupId",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionEnabled",
    "TransitEncryptionMode",
)
"""What is told of the group and of each of its nodes."""

OF_NODES = ("CacheSubnetGroupName", "PreferredMaintenanceWindow")
"""Members of the calls that are told of the nodes alone."""

HELD = ("CacheNodeType", "CacheParameterGroupName", "Engine", "EngineVersion")
"""What waits for the maintenance window unless it is to be applied immediately.

ElastiCache API Reference, ModifyReplicationGroup, `ApplyImmediately`: changes to the nodes.
"""

Asked = Mapping[str, Any]
Group = dict[str, Any]


def change(group: Group, asked: Asked) -> None:
    """Take over what a request asks of a group that runs, and hold back what waits."""
    if asked.get("ApplyImmediately"):
        take(group, {**group["held"], **asked})
        group["held"] = {}
    else:
        group["held"] |= {member: asked[member] for member in HELD if member in asked}
        take(group, {member: value for member, value in asked.items() if member not in HELD})


def pass_maintenance_window() -> list[str]:
    """Apply all that waits, in every account and region; returns the ARNs of what changed."""
    backends = [backend for account in elasticache_backends.values() for backend in account.values()]
    waiting = [group for each in backends for group in things(each, REPLICATION_GROUPS).values() if group["held"]]
    for group in waiting:
        change(group, {"ApplyImmediately": True})
    return [group["ARN"] for group in waiting]


def take(group: Group, asked: Asked) -> None:
    """Take over what a request says."""
    group |= {told: asked[member] for member, told in TAKEN.items() if member in asked}
    group |= {told: _switch(asked[member]) for member, told in SWITCHES.items() if member in asked}
    group["common"] |= {member: asked[member] for member in OF_NODES if member in asked}
    # AWS tells windows in lower case, however they were written.
    group["common"]["PreferredMaintenanceWindow"] = group["common"]["PreferredMaintenanceWindow"].lower()
    group["ClusterEnabled"] = group["ClusterMode"] != "disabled"
    _take_version(group, asked)
    _take_surroundings(group["common"], asked)
    _take_clients(group, asked)
    group["LogDeliveryConfigurations"] = _logs(group, asked.get("LogDeliveryConfigurations", ()))


def _switch(value: object) -> str:
    return "enabled" if value else "disabled"


def _take_version(group: Group, asked: Asked) -> None:
    common = group["common"]
    if "EngineVersion" in asked or "EngineVersion" not in common:
        common["EngineVersion"] = installed(group["Engine"], asked.get("EngineVersion"))
    mode = ".cluster.on" if group["ClusterEnabled"] else ""
    default = f"default.{family(group['Engine'], common['EngineVersion'])}{mode}"
    running = common.get("CacheParameterGroup", {}).get("CacheParameterGroupName", "default.")
    name = asked.get("CacheParameterGroupName") or (default if running.startswith("default.") else running)
    common["CacheParameterGroup"] = {"CacheParameterGroupName": name, "ParameterApplyStatus": "in-sync"}


def _take_surroundings(common: Group, asked: Asked) -> None:
    if (security_groups := asked.get("SecurityGroupIds")) is not None:
        common["SecurityGroups"] = [{"SecurityGroupId": each, "Status": "active"} for each in security_groups]
    if (topic := asked.get("NotificationTopicArn")) is not None:
        common["NotificationConfiguration"] = {"TopicArn": topic, "TopicStatus": "active"}


def _take_clients(group: Group, asked: Asked) -> None:
    if not group["TransitEncryptionEnabled"]:
        group.pop("TransitEncryptionMode", None)
    elif "TransitEncryptionMode" not in group:
        group["TransitEncryptionMode"] = "required"
    if asked.get("AuthTokenUpdateStrategy") == "DELETE":
        group["AuthTokenEnabled"] = False
    elif asked.get("AuthToken"):
        group["AuthTokenEnabled"] = True
    gone = group["UserGroupIds"] if asked.get("RemoveUserGroups") else asked.get("UserGroupIdsToRemove", ())
    kept = [each for each in group["UserGroupIds"] if each not in gone]
    group["UserGroupIds"] = [*kept, *asked.get("UserGroupIds", ()), *asked.get("UserGroupIdsToAdd", ())]


def _logs(group: Group, asked: Any) -> list[Any]:
    """Each kind of log by itself; what is asked with `Enabled: false` goes."""
    known = {each["LogType"]: each for each in group["LogDeliveryConfigurations"]}
    for each in asked:
        known.pop(each["LogType"], None)
        if each.get("Enabled", True):
            told = {name: value for name, value in each.items() if name != "Enabled"}
            known[each["LogType"]] = {**told, "Status": "active"}
    return list(known.values())
