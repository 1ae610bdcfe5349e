"""RDS: what clusters, instances, groups, users and databases may be called."""

import re

from orion_rds.facts import identifiers
from orion_rds.facts.identifiers import Identifier
from orion_rds.facts.reserved_words import is_reserved_database, is_reserved_user
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

INVALID = "InvalidParameterValue"
CREATE_CLUSTER = ("CreateDBCluster",)
CLUSTER_PAGE = sources.api("rds", "CreateDBCluster")
PASSWORDS = ("CreateDBCluster", "ModifyDBCluster")
DATABASE_CHARACTERS = 64
"""As AWS says; PostgreSQL cuts after 63 bytes."""
DATABASE_FORM = re.compile(r"[A-Za-z]\w*", re.ASCII)
PASSWORD_CHARACTERS = range(8, 42)
PASSWORD_FORM = re.compile(r"[!-~]*")
NOT_IN_PASSWORDS = frozenset('/@"')


def named(member: str, identifier: Identifier) -> Check:
    """The member must have the identifier's form. RDS turns capital letters into small ones by itself."""

    def check(request: Request, _state: State) -> str | None:
        text = request.get(member)
        if text is None or identifier.accepts(text.lower()):
            return None
        return (
            f"The parameter {member} is not a valid identifier. Identifiers must begin with a letter; must contain "
            "only ASCII letters, digits, and hyphens; must not end with a hyphen or contain two consecutive hyphens; "
            f"and must have at most {identifier.maximum} characters."
        )

    return check


_IDENTIFIERS = {
    "cluster-name": ("CreateDBCluster", "DBClusterIdentifier", identifiers.CLUSTER),
    "new-cluster-name": ("ModifyDBCluster", "NewDBClusterIdentifier", identifiers.CLUSTER),
    "instance-name": ("CreateDBInstance", "DBInstanceIdentifier", identifiers.INSTANCE),
    "new-instance-name": ("ModifyDBInstance", "NewDBInstanceIdentifier", identifiers.INSTANCE),
    "cluster-parameter-group-name": (
        "CreateDBClusterParameterGroup",
        "DBClusterParameterGroupName",
        identifiers.PARAMETER_GROUP,
    ),
    "parameter-group-name": ("CreateDBParameterGroup", "DBParameterGroupName", identifiers.PARAMETER_GROUP),
    "subnet-group-name": ("CreateDBSubnetGroup", "DBSubnetGroupName", identifiers.SUBNET_GROUP),
    "final-snapshot-name": ("DeleteDBCluster", "FinalDBSnapshotIdentifier", identifiers.FINAL_SNAPSHOT),
}

for _key, (_operation, _member, _identifier) in _IDENTIFIERS.items():
    RULES.refuse(
        _key,
        (_operation,),
        INVALID,
        f"a `{_member}` without the form of an identifier, or longer than {_identifier.maximum} characters",
    )(named(_member, _identifier))


@RULES.refuse(
    "master-username",
    CREATE_CLUSTER,
    INVALID,
    "a master user name that does not begin with a letter or has other than letters, digits and `_`",
)
def username(request: Request, _state: State) -> str | None:
    """Its form."""
    name = request.get("MasterUsername")
    if name is None or identifiers.MASTER_USERNAME.accepts(name.lower()):
        return None
    return f"The parameter MasterUsername {name} is not a valid user name: a letter first, then letters and digits"


@RULES.refuse(
    "master-username-reserved",
    CREATE_CLUSTER,
    INVALID,
    "a master user name that the engine reserves, such as `admin`, `rdsadmin`, `pg_*` and SQL's key words",
    sources.RESERVED_USERS,
)
def username_reserved(request: Request, _state: State) -> str | None:
    """Users that PostgreSQL or RDS makes itself, and words that SQL keeps."""
    name = request.get("MasterUsername", "")
    if is_reserved_user(name.lower()):
        return f"MasterUsername {name} cannot be used as it is a reserved word used by the engine"
    return None


@RULES.refuse(
    "master-password-length",
    PASSWORDS,
    INVALID,
    "a master password of fewer than 8 or more than 41 characters",
)
def password_length(request: Request, _state: State) -> str | None:
    """Its length."""
    password = request.get("MasterUserPassword")
    if password is None or len(password) in PASSWORD_CHARACTERS:
        return None
    side = "shorter than 8" if len(password) < PASSWORD_CHARACTERS.start else "longer than 41"
    return f"The parameter MasterUserPassword is not a valid password because it is {side} characters."


@RULES.refuse(
    "master-password-characters",
    PASSWORDS,
    INVALID,
    'a master password with `/`, `"`, `@`, a space, or what is not printable ASCII',
)
def password_form(request: Request, _state: State) -> str | None:
    """Its characters."""
    password = request.get("MasterUserPassword", "")
    if PASSWORD_FORM.fullmatch(password) and not NOT_IN_PASSWORDS & set(password):
        return None
    return (
        "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides "
        "'/', '@', '\"', ' ' may be used."
    )


@RULES.refuse(
    "master-password-managed",
    PASSWORDS,
    "InvalidParameterCombination",
    "a master password together with `ManageMasterUserPassword`",
)
def password_twice(request: Request, _state: State) -> str | None:
    """Either the caller keeps the password, or RDS does."""
    if request.get("ManageMasterUserPassword") and request.get("MasterUserPassword"):
        return "You can't specify MasterUserPassword when ManageMasterUserPassword is turned on"
    return None


@RULES.refuse(
    "database-name",
    CREATE_CLUSTER,
    INVALID,
    "a database name that does not begin with a letter, has other than letters, digits and `_`, or is too long",
)
def database(request: Request, _state: State) -> str | None:
    """Its form."""
    name = request.get("DatabaseName")
    if name is None or (DATABASE_FORM.fullmatch(name) and len(name) <= DATABASE_CHARACTERS):
        return None
    return f"DatabaseName {name} is not a valid name: a letter first, then letters, digits and _, at most 64 in all"


@RULES.refuse(
    "database-name-reserved",
    CREATE_CLUSTER,
    INVALID,
    "a database name that the engine reserves",
)
def database_reserved(request: Request, _state: State) -> str | None:
    """Databases that are in every cluster, and words that SQL keeps."""
    name = request.get("DatabaseName", "")
    if is_reserved_database(name.lower()):
        return f"Database name {name} cannot be used as it is a reserved word used by the engine"
    return None
