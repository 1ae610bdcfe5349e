"""`orion-rds sql`: what the errors of a server become."""

import psycopg
import pytest

from orion_ops.errors import OpsError
from orion_ops.sql import command

WHERE = "If the hosts have private addresses"


@pytest.mark.parametrize(
    ("error", "is_of_connection"),
    [
        (psycopg.errors.ObjectNotInPrerequisiteState("pgaudit must be loaded via shared_preload_libraries"), False),
        (psycopg.errors.QueryCanceled("canceling statement due to statement timeout"), False),
        (psycopg.errors.InsufficientPrivilege("must be owner of extension vector"), False),
        (psycopg.errors.AdminShutdown("terminating connection due to administrator command"), True),
        (psycopg.OperationalError("connection timeout expired"), True),
    ],
)
def test_a_refused_statement_is_no_lost_connection(error: psycopg.Error, *, is_of_connection: bool) -> None:
    """Both may have the same class: who reads of the connection looks for a tunnel, and not for the reboot."""
    with pytest.raises(OpsError) as raised, command._explaining("`CREATE EXTENSION pgaudit;` failed"):  # pyright: ignore[reportPrivateUsage]
        raise error

    assert str(error) in str(raised.value)
    assert (WHERE in str(raised.value)) is is_of_connection
    assert ("`CREATE EXTENSION pgaudit;` failed" in str(raised.value)) is not is_of_connection
