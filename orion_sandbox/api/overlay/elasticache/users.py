"""Users and user groups: moto changes no user and knows no group."""

from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import UserNotFound
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.faults import UserGroupNotFound
from orion_sandbox.api.overlay.elasticache.store import arn, keep_tags, of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

USERS, GROUPS = "user", "usergroup"
MINIMUM_ENGINE_VERSION = "6.0"


@PATCHES.method(ElastiCacheResponse)
def create_user(response: ElastiCacheResponse) -> ActionResult:
    """Moto forgets passwords, and keeps one kind of tags of its own."""
    asked, backend = parameters(response, "CreateUser"), response.elasticache_backend
    user: dict[str, Any] = {
        **{name: asked[name] for name in ("UserId", "UserName", "AccessString")},
        "Engine": asked["Engine"].lower(),
        "Status": "active",
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
        "ARN": arn(backend, USERS, asked["UserId"]),
        **_authentication(asked),
    }
    of(response, USERS)[asked["UserId"]] = user
    keep_tags(backend, user["ARN"], asked.get("Tags"))
    return ActionResult(_told(response, user))


@PATCHES.method(ElastiCacheResponse)
def describe_users(response: ElastiCacheResponse) -> ActionResult:
    """As `create_user`."""
    identifier = parameters(response, "DescribeUsers").get("UserId")
    found = [_user(response, identifier)] if identifier else list(of(response, USERS).values())
    return ActionResult({"Users": [_told(response, user) for user in found]})


@PATCHES.method(ElastiCacheResponse)
def modify_user(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyUser")
    user = _user(response, asked["UserId"])
    user |= {name: asked[name] for name in ("AccessString", "Engine") if name in asked}
    if asked.keys() & {"Passwords", "NoPasswordRequired", "AuthenticationMode"}:
        user |= _authentication(asked)
    return ActionResult(_told(response, user))


@PATCHES.method(ElastiCacheResponse)
def delete_user(response: ElastiCacheResponse) -> ActionResult:
    """As `create_user`."""
    user = _user(response, parameters(response, "DeleteUser")["UserId"])
    del of(response, USERS)[user["UserId"]]
    return ActionResult({**_told(response, user), "Status": "deleting"})


@PATCHES.method(ElastiCacheResponse)
def create_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked, backend = parameters(response, "CreateUserGroup"), response.elasticache_backend
    group: dict[str, Any] = {
        "UserGroupId": asked["UserGroupId"],
        "Engine": asked["Engine"].lower(),
        "Status": "active",
        "UserIds": list(asked.get("UserIds", ())),
        "MinimumEngineVersion": MINIMUM_ENGINE_VERSION,
        "ARN": arn(backend, GROUPS, asked["UserGroupId"]),
    }
    of(response, GROUPS)[asked["UserGroupId"]] = group
    keep_tags(backend, group["ARN"], asked.get("Tags"))
    return ActionResult(group)


@PATCHES.method(ElastiCacheResponse)
def describe_user_groups(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    identifier = parameters(response, "DescribeUserGroups").get("UserGroupId")
    found = [_group(response, identifier)] if identifier else list(of(response, GROUPS).values())
    return ActionResult({"UserGroups": found})


@PATCHES.method(ElastiCacheResponse)
def modify_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyUserGroup")
    group = _group(response, asked["UserGroupId"])
    kept = [user for user in group["UserIds"] if user not in asked.get("UserIdsToRemove", ())]
    group["UserIds"] = kept + list(asked.get("UserIdsToAdd", ()))
    group["Engine"] = asked.get("Engine", group["Engine"])
    return ActionResult(group)


@PATCHES.method(ElastiCacheResponse)
def delete_user_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    group = _group(response, parameters(response, "DeleteUserGroup")["UserGroupId"])
    del of(response, GROUPS)[group["UserGroupId"]]
    return ActionResult({**group, "Status": "deleting"})


def _authentication(asked: dict[str, Any]) -> dict[str, Any]:
    """AWS tells how many passwords there are, never which."""
    mode = asked.get("AuthenticationMode", {})
    passwords = asked.get("Passwords") or mode.get("Passwords") or []
    kinds = {"password": "password", "iam": "iam", "no-password-required": "no-password"}
    free = "no-password" if asked.get("NoPasswordRequired") else "password"
    kind = kinds[mode["Type"]] if mode else free
    told = {"Type": kind, "PasswordCount": len(passwords)} if kind == "password" else {"Type": kind}
    return {"Authentication": told, "passwords": list(passwords)}


def _told(response: ElastiCacheResponse, user: dict[str, Any]) -> dict[str, Any]:
    groups = of(response, GROUPS).items()
    return {**user, "UserGroupIds": [name for name, group in groups if user["UserId"] in group["UserIds"]]}


def _user(response: ElastiCacheResponse, identifier: str) -> dict[str, Any]:
    if identifier not in of(response, USERS):
        raise UserNotFound(identifier)
    return of(response, USERS)[identifier]


def _group(response: ElastiCacheResponse, identifier: str) -> dict[str, Any]:
    if identifier not in of(response, GROUPS):
        raise UserGroupNotFound(identifier)
    return of(response, GROUPS)[identifier]
