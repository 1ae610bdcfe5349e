"""ElastiCache: parameter groups, and what stands in them."""

import re
from collections.abc import Mapping

from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import INVALID
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.overlay.elasticache.parameter_groups import CLUSTER_MODE

RULES = Rules("elasticache")

KEY = "CacheParameterGroupName"
MODIFY, RESET = ("ModifyCacheParameterGroup",), ("ResetCacheParameterGroup",)
DELETE = ("DeleteCacheParameterGroup",)
STATE = "InvalidCacheParameterGroupState"
PARAMETERS_A_CALL = 20

VALUES: Mapping[str, re.Pattern[str]] = {
    "maxmemory-policy": re.compile(r"(allkeys|volatile)-(lru|lfu|random)|volatile-ttl|noeviction"),
    "notify-keyspace-events": re.compile(r"[AKEg$lshzxedtmn]*"),
    CLUSTER_MODE: re.compile(r"yes|no"),
    "activedefrag": re.compile(r"yes|no"),
    "appendonly": re.compile(r"yes|no"),
    "databases": re.compile(r"[1-9]\d*"),
    "maxmemory-samples": re.compile(r"[1-9]\d*"),
    "reserved-memory-percent": re.compile(r"\d{1,2}|100"),
    "slowlog-log-slower-than": re.compile(r"-1|\d+"),
    "slowlog-max-len": re.compile(r"\d+"),
    "tcp-keepalive": re.compile(r"\d+"),
    "timeout": re.compile(r"0|[2-9]\d|\d{3,}"),
}
"""What some of them take; the others are let through."""

FORBIDDEN = frozenset({"appendfilename", "bind", "dir", "logfile", "maxclients", "maxmemory", "port", "requirepass"})
"""What ElastiCache sets itself."""


@RULES.refuse("parameters-too-many", MODIFY + RESET, INVALID, "more than 20 parameters in one call")
def too_many(request: Request, _state: State) -> str | None:
    """In one call."""
    number = len(request.get("ParameterNameValues", ()))
    return (
        None
        if number <= PARAMETERS_A_CALL
        else f"At most {PARAMETERS_A_CALL} parameters can be modified at once: {number}"
    )


@RULES.refuse(
    "parameters-of-default-group",
    MODIFY + RESET + DELETE,
    STATE,
    "changing or deleting a default parameter group",
    sources.REDIS_FAMILIES,
)
def default_group(request: Request, _state: State) -> str | None:
    """AWS's own stay as they are."""
    if not request[KEY].startswith(DEFAULT_GROUP):
        return None
    return f"Default parameter groups cannot be modified or deleted: {request[KEY]}"


@RULES.refuse(
    "parameter-fixed",
    MODIFY,
    INVALID,
    "a parameter that ElastiCache sets itself, such as `maxclients`",
    sources.REDIS_PARAMETERS,
)
def fixed(request: Request, _state: State) -> str | None:
    """They follow the node type, or are AWS's business."""
    names = [name for name in _values(request) if name in FORBIDDEN]
    return f"The parameter {names[0]} cannot be modified." if names else None


@RULES.refuse(
    "parameter-value",
    MODIFY,
    INVALID,
    "a value that `maxmemory-policy`, `notify-keyspace-events` or another well-known parameter does not take",
    sources.REDIS_PARAMETERS,
)
def value(request: Request, _state: State) -> str | None:
    """Those that are set most."""
    for name, text in _values(request).items():
        if name in VALUES and not VALUES[name].fullmatch(text):
            return f"The value {text!r} for parameter {name} is invalid."
    return None


@RULES.refuse(
    "parameter-cluster-mode",
    MODIFY + RESET,
    INVALID,
    f"`{CLUSTER_MODE}` of a parameter group that a replication group uses",
    sources.REDIS_CLUSTER_MODE_FIXED,
)
def cluster_mode(request: Request, state: State) -> str | None:
    """Nodes do not change their mode by it."""
    everything = request.get("ResetAllParameters") and caches.has_shards(state, request[KEY])
    if not (everything or CLUSTER_MODE in _values(request)) or not _users(request, state):
        return None
    return f"The parameter {CLUSTER_MODE} cannot be modified."


@RULES.refuse("parameter-group-in-use", DELETE, STATE, "deleting a parameter group that a replication group uses")
def in_use(request: Request, state: State) -> str | None:
    """Replication groups leave it first."""
    if not (users := _users(request, state)):
        return None
    return f"One or more cache clusters are still members of this parameter group {request[KEY]}: {users[0]}"


def _values(request: Request) -> Mapping[str, str]:
    return {each["ParameterName"]: each.get("ParameterValue", "") for each in request.get("ParameterNameValues", ())}


def _users(request: Request, state: State) -> list[str]:
    name = request[KEY].lower()
    return [
        group["ReplicationGroupId"]
        for group in caches.groups(state).values()
        if group["common"]["CacheParameterGroup"][KEY] == name
    ]
