"""Names that are reserved by the engine."""

# One word a line would be eighty lines.
# fmt: off
POSTGRESQL_KEYWORDS = frozenset(
    {
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast",
        "check", "collate", "column", "constraint", "create", "current_catalog", "current_date", "current_role",
        "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do",
        "else", "end", "except", "false", "fetch", "for", "foreign", "from", "grant", "group", "having", "in",
        "initially", "intersect", "into", "lateral", "leading", "limit", "localtime", "localtimestamp", "not", "null",
        "offset", "on", "only", "or", "order", "placing", "primary", "references", "returning", "select",
        "session_user", "some", "symmetric", "system_user", "table", "then", "to", "trailing", "true", "union",
        "unique", "user", "using", "variadic", "when", "where", "window", "with",
    }
)
# fmt: on
"""Reserved in PostgreSQL 17 (appendix "SQL Key Words"), so they need quotes wherever they are used."""

RDS_USERS = frozenset({"admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "rdswriteforwarduser"})
"""Users that Aurora PostgreSQL refuses as master user, or creates itself."""

RESERVED_ROLE_PREFIXES = ("pg_", "rds_")
"""PostgreSQL's predefined roles and those of RDS, such as `pg_monitor` and `rds_superuser`."""

ROLE_WORDS = frozenset({"none", "public"})
"""Names of roles that PostgreSQL refuses, although they are not key words."""

RDS_DATABASES = frozenset({"rdsadmin", "template0", "template1"})
"""Databases of PostgreSQL or RDS that every cluster has."""


def is_reserved_user(name: str) -> bool:
    """Whether the engine refuses the name for a master user."""
    return name in POSTGRESQL_KEYWORDS | RDS_USERS | ROLE_WORDS or name.startswith(RESERVED_ROLE_PREFIXES)


def is_reserved_database(name: str) -> bool:
    """Whether the engine refuses the name for a database."""
    return name in POSTGRESQL_KEYWORDS | RDS_DATABASES
