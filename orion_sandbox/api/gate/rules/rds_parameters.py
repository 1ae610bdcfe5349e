"""RDS: parameter groups, their users and their parameters."""

from collections.abc import Iterator, Mapping
from typing import Any

from orion_sandbox.api import postgresql_parameters, references
from orion_sandbox.api.gate.checks import in_use, more_than, taken, unknown, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import ENGINE, FAMILIES, family_of, wanted_version
from orion_sandbox.api.limits import PARAMETERS_OF_A_CALL
from orion_sandbox.api.postgresql_parameters import CLUSTER_ONLY, LISTED_FAMILY, STATIC

CLUSTER_GROUP, INSTANCE_GROUP = "DBClusterParameterGroupName", "DBParameterGroupName"
UPGRADED_GROUP = "DBInstanceParameterGroupName"
CREATE_CLUSTER_GROUP, CREATE_INSTANCE_GROUP = "CreateDBClusterParameterGroup", "CreateDBParameterGroup"
OF_CLUSTER_GROUPS = ("ModifyDBClusterParameterGroup", "ResetDBClusterParameterGroup")
OF_INSTANCE_GROUPS = ("ModifyDBParameterGroup", "ResetDBParameterGroup")
CHANGES = ("ModifyDBClusterParameterGroup", "ModifyDBParameterGroup", "ResetDBClusterParameterGroup",
           "ResetDBParameterGroup")  # fmt: skip
CLUSTERS, INSTANCES = ("CreateDBCluster", "ModifyDBCluster"), ("CreateDBInstance", "ModifyDBInstance")
COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
EXISTS, NOT_FOUND, STATE = (
    "DBParameterGroupAlreadyExists",
    "DBParameterGroupNotFound",
    "InvalidDBParameterGroupState",
)


# Groups.


def _is_unknown_family(request: Request, _state: State) -> bool:
    # Families of other engines are accepted.
    family = request["DBParameterGroupFamily"]
    return family.startswith("aurora-postgres") and family not in FAMILIES


def _misfit(name: str | None, version: str | None, family: str | None) -> str | None:
    if name is None or version is None or family is None or family == family_of(version):
        return None
    return (
        f"The Parameter Group {name} with DBParameterGroupFamily {family} can't be used for this instance. "
        f"Please use a Parameter Group with DBParameterGroupFamily {family_of(version)}"
    )


def _cluster_group_family(request: Request, state: State) -> str | None:
    name, version = request.get(CLUSTER_GROUP), wanted_version(request, state)
    return _misfit(name, version, state.cluster_group_family(name)) if name else None


def _instance_group_family(request: Request, state: State) -> str | None:
    name, instance = request.get(INSTANCE_GROUP), state.instance(request["DBInstanceIdentifier"])
    cluster = state.cluster(request.get("DBClusterIdentifier") or getattr(instance, "db_cluster_identifier", None))
    if not name or cluster is None or cluster.engine != ENGINE:
        return None
    return _misfit(name, cluster.engine_version, state.group_family(name))


def _upgraded_group_family(request: Request, state: State) -> str | None:
    name = request.get(UPGRADED_GROUP)
    return _misfit(name, wanted_version(request, state), state.group_family(name)) if name else None


def _clusters_with(state: State, group: str) -> Iterator[str]:
    return (each.db_cluster_identifier for each in state.rds.clusters.values() if each.parameter_group == group)


def _instances_with(state: State, group: str) -> Iterator[str]:
    instances = state.rds.databases.values()
    return (each.db_instance_identifier for each in instances if each.db_parameter_group_name == group)


# Parameters.


def _parameters(request: Request) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for parameter in request.get("Parameters", ()):
        yield parameter.get("ParameterName", ""), parameter


def _static_immediate(request: Request, _state: State) -> str | None:
    for name, parameter in _parameters(request):
        if name in STATIC and parameter.get("ApplyMethod") == "immediate":
            return f"cannot use immediate apply method for static parameter: {name}"
    return None


def _level(request: Request, _state: State) -> str | None:
    of_clusters = [name for name, _ in _parameters(request) if name in CLUSTER_ONLY]
    return f"Could not find parameter with name: {of_clusters[0]}" if of_clusters else None


def _unknown_parameter(request: Request, state: State) -> str | None:
    if state.operation in OF_CLUSTER_GROUPS:
        family, known = state.cluster_group_family(request[CLUSTER_GROUP]), postgresql_parameters.LISTED_CLUSTER
    else:
        family, known = state.group_family(request[INSTANCE_GROUP]), postgresql_parameters.LISTED_INSTANCE
    missing = [name for name, _ in _parameters(request) if name not in known]
    return f"Could not find parameter with name: {missing[0]}" if family == LISTED_FAMILY and missing else None


_TAKEN = "Parameter group {value} already exists"
_IN_USE = "One or more database instances are still members of this parameter group {value}, so it cannot be deleted"

RULES = table(
    "rds",
    Row("family-unknown", (CREATE_CLUSTER_GROUP, CREATE_INSTANCE_GROUP), INVALID,
        "a parameter group of an unknown family of Aurora PostgreSQL",
        when(_is_unknown_family, "ParameterGroupFamily {DBParameterGroupFamily} is not a valid parameter group family"),
        references.PARAMETER_GROUPS),
    Row("cluster-parameter-group-taken", CREATE_CLUSTER_GROUP, EXISTS,
        "a DB cluster parameter group's name that is taken",
        taken(CLUSTER_GROUP, lambda state, name: name.lower() in state.rds.db_cluster_parameter_groups, _TAKEN)),
    Row("parameter-group-taken", CREATE_INSTANCE_GROUP, EXISTS, "a DB parameter group's name that is taken",
        taken(INSTANCE_GROUP, lambda state, name: name.lower() in state.rds.db_parameter_groups, _TAKEN)),
    Row("cluster-parameter-group-unknown", CLUSTERS, "DBClusterParameterGroupNotFound",
        "a cluster with a DB cluster parameter group that does not exist",
        unknown(CLUSTER_GROUP, State.cluster_group_family, "DBClusterParameterGroup not found: {value}")),
    Row("parameter-group-unknown", INSTANCES, NOT_FOUND, "an instance with a DB parameter group that does not exist",
        unknown(INSTANCE_GROUP, State.group_family, "DBParameterGroup not found: {value}")),
    Row("upgraded-parameter-group-unknown", "ModifyDBCluster", NOT_FOUND,
        "a major upgrade that gives the instances a DB parameter group that does not exist",
        unknown(UPGRADED_GROUP, State.group_family, "DBParameterGroup not found: {value}")),
    Row("cluster-parameter-group-family", CLUSTERS, COMBINATION,
        "a DB cluster parameter group of another family than the cluster's version has", _cluster_group_family,
        references.PARAMETER_GROUPS),
    Row("parameter-group-family", INSTANCES, COMBINATION,
        "a DB parameter group of another family than the cluster's version has", _instance_group_family,
        references.PARAMETER_GROUPS),
    Row("upgraded-parameter-group-family", "ModifyDBCluster", COMBINATION,
        "a major upgrade that gives the instances a DB parameter group of another family", _upgraded_group_family),
    Row("cluster-parameter-group-in-use", "DeleteDBClusterParameterGroup", STATE,
        "deleting a DB cluster parameter group that a cluster uses", in_use(CLUSTER_GROUP, _clusters_with, _IN_USE)),
    Row("parameter-group-in-use", "DeleteDBParameterGroup", STATE,
        "deleting a DB parameter group that an instance uses", in_use(INSTANCE_GROUP, _instances_with, _IN_USE)),
    Row("parameter-count", CHANGES, INVALID, "more than 20 parameters in one call",
        more_than(PARAMETERS_OF_A_CALL.maximum, lambda request, _state: len(request.get("Parameters", ())),
                  "A maximum of 20 parameters can be modified in a single request: {value}"),
        references.api("rds", "ModifyDBParameterGroup")),
    Row("parameter-static-immediate", CHANGES, COMBINATION, "a static parameter that would apply immediately",
        _static_immediate, references.STATIC_PARAMETERS),
    Row("parameter-level", OF_INSTANCE_GROUPS, INVALID,
        "a cluster parameter in a DB parameter group, which is for instances", _level, references.PARAMETERS),
    Row("parameter-unknown", CHANGES, INVALID,
        f"a parameter that family `{LISTED_FAMILY}` does not have at that level; the lists of other families are not "
        "known", _unknown_parameter, references.PARAMETERS),
)  # fmt: skip
