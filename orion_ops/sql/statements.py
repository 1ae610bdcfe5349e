"""The statements that apply the configuration to a database, and the remaining manual steps."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from orion_ops.sql.state import COMMENT, Grants, Relation, Role, State
from orion_rds.config import DatabaseConfig, RoleConfig
from orion_rds.plan import audit

READ_ONLY = "read_only"

PRIVILEGES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "read_write": {
        "DATABASE": frozenset({"CONNECT"}),
        "SCHEMA": frozenset({"CREATE", "USAGE"}),
        "TABLE": frozenset({"DELETE", "INSERT", "SELECT", "UPDATE"}),
        "SEQUENCE": frozenset({"SELECT", "UPDATE", "USAGE"}),
    },
    READ_ONLY: {
        "DATABASE": frozenset({"CONNECT"}),
        "SCHEMA": frozenset({"USAGE"}),
        "TABLE": frozenset({"SELECT"}),
        "SEQUENCE": frozenset({"SELECT"}),
    },
}
"""Privileges of a role on each kind of object, by its access."""

KINDS = ("TABLE", "SEQUENCE")
NEW = Role(logs_in=False, by_iam=False, comment="", is_ours=False)

Write = Callable[[str, str, str], str]
"""Returns the statement from verb and privileges, objects, and the role."""


def accesses(config: DatabaseConfig) -> Mapping[str, str]:
    """Return the access of each configured role."""
    return {name: role.access for name, role in config.database_roles.items()}


def statements(config: DatabaseConfig, state: State) -> list[str]:
    """Return the statements to run, in one transaction, as the master user."""
    return [*_extensions(config, state), *_roles(config, state)] if config.roles else [*_extensions(config, state)]


def left(config: DatabaseConfig, state: State) -> Iterator[str]:
    """Yield the manual steps that remain."""
    ours = [name for name, role in state.roles.items() if role.comment.startswith(COMMENT)]
    for name in (each for each in ours if each not in config.roles):
        # The owners of objects on which the role has privileges revoke those too.
        others = "".join(f"REVOKE {each} FROM {state.master}; " for each in ours if each != name)
        yield (
            f"The role {name} is no longer in the configuration. To drop it and give its objects to the master user: "
            f"`BEGIN; REVOKE rds_iam FROM {name}; GRANT {', '.join(ours)} TO {state.master}; "
            f"REASSIGN OWNED BY {name} TO {state.master}; DROP OWNED BY {name}; DROP ROLE {name}; {others}COMMIT;`."
        )
    for each in state.stuck:
        yield (
            f"The extension {each} has no update path to its default version. If nothing depends on it, "
            f"`DROP EXTENSION {each}; CREATE EXTENSION {each};` installs that one."
        )
    for each in state.relations if config.roles else ():
        if not _is_ours(config, state, each) and [*_on_relations(accesses(config), [each])]:
            yield (
                f"{each.name} is owned by {each.owner}, and only its owner can grant privileges on it. Change the "
                "owner to the master user, or move it to another schema."
            )


def _extensions(config: DatabaseConfig, state: State) -> Iterator[str]:
    if config.audit.is_on and audit.LIBRARY not in state.extensions:
        yield f"CREATE EXTENSION {audit.LIBRARY};"
    if config.audit.is_on and config.audit.objects and audit.ROLE not in state.roles:
        yield f"CREATE ROLE {audit.ROLE};"
    yield from (f"ALTER EXTENSION {each} UPDATE;" for each in state.outdated)


def _roles(config: DatabaseConfig, state: State) -> Iterator[str]:
    roles = accesses(config)
    for name, role in config.database_roles.items():
        yield from _role(name, role, state.roles.get(name))
    if "CREATE" in state.on_schema.get("public", ()):
        yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
    yield from _changes("DATABASE", roles, {state.database: state.on_database})
    yield from _changes("SCHEMA", roles, {"public": state.on_schema})
    yield from _in_their_place(config, state, [*_as_owners(config, state)])


def _role(name: str, wanted: RoleConfig, role: Role | None) -> Iterator[str]:
    if role is None:
        yield f"CREATE ROLE {name} LOGIN;"
        role = Role(logs_in=True, by_iam=False, comment="", is_ours=False)
    if not role.logs_in:
        yield f"ALTER ROLE {name} LOGIN;"
    if role.comment != (comment := COMMENT + wanted.access):
        yield f"COMMENT ON ROLE {name} IS '{comment}';"
    if role.by_iam and wanted.authentication != "iam":
        yield f"REVOKE rds_iam FROM {name};"
    if wanted.authentication == "iam" and not role.by_iam:
        yield f"GRANT rds_iam TO {name};"


def _in_their_place(config: DatabaseConfig, state: State, work: Sequence[str]) -> Iterator[str]:
    """Yield statements that only owners may run, with the master user as a temporary member of each owner.

    The membership ends with the transaction: a member of a member of `rds_iam` cannot log in with its password.
    See https://github.com/movetokube/postgres-operator/issues/315.
    """
    owners = {each.owner for each in state.relations}
    members = [
        name
        for name, access in accesses(config).items()
        if (access != READ_ONLY or name in owners) and not state.roles.get(name, NEW).is_ours
    ]
    if work:
        yield from (f"GRANT {each} TO {state.master};" for each in members)
        yield from work
        yield from (f"REVOKE {each} FROM {state.master};" for each in members)


def _as_owners(config: DatabaseConfig, state: State) -> Iterator[str]:
    roles, relations = accesses(config), [each for each in state.relations if _is_ours(config, state, each)]
    for each in relations:
        if roles.get(each.owner) == READ_ONLY and not each.follows:
            yield f"ALTER {each.kind} {each.name} OWNER TO {state.master};"
    yield from _on_relations(
        roles, [each.given_to(state.master) if roles.get(each.owner) == READ_ONLY else each for each in relations]
    )
    for owner in (state.master, *(name for name, access in roles.items() if access != READ_ONLY)):
        for kind in KINDS:
            yield from _on_later_ones(owner, kind, roles, state.defaults.get((owner, kind), {}))


def _is_ours(config: DatabaseConfig, state: State, relation: Relation) -> bool:
    """Return whether the master user can act as the owner."""
    return relation.owner in config.roles or state.roles[relation.owner].is_ours


def _on_relations(roles: Mapping[str, str], relations: Sequence[Relation]) -> Iterator[str]:
    for kind in KINDS:
        yield from _changes(kind, roles, {each.name: each.grants for each in relations if each.kind == kind})


def _on_later_ones(owner: str, kind: str, roles: Mapping[str, str], grants: Grants) -> Iterator[str]:
    def write(verb: str, _: str, role: str) -> str:
        return f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public {verb} ON {kind}S {role};"

    others = {name: access for name, access in roles.items() if name != owner}
    yield from _changes(kind, others, {"": grants}, write)


def _changes(
    kind: str, roles: Mapping[str, str], objects: Mapping[str, Grants], write: Write | None = None
) -> Iterator[str]:
    """Yield the grants of missing privileges on objects, and for read-only roles the revocations of all others."""
    write = write or (lambda verb, names, role: f"{verb} ON {kind} {names} {role};")
    for role, access in roles.items():
        wanted = PRIVILEGES[access][kind]
        surplus, missing = defaultdict[frozenset[str], list[str]](list), defaultdict[frozenset[str], list[str]](list)
        for name, grants in objects.items():
            held = grants.get(role, frozenset())
            missing[wanted - held].append(name)
            surplus[held - wanted if access == READ_ONLY else frozenset()].append(name)
        for verb, after, found in (("REVOKE", "FROM", surplus), ("GRANT", "TO", missing)):
            for privileges, names in found.items():
                if privileges:
                    yield write(f"{verb} {', '.join(sorted(privileges))}", ", ".join(names), f"{after} {role}")
