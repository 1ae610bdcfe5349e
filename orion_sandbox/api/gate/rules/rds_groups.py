"""RDS: which parameter groups a cluster and its instances may use, and which may be deleted."""

from collections.abc import Iterator
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import ENGINE, FAMILIES, family_of, wanted_version

RULES = Rules("rds")

CLUSTER_GROUP, INSTANCE_GROUP = "DBClusterParameterGroupName", "DBParameterGroupName"
UPGRADED_GROUP = "DBInstanceParameterGroupName"
CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
INSTANCES = ("CreateDBInstance", "ModifyDBInstance")
COMBINATION = "InvalidParameterCombination"


@RULES.refuse(
    "family-unknown",
    ("CreateDBClusterParameterGroup", "CreateDBParameterGroup"),
    "InvalidParameterValue",
    "a parameter group of an Aurora PostgreSQL family that there is not",
    sources.PARAMETER_GROUPS,
)
def family_unknown(request: Request, _state: State) -> str | None:
    """Families go by major version. Those of other engines are not judged."""
    family = request["DBParameterGroupFamily"]
    if not family.startswith("aurora-postgres") or family in FAMILIES:
        return None
    return f"ParameterGroupFamily {family} is not a valid parameter group family"


@RULES.refuse(
    "cluster-parameter-group-taken",
    ("CreateDBClusterParameterGroup",),
    "DBParameterGroupAlreadyExists",
    "a DB cluster parameter group's name that is taken",
)
def cluster_group_taken(request: Request, state: State) -> str | None:
    """Names of groups are used once."""
    return _taken(request[CLUSTER_GROUP], state.rds.db_cluster_parameter_groups)


@RULES.refuse(
    "parameter-group-taken",
    ("CreateDBParameterGroup",),
    "DBParameterGroupAlreadyExists",
    "a DB parameter group's name that is taken",
)
def group_taken(request: Request, state: State) -> str | None:
    """Names of groups are used once."""
    return _taken(request[INSTANCE_GROUP], state.rds.db_parameter_groups)


@RULES.refuse(
    "cluster-parameter-group-unknown",
    CLUSTERS,
    "DBClusterParameterGroupNotFound",
    "a cluster with a DB cluster parameter group that does not exist",
)
def cluster_group_unknown(request: Request, state: State) -> str | None:
    """Groups are there before their clusters."""
    name = request.get(CLUSTER_GROUP)
    if name is None or state.cluster_group_family(name):
        return None
    return f"DBClusterParameterGroup not found: {name}"


@RULES.refuse(
    "parameter-group-unknown",
    INSTANCES,
    "DBParameterGroupNotFound",
    "an instance with a DB parameter group that does not exist",
)
def group_unknown(request: Request, state: State) -> str | None:
    """Groups are there before their instances."""
    name = request.get(INSTANCE_GROUP)
    if name is None or state.group_family(name):
        return None
    return f"DBParameterGroup not found: {name}"


@RULES.refuse(
    "upgraded-parameter-group-unknown",
    ("ModifyDBCluster",),
    "DBParameterGroupNotFound",
    "a major upgrade that gives the instances a DB parameter group that does not exist",
)
def upgraded_group_unknown(request: Request, state: State) -> str | None:
    """The group that instances get by a major upgrade."""
    return group_unknown({INSTANCE_GROUP: request.get(UPGRADED_GROUP)}, state)


@RULES.refuse(
    "cluster-parameter-group-family",
    CLUSTERS,
    COMBINATION,
    "a DB cluster parameter group of another family than the cluster's version has",
    sources.PARAMETER_GROUPS,
)
def cluster_group_family(request: Request, state: State) -> str | None:
    """The family is the major version's."""
    name, version = request.get(CLUSTER_GROUP), wanted_version(request, state)
    return _misfit(name, version, state.cluster_group_family(name)) if name else None


@RULES.refuse(
    "parameter-group-family",
    INSTANCES,
    COMBINATION,
    "a DB parameter group of another family than the cluster's version has",
    sources.PARAMETER_GROUPS,
)
def group_family(request: Request, state: State) -> str | None:
    """An instance runs its cluster's version."""
    name, cluster = request.get(INSTANCE_GROUP), _cluster_of_instance(request, state)
    if not name or cluster is None or cluster.engine != ENGINE:
        return None
    return _misfit(name, cluster.engine_version, state.group_family(name))


@RULES.refuse(
    "upgraded-parameter-group-family",
    ("ModifyDBCluster",),
    COMBINATION,
    "a major upgrade that gives the instances a DB parameter group of another family",
)
def upgraded_group_family(request: Request, state: State) -> str | None:
    """The group that instances get by a major upgrade is of the new version."""
    name = request.get(UPGRADED_GROUP)
    return _misfit(name, wanted_version(request, state), state.group_family(name)) if name else None


@RULES.refuse(
    "cluster-parameter-group-in-use",
    ("DeleteDBClusterParameterGroup",),
    "InvalidDBParameterGroupState",
    "deleting a DB cluster parameter group that a cluster uses",
)
def cluster_group_in_use(request: Request, state: State) -> str | None:
    """Clusters leave a group before it goes."""
    name = request[CLUSTER_GROUP]
    return _in_use(name, (cluster.parameter_group for cluster in state.rds.clusters.values()))


@RULES.refuse(
    "parameter-group-in-use",
    ("DeleteDBParameterGroup",),
    "InvalidDBParameterGroupState",
    "deleting a DB parameter group that an instance uses",
)
def group_in_use(request: Request, state: State) -> str | None:
    """Instances leave a group before it goes."""
    name = request[INSTANCE_GROUP]
    return _in_use(name, (instance.db_parameter_group_name for instance in state.rds.databases.values()))


def _misfit(name: str, version: str | None, family: str | None) -> str | None:
    if version is None or family is None or family == family_of(version):
        return None
    return (
        f"The Parameter Group {name} with DBParameterGroupFamily {family} can't be used for this instance. "
        f"Please use a Parameter Group with DBParameterGroupFamily {family_of(version)}"
    )


def _cluster_of_instance(request: Request, state: State) -> Any:
    instance = state.instance(request["DBInstanceIdentifier"])
    return state.cluster(request.get("DBClusterIdentifier") or getattr(instance, "db_cluster_identifier", None))


def _taken(name: str, groups: Any) -> str | None:
    return f"Parameter group {name} already exists" if name.lower() in groups else None


def _in_use(name: str, used: Iterator[str | None]) -> str | None:
    if name not in used:
        return None
    return f"One or more database instances are still members of this parameter group {name}, so it cannot be deleted"
