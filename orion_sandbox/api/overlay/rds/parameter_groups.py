"""DB parameter groups and DB cluster parameter groups, which are the same to AWS but for their names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterParameterGroupNotFoundError, DBParameterGroupNotFoundError
from moto.rds.models import DBClusterParameterGroup, DBParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

USER = "user"
"""Where a parameter's value comes from. The sandbox knows no engine defaults, so it describes no others."""


@PATCHES.around(RDSBackend)
def describe_db_parameter_groups(
    original: Callable[..., list[DBParameterGroup]], backend: RDSBackend, named: Mapping[str, Any]
) -> list[DBParameterGroup]:
    """Moto answers with an empty list, so a group that is gone is not told from none."""
    found = original(backend, named)
    if (name := named.get("db_parameter_group_name")) and not found:
        raise DBParameterGroupNotFoundError(name)
    return found


@PATCHES.method(DBParameterGroup)
def update_parameters(group: DBParameterGroup, changes: Iterable[dict[str, Any]]) -> None:
    """Moto changes the apply method of a parameter that keeps its value; see `_update`."""
    _update(group, changes)


@PATCHES.method(DBClusterParameterGroup)
def update_cluster_parameters(group: DBClusterParameterGroup, changes: Iterable[dict[str, Any]]) -> None:
    """Moto changes the apply method of a parameter that keeps its value; see `_update`."""
    _update(group, changes)


def _update(group: Any, changes: Iterable[dict[str, Any]]) -> None:
    for change in changes:
        parameter = group.parameters[change["ParameterName"]]
        # AWS does not change the apply method alone (pulumi-aws, rds.ParameterGroup, "Problematic Configuration").
        if parameter.get("ParameterValue") != change.get("ParameterValue"):
            parameter.update(change)


@PATCHES.around(RDSResponse)
def describe_db_parameters(original: Callable[..., ActionResult], response: RDSResponse) -> ActionResult:
    """Moto neither tells the source nor filters by it."""
    return _with_source(original(response), response)


@PATCHES.around(RDSResponse)
def describe_db_cluster_parameters(original: Callable[..., ActionResult], response: RDSResponse) -> ActionResult:
    """Moto neither tells the source nor filters by it."""
    return _with_source(original(response), response)


def _with_source(answer: Any, response: RDSResponse) -> ActionResult:
    asked = response.params.get("Source", USER)
    parameters = answer.result["Parameters"] if asked == USER else []
    return ActionResult({"Parameters": [{**each, "Source": USER, "IsModifiable": True} for each in parameters]})


@PATCHES.method(RDSResponse)
def reset_db_parameter_group(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    name = response.params["DBParameterGroupName"]
    if name not in response.backend.db_parameter_groups:
        raise DBParameterGroupNotFoundError(name)
    _reset(response.backend.db_parameter_groups[name], response.params)
    return ActionResult({"DBParameterGroupName": name})


@PATCHES.method(RDSResponse)
def reset_db_cluster_parameter_group(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    name = response.params["DBClusterParameterGroupName"]
    if name not in response.backend.db_cluster_parameter_groups:
        raise DBClusterParameterGroupNotFoundError(name)
    _reset(response.backend.db_cluster_parameter_groups[name], response.params)
    return ActionResult({"DBClusterParameterGroupName": name})


def _reset(group: Any, asked: Any) -> None:
    if asked.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in asked.get("Parameters", []):
        group.parameters.pop(parameter["ParameterName"], None)
