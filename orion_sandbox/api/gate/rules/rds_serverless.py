"""RDS: the capacity of Serverless v2."""

from collections.abc import Mapping
from typing import Any

from orion_rds.facts.limits import SERVERLESS_MAX_ACU, SERVERLESS_MIN_ACU
from orion_rds.facts.versions import MAJORS
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers, wanted_version

RULES = Rules("rds")

CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
INSTANCES = ("CreateDBInstance", "ModifyDBInstance")
INVALID = "InvalidParameterValue"
SCALING = "ServerlessV2ScalingConfiguration"
SCALING_PAGE = sources.api("rds", SCALING)
AUTO_PAUSE_SECONDS = range(300, 86401)
FIRST_PAUSING_MINORS = {13: 15} | {major.number: major.first_pausing_minor for major in MAJORS.values()}
"""13 is in Extended Support."""


@RULES.refuse(
    "serverless-minimum", CLUSTERS, INVALID, "a minimum below 0, above 256, or not in steps of 0.5 ACU", SCALING_PAGE
)
def minimum(request: Request, state: State) -> str | None:
    """The least capacity."""
    least = _scaling(request, state).get("MinCapacity")
    if least is None or least in SERVERLESS_MIN_ACU:
        return None
    return f"Serverless v2 minimum capacity {least} isn't valid. It must be between 0 and 256, in steps of 0.5."


@RULES.refuse(
    "serverless-maximum", CLUSTERS, INVALID, "a maximum below 1, above 256, or not in steps of 0.5 ACU", SCALING_PAGE
)
def maximum(request: Request, state: State) -> str | None:
    """The greatest capacity."""
    most = _scaling(request, state).get("MaxCapacity")
    if most is None or most in SERVERLESS_MAX_ACU:
        return None
    return f"Serverless v2 maximum capacity {most} isn't valid. It must be between 1 and 256, in steps of 0.5."


@RULES.refuse("serverless-order", CLUSTERS, INVALID, "a minimum above the maximum", SCALING_PAGE)
def order(request: Request, state: State) -> str | None:
    """The least is not more than the most."""
    scaling = _scaling(request, state)
    least, most = scaling.get("MinCapacity"), scaling.get("MaxCapacity")
    if least is None or most is None or least <= most:
        return None
    return f"Serverless v2 maximum capacity {most} isn't valid. It must be at least the minimum capacity {least}."


@RULES.refuse(
    "serverless-pause-version",
    CLUSTERS,
    INVALID,
    "a minimum of 0 ACU below versions 13.15, 14.12, 15.7 and 16.3",
    sources.SERVERLESS_AUTO_PAUSE,
)
def pause_version(request: Request, state: State) -> str | None:
    """Older versions cannot pause."""
    version = wanted_version(request, state)
    if version is None or _scaling(request, state).get("MinCapacity") != 0:
        return None
    major, minor = (*numbers(version), 0)[:2]
    if minor >= FIRST_PAUSING_MINORS.get(major, 0):
        return None
    return f"Serverless v2 minimum capacity 0 isn't valid for engine version {version}, which cannot pause."


@RULES.refuse(
    "serverless-pause-seconds",
    CLUSTERS,
    INVALID,
    "a `SecondsUntilAutoPause` outside 300 to 86400, or with a minimum other than 0",
    SCALING_PAGE,
)
def pause_seconds(request: Request, state: State) -> str | None:
    """How long nobody connects before a pause."""
    seconds = request.get(SCALING, {}).get("SecondsUntilAutoPause")
    if seconds is None:
        return None
    if seconds not in AUTO_PAUSE_SECONDS:
        return f"SecondsUntilAutoPause {seconds} isn't valid. It must be between 300 and 86400."
    if _scaling(request, state).get("MinCapacity") != 0:
        return "SecondsUntilAutoPause is valid only with a minimum capacity of 0."
    return None


@RULES.refuse(
    "serverless-without-scaling",
    INSTANCES,
    "InvalidDBClusterStateFault",
    "a `db.serverless` instance in a cluster without `ServerlessV2ScalingConfiguration`",
    sources.SERVERLESS_REQUIREMENTS,
)
def without_scaling(request: Request, state: State) -> str | None:
    """The cluster says how far its instances scale."""
    if request.get("DBInstanceClass") != "db.serverless":
        return None
    instance = state.instance(request["DBInstanceIdentifier"])
    cluster = state.cluster(request.get("DBClusterIdentifier") or getattr(instance, "db_cluster_identifier", None))
    if cluster is None or cluster.serverless_v2_scaling_configuration:
        return None
    return (
        "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 "
        "DB instance."
    )


def _scaling(request: Request, state: State) -> Mapping[str, Any]:
    """What would be after the call; empty where the call asks for no scaling and for no version."""
    if not {SCALING, "EngineVersion"} & set(request):
        return {}
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    current = getattr(cluster, "serverless_v2_scaling_configuration", None) or {}
    # moto iterates over names of its own, and finds AWS's.
    kept = {member: current[member] for member in ("MinCapacity", "MaxCapacity") if member in current}
    return {**kept, **request.get(SCALING, {})}
