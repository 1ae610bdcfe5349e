"""ElastiCache: snapshots, and when they and maintenance happen."""

from collections.abc import Callable

from orion_rds.facts.limits import REDIS_SNAPSHOT_RETENTION_DAYS, REDIS_WINDOW_MINIMUM_MINUTES
from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.rules.rds_windows import Window, daily, overlap, weekly
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

SNAPSHOTS, MAINTENANCE = "SnapshotWindow", "PreferredMaintenanceWindow"
WITHOUT_SNAPSHOTS = ("cache.t1.",)


@RULES.refuse(
    "snapshot-retention",
    GROUPS,
    INVALID,
    "snapshots kept for less than 0 or more than 35 days",
    sources.REDIS_SNAPSHOTS,
)
def retention(request: Request, _state: State) -> str | None:
    """Days that ElastiCache keeps automatic snapshots."""
    days = request.get("SnapshotRetentionLimit", 0)
    return (
        None
        if days in REDIS_SNAPSHOT_RETENTION_DAYS
        else f"The snapshot retention limit must be between 0 and 35: {days}"
    )


@RULES.refuse("snapshots-unsupported", GROUPS, COMBINATION, "snapshots of `cache.t1` nodes", sources.REDIS_SNAPSHOTS)
def unsupported(request: Request, state: State) -> str | None:
    """They cannot make any."""
    node_type = caches.after(request, state, "CacheNodeType", "")
    if not node_type.startswith(WITHOUT_SNAPSHOTS) or not caches.after(request, state, "SnapshotRetentionLimit", 0):
        return None
    return f"Snapshots are not supported for node type {node_type}."


@RULES.refuse("snapshotting-node", MODIFY, COMBINATION, "naming the node that snapshots are of, in cluster mode")
def snapshotting_node(request: Request, state: State) -> str | None:
    """There they are of every shard."""
    if "SnapshottingClusterId" not in request or not caches.is_clustered(request, state):
        return None
    return "SnapshottingClusterId cannot be set for a replication group with cluster mode enabled."


def _form(member: str, read: Callable[[str], Window | None], form: str) -> Check:
    def check(request: Request, _state: State) -> str | None:
        text = request.get(member)
        return (
            None if text is None or read(text) else f"Invalid {member}: {text}. Should be specified as a range {form}."
        )

    return check


def _length(member: str, read: Callable[[str], Window | None]) -> Check:
    def check(request: Request, _state: State) -> str | None:
        window = read(request.get(member) or "")
        if window is None or window.minutes >= REDIS_WINDOW_MINIMUM_MINUTES:
            return None
        return f"The {member} must be at least {REDIS_WINDOW_MINIMUM_MINUTES} minutes: {request[member]}"

    return check


@RULES.refuse(
    "windows-overlap",
    GROUPS,
    INVALID,
    "a snapshot window and a maintenance window of one group that overlap; to touch is no overlap",
    sources.REDIS_SNAPSHOTS,
)
def overlapping(request: Request, state: State) -> str | None:
    """The windows as they would be after the call."""
    if not request.get(SNAPSHOTS) and not request.get(MAINTENANCE):
        return None
    snapshots = daily(caches.after(request, state, SNAPSHOTS) or "")
    maintenance = weekly(caches.after(request, state, MAINTENANCE) or "")
    if snapshots and maintenance and overlap(snapshots, maintenance):
        return "The snapshot window and maintenance window must not overlap."
    return None


_WINDOWS = {
    "snapshot-window": (SNAPSHOTS, daily, "hh24:mi-hh24:mi", "a snapshot window", sources.REDIS_SNAPSHOTS),
    "maintenance-window": (MAINTENANCE, weekly, "ddd:hh24:mi-ddd:hh24:mi", "a maintenance window", ""),
}

for _key, (_member, _read, _wanted, _what, _source) in _WINDOWS.items():
    RULES.refuse(f"{_key}-form", GROUPS, INVALID, f"{_what} other than `{_wanted}`", _source)(
        _form(_member, _read, _wanted)
    )
    RULES.refuse(f"{_key}-length", GROUPS, INVALID, f"{_what} of less than 60 minutes", _source)(
        _length(_member, _read)
    )
