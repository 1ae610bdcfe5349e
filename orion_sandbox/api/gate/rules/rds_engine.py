"""RDS: versions, upgrades, engine mode and support of a cluster."""

import re

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.gate.versions import ENGINE, MAJORS, family_of, numbers, wanted_version

RULES = Rules("rds")

CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
MODIFY = ("ModifyDBCluster",)
COMBINATION = "InvalidParameterCombination"
VERSION = re.compile(r"[1-9]\d?(\.\d{1,2}){0,2}")
LIFECYCLES = ("open-source-rds-extended-support", "open-source-rds-extended-support-disabled")


@RULES.refuse(
    "cluster-taken", ("CreateDBCluster",), "DBClusterAlreadyExistsFault", "a cluster identifier that is taken"
)
def cluster_taken(request: Request, state: State) -> str | None:
    """Identifiers are used once."""
    return "DB Cluster already exists" if state.cluster(request["DBClusterIdentifier"]) else None


@RULES.refuse(
    "version-unknown",
    CLUSTERS,
    COMBINATION,
    "a version of Aurora PostgreSQL whose major there is not; minors change monthly, so any is accepted",
    sources.VERSIONS,
)
def version_unknown(request: Request, state: State) -> str | None:
    """Majors in standard or in Extended Support."""
    version = request.get("EngineVersion")
    if version is None or wanted_version(request, state) is None:
        return None
    if VERSION.fullmatch(version) and version.split(".")[0] in MAJORS:
        return None
    return f"Cannot find version {version} for {ENGINE}"


@RULES.refuse(
    "version-downgrade", MODIFY, COMBINATION, "a version below the one that the cluster runs", sources.MAJOR_UPGRADE
)
def downgrade(request: Request, state: State) -> str | None:
    """What a pinned version asks for after AWS has patched the cluster."""
    if (versions := _versions(request, state)) is None:
        return None
    running, wanted = versions
    return f"Cannot upgrade {ENGINE} from {running} to {wanted}" if numbers(wanted) < numbers(running) else None


@RULES.refuse(
    "major-upgrade-not-allowed",
    MODIFY,
    COMBINATION,
    "a major upgrade without `AllowMajorVersionUpgrade`",
)
def major_not_allowed(request: Request, state: State) -> str | None:
    """Nobody upgrades a major version by accident."""
    if not _is_major_upgrade(request, state) or request.get("AllowMajorVersionUpgrade"):
        return None
    return "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."


@RULES.refuse(
    "major-upgrade-cluster-group",
    MODIFY,
    COMBINATION,
    "a major upgrade of a cluster with a DB cluster parameter group of its own, without naming a new one",
    sources.MAJOR_UPGRADE,
)
def major_cluster_group(request: Request, state: State) -> str | None:
    """The old group is of the old family."""
    if not _is_major_upgrade(request, state) or request.get("DBClusterParameterGroupName"):
        return None
    name = state.cluster(request["DBClusterIdentifier"]).parameter_group
    return None if name.startswith(DEFAULT_GROUP) else _must_name("DB cluster")


@RULES.refuse(
    "major-upgrade-instance-group",
    MODIFY,
    COMBINATION,
    "a major upgrade of instances with a DB parameter group of their own, without `DBInstanceParameterGroupName`",
    sources.MAJOR_UPGRADE,
)
def major_instance_group(request: Request, state: State) -> str | None:
    """The old groups are of the old family."""
    if not _is_major_upgrade(request, state) or request.get("DBInstanceParameterGroupName"):
        return None
    used = [instance.db_parameter_group_name for instance in state.cluster(request["DBClusterIdentifier"]).members]
    return _must_name("DB instance") if any(name and not name.startswith(DEFAULT_GROUP) for name in used) else None


@RULES.refuse(
    "instance-group-without-upgrade",
    MODIFY,
    COMBINATION,
    "`DBInstanceParameterGroupName` without `AllowMajorVersionUpgrade`",
)
def instance_group_alone(request: Request, _state: State) -> str | None:
    """The parameter is for major upgrades alone."""
    if not request.get("DBInstanceParameterGroupName") or request.get("AllowMajorVersionUpgrade"):
        return None
    return "DBInstanceParameterGroupName is valid only in combination with the AllowMajorVersionUpgrade parameter."


@RULES.refuse(
    "engine-mode",
    ("CreateDBCluster",),
    "InvalidParameterValue",
    "an engine mode of Aurora PostgreSQL other than `provisioned`; Serverless v1 is no more",
)
def engine_mode(request: Request, _state: State) -> str | None:
    """Serverless v2 is provisioned too."""
    mode = request.get("EngineMode", "provisioned")
    if mode == "provisioned" or request.get("Engine") != ENGINE:
        return None
    return f"The engine mode {mode} you requested is currently unavailable."


@RULES.refuse(
    "lifecycle-support",
    (*CLUSTERS, "CreateDBInstance"),
    "InvalidParameterValue",
    "an `EngineLifecycleSupport` that there is not",
    sources.EXTENDED_SUPPORT,
)
def lifecycle(request: Request, _state: State) -> str | None:
    """Extended Support, paid for, or none."""
    asked = request.get("EngineLifecycleSupport")
    if asked is None or asked in LIFECYCLES:
        return None
    return f"Invalid EngineLifecycleSupport: {asked}. Valid values are: {', '.join(LIFECYCLES)}"


def _versions(request: Request, state: State) -> tuple[str, str] | None:
    """The running version and the wanted one; None where none is asked for."""
    wanted = wanted_version(request, state)
    if wanted is None or not request.get("EngineVersion"):
        return None
    return state.cluster(request["DBClusterIdentifier"]).engine_version, wanted


def _is_major_upgrade(request: Request, state: State) -> bool:
    versions = _versions(request, state)
    return versions is not None and family_of(versions[0]) != family_of(versions[1])


def _must_name(what: str) -> str:
    return (
        f"The current {what} parameter group is custom. You must explicitly specify a new {what} parameter group, "
        "either default or custom, for the engine version upgrade."
    )
