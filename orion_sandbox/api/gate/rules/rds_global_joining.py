"""RDS: clusters that join a global database."""

from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.rds.engine_versions import full_version
from orion_sandbox.api.overlay.rds.global_database import writer_of

RULES = Rules("rds")

CREATE = ("CreateDBCluster",)
COMBINATION = "InvalidParameterCombination"
SECONDARIES = 10
NOT_OF_SECONDARIES = {
    "MasterUsername": ("username", "user name", sources.GLOBAL_CREDENTIALS),
    "MasterUserPassword": ("password", "password", sources.GLOBAL_CREDENTIALS),
    "DatabaseName": ("database", "database name", sources.GLOBAL_DATABASE_NAME),
}
"""What a secondary cluster has from the primary: the rule's name, AWS's word, and who was told so."""


@RULES.refuse(
    "global-joined-unknown", CREATE, "GlobalClusterNotFoundFault", "a cluster of a global database that does not exist"
)
def joined_unknown(request: Request, state: State) -> str | None:
    """The database is there before its clusters."""
    identifier = request.get("GlobalClusterIdentifier")
    if identifier is None or state.global_database(identifier):
        return None
    return f"Global cluster {identifier} not found"


def _refuse_what_is_replicated(member: str, key: str, words: str, page: str) -> None:
    @RULES.refuse(f"global-secondary-{key}", CREATE, COMBINATION, f"a secondary cluster with a `{member}`", page)
    def replicated(request: Request, state: State) -> str | None:
        if not _joined(request, state) or member not in request:
            return None
        return f"Cannot specify {words} for cross region replication cluster"


for _member, _told in NOT_OF_SECONDARIES.items():
    _refuse_what_is_replicated(_member, *_told)


@RULES.refuse(
    "global-secondary-managed",
    CREATE,
    COMBINATION,
    "a cluster of a global database whose master password RDS is to manage",
    sources.MANAGED_PASSWORDS,
)
def secondary_managed(request: Request, state: State) -> str | None:
    """The first one's neither."""
    if not request.get("ManageMasterUserPassword") or not state.global_database(request.get("GlobalClusterIdentifier")):
        return None
    return "ManageMasterUserPassword is not supported for DB clusters that are part of a global cluster."


@RULES.refuse(
    "global-same-region",
    CREATE,
    "InvalidParameterValue",
    "a secondary cluster in a region in which the global database has one already",
    sources.GLOBAL_LIMITS,
)
def same_region(request: Request, state: State) -> str | None:
    """One a region."""
    database = _joined(request, state)
    if database is None or state.region not in {cluster.region for cluster in database.members}:
        return None
    return f"The global cluster {database.global_cluster_identifier} already has a DB cluster in {state.region}."


@RULES.refuse(
    "global-same-name",
    CREATE,
    "InvalidParameterValue",
    "a secondary cluster named as another one of the global database",
    sources.GLOBAL_LIMITS,
)
def same_name(request: Request, state: State) -> str | None:
    """Names are unique over the regions."""
    database, name = _joined(request, state), request["DBClusterIdentifier"].lower()
    if database is None or name not in {cluster.db_cluster_identifier for cluster in database.members}:
        return None
    return f"The global cluster {database.global_cluster_identifier} already has a DB cluster named {name}."


@RULES.refuse(
    "global-secondaries",
    CREATE,
    "InvalidParameterCombination",
    f"more than {SECONDARIES} secondary clusters",
    sources.GLOBAL_LIMITS,
)
def secondaries(request: Request, state: State) -> str | None:
    """All of them together."""
    database = _joined(request, state)
    if database is None or len(database.members) <= SECONDARIES:
        return None
    return f"A global cluster can have at most {SECONDARIES} secondary DB clusters."


@RULES.refuse(
    "global-primary-state",
    CREATE,
    "InvalidDBClusterStateFault",
    "a secondary cluster of a primary one that has no instance",
    sources.GLOBAL_SOURCE_STATE,
)
def primary_state(request: Request, state: State) -> str | None:
    """There must be somebody who writes."""
    database = _joined(request, state)
    if database is None or writer_of(database).members:
        return None
    return f"Source cluster: {writer_of(database).arn} is in a state which is not valid for physical replication"


@RULES.refuse(
    "global-secondary-version",
    CREATE,
    "InvalidParameterValue",
    "a secondary cluster of another version than its global database",
    sources.GLOBAL_VERSION,
)
def secondary_version(request: Request, state: State) -> str | None:
    """Asked for none or for a major one, it would get AWS's default, whatever the first cluster runs."""
    database = _joined(request, state)
    if database is None or full_version(request.get("EngineVersion")) == writer_of(database).engine_version:
        return None
    return f"Value for engineVersion should match setting for global cluster {database.global_cluster_identifier}"


@RULES.refuse(
    "global-secondary-encryption",
    CREATE,
    COMBINATION,
    "a secondary cluster that is not encrypted though the primary one is",
    sources.GLOBAL_LIMITS,
)
def secondary_encryption(request: Request, state: State) -> str | None:
    """Each with a key of its own region."""
    database = _joined(request, state)
    if database is None or request.get("StorageEncrypted") or not writer_of(database).storage_encrypted:
        return None
    return "Cannot create an unencrypted cross region replica of an encrypted source."


def _joined(request: Request, state: State) -> Any:
    """The global database that a secondary cluster is to join; None for the first cluster of one, and for others."""
    database = state.global_database(request.get("GlobalClusterIdentifier"))
    return database if database and database.members else None
