"""The roles of a cluster and its first database, as far as community PostgreSQL supports them.

Amazon Aurora User Guide, "Understanding the rds_superuser role".
"""

from orion_sandbox.data.topology import Cluster

_STATEMENTS = """\
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['rds_superuser', 'rds_iam', 'rds_password']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
GRANT pg_monitor, pg_signal_backend, pg_checkpoint, rds_iam, rds_password TO rds_superuser WITH ADMIN OPTION;
SELECT format('CREATE ROLE %I LOGIN', {user}) WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {user}) \\gexec
SELECT format('ALTER ROLE %I CREATEDB CREATEROLE', {user}) \\gexec
SELECT format('ALTER ROLE %I PASSWORD %L', {user}, password) FROM unnest(ARRAY[{passwords}]::text[]) AS password \\gexec
SELECT format('GRANT rds_superuser TO %I', {user}) \\gexec
SELECT format('CREATE DATABASE %I OWNER %I', name, {user}) FROM unnest(ARRAY[{databases}]::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \\gexec
"""


def statements(cluster: Cluster) -> str:
    """Return the statements that create the master user, its memberships, and the first database."""
    return _STATEMENTS.format(
        user=_literal(cluster.user),
        passwords=_literals(cluster.password),
        databases=_literals(cluster.database),
    )


def _literals(text: str | None) -> str:
    return _literal(text) if text else ""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
