"""RDS: which parameters a group takes, and how they are applied."""

from collections.abc import Mapping
from types import MappingProxyType

from orion_rds.facts.parameters import PARAMETERS, Group, names_of
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

WRITES = ("ModifyDBClusterParameterGroup", "ModifyDBParameterGroup")
CHANGES = (*WRITES, "ResetDBClusterParameterGroup", "ResetDBParameterGroup")
PARAMETERS_A_CALL = 20

LISTED = "aurora-postgresql14"
"""The one family whose parameters are all known here."""

KINDS: Mapping[str, Group] = MappingProxyType(
    {
        "ModifyDBClusterParameterGroup": "cluster",
        "ResetDBClusterParameterGroup": "cluster",
        "ModifyDBParameterGroup": "instance",
        "ResetDBParameterGroup": "instance",
    }
)


@RULES.refuse(
    "parameter-count",
    CHANGES,
    "InvalidParameterValue",
    "more than 20 parameters in one call",
    sources.api("rds", "ModifyDBParameterGroup"),
)
def count(request: Request, _state: State) -> str | None:
    """A longer list takes several calls."""
    asked = len(request.get("Parameters", ()))
    return (
        f"A maximum of 20 parameters can be modified in a single request: {asked}"
        if asked > PARAMETERS_A_CALL
        else None
    )


@RULES.refuse(
    "parameter-static-immediate",
    CHANGES,
    "InvalidParameterCombination",
    "a static parameter that is to apply at once",
    sources.STATIC_PARAMETERS,
)
def static_immediate(request: Request, _state: State) -> str | None:
    """Static parameters wait for a reboot."""
    for parameter in request.get("Parameters", ()):
        known = PARAMETERS.get(parameter.get("ParameterName", ""))
        if known and known.static and parameter.get("ApplyMethod") == "immediate":
            return f"cannot use immediate apply method for static parameter: {known.name}"
    return None


@RULES.refuse(
    "parameter-level",
    ("ModifyDBParameterGroup", "ResetDBParameterGroup"),
    "InvalidParameterValue",
    "a parameter of the cluster in a DB parameter group, which is for instances",
    sources.PARAMETERS,
)
def level(request: Request, _state: State) -> str | None:
    """Some parameters hold for a whole cluster only."""
    for parameter in request.get("Parameters", ()):
        known = PARAMETERS.get(parameter.get("ParameterName", ""))
        if known and "instance" not in known.groups:
            return f"Could not find parameter with name: {known.name}"
    return None


@RULES.refuse(
    "parameter-unknown",
    CHANGES,
    "InvalidParameterValue",
    f"a parameter that family `{LISTED}` does not have at that level; of other families the list is not known",
    sources.PARAMETERS,
)
def unknown(request: Request, state: State) -> str | None:
    """Misspelt parameters, where all of them are known."""
    kind = KINDS[state.operation]
    if _family(request, state, kind) != LISTED:
        return None
    names = [parameter.get("ParameterName", "") for parameter in request.get("Parameters", ())]
    missing = [name for name in names if name not in names_of(kind)]
    return f"Could not find parameter with name: {missing[0]}" if missing else None


def _family(request: Request, state: State, kind: Group) -> str | None:
    if kind == "cluster":
        return state.cluster_group_family(request["DBClusterParameterGroupName"])
    return state.group_family(request["DBParameterGroupName"])
