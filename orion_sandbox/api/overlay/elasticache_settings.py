"""ElastiCache: versions, and the settings of a replication group, applied at once or in the maintenance window."""

from collections.abc import Iterable
from typing import Any

from moto.elasticache.models import elasticache_backends
from moto.sns.models import sns_backends

from orion_sandbox.api.overlay.elasticache_store import REPLICATION_GROUPS, Resource, store_of
from orion_sandbox.api.overlay.patches import Request

DEFAULT_VERSIONS = {"redis": "7.1", "valkey": "8.1"}
"""The default version of each engine. AWS raises them from time to time."""

INSTALLED = {
    ("redis", "4.0"): "4.0.10",
    ("redis", "5.0"): "5.0.6",
    ("redis", "5.0.6"): "5.0.6",
    ("redis", "6.0"): "6.0.5",
    ("redis", "6.2"): "6.2.6",
    ("redis", "6.x"): "6.2.6",
    ("redis", "7.0"): "7.0.7",
    ("redis", "7.1"): "7.1.0",
    ("valkey", "7.2"): "7.2.6",
    ("valkey", "8.0"): "8.0.1",
    ("valkey", "8.1"): "8.1.0",
    ("valkey", "8.2"): "8.2.0",
    ("valkey", "9.0"): "9.0.0",
    ("valkey", "9.1"): "9.1.0",
}
"""The patch version that AWS installs. AWS chooses it, and changes it from time to time.

ElastiCache User Guide, "Supported engines and versions".
"""

FAMILIES = {"redis4": "redis4.0", "redis5": "redis5.0", "redis6": "redis6.x"}
"""Families that are not named after engine and major version."""

RENAMED = {"ReplicationGroupDescription": "Description"}
SETTINGS = (
    "ReplicationGroupDescription",
    "AtRestEncryptionEnabled",
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "ClusterMode",
    "Engine",
    "IpDiscovery",
    "KmsKeyId",
    "NetworkType",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionEnabled",
    "TransitEncryptionMode",
)
"""Members of the calls and of the described group, which has those in `RENAMED` under another name."""

SWITCHES = {"AutomaticFailoverEnabled": "AutomaticFailover", "MultiAZEnabled": "MultiAZ"}
"""Members of the calls to members of the described group, whose values are `enabled` or `disabled`."""

NODE_SETTINGS = ("CacheSubnetGroupName", "PreferredMaintenanceWindow")
"""Members of the calls, and of the described nodes only."""

DEFERRED = ("CacheNodeType", "CacheParameterGroupName", "Engine", "EngineVersion")
"""Settings that wait for the maintenance window unless they are applied immediately.

ElastiCache API Reference, ModifyReplicationGroup, `ApplyImmediately`: changes to the nodes.
"""


def installed(engine: str, version: str | None) -> str:
    """Return the version with the patch that AWS installs; a version that AWS does not have is returned unchanged."""
    version = version or DEFAULT_VERSIONS[engine]
    return INSTALLED.get((engine, version), version)


def family(engine: str, version: str) -> str:
    """Return the family of a version's parameter groups, such as `valkey8`."""
    name = f"{engine}{version.split('.', maxsplit=1)[0]}"
    return FAMILIES.get(name, name)


def modify(group: Resource, request: Request) -> None:
    """Apply a request to an existing group; changes that wait for the maintenance window are deferred."""
    if request.get("ApplyImmediately"):
        apply(group, {**group["deferred"], **request})
        group["deferred"] = {}
    else:
        group["deferred"] |= {member: request[member] for member in DEFERRED if member in request}
        apply(group, {member: value for member, value in request.items() if member not in DEFERRED})


def pass_maintenance_window() -> list[str]:
    """Apply all deferred changes, in every account and region, and return the ARNs of the changed groups."""
    backends = [backend for account in elasticache_backends.values() for backend in account.values()]
    groups = [group for backend in backends for group in store_of(backend).all(REPLICATION_GROUPS).values()]
    waiting = [group for group in groups if group["deferred"]]
    for group in waiting:
        modify(group, {"ApplyImmediately": True})
    return [group["ARN"] for group in waiting]


def apply(group: Resource, request: Request) -> None:
    """Apply all settings of a request."""
    group |= {RENAMED.get(member, member): request[member] for member in SETTINGS if member in request}
    group |= {
        described: "enabled" if request[member] else "disabled"
        for member, described in SWITCHES.items()
        if member in request
    }
    node = group["node"]
    node |= {member: request[member] for member in NODE_SETTINGS if member in request}
    # AWS returns windows in lower case.
    node["PreferredMaintenanceWindow"] = node["PreferredMaintenanceWindow"].lower()
    group["ClusterEnabled"] = group["ClusterMode"] != "disabled"
    _apply_version(group, request)
    _apply_surroundings(node, request)
    _apply_authentication(group, request)
    group["LogDeliveryConfigurations"] = _logs(group, request.get("LogDeliveryConfigurations", ()))


def _apply_version(group: Resource, request: Request) -> None:
    node = group["node"]
    if "EngineVersion" in request or "EngineVersion" not in node:
        node["EngineVersion"] = installed(group["Engine"], request.get("EngineVersion"))
    mode = ".cluster.on" if group["ClusterEnabled"] else ""
    default = f"default.{family(group['Engine'], node['EngineVersion'])}{mode}"
    current = node.get("CacheParameterGroup", {}).get("CacheParameterGroupName", "default.")
    name = request.get("CacheParameterGroupName") or (default if current.startswith("default.") else current)
    node["CacheParameterGroup"] = {"CacheParameterGroupName": name, "ParameterApplyStatus": "in-sync"}


def _apply_surroundings(node: Resource, request: Request) -> None:
    if (security_groups := request.get("SecurityGroupIds")) is not None:
        node["SecurityGroups"] = [{"SecurityGroupId": each, "Status": "active"} for each in security_groups]
    if (topic := request.get("NotificationTopicArn")) is not None:
        status = "inactive" if _is_encrypted(topic) else "active"
        node["NotificationConfiguration"] = {"TopicArn": topic, "TopicStatus": status}


def _is_encrypted(topic_arn: str) -> bool:
    """Return whether a topic is encrypted: ElastiCache accepts it, and publishes nothing to it.

    ElastiCache User Guide, "Event notifications and Amazon SNS".
    """
    _, _, _, region, account, *_ = [*topic_arn.split(":"), *[""] * 5]
    topic = sns_backends[account][region].topics.get(topic_arn) if account else None
    return bool(topic and topic.kms_master_key_id)


def _apply_authentication(group: Resource, request: Request) -> None:
    if not group["TransitEncryptionEnabled"]:
        group.pop("TransitEncryptionMode", None)
    elif "TransitEncryptionMode" not in group:
        group["TransitEncryptionMode"] = "required"
    before, token = group.get("tokens"), request.get("AuthToken")
    # A new group has one token.
    strategy = request.get("AuthTokenUpdateStrategy", "SET" if before is None else "ROTATE")
    group["tokens"] = [] if strategy == "DELETE" else before or []
    if token:
        # After the first rotation, clients without a token are still accepted.
        former = group["tokens"][:1] or [""]
        group["tokens"] = [token, *former] if strategy == "ROTATE" else [token]
    group["AuthTokenEnabled"] = bool(group["tokens"])
    before = group["UserGroupIds"]
    removed = before if request.get("RemoveUserGroups") else request.get("UserGroupIdsToRemove", ())
    remaining = [each for each in before if each not in removed]
    group["UserGroupIds"] = [*remaining, *request.get("UserGroupIds", ()), *request.get("UserGroupIdsToAdd", ())]


def _logs(group: Resource, changes: Iterable[Request]) -> list[Any]:
    """Return the log configurations, one for each kind; `Enabled: false` removes one."""
    logs = {each["LogType"]: each for each in group["LogDeliveryConfigurations"]}
    for each in changes:
        logs.pop(each["LogType"], None)
        if each.get("Enabled", True):
            members = {name: value for name, value in each.items() if name != "Enabled"}
            logs[each["LogType"]] = {**members, "Status": "active"}
    return list(logs.values())
