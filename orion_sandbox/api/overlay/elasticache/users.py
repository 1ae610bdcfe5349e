"""Users and user groups: moto changes no user and knows no group."""

from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import UserNotFound
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.faults import UserGroupNotFound
from orion_sandbox.api.overlay.elasticache.store import (
    REPLICATION_GROUPS,
    USER_GROUPS,
    USERS,
    Thing,
    Things,
    arn,
    forget,
    keep,
    of,
    things,
)
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

MINIMUM_ENGINE_VERSION = "6.0"
DEFAULT = "default"
"""The user that AWS makes itself; groups need it, or another of this name."""


def known(backend: ElastiCacheBackend) -> Things:
    """Give the users that were made, and AWS's own, by their ids."""
    own = {
        "UserId": DEFAULT,
        "UserName": DEFAULT,
        "AccessString": "on ~* +@all",
        "Engine": "redis",
        "Status": "active",
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
        "ARN": arn(backend, USERS, DEFAULT),
        **_authentication({"NoPasswordRequired": True}),
    }
    users = things(backend, USERS)
    users.setdefault(DEFAULT, own)
    return users


@PATCHES.method(ElastiCacheResponse)
def create_user(response: ElastiCacheResponse) -> ActionResult:
    """Moto forgets passwords, and keeps one kind of tags of its own."""
    asked = parameters(response, "CreateUser")
    user: Thing = {
        **{name: asked[name] for name in ("UserId", "UserName", "AccessString")},
        "Engine": asked["Engine"].lower(),
        "Status": "active",
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
        **_authentication(asked),
    }
    keep(response, USERS, asked["UserId"], user, asked.get("Tags"))
    return ActionResult(_told(response, user))


@PATCHES.method(ElastiCacheResponse)
def describe_users(response: ElastiCacheResponse) -> ActionResult:
    """As `create_user`."""
    identifier = parameters(response, "DescribeUsers").get("UserId")
    found = [_user(response, identifier)] if identifier else list(known(response.elasticache_backend).values())
    return ActionResult({"Users": [_told(response, user) for user in found]})


@PATCHES.method(ElastiCacheResponse)
def modify_user(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyUser")
    user = _user(response, asked["UserId"])
    user["AccessString"] = asked.get("AccessString", user["AccessString"])
    if more := asked.get("AppendAccessString"):
        user["AccessString"] += f" {more}"
    user["Engine"] = asked.get("Engine", user["Engine"]).lower()
    if asked.keys() & {"Passwords", "NoPasswordRequired", "AuthenticationMode"}:
        user |= _authentication(asked)
    return ActionResult(_told(response, user))


@PATCHES.method(ElastiCacheResponse)
def delete_user(response: ElastiCacheResponse) -> ActionResult:
    """As `create_user`. AWS takes a deleted user out of its groups."""
    user = _user(response, parameters(response, "DeleteUser")["UserId"])
    forget(response, USERS, user["UserId"])
    for group in of(response, USER_GROUPS).values():
        group["UserIds"] = [each for each in group["UserIds"] if each != user["UserId"]]
    return ActionResult({**_told(response, user), "Status": "deleting"})


@PATCHES.method(ElastiCacheResponse)
def create_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "CreateUserGroup")
    group: Thing = {
        "UserGroupId": asked["UserGroupId"],
        "Engine": asked["Engine"].lower(),
        "Status": "active",
        "UserIds": list(asked.get("UserIds", ())),
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
    }
    keep(response, USER_GROUPS, asked["UserGroupId"], group, asked.get("Tags"))
    return ActionResult(_told_group(response, group))


@PATCHES.method(ElastiCacheResponse)
def describe_user_groups(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    identifier = parameters(response, "DescribeUserGroups").get("UserGroupId")
    found = [_group(response, identifier)] if identifier else list(of(response, USER_GROUPS).values())
    return ActionResult({"UserGroups": [_told_group(response, group) for group in found]})


@PATCHES.method(ElastiCacheResponse)
def modify_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyUserGroup")
    group = _group(response, asked["UserGroupId"])
    kept = [user for user in group["UserIds"] if user not in asked.get("UserIdsToRemove", ())]
    group["UserIds"] = kept + list(asked.get("UserIdsToAdd", ()))
    group["Engine"] = asked.get("Engine", group["Engine"]).lower()
    return ActionResult(_told_group(response, group))


@PATCHES.method(ElastiCacheResponse)
def delete_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    group = _group(response, parameters(response, "DeleteUserGroup")["UserGroupId"])
    forget(response, USER_GROUPS, group["UserGroupId"])
    return ActionResult({**_told_group(response, group), "Status": "deleting"})


def _authentication(asked: dict[str, Any]) -> dict[str, Any]:
    """AWS tells how many passwords there are, never which."""
    mode = asked.get("AuthenticationMode", {})
    passwords = asked.get("Passwords") or mode.get("Passwords") or []
    kinds = {"password": "password", "iam": "iam", "no-password-required": "no-password"}
    free = "no-password" if asked.get("NoPasswordRequired") else "password"
    kind = kinds[mode["Type"]] if mode else free
    told = {"Type": kind, "PasswordCount": len(passwords)} if kind == "password" else {"Type": kind}
    return {"Authentication": told, "passwords": list(passwords)}


def _told(response: ElastiCacheResponse, user: Thing) -> Thing:
    groups = of(response, USER_GROUPS).items()
    return {**user, "UserGroupIds": [name for name, group in groups if user["UserId"] in group["UserIds"]]}


def _told_group(response: ElastiCacheResponse, group: Thing) -> Thing:
    users = [
        name for name, each in of(response, REPLICATION_GROUPS).items() if group["UserGroupId"] in each["UserGroupIds"]
    ]
    return {**group, "ReplicationGroups": users}


def _user(response: ElastiCacheResponse, identifier: str) -> Thing:
    users = known(response.elasticache_backend)
    if identifier not in users:
        raise UserNotFound(identifier)
    return users[identifier]


def _group(response: ElastiCacheResponse, identifier: str) -> Thing:
    if identifier not in of(response, USER_GROUPS):
        raise UserGroupNotFound(identifier)
    return of(response, USER_GROUPS)[identifier]
