"""The current roles, privileges and extensions of a database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg

COMMENT = "orion-rds: "
"""Prefix of the comment of a configured role."""

Grants = Mapping[str, frozenset[str]]
"""Privileges on an object by role. `public`, which cannot be the name of a role, stands for all roles."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role."""

    logs_in: bool
    by_iam: bool
    """Whether it is a direct member of `rds_iam`."""
    comment: str
    is_ours: bool
    """Whether the master user has its privileges, and can act as the owner of its objects."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, a view or a sequence of the schema `public` that belongs to no extension."""

    name: str
    """With its schema, quoted if necessary."""
    kind: str
    """`TABLE`, also of a view, or `SEQUENCE`."""
    owner: str
    follows: bool
    """Whether it is the sequence of a column, whose owner is that of the table."""
    grants: Grants

    def given_to(self, master: str) -> "Relation":
        """Return the relation after a change of its owner to the master user, who gets the privileges of the owner."""
        return replace(self, owner=master, grants={**self.grants, self.owner: frozenset()})


@dataclass(frozen=True, slots=True)
class State:
    """The state of a database."""

    master: str
    database: str
    """Quoted if necessary."""
    roles: Mapping[str, Role]
    on_database: Grants
    on_schema: Grants
    relations: Sequence[Relation]
    defaults: Mapping[tuple[str, str], Grants]
    """Default privileges on new objects in `public`, by owner and kind."""
    extensions: frozenset[str]
    outdated: Sequence[str]
    """Extensions that can be updated to their default version, quoted if necessary."""
    stuck: Sequence[str]
    """Extensions without an update path between the installed and the default version."""


_ROLES = """
SELECT rolname, rolcanlogin,
    EXISTS (
        SELECT FROM pg_auth_members JOIN pg_roles AS above ON above.oid = roleid
        WHERE member = pg_roles.oid AND above.rolname = 'rds_iam'
    ),
    coalesce(shobj_description(oid, 'pg_authid'), ''),
    pg_has_role(oid, 'USAGE')
FROM pg_roles
"""
_GRANTEE = "CASE grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(grantee) END, privilege_type"
_ON_DATABASE = f"""
SELECT {_GRANTEE}
FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE datname = current_database()
"""  # noqa: S608 - constants
_ON_SCHEMA = f"""
SELECT {_GRANTEE}
FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) WHERE nspname = 'public'
"""  # noqa: S608 - constants
_KIND = "CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END"
_OF_PUBLIC = """
relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
)
"""
_RELATIONS = f"""
SELECT oid, format('public.%I', relname), {_KIND}, pg_get_userbyid(relowner),
    relkind = 'S' AND EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
        AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
    )
FROM pg_class WHERE {_OF_PUBLIC} ORDER BY relname
"""  # noqa: S608 - constants
_ON_RELATIONS = f"""
SELECT oid, {_GRANTEE}
FROM pg_class, aclexplode(coalesce(relacl, acldefault((CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner)))
WHERE {_OF_PUBLIC}
"""  # noqa: S608 - constants
_DEFAULTS = f"""
SELECT pg_get_userbyid(defaclrole), CASE defaclobjtype WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, {_GRANTEE}
FROM pg_default_acl, aclexplode(defaclacl)
WHERE defaclnamespace = 'public'::regnamespace AND defaclobjtype IN ('r', 'S')
"""  # noqa: S608 - constants
_PATH = "EXISTS (SELECT FROM pg_extension_update_paths(name) WHERE path IS NOT NULL AND source = {} AND target = {})"
_EXTENSIONS = f"""
SELECT name, quote_ident(name), CASE
    WHEN installed_version = default_version THEN 'current'
    WHEN {_PATH.format("installed_version", "default_version")} THEN 'outdated'
    WHEN {_PATH.format("default_version", "installed_version")} THEN 'newer'
    ELSE 'stuck'
END
FROM pg_available_extensions WHERE installed_version IS NOT NULL ORDER BY name
"""  # noqa: S608 - constants


def read(connection: "psycopg.Connection[Any]") -> State:
    """Read the state of a database. Raises `psycopg.Error`."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query.encode()).fetchall()

    ((master, database),) = ask("SELECT current_user, quote_ident(current_database())")
    by_relation = _grouped(((oid,), *rest) for oid, *rest in ask(_ON_RELATIONS))
    extensions = ask(_EXTENSIONS)
    return State(
        master=master,
        database=database,
        roles={name: Role(*rest) for name, *rest in ask(_ROLES)},
        on_database=_grouped(((), *row) for row in ask(_ON_DATABASE)).get((), {}),
        on_schema=_grouped(((), *row) for row in ask(_ON_SCHEMA)).get((), {}),
        relations=[Relation(*rest, grants=by_relation.get((oid,), {})) for oid, *rest in ask(_RELATIONS)],
        defaults=_grouped(((owner, kind), *rest) for owner, kind, *rest in ask(_DEFAULTS)),
        extensions=frozenset(name for name, _, _ in extensions),
        outdated=[quoted for _, quoted, version in extensions if version == "outdated"],
        stuck=[quoted for _, quoted, version in extensions if version == "stuck"],
    )


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, Grants]:
    """Group rows of object, role and privilege."""
    found: dict[Any, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each, role, privilege in rows:
        found[each][role].add(privilege)
    return {each: {role: frozenset(some) for role, some in grants.items()} for each, grants in found.items()}
