"""Names that are reserved by the engine."""

import pytest

from orion_rds.facts.reserved_words import is_reserved_database, is_reserved_user


@pytest.mark.parametrize("name", ["admin", "rdsadmin", "pg_read_all_data", "rds_iam", "user", "public"])
def test_reserved_users(name: str) -> None:
    """Words of PostgreSQL, users of RDS, and names that begin as theirs do."""
    assert is_reserved_user(name)


@pytest.mark.parametrize("name", ["postgres", "orion_admin", "pgbouncer", "rdsx"])
def test_free_users(name: str) -> None:
    """`postgres` is free on Aurora."""
    assert not is_reserved_user(name)


@pytest.mark.parametrize(
    ("name", "reserved"), [("template1", True), ("order", True), ("orion", False), ("admin", False)]
)
def test_databases(name: str, reserved: bool) -> None:
    """What is kept from users is not kept from databases."""
    assert is_reserved_database(name) == reserved
