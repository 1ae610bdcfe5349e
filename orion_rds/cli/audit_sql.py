"""`orion-rds audit-sql`."""

from orion_rds.config import DatabaseConfig
from orion_rds.plan.audit import sql


def audit_sql(config: DatabaseConfig) -> str:
    """Print the SQL of the audit log, to be run once in every audited database."""
    return sql(config.audit, config.database_name)
