"""The SQL of the audit log."""

from orion_rds.config import AuditConfig
from orion_rds.facts.parameters import PARAMETERS
from orion_rds.plan.audit import parameters, sql


def test_aurora_takes_what_pgaudit_is_set_to() -> None:
    """A class that it does not know is refused when the stack is deployed, not before."""
    everything = AuditConfig(statements=("ddl", "function", "misc", "misc_set", "read", "role", "write"), objects=True)

    for name, value in parameters(everything).items():
        known = PARAMETERS[name].values
        assert known
        assert known.accepts(value)


def test_the_extension_is_made_in_the_database_however_often_it_is_run() -> None:
    """Infrastructure alone makes no audit log."""
    text = sql(AuditConfig(), "orion")

    assert "database orion," in text
    assert "CREATE EXTENSION IF NOT EXISTS pgaudit;" in text
    assert "rds_pgaudit" not in text


def test_the_role_is_made_where_tables_are_audited() -> None:
    """PostgreSQL has no CREATE ROLE IF NOT EXISTS."""
    text = sql(AuditConfig(objects=True), "orion")

    assert "CREATE ROLE rds_pgaudit; EXCEPTION WHEN duplicate_object THEN NULL;" in text
    assert "GRANT SELECT, INSERT, UPDATE, DELETE ON the_table TO rds_pgaudit;" in text


def test_without_an_audit_log_there_is_nothing_to_run() -> None:
    """Not even the extension, which fails where its library is not loaded."""
    text = sql(AuditConfig(statements=()), "orion")

    assert all(line.startswith("--") for line in text.splitlines())
