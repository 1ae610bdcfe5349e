"""Versions of Aurora PostgreSQL, for the rules."""

from orion_sandbox.api.gate.rule import Request
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.rds_settings import DEFAULT_MINORS, full_version

ENGINE = "aurora-postgresql"
MAJORS = frozenset(DEFAULT_MINORS)
"""In standard or Extended Support. The list of minor versions changes monthly, so any is accepted."""

FAMILIES = frozenset(f"{ENGINE}{major}" for major in MAJORS)


def family_of(version: str) -> str:
    """Return the parameter group family of a version."""
    return f"{ENGINE}{version.split('.', maxsplit=1)[0]}"


def wanted_version(request: Request, state: State) -> str | None:
    """Return the full version that a cluster runs after the call; None for other engines."""
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    creating = state.operation == "CreateDBCluster"
    engine = request.get("Engine") if creating else getattr(cluster, "engine", None)
    if engine != ENGINE:
        return None
    if creating:
        return full_version(request.get("EngineVersion"))
    running: str = cluster.engine_version
    return full_version(request.get("EngineVersion") or running, running)


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, for comparison."""
    return tuple(int(part) for part in version.split("."))
