"""ElastiCache: users and user groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, INVALID
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

USERS = ("CreateUser", "ModifyUser")
GROUPS = ("CreateUserGroup", "ModifyUserGroup")
ENGINES = ("redis", "valkey")
DEFAULT = "default"
"""Name of the user of clients that name none, and the id of the one that AWS makes itself."""

PASSWORD_CHARACTERS = range(16, 129)
PASSWORDS_MAXIMUM = 2
RULE_WORDS = ("on", "off", "reset", "allkeys", "allchannels", "allcommands", "nocommands", "resetkeys", "resetchannels")
RULE_SIGNS = ("~", "&", "+", "-", "%", "(")


@RULES.refuse("user-engine", USERS + GROUPS, INVALID, "an engine of users other than `redis` and `valkey`")
def engine(request: Request, _state: State) -> str | None:
    """In capital or small letters."""
    name = request.get("Engine", "redis")
    return None if name.lower() in ENGINES else f"Unknown engine {name}. The options are valkey and redis."


@RULES.refuse("user-passwords", USERS, INVALID, "more than two passwords of one user")
def passwords(request: Request, _state: State) -> str | None:
    """Two, so that one can be changed for another."""
    if len(_passwords(request)) <= PASSWORDS_MAXIMUM:
        return None
    return "A user can have at most 2 passwords."


@RULES.refuse(
    "user-password-length",
    USERS,
    INVALID,
    "a password of fewer than 16 or more than 128 characters",
    sources.REDIS_RBAC,
)
def password_length(request: Request, _state: State) -> str | None:
    """Its length."""
    if all(len(password) in PASSWORD_CHARACTERS for password in _passwords(request)):
        return None
    return "Passwords length must be between 16-128 characters."


@RULES.refuse("user-password-none", USERS, COMBINATION, "passwords of a user that needs none", sources.REDIS_RBAC)
def password_none(request: Request, _state: State) -> str | None:
    """One or the other."""
    mode = request.get("AuthenticationMode", {}).get("Type")
    if not _passwords(request) or (not request.get("NoPasswordRequired") and mode in (None, "password")):
        return None
    return "Passwords cannot be specified for a user that requires no password."


@RULES.refuse(
    "user-password-missing",
    ("CreateUser",),
    INVALID,
    "a user with neither passwords, IAM nor `NoPasswordRequired`",
    sources.REDIS_RBAC,
)
def password_missing(request: Request, _state: State) -> str | None:
    """Nobody is let in by oversight."""
    mode = request.get("AuthenticationMode", {}).get("Type", "password")
    if _passwords(request) or request.get("NoPasswordRequired") or mode != "password":
        return None
    return "No password was provided. If you want to create a user without password, set NoPasswordRequired to true."


@RULES.refuse("user-access-string", USERS, INVALID, "an access string of other than Redis's rules", sources.REDIS_RBAC)
def access_string(request: Request, _state: State) -> str | None:
    """Words and signs that each rule begins with."""
    wrong = [
        one for one in request.get("AccessString", "").split() if one not in RULE_WORDS and one[0] not in RULE_SIGNS
    ]
    return f"Invalid access string: {wrong[0]}" if wrong else None


@RULES.refuse(
    "user-of-aws",
    ("ModifyUser", "DeleteUser"),
    INVALID,
    "changing or deleting AWS's own user `default`",
    sources.REDIS_RBAC,
)
def of_aws(request: Request, _state: State) -> str | None:
    """A default user of one's own has the name, and another id."""
    return "The default user cannot be modified or deleted." if request["UserId"] == DEFAULT else None


@RULES.refuse(
    "user-iam-name",
    ("CreateUser",),
    INVALID,
    "a user that authenticates by IAM with a name other than its id",
    sources.REDIS_IAM,
)
def iam_name(request: Request, _state: State) -> str | None:
    """Tokens are signed for both."""
    if request.get("AuthenticationMode", {}).get("Type") != "iam" or request["UserName"] == request["UserId"]:
        return None
    return "For IAM authentication the user name must be identical to the user id."


@RULES.refuse(
    "user-default-in-use",
    ("DeleteUser",),
    "DefaultUserAssociatedToUserGroup",
    "deleting the default user of a user group",
)
def default_in_use(request: Request, state: State) -> str | None:
    """Other users leave their groups by themselves."""
    user = caches.users_of(state).get(request["UserId"], {})
    homes = [name for name, group in caches.user_groups(state).items() if request["UserId"] in group["UserIds"]]
    if user.get("UserName") != DEFAULT or not homes:
        return None
    return f"User is associated to user group(s) as a default user and can't be deleted: {homes[0]}"


@RULES.refuse("user-unknown", GROUPS, "UserNotFound", "a user group with a user that does not exist")
def user_unknown(request: Request, state: State) -> str | None:
    """Users are there before their groups."""
    asked = {*request.get("UserIds", ()), *request.get("UserIdsToAdd", ())}
    unknown = asked - caches.users_of(state).keys()
    return f"User {min(unknown)} not found." if unknown else None


@RULES.refuse("user-group-names", GROUPS, "DuplicateUserName", "a user group with two users of one name")
def names(request: Request, state: State) -> str | None:
    """Clients come with names."""
    found = [user["UserName"] for user in _members(request, state)]
    twice = [name for name in found if found.count(name) > 1]
    return f"User group contains more than one user with the user name {twice[0]}." if twice else None


@RULES.refuse(
    "user-group-default",
    GROUPS,
    "DefaultUserRequired",
    "a user group of Redis OSS without a user named `default`",
    sources.REDIS_USERS_DEFAULT,
)
def default_required(request: Request, state: State) -> str | None:
    """The user of clients that name none."""
    if _engine(request, state) != "redis" or any(user["UserName"] == DEFAULT for user in _members(request, state)):
        return None
    return "User group needs to contain a user with the user name default."


@RULES.refuse(
    "user-group-member-engine",
    GROUPS,
    INVALID,
    "a user group of Redis OSS with a user of the engine `valkey`",
    sources.REDIS_RBAC,
)
def member_engine(request: Request, state: State) -> str | None:
    """Valkey takes both."""
    unfit = [user["UserId"] for user in _members(request, state) if user["Engine"] != "redis"]
    if _engine(request, state) != "redis" or not unfit:
        return None
    return f"User {unfit[0]} has another engine than its group, redis."


@RULES.refuse(
    "user-group-open",
    GROUPS,
    INVALID,
    "a user group of Valkey with a user that needs no password",
    sources.REDIS_RBAC,
)
def members_open(request: Request, state: State) -> str | None:
    """Valkey's users authenticate."""
    free = [user["UserId"] for user in _members(request, state) if user["Authentication"]["Type"] == "no-password"]
    if _engine(request, state) != "valkey" or not free:
        return None
    return f"User group of engine valkey cannot contain a user without authentication: {free[0]}"


def _passwords(request: Request) -> Sequence[str]:
    return request.get("Passwords") or request.get("AuthenticationMode", {}).get("Passwords") or ()


def _engine(request: Request, state: State) -> str:
    group = caches.user_groups(state).get(request["UserGroupId"], {})
    return str(request.get("Engine", group.get("Engine", ""))).lower()


def _members(request: Request, state: State) -> list[Mapping[str, Any]]:
    """Users of the group as it would be after the call."""
    before = caches.user_groups(state).get(request["UserGroupId"], {}).get("UserIds", ())
    gone = request.get("UserIdsToRemove", ())
    asked = (*request.get("UserIds", ()), *request.get("UserIdsToAdd", ()))
    kept = dict.fromkeys([*(one for one in before if one not in gone), *asked])
    return [user for user in map(caches.users_of(state).get, kept) if user]
