"""ElastiCache: users, user groups, and the parameters of parameter groups."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orion_sandbox.api import limits, names, references
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.caches import COMBINATION, INVALID
from orion_sandbox.api.gate.checks import in_use, more_than, taken, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.overlay.elasticache_groups import CLUSTER_MODE

CREATE, MODIFY, DELETE = "CreateUser", "ModifyUser", "DeleteUser"
USERS = (CREATE, MODIFY)
GROUPS = ("CreateUserGroup", "ModifyUserGroup")
DEFAULT = "default"
"""The name of the user for clients without a user name, and the id of the user that AWS creates."""

RULE_WORDS = ("on", "off", "reset", "allkeys", "allchannels", "allcommands", "nocommands", "resetkeys", "resetchannels")
RULE_SIGNS = ("~", "&", "+", "-", "%", "(")

PARAMETER_GROUP = "CacheParameterGroupName"
MODIFY_PARAMETERS, RESET_PARAMETERS = "ModifyCacheParameterGroup", "ResetCacheParameterGroup"
DELETE_PARAMETERS = "DeleteCacheParameterGroup"
PARAMETER_GROUP_STATE = "InvalidCacheParameterGroupState"
VALUES: Mapping[str, re.Pattern[str]] = {
    "maxmemory-policy": re.compile(r"(allkeys|volatile)-(lru|lfu|random)|volatile-ttl|noeviction"),
    "notify-keyspace-events": re.compile(r"[AKEg$lshzxedtmn]*"),
    CLUSTER_MODE: re.compile(r"yes|no"),
    "activedefrag": re.compile(r"yes|no"),
    "appendonly": re.compile(r"yes|no"),
    "databases": re.compile(r"[1-9]\d*"),
    "maxmemory-samples": re.compile(r"[1-9]\d*"),
    "reserved-memory-percent": re.compile(r"\d{1,2}|100"),
    "slowlog-log-slower-than": re.compile(r"-1|\d+"),
    "slowlog-max-len": re.compile(r"\d+"),
    "tcp-keepalive": re.compile(r"\d+"),
    "timeout": re.compile(r"0|[2-9]\d|\d{3,}"),
}
"""The values of well-known parameters; values of other parameters are not checked."""

FIXED = frozenset({"appendfilename", "bind", "dir", "logfile", "maxclients", "maxmemory", "port", "requirepass"})
"""Parameters that ElastiCache sets itself."""


# Users.


def _passwords(request: Request) -> Sequence[str]:
    return request.get("Passwords") or request.get("AuthenticationMode", {}).get("Passwords") or ()


def _has_wrong_password(request: Request, _state: State) -> bool:
    return any(len(password) not in limits.REDIS_PASSWORD_CHARACTERS for password in _passwords(request))


def _authentication(request: Request) -> str | None:
    return request.get("AuthenticationMode", {}).get("Type")


def _has_needless_passwords(request: Request, _state: State) -> bool:
    needs_none = request.get("NoPasswordRequired") or _authentication(request) not in (None, "password")
    return bool(_passwords(request)) and needs_none


def _has_no_authentication(request: Request, _state: State) -> bool:
    is_chosen = request.get("NoPasswordRequired") or _authentication(request) not in (None, "password")
    return not _passwords(request) and not is_chosen


def _access_string(request: Request, _state: State) -> str | None:
    rules = request.get("AccessString", "").split()
    wrong = [rule for rule in rules if rule not in RULE_WORDS and rule[0] not in RULE_SIGNS]
    return f"Invalid access string: {wrong[0]}" if wrong else None


def _has_other_name(request: Request, _state: State) -> bool:
    return _authentication(request) == "iam" and request["UserName"] != request["UserId"]


def _group_of_default_user(state: State, user_id: str) -> str | None:
    # Other users leave their groups when they are deleted.
    if caches.known_users(state).get(user_id, {}).get("UserName") != DEFAULT:
        return None
    return next((name for name, group in caches.user_groups(state).items() if user_id in group["UserIds"]), None)


# User groups.


def _engine(request: Request, state: State) -> str:
    group = caches.user_groups(state).get(request["UserGroupId"], {})
    return str(request.get("Engine", group.get("Engine", ""))).lower()


def _members(request: Request, state: State) -> list[Mapping[str, Any]]:
    """Return the users of the group after the call."""
    before = caches.user_groups(state).get(request["UserGroupId"], {}).get("UserIds", ())
    kept = [one for one in before if one not in request.get("UserIdsToRemove", ())]
    ids = dict.fromkeys([*kept, *request.get("UserIds", ()), *request.get("UserIdsToAdd", ())])
    return [user for user in map(caches.known_users(state).get, ids) if user]


def _unknown_user(request: Request, state: State) -> str | None:
    missing = {*request.get("UserIds", ()), *request.get("UserIdsToAdd", ())} - caches.known_users(state).keys()
    return f"User {min(missing)} not found." if missing else None


def _same_names(request: Request, state: State) -> str | None:
    found = [user["UserName"] for user in _members(request, state)]
    twice = [name for name in found if found.count(name) > 1]
    return f"User group contains more than one user with the user name {twice[0]}." if twice else None


def _lacks_default_user(request: Request, state: State) -> bool:
    is_redis = _engine(request, state) == "redis"
    return is_redis and all(user["UserName"] != DEFAULT for user in _members(request, state))


def _member_engine(request: Request, state: State) -> str | None:
    # Valkey accepts users of both engines.
    unfit = [user["UserId"] for user in _members(request, state) if user["Engine"] != "redis"]
    if _engine(request, state) != "redis" or not unfit:
        return None
    return f"User {unfit[0]} has another engine than its group, redis."


def _open_members(request: Request, state: State) -> str | None:
    free = [user["UserId"] for user in _members(request, state) if user["Authentication"]["Type"] == "no-password"]
    if _engine(request, state) != "valkey" or not free:
        return None
    return f"User group of engine valkey cannot contain a user without authentication: {free[0]}"


# Parameters.


def _values(request: Request) -> Mapping[str, str]:
    return {each["ParameterName"]: each.get("ParameterValue", "") for each in request.get("ParameterNameValues", ())}


def _fixed_parameter(request: Request, _state: State) -> str | None:
    fixed = [name for name in _values(request) if name in FIXED]
    return f"The parameter {fixed[0]} cannot be modified." if fixed else None


def _parameter_value(request: Request, _state: State) -> str | None:
    for name, value in _values(request).items():
        if name in VALUES and not VALUES[name].fullmatch(value):
            return f"The value {value!r} for parameter {name} is invalid."
    return None


def _groups_with(state: State, parameter_group: str) -> Iterator[str]:
    for group in caches.replication_groups(state).values():
        if group["node"]["CacheParameterGroup"][PARAMETER_GROUP] == parameter_group.lower():
            yield group["ReplicationGroupId"]


def _changes_used_cluster_mode(request: Request, state: State) -> bool:
    name = request[PARAMETER_GROUP]
    resets = request.get("ResetAllParameters") and caches.has_shards(state, name)
    return (resets or CLUSTER_MODE in _values(request)) and any(_groups_with(state, name))


RULES = table(
    "elasticache",
    Row("user-engine", USERS + GROUPS, INVALID, "an engine of users other than `redis` and `valkey`",
        when(lambda request, _state: request.get("Engine", "redis").lower() not in names.REDIS_ENGINES,
             "Unknown engine {Engine}. The options are valkey and redis.")),
    Row("user-passwords", USERS, INVALID, "more than two passwords of one user",
        more_than(limits.REDIS_PASSWORDS.maximum, lambda request, _state: len(_passwords(request)),
                  "A user can have at most 2 passwords.")),
    Row("user-password-length", USERS, INVALID, "a password of fewer than 16 or more than 128 characters",
        when(_has_wrong_password, "Passwords length must be between 16-128 characters."), references.REDIS_RBAC),
    Row("user-password-none", USERS, COMBINATION, "passwords of a user that needs none",
        when(_has_needless_passwords, "Passwords cannot be specified for a user that requires no password."),
        references.REDIS_RBAC),
    Row("user-password-missing", CREATE, INVALID, "a user with neither passwords, IAM nor `NoPasswordRequired`",
        when(_has_no_authentication, "No password was provided. If you want to create a user without password, set "
             "NoPasswordRequired to true."), references.REDIS_RBAC),
    Row("user-access-string", USERS, INVALID, "an access string that is not made of Redis's rules", _access_string,
        references.REDIS_RBAC),
    Row("user-of-aws", (MODIFY, DELETE), INVALID, "changing or deleting AWS's own user `default`",
        when(lambda request, _state: request["UserId"] == DEFAULT,
             "The default user cannot be modified or deleted."), references.REDIS_RBAC),
    Row("user-iam-name", CREATE, INVALID, "a user that authenticates by IAM with a name other than its id",
        when(_has_other_name, "For IAM authentication the user name must be identical to the user id."),
        references.REDIS_IAM),
    Row("user-default-in-use", DELETE, "DefaultUserAssociatedToUserGroup", "deleting the default user of a user group",
        taken("UserId", _group_of_default_user,
              "User is associated to user group(s) as a default user and can't be deleted: {found}")),
    Row("user-unknown", GROUPS, "UserNotFound", "a user group with a user that does not exist", _unknown_user),
    Row("user-group-names", GROUPS, "DuplicateUserName", "a user group with two users of one name", _same_names),
    Row("user-group-default", GROUPS, "DefaultUserRequired",
        "a user group of Redis OSS without a user named `default`",
        when(_lacks_default_user, "User group needs to contain a user with the user name default."),
        references.REDIS_USERS_DEFAULT),
    Row("user-group-member-engine", GROUPS, INVALID, "a user group of Redis OSS with a user of the engine `valkey`",
        _member_engine, references.REDIS_RBAC),
    Row("user-group-open", GROUPS, INVALID, "a user group of Valkey with a user that needs no password",
        _open_members, references.REDIS_RBAC),
    Row("parameters-too-many", (MODIFY_PARAMETERS, RESET_PARAMETERS), INVALID, "more than 20 parameters in one call",
        more_than(limits.PARAMETERS_OF_A_CALL.maximum,
                  lambda request, _state: len(request.get("ParameterNameValues", ())),
                  "At most 20 parameters can be modified at once: {value}")),
    Row("parameters-of-default-group", (MODIFY_PARAMETERS, RESET_PARAMETERS, DELETE_PARAMETERS), PARAMETER_GROUP_STATE,
        "changing or deleting a default parameter group",
        when(lambda request, _state: request[PARAMETER_GROUP].startswith(DEFAULT_GROUP),
             "Default parameter groups cannot be modified or deleted: {CacheParameterGroupName}"),
        references.REDIS_FAMILIES),
    Row("parameter-fixed", MODIFY_PARAMETERS, INVALID,
        "a parameter that ElastiCache sets itself, such as `maxclients`", _fixed_parameter,
        references.REDIS_PARAMETERS),
    Row("parameter-value", MODIFY_PARAMETERS, INVALID,
        "a value that `maxmemory-policy`, `notify-keyspace-events` or another well-known parameter does not accept",
        _parameter_value, references.REDIS_PARAMETERS),
    Row("parameter-cluster-mode", (MODIFY_PARAMETERS, RESET_PARAMETERS), INVALID,
        f"`{CLUSTER_MODE}` of a parameter group that a replication group uses",
        when(_changes_used_cluster_mode, f"The parameter {CLUSTER_MODE} cannot be modified."),
        references.REDIS_CLUSTER_MODE_FIXED),
    Row("parameter-group-in-use", DELETE_PARAMETERS, PARAMETER_GROUP_STATE,
        "deleting a parameter group that a replication group uses",
        in_use(PARAMETER_GROUP, _groups_with,
               "One or more cache clusters are still members of this parameter group {value}: {found}")),
)  # fmt: skip
