"""ElastiCache: AUTH tokens, and the user groups of replication groups."""

import re

from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

TOKEN, STRATEGY = "AuthToken", "AuthTokenUpdateStrategy"
TOKEN_CHARACTERS = range(16, 129)
TOKEN_FORM = re.compile(r"[A-Za-z0-9!&#$^<>-]*")


@RULES.refuse(
    "token",
    GROUPS,
    INVALID,
    "an AUTH token of fewer than 16 or more than 128 characters, or with other than letters, digits and `!&#$^<>-`",
)
def token(request: Request, _state: State) -> str | None:
    """Its form."""
    text = request.get(TOKEN)
    if text is None or (len(text) in TOKEN_CHARACTERS and TOKEN_FORM.fullmatch(text)):
        return None
    return "Invalid AuthToken provided: 16 to 128 letters, digits and !, &, #, $, ^, <, >, -."


@RULES.refuse("token-without-tls", GROUPS, COMBINATION, "an AUTH token without TLS")
def token_without_tls(request: Request, state: State) -> str | None:
    """Tokens do not go unencrypted."""
    if not request.get(TOKEN) or caches.after(request, state, "TransitEncryptionEnabled", default=False):
        return None
    return "AuthToken is supported only when encryption-in-transit is enabled."


@RULES.refuse("token-strategy", MODIFY, COMBINATION, "a strategy without a token", sources.REDIS_AUTH)
def token_strategy(request: Request, _state: State) -> str | None:
    """It says what becomes of the token before."""
    if not request.get(STRATEGY) or request.get(TOKEN) or request[STRATEGY] == "DELETE":
        return None
    return f"{STRATEGY} must be specified together with AuthToken."


@RULES.refuse("token-and-users", CREATE, COMBINATION, "an AUTH token beside a user group", sources.REDIS_RBAC)
def token_and_users(request: Request, _state: State) -> str | None:
    """One or the other."""
    if not (request.get(TOKEN) and request.get("UserGroupIds")):
        return None
    return "AuthToken and user groups cannot be used together."


@RULES.refuse(
    "token-and-users-later",
    MODIFY,
    COMBINATION,
    "an AUTH token for a group that has users, or users for a group that keeps its token",
    sources.REDIS_RBAC,
)
def token_and_users_later(request: Request, state: State) -> str | None:
    """The token goes with the call that brings the users."""
    group = caches.running(request, state)
    adds, removes = request.get("UserGroupIdsToAdd"), request.get("UserGroupIdsToRemove")
    keeps_token = group.get("AuthTokenEnabled") and request.get(STRATEGY) != "DELETE"
    if (adds and keeps_token) or (request.get(TOKEN) and group.get("UserGroupIds") and not removes):
        return "AuthToken and user groups cannot be used together."
    return None


@RULES.refuse("users-without-tls", GROUPS, COMBINATION, "a user group without TLS", sources.REDIS_USERS_TLS)
def users_without_tls(request: Request, state: State) -> str | None:
    """TLS is on before the users come."""
    asked = request.get("UserGroupIds") or request.get("UserGroupIdsToAdd")
    # Of the group as it is: the call that turns TLS on is too early.
    on = caches.running(request, state).get("TransitEncryptionEnabled", request.get("TransitEncryptionEnabled"))
    if not asked or on:
        return None
    return "User group based access control requires encryption-in-transit to be enabled on the replication group."


@RULES.refuse("user-groups", GROUPS, INVALID, "more than one user group", sources.REDIS_RBAC)
def user_groups(request: Request, state: State) -> str | None:
    """One a replication group."""
    if len(_asked(request) | _kept(request, state)) < 2:
        return None
    return "Only one user group can be associated with a replication group."


@RULES.refuse(
    "user-group-unknown", GROUPS, "UserGroupNotFound", "a replication group with a user group that does not exist"
)
def user_group_unknown(request: Request, state: State) -> str | None:
    """User groups are there before their replication groups."""
    unknown = _asked(request) - caches.user_groups(state).keys()
    return f"User Group does not exist: {min(unknown)}" if unknown else None


@RULES.refuse(
    "user-group-engine",
    GROUPS,
    COMBINATION,
    "Redis OSS with a user group of the engine `valkey`",
    sources.REDIS_RBAC,
)
def user_group_engine(request: Request, state: State) -> str | None:
    """Valkey takes both."""
    known = caches.user_groups(state)
    wanted = caches.after(request, state, "Engine", "redis")
    unfit = [
        one for one in _asked(request) | _kept(request, state) if known.get(one, {}).get("Engine", wanted) != wanted
    ]
    if wanted != "redis" or not unfit:
        return None
    return f"User group {unfit[0]} has another engine than redis."


@RULES.refuse(
    "user-group-in-use",
    ("DeleteUserGroup",),
    "InvalidUserGroupState",
    "deleting a user group that a replication group uses",
)
def user_group_in_use(request: Request, state: State) -> str | None:
    """Replication groups leave it first."""
    name = request["UserGroupId"]
    users = [one["ReplicationGroupId"] for one in caches.groups(state).values() if name in one["UserGroupIds"]]
    return f"User group {name} is associated with replication group {users[0]}." if users else None


def _asked(request: Request) -> set[str]:
    return {*request.get("UserGroupIds", ()), *request.get("UserGroupIdsToAdd", ())}


def _kept(request: Request, state: State) -> set[str]:
    return {*caches.running(request, state).get("UserGroupIds", ())} - {*request.get("UserGroupIdsToRemove", ())}
