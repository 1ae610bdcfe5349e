"""The audit log: parameters of the cluster, and the SQL to run afterwards."""

from collections.abc import Mapping

from orion_rds.config import AuditConfig

LIBRARY = "pgaudit"

ROLE = "rds_pgaudit"
"""The only role with which RDS lets pgaudit audit objects.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html
"""


def parameters(audit: AuditConfig) -> Mapping[str, str]:
    """Return the parameters of pgaudit; an empty mapping if it is off."""
    if not audit.is_on:
        return {}
    role = {"pgaudit.role": ROLE} if audit.objects else {}
    return {"pgaudit.log": ",".join(audit.statements) or "none"} | role


def sql(audit: AuditConfig, database_name: str) -> str:
    """Return the statements that complete the set-up. The master user runs them; running them again is harmless."""
    if not audit.is_on:
        return "-- The audit log is off: there is nothing to run.\n"
    statements = [
        f"-- As the master user, in the database {database_name}, and in every other one that is to be audited.",
        f"CREATE EXTENSION IF NOT EXISTS {LIBRARY};",
    ]
    if audit.objects:
        statements += [
            f"DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
            f"-- Then for each table: GRANT SELECT, INSERT, UPDATE, DELETE ON the_table TO {ROLE};",
        ]
    return "\n".join(
        [*statements, "SHOW shared_preload_libraries; -- has pgaudit, or the instance waits for a reboot", ""]
    )
