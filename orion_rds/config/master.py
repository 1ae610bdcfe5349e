"""The master user."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from orion_rds.config.checks import Named, Whole, Within, example
from orion_rds.config.errors import Hidden, printable
from orion_rds.config.pulumi_types import Output, Resource
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.str_input import RESOURCE_GIVEN
from orion_rds.facts import identifiers, limits, references
from orion_rds.facts.reserved_words import is_reserved_user

PASSWORD_VERSION = Refusal(
    "password-version",
    why="Versions of the password begin at 1.",
    fix="Write a whole number, one higher than the last for a new password.",
    source=references.PULUMI_RANDOM_PASSWORD,
)
MASTER_USERNAME = Refusal(
    "master-username",
    why="PostgreSQL folds unquoted names to lower case and truncates them to 63 characters, so users could not type "
    "another name as it is written.",
    fix="Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
    source=references.CREATE_DB_CLUSTER,
    fields=example,
)
MASTER_USERNAME_RESERVED = Refusal(
    "master-username-reserved",
    why="`{given}` is reserved by PostgreSQL or RDS, and AWS refuses it as master user.",
    fix="Choose another name, such as `orion_admin`.",
    source=references.CREATE_DB_CLUSTER,
)
MASTER_PASSWORD = Refusal(
    "master-password",
    why="The configuration holds no password and no secret: the stack file and the state would show it in clear text.",
    fix="Write `password_source: generated` or `password_source: rds_managed`.",
    source=references.AURORA_SECRETS_MANAGER,
)
SECRET_POLICY = Refusal(
    "secret-policy",
    why="With `password_source: rds_managed` RDS owns the secret; the policy is for the secret of this component.",
    fix="Leave it out, or write `password_source: generated`.",
    source=references.AURORA_SECRETS_MANAGER,
)
MAPPING = Refusal(
    "mapping",
    why="The setting is a mapping of names to values.",
    fix="Write a mapping, such as `{example}`.",
    source=references.PULUMI_CONFIG,
    fields=example,
)
POLICY_STATEMENT = Refusal(
    "policy-statement",
    why="A policy has a `Statement`.",
    fix="Write `Version` and `Statement`, as in AWS's own policies.",
    source=references.IAM_POLICY,
)
POLICY_VALUE = Refusal(
    "policy-value",
    why="A policy is JSON, which has no such value.",
    fix="Write mappings, lists, texts, numbers and switches; values may be outputs.",
    source=references.IAM_POLICY,
)


RDS_MANAGED = "rds_managed"


def _document(value: object) -> object:
    if not isinstance(value, Mapping):
        raise MAPPING(value, example="{Version: ..., Statement: ...}")
    document = cast("Mapping[object, object]", value)
    if "Statement" not in document:
        raise POLICY_STATEMENT(document)
    return _copied(document)


def _copied(value: object) -> object:
    """Copy JSON values and outputs, because the caller may change the original."""
    if value is None or isinstance(value, str | int | float | Output):
        return cast("object", value)
    if isinstance(value, Mapping):
        return {str(key): _copied(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_copied(item) for item in cast("Sequence[object]", value)]
    raise (RESOURCE_GIVEN if isinstance(value, Resource) else POLICY_VALUE)(value)


PolicyDocument = Annotated[
    Mapping[str, Any],
    PlainValidator(_document, json_schema_input_type=Mapping[str, Any]),
    PlainSerializer(printable, when_used="json"),
]
"""An IAM policy, `{Version, Statement}`; values in it may be outputs."""


def _not_reserved(username: str) -> str:
    if is_reserved_user(username):
        raise MASTER_USERNAME_RESERVED(username)
    return username


def _no_password(source: object) -> object:
    if not isinstance(source, str) or source not in {"generated", "rds_managed"}:
        raise beside("password_source", MASTER_PASSWORD(Hidden.PASSWORD))
    return source


class MasterConfig(Section):
    """The master user, who owns the database."""

    username: Annotated[str, Named(identifiers.MASTER_USERNAME, MASTER_USERNAME), AfterValidator(_not_reserved)] = (
        "orion_admin"
    )
    """Name of the master user. It cannot be changed later."""

    password_source: Annotated[Literal["generated", "rds_managed"], BeforeValidator(_no_password)] = Field(
        default="generated"
    )
    """`generated`: this component generates the password once, and creates the secret in the format of AWS's rotation
    functions. `rds_managed`: RDS owns the secret, and rotates the password every seven days."""

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, PASSWORD_VERSION, nearest=True)] = 1
    """Raise it to generate a new password, set it on the cluster and write it into the secret. A password that was
    rotated outside is otherwise overwritten only when the rest of the secret changes: the port, or the host, which
    is another one with a standby."""

    secret_policy: PolicyDocument | None = None
    """Resource policy of the generated secret, for example to let another account read it."""

    @property
    def is_rds_managed(self) -> bool:
        """Whether RDS owns the secret and the password."""
        return self.password_source == RDS_MANAGED

    @field_validator("secret_policy")
    @classmethod
    def _policy_needs_a_generated_secret(
        cls, policy: PolicyDocument | None, info: ValidationInfo
    ) -> PolicyDocument | None:
        if policy is not None and info.data.get("password_source") == RDS_MANAGED:
            raise SECRET_POLICY(policy)
        return policy
