"""Roles that applications connect as, in place of the master user."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from orion_rds.config.checks import Named, ReadAs, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, references
from orion_rds.facts.reserved_words import is_reserved_user

ROLE_NAME = Refusal(
    "role-name",
    why="PostgreSQL folds unquoted names to lower case and truncates them to 63 characters, so users could not type "
    "another name as it is written.",
    fix="Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
    source=references.POSTGRESQL_NAMES,
    fields=example,
)
ROLE_NAME_RESERVED = Refusal(
    "role-name-reserved",
    why="`{given}` is reserved by PostgreSQL or RDS.",
    fix="Choose another name, such as `app`.",
    source=references.POSTGRESQL_NAMES,
)


def _not_reserved(name: str) -> str:
    if is_reserved_user(name):
        raise ROLE_NAME_RESERVED(name)
    return name


RoleName = Annotated[str, Named(identifiers.ROLE, ROLE_NAME), AfterValidator(_not_reserved)]
RoleAccess = Literal["read_write", "read_only"]


class RoleConfig(Section):
    """A role of an application. A plain text is its access."""

    access: RoleAccess = Field(examples=["read_write"])
    """What it may do in the schema `public`: `read_write` also creates tables, `read_only` reads all of them."""

    authentication: Literal["iam", "secret"] = "iam"
    """`iam`: it connects with a token. `secret`: this component generates a password and creates a secret for it, whose
    ARN is in the connection parameter. [`orion-rds sql`](sql.md) sets the password that is in the secret."""

    @model_validator(mode="wrap")
    @classmethod
    def _from_text(cls, value: object, check: ModelWrapValidatorHandler["RoleConfig"]) -> "RoleConfig":
        return check(value if isinstance(value, RoleConfig | Mapping) else {"access": value})

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return both forms: the plain text and the mapping."""
        access: JsonSchemaValue = {"enum": [*get_args(RoleAccess)], "type": "string"}
        return {"anyOf": [access, super().__get_pydantic_json_schema__(schema, handler)]}


Roles = Annotated[Mapping[RoleName, RoleConfig | RoleAccess], ReadAs(Mapping[RoleName, RoleConfig])]
"""Roles by their names."""
