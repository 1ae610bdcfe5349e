"""RDS: names, and the credentials of the master user."""

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import outside, together, when
from orion_sandbox.api.gate.rule import Check, Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import MASTER_PASSWORD_CHARACTERS, Form

INVALID = "InvalidParameterValue"
CREATE = "CreateDBCluster"
PASSWORDS = ("CreateDBCluster", "ModifyDBCluster")

IDENTIFIERS = {
    "cluster-name": (CREATE, "DBClusterIdentifier", names.CLUSTER),
    "new-cluster-name": ("ModifyDBCluster", "NewDBClusterIdentifier", names.CLUSTER),
    "instance-name": ("CreateDBInstance", "DBInstanceIdentifier", names.INSTANCE),
    "new-instance-name": ("ModifyDBInstance", "NewDBInstanceIdentifier", names.INSTANCE),
    "cluster-parameter-group-name": (
        "CreateDBClusterParameterGroup",
        "DBClusterParameterGroupName",
        names.PARAMETER_GROUP,
    ),
    "parameter-group-name": ("CreateDBParameterGroup", "DBParameterGroupName", names.PARAMETER_GROUP),
    "subnet-group-name": ("CreateDBSubnetGroup", "DBSubnetGroupName", names.SUBNET_GROUP),
    "final-snapshot-name": ("DeleteDBCluster", "FinalDBSnapshotIdentifier", names.FINAL_SNAPSHOT),
}


def identifier(key: str, operation: str, member: str, form: Form) -> Row:
    """Refuse a member that is not an identifier."""
    text = (
        f"The parameter {member} is not a valid identifier. Identifiers must begin with a letter; must contain only "
        "ASCII letters, digits, and hyphens; must not end with a hyphen or contain two consecutive hyphens; and must "
        f"have at most {form.maximum} characters."
    )
    refused = f"a `{member}` without the form of an identifier, or longer than {form.maximum} characters"
    return Row(key, operation, INVALID, refused, outside(member, form, text))


def _is_reserved_user(request: Request, _state: State) -> bool:
    name = request.get("MasterUsername", "").lower()
    return name in names.RESERVED_USERS or name.startswith(names.RESERVED_USER_PREFIXES)


def _password_length(request: Request, _state: State) -> str | None:
    password = request.get("MasterUserPassword")
    if password is None or len(password) in MASTER_PASSWORD_CHARACTERS:
        return None
    side = "shorter than 8" if len(password) < MASTER_PASSWORD_CHARACTERS.minimum else "longer than 41"
    return f"The parameter MasterUserPassword is not a valid password because it is {side} characters."


_password_characters: Check = outside(
    "MasterUserPassword",
    names.MASTER_PASSWORD,
    "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides "
    "'/', '@', '\"', ' ' may be used.",
)

RULES = table(
    "rds",
    *(identifier(key, *row) for key, row in IDENTIFIERS.items()),
    Row("master-username", CREATE, INVALID,
        "a master user name that does not begin with a letter or has other than letters, digits and `_`",
        outside("MasterUsername", names.MASTER_USERNAME, "The parameter MasterUsername {value} is not a valid user "
                "name: a letter first, then letters and digits")),
    Row("master-username-reserved", CREATE, INVALID,
        "a master user name that the engine reserves, such as `admin`, `rdsadmin`, `pg_*` and SQL's key words",
        when(_is_reserved_user, "MasterUsername {MasterUsername} cannot be used as it is a reserved word used by the "
             "engine"), references.RESERVED_USERS),
    Row("master-password-length", PASSWORDS, INVALID,
        "a master password of fewer than 8 or more than 41 characters", _password_length),
    Row("master-password-characters", PASSWORDS, INVALID,
        'a master password with `/`, `"`, `@`, a space or a character that is not printable ASCII',
        _password_characters),
    Row("master-password-managed", PASSWORDS, "InvalidParameterCombination",
        "a master password together with `ManageMasterUserPassword`",
        together(("ManageMasterUserPassword", "MasterUserPassword"),
                 "You can't specify MasterUserPassword when ManageMasterUserPassword is turned on")),
    Row("database-name", CREATE, INVALID,
        "a database name that does not begin with a letter, has other than letters, digits and `_`, or is too long",
        outside("DatabaseName", names.DATABASE, "DatabaseName {value} is not a valid name: a letter first, then "
                "letters, digits and _, at most 64 in all")),
    Row("database-name-reserved", CREATE, INVALID, "a database name that the engine reserves",
        when(lambda request, _state: request.get("DatabaseName", "").lower() in names.RESERVED_DATABASES,
             "Database name {DatabaseName} cannot be used as it is a reserved word used by the "
             "engine")),
)  # fmt: skip
