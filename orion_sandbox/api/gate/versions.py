"""Aurora PostgreSQL versions, as the judge compares them."""

from orion_sandbox.api.gate.rule import Request
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.rds.engine_versions import DEFAULT_MINORS, full_version

ENGINE = "aurora-postgresql"
MAJORS = frozenset(DEFAULT_MINORS)
"""In standard or in Extended Support. Which minors there are changes monthly, so any is accepted."""

FAMILIES = frozenset(f"{ENGINE}{major}" for major in MAJORS)


def family_of(version: str) -> str:
    """Family of the parameter groups of a version."""
    return f"{ENGINE}{version.split('.', maxsplit=1)[0]}"


def wanted_version(request: Request, state: State) -> str | None:
    """The full version that a cluster would run after the call; None for other engines."""
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
    """A version's numbers, to be compared."""
    return tuple(int(part) for part in version.split("."))
