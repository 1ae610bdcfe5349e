"""ElastiCache: users, whose passwords and changes moto lacks, and user groups, which moto lacks."""

from typing import Any

from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache_store import (
    MINIMUM_ENGINE_VERSION,
    REPLICATION_GROUPS,
    USER_GROUPS,
    USERS,
    Resource,
    Store,
    response_store,
)
from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

_operation = PATCHES.operation(ElastiCacheResponse, response_store)


@_operation
def create_user(store: Store, request: Request) -> Resource:
    """Create a user."""
    user: Resource = {
        **{name: request[name] for name in ("UserId", "UserName", "AccessString")},
        "Engine": request["Engine"].lower(),
        "Status": "active",
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
        **_authentication(request),
    }
    return _described_user(store, store.add(USERS, request["UserId"], user, request.get("Tags")))


@_operation
def describe_users(store: Store, request: Request) -> Resource:
    """Describe one user or all."""
    return {"Users": [_described_user(store, user) for user in store.list(USERS, request.get("UserId"))]}


@_operation
def modify_user(store: Store, request: Request) -> Resource:
    """Change a user."""
    user = store.find(USERS, request["UserId"])
    user["AccessString"] = request.get("AccessString", user["AccessString"])
    if appended := request.get("AppendAccessString"):
        user["AccessString"] += f" {appended}"
    user["Engine"] = request.get("Engine", user["Engine"]).lower()
    if request.keys() & {"Passwords", "NoPasswordRequired", "AuthenticationMode"}:
        user |= _authentication(request)
    return _described_user(store, user)


@_operation
def delete_user(store: Store, request: Request) -> Resource:
    """Delete a user and remove it from its groups."""
    user = store.remove(USERS, request["UserId"])
    for group in store.all(USER_GROUPS).values():
        group["UserIds"] = [each for each in group["UserIds"] if each != user["UserId"]]
    return {**_described_user(store, user), "Status": "deleting"}


@_operation
def create_user_group(store: Store, request: Request) -> Resource:
    """Create a group."""
    group: Resource = {
        "UserGroupId": request["UserGroupId"],
        "Engine": request["Engine"].lower(),
        "Status": "active",
        "UserIds": list(request.get("UserIds", ())),
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
    }
    return _described_group(store, store.add(USER_GROUPS, request["UserGroupId"], group, request.get("Tags")))


@_operation
def describe_user_groups(store: Store, request: Request) -> Resource:
    """Describe one group or all."""
    found = store.list(USER_GROUPS, request.get("UserGroupId"))
    return {"UserGroups": [_described_group(store, group) for group in found]}


@_operation
def modify_user_group(store: Store, request: Request) -> Resource:
    """Add and remove users."""
    group = store.find(USER_GROUPS, request["UserGroupId"])
    remaining = [user for user in group["UserIds"] if user not in request.get("UserIdsToRemove", ())]
    group["UserIds"] = remaining + list(request.get("UserIdsToAdd", ()))
    group["Engine"] = request.get("Engine", group["Engine"]).lower()
    return _described_group(store, group)


@_operation
def delete_user_group(store: Store, request: Request) -> Resource:
    """Delete a group."""
    group = store.remove(USER_GROUPS, request["UserGroupId"])
    return {**_described_group(store, group), "Status": "deleting"}


def _authentication(request: Request) -> dict[str, Any]:
    """AWS describes the number of passwords, never the passwords."""
    mode = request.get("AuthenticationMode", {})
    passwords = request.get("Passwords") or mode.get("Passwords") or []
    kinds = {"password": "password", "iam": "iam", "no-password-required": "no-password"}
    without_mode = "no-password" if request.get("NoPasswordRequired") else "password"
    kind = kinds[mode["Type"]] if mode else without_mode
    described = {"Type": kind, "PasswordCount": len(passwords)} if kind == "password" else {"Type": kind}
    return {"Authentication": described, "passwords": list(passwords)}


def _described_user(store: Store, user: Resource) -> Resource:
    groups = store.all(USER_GROUPS).items()
    return {**user, "UserGroupIds": [name for name, group in groups if user["UserId"] in group["UserIds"]]}


def _described_group(store: Store, group: Resource) -> Resource:
    replication_groups = store.all(REPLICATION_GROUPS).items()
    users = [name for name, each in replication_groups if group["UserGroupId"] in each["UserGroupIds"]]
    return {**group, "ReplicationGroups": users}
