"""Roles that applications connect as, in place of the master user."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator

from orion_rds.config.checks import Named, example
from orion_rds.config.refusal import Refusal
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

Roles = Mapping[RoleName, RoleAccess]
"""What each role may do, by its name."""
