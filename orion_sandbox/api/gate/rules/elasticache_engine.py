"""ElastiCache: engines, versions, node types, and which parameter groups fit."""

from orion_rds.facts import node_types
from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers
from orion_sandbox.api.overlay.elasticache.versions import INSTALLED, family

RULES = Rules("elasticache")

REDIS, VALKEY = "redis", "valkey"


@RULES.refuse("engine", GROUPS, INVALID, "an engine other than `redis` and `valkey`")
def engine(request: Request, _state: State) -> str | None:
    """The two that a replication group runs."""
    name = request.get("Engine", REDIS)
    return None if name in (REDIS, VALKEY) else f"Invalid cache engine: {name}"


@RULES.refuse("version", GROUPS, INVALID, "a version that the engine does not have", sources.REDIS_VERSIONS)
def version(request: Request, state: State) -> str | None:
    """Major and minor number; patches are AWS's."""
    wanted, name = request.get("EngineVersion"), _engine(request, state)
    if wanted is None or (name, wanted) in INSTALLED:
        return None
    return f"Cannot find version {wanted} for {name}"


@RULES.refuse(
    "engine-back",
    MODIFY,
    COMBINATION,
    "going from Valkey to Redis OSS",
    sources.REDIS_UPGRADES,
)
def engine_back(request: Request, state: State) -> str | None:
    """Only the other way is open."""
    if caches.running(request, state).get("Engine") != VALKEY or request.get("Engine", VALKEY) == VALKEY:
        return None
    return "Engine modification from valkey to redis is not supported."


@RULES.refuse("version-back", MODIFY, COMBINATION, "an older version than the one that runs", sources.REDIS_UPGRADES)
def version_back(request: Request, state: State) -> str | None:
    """Versions go up only; the versions of Valkey follow those of Redis OSS."""
    before = caches.running(request, state).get("common", {}).get("EngineVersion")
    wanted = request.get("EngineVersion")
    if before is None or wanted is None or numbers(INSTALLED[_engine(request, state), wanted]) >= numbers(before):
        return None
    return f"Downgrading engine version from {before} to {wanted} is not supported."


@RULES.refuse(
    "engine-without-version", MODIFY, COMBINATION, "another engine without its version", sources.REDIS_UPGRADES
)
def engine_without_version(request: Request, state: State) -> str | None:
    """AWS goes to no default version."""
    before = caches.running(request, state).get("Engine")
    if before == request.get("Engine", before) or request.get("EngineVersion"):
        return None
    return "Engine version must be specified when modifying the engine."


@RULES.refuse("node-type", GROUPS, INVALID, "a node type of no form or series that there is")
def node_type(request: Request, _state: State) -> str | None:
    """Which types a region has changes, so the form is judged, and the series."""
    name = request.get("CacheNodeType")
    if name is None or node_types.series(name) in node_types.SERIES:
        return None
    return f"The parameter CacheNodeType is not a valid cache node type: {name}"


@RULES.refuse(
    "data-tiering",
    CREATE,
    COMBINATION,
    "`DataTieringEnabled` without, or nodes with disks but not `DataTieringEnabled`",
)
def data_tiering(request: Request, _state: State) -> str | None:
    """Nodes with disks are for data tiering alone."""
    name = request.get("CacheNodeType", "")
    if node_types.has_data_tiering(name) == bool(request.get("DataTieringEnabled")):
        return None
    return f"DataTieringEnabled must be true for node types with data tiering and for no others: {name}"


@RULES.refuse(
    "family-unknown",
    ("CreateCacheParameterGroup",),
    INVALID,
    "a parameter group of a family that no version of Redis OSS or Valkey has",
    sources.REDIS_FAMILIES,
)
def family_unknown(request: Request, _state: State) -> str | None:
    """Families go by the engine's major version. Memcached's are left out."""
    name = request["CacheParameterGroupFamily"]
    return None if name in caches.FAMILIES else f"CacheParameterGroupFamily {name} is not a valid parameter family."


@RULES.refuse(
    "parameter-group-unknown",
    GROUPS,
    "CacheParameterGroupNotFound",
    "a replication group with a parameter group that does not exist",
)
def parameter_group_unknown(request: Request, state: State) -> str | None:
    """Groups are there before their nodes."""
    name = request.get("CacheParameterGroupName")
    if name is None or caches.parameter_group_family(state, name):
        return None
    return f"CacheParameterGroup {name} not found."


@RULES.refuse(
    "parameter-group-family",
    GROUPS,
    COMBINATION,
    "a parameter group of another family than the version has",
    sources.REDIS_FAMILIES,
)
def parameter_group_family(request: Request, state: State) -> str | None:
    """The family is the major version's, after the call."""
    name, version = request.get("CacheParameterGroupName"), caches.after(request, state, "EngineVersion")
    return _misfit(request, state, name, version) if name and version else None


@RULES.refuse(
    "parameter-group-outgrown",
    MODIFY,
    COMBINATION,
    "a version of another family without a parameter group of that family, where the group has one of its own",
    sources.REDIS_UPGRADES,
)
def parameter_group_outgrown(request: Request, state: State) -> str | None:
    """AWS changes over from one default parameter group to the next, and from no other."""
    version = request.get("EngineVersion")
    shared = caches.running(request, state).get("common", {})
    name = shared.get("CacheParameterGroup", {}).get("CacheParameterGroupName", "")
    if version is None or "CacheParameterGroupName" in request or name not in caches.parameter_groups_of(state):
        return None
    return _misfit(request, state, name, version)


def _engine(request: Request, state: State) -> str:
    return str(caches.after(request, state, "Engine", REDIS))


def _misfit(request: Request, state: State, name: str, version: str) -> str | None:
    wanted, found = family(_engine(request, state), version), caches.parameter_group_family(state, name)
    if found == wanted:
        return None
    return f"Expected a parameter group of family {wanted} but found one of family {found}."
