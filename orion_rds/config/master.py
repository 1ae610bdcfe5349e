"""The master user."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, Within
from orion_rds.config.document import PolicyDocument
from orion_rds.config.problem import Hidden
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, limits
from orion_rds.facts.reserved_words import is_reserved_user


def _free(username: str) -> str:
    if is_reserved_user(username):
        raise refuse("master-username-reserved", username)
    return username


def _no_password(way: object) -> object:
    if not isinstance(way, str) or way not in {"generated", "rds_managed"}:
        raise refuse("master-password", Hidden.PASSWORD, beside="password")
    return way


class MasterConfig(Section):
    """The user that owns the database."""

    username: Annotated[str, Named(identifiers.MASTER_USERNAME, "master-username"), AfterValidator(_free)] = (
        "orion_admin"
    )
    """Name of the master user. It cannot be changed later."""

    password: Annotated[Literal["generated", "rds_managed"], BeforeValidator(_no_password)] = "generated"  # noqa: S105 # the way it is made
    """Who makes the password: this component, once, into a secret that AWS's rotation functions can read; or RDS, which
    owns the secret and rotates it every seven days."""

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, "password-version", nearest=True)] = 1
    """Raise it, and a new password is generated, set on the cluster and written into the secret. Nothing else writes
    over a password that was rotated outside, but a change of what the secret tells beside it: the port, or the host,
    which is another one once there is a standby."""

    secret_policy: PolicyDocument | None = None
    """Resource policy of the generated secret, such as one that lets another account read it."""

    @field_validator("secret_policy")
    @classmethod
    def _is_for_a_secret_of_ours(cls, policy: PolicyDocument | None, info: ValidationInfo) -> PolicyDocument | None:
        if policy is not None and info.data.get("password") == "rds_managed":
            raise refuse("secret-policy", policy)
        return policy
