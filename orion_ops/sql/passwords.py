"""Passwords of the roles that have a secret."""

import json
from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from orion_ops.deployed import Deployed
from orion_ops.errors import OpsError
from orion_ops.postgres import Access
from orion_ops.sql.state import Role, State
from orion_rds.plan import names
from orion_rds.plan.site import Site

HIDDEN = "ALTER ROLE {} PASSWORD '***';"
"""The statement as it is printed."""


def unset(deployed: Deployed, site: Site, access: Access, state: State) -> Mapping[str, str]:
    """Return the passwords in the secrets, by role, that the database does not accept.

    Raises:
        OpsError: A secret or the database cannot be read.
    """
    return {
        name: password
        for name, password in _in_secrets(deployed, site)
        if not _tries(state.roles.get(name)) or not access.accepts(name, password)
    }


def _tries(role: Role | None) -> bool:
    """Return whether a role can log in with a password at all."""
    return role is not None and role.logs_in and not role.by_iam


def set_password(connection: "psycopg.Connection[tuple[object, ...]]", name: str, password: str) -> None:
    """Set the password of a role. The server receives a verifier, which does not reveal the password."""
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(verifier)))


def _in_secrets(deployed: Deployed, site: Site) -> Iterator[tuple[str, str]]:
    roles = [name for name, role in site.config.database_roles.items() if role.authentication == "secret"]
    if not roles:
        return
    parameter = names.connection_parameter(site.config.prefix)
    answer = deployed.aws.call("ssm", "get_parameter", site.region, Name=parameter)
    arns: Mapping[str, str] = json.loads(answer["Parameter"]["Value"]).get("role_secret_arns", {})
    for name in roles:
        if name not in arns:
            raise OpsError(f"The role {name} has no secret yet. Deploy the stack first.")
        yield name, deployed.login(site, arns[name])["password"]
