"""The master user."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, Within, example
from orion_rds.config.document import PolicyDocument
from orion_rds.config.problem import Hidden
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, limits, references
from orion_rds.facts.reserved_words import is_reserved_user

PASSWORD_VERSION = Refusal(
    "password-version",
    why="Versions of the password are counted from 1.",
    fix="Write a whole number, one higher than the last for a new password.",
    source=references.PULUMI_RANDOM_PASSWORD,
)
MASTER_USERNAME = Refusal(
    "master-username",
    why="PostgreSQL folds unquoted names to lower case and keeps 63 characters, so other names could not be typed "
    "as they were written.",
    fix="Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
    source=references.CREATE_DB_CLUSTER,
    fields=example,
)
MASTER_USERNAME_RESERVED = Refusal(
    "master-username-reserved",
    why="`{given}` is reserved by PostgreSQL or RDS, and AWS refuses it for the master user.",
    fix="Choose another name, such as `orion_admin`.",
    source=references.CREATE_DB_CLUSTER,
)
MASTER_PASSWORD = Refusal(
    "master-password",
    why="No password is written here: this is who makes it. The configuration and the state would hold it in clear "
    "text.",
    fix="Write `generated` or `rds_managed`.",
    source=references.AURORA_SECRETS_MANAGER,
)
SECRET_POLICY = Refusal(
    "secret-policy",
    why="With `password: rds_managed` RDS owns the secret; the policy is one of the secret that this component makes.",
    fix="Leave it out, or write `password: generated`.",
    source=references.AURORA_SECRETS_MANAGER,
)


def _free(username: str) -> str:
    if is_reserved_user(username):
        raise MASTER_USERNAME_RESERVED(username)
    return username


def _no_password(way: object) -> object:
    if not isinstance(way, str) or way not in {"generated", "rds_managed"}:
        raise beside("password", MASTER_PASSWORD(Hidden.PASSWORD))
    return way


class MasterConfig(Section):
    """The user that owns the database."""

    username: Annotated[str, Named(identifiers.MASTER_USERNAME, MASTER_USERNAME), AfterValidator(_free)] = "orion_admin"
    """Name of the master user. It cannot be changed later."""

    password: Annotated[Literal["generated", "rds_managed"], BeforeValidator(_no_password)] = "generated"  # noqa: S105 # the way it is made
    """Who makes the password: this component, once, into a secret that AWS's rotation functions can read; or RDS, which
    owns the secret and rotates it every seven days."""

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, PASSWORD_VERSION, nearest=True)] = 1
    """Raise it, and a new password is generated, set on the cluster and written into the secret. Nothing else writes
    over a password that was rotated outside, but a change of what the secret tells beside it: the port, or the host,
    which is another one once there is a standby."""

    secret_policy: PolicyDocument | None = None
    """Resource policy of the generated secret, such as one that lets another account read it."""

    @field_validator("secret_policy")
    @classmethod
    def _is_for_a_secret_of_ours(cls, policy: PolicyDocument | None, info: ValidationInfo) -> PolicyDocument | None:
        if policy is not None and info.data.get("password") == "rds_managed":
            raise SECRET_POLICY(policy)
        return policy
