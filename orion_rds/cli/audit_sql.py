"""`orion-rds audit-sql`."""

from orion_rds.config import DatabaseConfig
from orion_rds.plan.audit import sql


def audit_sql(config: DatabaseConfig) -> str:
    """Print the SQL that the audit log needs once, in every database that is audited."""
    return sql(config.audit, config.database_name)
