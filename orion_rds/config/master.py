"""The master user."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Named
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import identifiers
from orion_rds.facts.reserved_words import is_reserved_user


def _free(username: str) -> str:
    if is_reserved_user(username):
        raise refuse("master-username-reserved", username)
    return username


class MasterConfig(Section):
    """The user that owns the database."""

    username: Annotated[str, Named(identifiers.MASTER_USERNAME, "master-username"), AfterValidator(_free)] = (
        "orion_admin"
    )
    """Name of the master user. It cannot be changed later: another name replaces the cluster."""
