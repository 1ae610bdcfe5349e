"""ElastiCache: what groups, users and snapshots may be called."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_rds.facts import identifiers
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.caches import INVALID
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.rules.rds_names import named
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

_IDENTIFIERS = {
    "group-name": ("CreateReplicationGroup", "ReplicationGroupId", identifiers.REDIS),
    "subnet-group-name": ("CreateCacheSubnetGroup", "CacheSubnetGroupName", identifiers.REDIS_GROUP),
    "parameter-group-name": ("CreateCacheParameterGroup", "CacheParameterGroupName", identifiers.REDIS_GROUP),
    "user-name": ("CreateUser", "UserId", identifiers.REDIS_USER),
    "user-group-name": ("CreateUserGroup", "UserGroupId", identifiers.REDIS_USER),
    "final-snapshot-name": ("DeleteReplicationGroup", "FinalSnapshotIdentifier", identifiers.REDIS_GROUP),
}


for _key, (_operation, _member, _identifier) in _IDENTIFIERS.items():
    RULES.refuse(
        _key,
        (_operation,),
        INVALID,
        f"a `{_member}` without the form of an identifier, or longer than {_identifier.maximum} characters",
    )(named(_member, _identifier))


def _taken(member: str, kept: Callable[[State], Mapping[str, Any]], what: str) -> Check:
    def check(request: Request, state: State) -> str | None:
        name = request.get(member) or ""
        return f"{what} {name} already exists" if {name, name.lower()} & kept(state).keys() else None

    return check


_KEPT: Mapping[str, tuple[str, str, str, Callable[[State], Mapping[str, Any]]]] = {
    "group-taken": ("CreateReplicationGroup", "ReplicationGroupId", "ReplicationGroupAlreadyExists", caches.groups),
    "subnet-group-taken": (
        "CreateCacheSubnetGroup",
        "CacheSubnetGroupName",
        "CacheSubnetGroupAlreadyExists",
        lambda state: caches.backend(state).cache_subnet_groups,
    ),
    "parameter-group-taken": (
        "CreateCacheParameterGroup",
        "CacheParameterGroupName",
        "CacheParameterGroupAlreadyExists",
        caches.parameter_groups_of,
    ),
    "user-taken": ("CreateUser", "UserId", "UserAlreadyExists", caches.users_of),
    "user-group-taken": ("CreateUserGroup", "UserGroupId", "UserGroupAlreadyExists", caches.user_groups),
    "final-snapshot-taken": (
        "DeleteReplicationGroup",
        "FinalSnapshotIdentifier",
        "SnapshotAlreadyExistsFault",
        caches.snapshots,
    ),
}

for _key, (_operation, _member, _code, _things) in _KEPT.items():
    RULES.refuse(_key, (_operation,), _code, f"a `{_member}` that is taken")(
        _taken(_member, _things, _member.removesuffix("Id").removesuffix("Name"))
    )
