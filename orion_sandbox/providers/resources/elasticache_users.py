"""ElastiCache: users and user groups."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import Row, fixed, sent, step
from orion_sandbox.providers.values import Values


def _same_engine(wanted: str, actual: str) -> bool:
    return wanted.lower() == actual.lower()


def _engine_goes_back(old: str, new: str) -> bool:
    return old.lower() == "valkey" and new.lower() == "redis"


def _shown_mode(told: Values) -> dict[str, Any]:
    """AWS tells how many passwords there are, never which, and calls one kind otherwise than it is asked for."""
    kind = "no-password-required" if told["Type"] == "no-password" else told["Type"]
    return {"type": kind} if kind != "password" else {"type": kind, "passwordCount": told.get("PasswordCount", 0)}


def _same_mode(one: Values, other: Values) -> bool:
    """Passwords count only where both have them."""
    passwords = [sorted(each["passwords"]) for each in (one, other) if each.get("passwords")]
    return one["type"] == other["type"] and len(set(map(tuple, passwords))) < 2


def _change_members(caller: Caller, identity: str, old: Values, new: Values) -> None:
    before, after = set(old.get("userIds") or ()), set(new.get("userIds") or ())
    if old and before != after:
        changes = {"UserIdsToAdd": sorted(after - before), "UserIdsToRemove": sorted(before - after)}
        caller("ModifyUserGroup", UserGroupId=identity, **{name: users for name, users in changes.items() if users})


def _members(new: Values) -> Values:
    return {"UserIds": list(new["userIds"])} if new.get("userIds") else {}


ROWS = (
    Row(
        type="aws:elasticache/user:User",
        service="elasticache",
        create="CreateUser",
        read="DescribeUsers",
        modify="ModifyUser",
        delete="DeleteUser",
        key="UserId",
        found="Users[0]",
        identity="UserId",
        properties=(
            sent("accessString"),
            sent("authenticationMode", read="Authentication", shows=_shown_mode, same=_same_mode, secret=True),
            sent("engine", same=_same_engine, replaces_when=_engine_goes_back),
            # The provider reads neither back: it tells how a user authenticates by `authenticationMode` alone.
            sent("noPasswordRequired", read="", default=False),
            sent("passwords", read="", secret=True),
            fixed("userId", replaces=sources.MODIFY_USER),
            fixed("userName", replaces=sources.MODIFY_USER),
        ),
        computed={"arn": "ARN"},
        tagging=tagging.ELASTICACHE,
    ),
    Row(
        type="aws:elasticache/userGroup:UserGroup",
        service="elasticache",
        create="CreateUserGroup",
        read="DescribeUserGroups",
        modify="ModifyUserGroup",
        delete="DeleteUserGroup",
        key="UserGroupId",
        found="UserGroups[0]",
        identity="UserGroupId",
        properties=(
            sent("engine", same=_same_engine, replaces_when=_engine_goes_back),
            fixed("userGroupId", replaces=sources.MODIFY_USER_GROUP),
            step("userIds", "UserIds", unordered=True, removed=[]),
        ),
        computed={"arn": "ARN"},
        tagging=tagging.ELASTICACHE,
        create_arguments=_members,
        steps=(_change_members,),
    ),
)
