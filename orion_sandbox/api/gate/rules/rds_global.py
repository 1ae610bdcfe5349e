"""RDS: global databases, from their creation to their deletion."""

from orion_rds.facts import identifiers
from orion_rds.facts.instance_classes import BURSTABLE, series
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.rules.rds_names import named
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import family_of

RULES = Rules("rds")

CREATE = ("CreateGlobalCluster",)
DELETE = ("DeleteGlobalCluster",)
CHANGE = ("ModifyGlobalCluster",)
EXISTING = (*CHANGE, *DELETE, "RemoveFromGlobalCluster", "SwitchoverGlobalCluster", "FailoverGlobalCluster")
COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
IDENTIFIER, SOURCE = "GlobalClusterIdentifier", "SourceDBClusterIdentifier"
OF_THE_SOURCE = ("Engine", "EngineVersion", "DatabaseName", "StorageEncrypted")

RULES.refuse(
    "global-name",
    CREATE,
    INVALID,
    f"a `{IDENTIFIER}` without the form of an identifier, or longer than {identifiers.CLUSTER.maximum} characters",
)(named(IDENTIFIER, identifiers.CLUSTER))


@RULES.refuse("global-taken", CREATE, "GlobalClusterAlreadyExistsFault", "a global database's identifier that is taken")
def taken(request: Request, state: State) -> str | None:
    """Identifiers are used once, in all regions."""
    return "Global cluster already exists" if state.global_database(request[IDENTIFIER]) else None


@RULES.refuse("global-unknown", EXISTING, "GlobalClusterNotFoundFault", "a global database that does not exist")
def unknown(request: Request, state: State) -> str | None:
    """Whatever is to be done with it."""
    identifier = request[IDENTIFIER]
    return None if state.global_database(identifier) else f"Global cluster {identifier} not found"


@RULES.refuse(
    "global-source-unknown", CREATE, "DBClusterNotFoundFault", "a global database of a cluster that does not exist"
)
def source_unknown(request: Request, state: State) -> str | None:
    """The source is named by its ARN."""
    arn = request.get(SOURCE)
    if arn is None or state.cluster_anywhere(arn):
        return None
    return f"The source cluster could not be found or cannot be accessed: {arn}"


@RULES.refuse(
    "global-source-settings",
    CREATE,
    COMBINATION,
    "a global database with a source, and with an engine, a version, a database name or encryption of its own",
)
def source_settings(request: Request, _state: State) -> str | None:
    """These are the source's."""
    given = [member for member in OF_THE_SOURCE if member in request]
    if SOURCE not in request or not given:
        return None
    return (
        f"When creating global cluster from existing db cluster, value for {given[0]} should not be specified since it "
        "will be inherited from source cluster"
    )


@RULES.refuse("global-engine", CREATE, INVALID, "a global database with neither a source nor an engine")
def engine(request: Request, _state: State) -> str | None:
    """One of them says what it is of."""
    if SOURCE in request or "Engine" in request:
        return None
    return "When creating standalone global cluster, value for engineName should be specified"


@RULES.refuse(
    "global-source-member", CREATE, "InvalidDBClusterStateFault", "a source that is in a global database already"
)
def source_member(request: Request, state: State) -> str | None:
    """A cluster is in one at most."""
    arn = request.get(SOURCE, "")
    if state.home(state.cluster_anywhere(arn)) is None:
        return None
    return f"Source cluster: {arn} is already a member of a global cluster"


@RULES.refuse(
    "global-source-password",
    CREATE,
    COMBINATION,
    "a source whose master password RDS manages",
    sources.MANAGED_PASSWORDS,
)
def source_password(request: Request, state: State) -> str | None:
    """The integration with Secrets Manager is turned off before."""
    if not getattr(state.cluster_anywhere(request.get(SOURCE, "")), "manage_master_user_password", False):
        return None
    return "ManageMasterUserPassword is not supported for DB clusters that are part of a global cluster."


@RULES.refuse("global-source-class", CREATE, COMBINATION, "a source with burstable instances", sources.GLOBAL_CLASSES)
def source_class(request: Request, state: State) -> str | None:
    """Memory optimised classes and Serverless v2 only."""
    members = getattr(state.cluster_anywhere(request.get(SOURCE, "")), "members", ())
    burstable = [each.db_instance_class for each in members if series(each.db_instance_class) == BURSTABLE]
    return f"The requested instance class is not supported by global databases: {burstable[0]}" if burstable else None


@RULES.refuse(
    "global-minor-upgrade",
    CHANGE,
    INVALID,
    "a minor upgrade of a whole global database; each cluster is upgraded by itself",
    sources.GLOBAL_MINOR_UPGRADE,
)
def minor_upgrade(request: Request, state: State) -> str | None:
    """Secondary clusters first."""
    database, version = state.global_database(request[IDENTIFIER]), request.get("EngineVersion")
    if version is None or database.engine_version == version:
        return None
    if family_of(database.engine_version) != family_of(version):
        return None
    return (
        "ModifyGlobalCluster doesn't support minor version upgrades for Aurora global databases. To upgrade to a newer "
        "minor version, call ModifyDBCluster for each member of your global cluster."
    )


@RULES.refuse("global-major-not-allowed", CHANGE, COMBINATION, "a major upgrade without `AllowMajorVersionUpgrade`")
def major_not_allowed(request: Request, state: State) -> str | None:
    """As with a single cluster."""
    database, version = state.global_database(request[IDENTIFIER]), request.get("EngineVersion")
    if version is None or request.get("AllowMajorVersionUpgrade"):
        return None
    if family_of(database.engine_version) == family_of(version):
        return None
    return "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."


@RULES.refuse("global-protected", DELETE, COMBINATION, "deleting a protected global database")
def protected(request: Request, state: State) -> str | None:
    """The protection is taken away first."""
    if not state.global_database(request[IDENTIFIER]).deletion_protection:
        return None
    return "Cannot delete protected Global cluster, please disable deletion protection and try again."


@RULES.refuse(
    "global-not-empty", DELETE, "InvalidGlobalClusterStateFault", "deleting a global database that has clusters"
)
def not_empty(request: Request, state: State) -> str | None:
    """They are removed before."""
    database = state.global_database(request[IDENTIFIER])
    return f"Global Cluster {database.arn} is not empty" if database.members else None
