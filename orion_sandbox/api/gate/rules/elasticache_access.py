"""ElastiCache: encryption, AUTH tokens, user groups and logs of replication groups."""

from collections.abc import Iterator

from orion_sandbox.api import names, references
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.checks import in_use, outside, together, unknown, when, without
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers
from orion_sandbox.api.overlay.elasticache_settings import DEFAULT_VERSIONS
from orion_sandbox.arns import Arn

TLS, MODE, PREFERRED = "TransitEncryptionEnabled", "TransitEncryptionMode", "preferred"
TLS_IN_PLACE = (7, 0, 5)
"""The first version that turns TLS on or off without a new group."""

TOKEN, STRATEGY = "AuthToken", "AuthTokenUpdateStrategy"
USERS, ADDED, REMOVED = "UserGroupIds", "UserGroupIdsToAdd", "UserGroupIdsToRemove"
LOGS = "LogDeliveryConfigurations"
FIRST_VERSIONS = {"slow-log": (6, 0), "engine-log": (6, 2)}
"""The first versions of Redis OSS that write each log; every version of Valkey writes both."""


# Encryption.


def _is_unencrypted_with_key(request: Request, _state: State) -> bool:
    encrypted = request.get("AtRestEncryptionEnabled", request.get("Engine") == "valkey")
    return not encrypted and bool(request.get("KmsKeyId"))


def _leaves_tls_open(request: Request, _state: State) -> bool:
    # The default of Redis OSS is off; Valkey has no default.
    return request.get("Engine") == "valkey" and TLS not in request


def _turns_tls_on_at_once(request: Request, state: State) -> bool:
    group = caches.current(request, state)
    if not group or group[TLS] or not (request.get(TLS) or request.get(MODE)):
        return False
    return not (request.get(TLS) and request.get(MODE) == PREFERRED)


def _tls_version(request: Request, state: State) -> str | None:
    version = caches.current(request, state).get("node", {}).get("EngineVersion")
    if version is None or numbers(version) >= TLS_IN_PLACE or not request.keys() & {TLS, MODE}:
        return None
    return f"Modification of transit encryption is not supported for engine version {version}."


def _has_access_control(request: Request, state: State) -> bool:
    group = caches.current(request, state)
    return bool(group.get("AuthTokenEnabled") or group.get(USERS))


def _turns_tls_off_at_once(request: Request, state: State) -> bool:
    group = caches.current(request, state)
    return not request.get(TLS, True) and bool(group.get(TLS)) and group.get(MODE) != PREFERRED


def _prefers_tls_with_access_control(request: Request, state: State) -> bool:
    is_wanted = any(request.get(member) for member in (TOKEN, USERS, ADDED))
    return request.get(MODE) == PREFERRED and (is_wanted or _has_access_control(request, state))


def _network_type(request: Request, state: State) -> str | None:
    kind, group = request.get("NetworkType", "ipv4"), caches.subnet_group(state, request.get("CacheSubnetGroupName"))
    if kind == "ipv4" or group is None:
        return None
    without_ipv6 = [one for one in group.subnet_ids if not _has_ipv6(state, one)]
    return f"Network type {kind} is not supported by subnet {without_ipv6[0]}." if without_ipv6 else None


def _has_ipv6(state: State, subnet: str) -> bool:
    return bool(getattr(state.subnet(subnet), "ipv6_cidr_block_associations", None))


# Tokens and user groups.


def _is_token_without_tls(request: Request, state: State) -> bool:
    return bool(request.get(TOKEN)) and not caches.after(request, state, TLS, default=False)


def _is_strategy_without_token(request: Request, _state: State) -> bool:
    return request.get(STRATEGY) not in (None, "", "DELETE") and not request.get(TOKEN)


def _adds_users_to_token(request: Request, state: State) -> bool:
    keeps_token = caches.current(request, state).get("AuthTokenEnabled") and request.get(STRATEGY) != "DELETE"
    return bool(request.get(ADDED) and keeps_token)


def _adds_token_to_users(request: Request, state: State) -> bool:
    keeps_users = caches.current(request, state).get(USERS) and not request.get(REMOVED)
    return bool(request.get(TOKEN) and keeps_users)


def _deletes_token_alone(request: Request, _state: State) -> bool:
    return request.get(STRATEGY) == "DELETE" and not request.get(ADDED)


def _has_users_without_tls(request: Request, state: State) -> bool:
    # TLS before the call: the call that turns TLS on is too early for users.
    has_tls = caches.current(request, state).get(TLS, request.get(TLS))
    return bool(request.get(USERS) or request.get(ADDED)) and not has_tls


def _asked(request: Request) -> set[str]:
    return {*request.get(USERS, ()), *request.get(ADDED, ())}


def _user_groups(request: Request, state: State) -> set[str]:
    kept = {*caches.current(request, state).get(USERS, ())} - {*request.get(REMOVED, ())}
    return _asked(request) | kept


def _unknown_user_group(request: Request, state: State) -> str | None:
    missing = _asked(request) - caches.user_groups(state).keys()
    return f"User Group does not exist: {min(missing)}" if missing else None


def _user_group_engine(request: Request, state: State) -> str | None:
    # Valkey accepts user groups of both engines.
    known, engine = caches.user_groups(state), caches.after(request, state, "Engine", "redis")
    unfit = [one for one in _user_groups(request, state) if known.get(one, {}).get("Engine", engine) != engine]
    return f"User group {unfit[0]} has another engine than redis." if engine == "redis" and unfit else None


def _groups_with(state: State, user_group: str) -> Iterator[str]:
    groups = caches.replication_groups(state).values()
    return (each["ReplicationGroupId"] for each in groups if user_group in each[USERS])


# Logs and notifications.


def _log_type(request: Request, state: State) -> str | None:
    engine = caches.after(request, state, "Engine", "redis")
    version = caches.after(request, state, "EngineVersion") or DEFAULT_VERSIONS.get(engine, "")
    kinds = [each["LogType"] for each in request.get(LOGS, ()) if each.get("Enabled", True)]
    release = numbers(version.replace(".x", ".2")) if version[:1].isdigit() else None
    missing = [kind for kind in kinds if release and release < FIRST_VERSIONS[kind]]
    return f"Log type {missing[0]} is not supported by {engine} {version}." if missing else None


def _log_twice(request: Request, _state: State) -> str | None:
    kinds = [each["LogType"] for each in request.get(LOGS, ())]
    twice = [kind for kind in kinds if kinds.count(kind) > 1]
    return f"Log type {twice[0]} can be delivered to one destination only." if twice else None


def _log_group(request: Request, state: State) -> str | None:
    # RDS makes missing log groups; ElastiCache does not.
    for each in request.get(LOGS, ()):
        details = each.get("DestinationDetails", {}).get("CloudWatchLogsDetails")
        if details and details.get("LogGroup") not in state.log_groups:
            return f"The destination log group does not exist: {details.get('LogGroup')}"
    return None


def _has_topic(state: State, arn: str) -> bool:
    return not arn or (Arn.read(arn) is not None and state.topic(arn) is not None)


_MIXED = "AuthToken and user groups cannot be used together."

RULES = table(
    "elasticache",
    Row("key-without-encryption", CREATE, COMBINATION, "a KMS key without encryption at rest",
        when(_is_unencrypted_with_key, "KmsKeyId can be specified only when AtRestEncryptionEnabled is true."),
        references.REDIS_AT_REST),
    Row("key", CREATE, "InvalidKMSKeyFault", "a KMS key that does not exist or is not enabled",
        unknown("KmsKeyId", State.usable_key, "The KMS key supplied is not valid: {value}"),
        references.REDIS_AT_REST),
    Row("tls-unstated", CREATE, COMBINATION, "Valkey without `TransitEncryptionEnabled`, on or off",
        when(_leaves_tls_open, "TransitEncryptionEnabled must be specified for engine valkey."),
        references.REDIS_TLS_UNSTATED),
    Row("tls-mode", CREATE, COMBINATION, "`TransitEncryptionMode` without TLS",
        without(MODE, TLS, "TransitEncryptionMode can be specified only when TransitEncryptionEnabled is true."),
        references.REDIS_TLS),
    Row("tls-on", MODIFY, COMBINATION,
        "TLS for a group that runs without it, unless in mode `preferred` first",
        when(_turns_tls_on_at_once, "To enable encryption in transit, set TransitEncryptionEnabled to true and "
             "TransitEncryptionMode to preferred.")),
    Row("tls-version", MODIFY, COMBINATION, "TLS on or off for a group that runs a version before 7.0.5",
        _tls_version, references.REDIS_TLS),
    Row("tls-with-access-control", MODIFY, COMBINATION,
        "`TransitEncryptionEnabled`, even unchanged, for a group with a token or users",
        when(lambda request, state: TLS in request and _has_access_control(request, state),
             "Modification of transit encryption is not supported for access control enabled clusters."),
        references.REDIS_TLS_ACCESS_CONTROL),
    Row("tls-off", MODIFY, COMBINATION, "TLS off in a group where it is `required`",
        when(_turns_tls_off_at_once,
             "To disable encryption in transit, TransitEncryptionMode must be preferred first."),
        references.REDIS_TLS),
    Row("tls-preferred-with-access-control", GROUPS, COMBINATION, "`preferred` together with a token or a user group",
        when(_prefers_tls_with_access_control,
             "Transit encryption preferred is not supported with redis access control."),
        references.REDIS_TLS_PREFERRED),
    Row("network-type", CREATE, INVALID, "a network type with IPv6 in subnets without it", _network_type,
        references.REDIS_NETWORK_TYPE),
    Row("token", GROUPS, INVALID,
        "an AUTH token of fewer than 16 or more than 128 characters, or with characters other than "
        "letters, digits and `!&#$^<>-`",
        outside(TOKEN, names.REDIS_TOKEN,
                "Invalid AuthToken provided: 16 to 128 letters, digits and !, &, #, $, ^, <, >, -.")),
    Row("token-without-tls", GROUPS, COMBINATION, "an AUTH token without TLS",
        when(_is_token_without_tls, "AuthToken is supported only when encryption-in-transit is enabled.")),
    Row("token-strategy", MODIFY, COMBINATION, "a strategy without a token",
        when(_is_strategy_without_token, f"{STRATEGY} must be specified together with AuthToken."),
        references.REDIS_AUTH),
    Row("token-and-users", CREATE, COMBINATION, "an AUTH token beside a user group", together((TOKEN, USERS), _MIXED),
        references.REDIS_RBAC),
    Row("users-with-token", MODIFY, COMBINATION, "users for a group that keeps its token",
        when(_adds_users_to_token, "User group can't be associated with auth token enabled. Pass AuthStrategy delete "
             "to proceed."), references.REDIS_AUTH_TO_USERS),
    Row("token-with-users", MODIFY, COMBINATION, "an AUTH token for a group that has users",
        when(_adds_token_to_users, "Auth tokens can't be enabled with a user group already associated. Pass "
             "RemoveUserGroups to proceed."), references.REDIS_USERS_TO_AUTH),
    Row("token-deleted-alone", MODIFY, INVALID, "the strategy `DELETE` without users in place of the token",
        when(_deletes_token_alone, "Auth token update strategy delete is not supported currently"),
        references.REDIS_AUTH_DELETED),
    Row("users-without-tls", GROUPS, COMBINATION, "a user group without TLS",
        when(_has_users_without_tls, "User group based access control requires encryption-in-transit to be enabled on "
             "the replication group."), references.REDIS_USERS_TLS),
    Row("user-groups", GROUPS, INVALID, "more than one user group",
        when(lambda request, state: len(_user_groups(request, state)) > 1,
             "Only one user group can be associated with a replication group."), references.REDIS_RBAC),
    Row("user-group-unknown", GROUPS, "UserGroupNotFound",
        "a replication group with a user group that does not exist", _unknown_user_group),
    Row("user-group-engine", GROUPS, COMBINATION, "Redis OSS with a user group of the engine `valkey`",
        _user_group_engine, references.REDIS_RBAC),
    Row("user-group-in-use", "DeleteUserGroup", "InvalidUserGroupState",
        "deleting a user group that a replication group uses",
        in_use("UserGroupId", _groups_with, "User group {value} is associated with replication group {found}.")),
    Row("log-type", GROUPS, INVALID, "a type of log that the version does not write", _log_type,
        references.REDIS_LOGS),
    Row("log-twice", GROUPS, INVALID, "the same type of log twice in a call", _log_twice, references.REDIS_LOGS),
    Row("log-group", GROUPS, INVALID, "logs for a log group that does not exist", _log_group, references.REDIS_LOGS),
    Row("topic", GROUPS, INVALID, "a topic that does not exist, or of another account",
        unknown("NotificationTopicArn", _has_topic, "Invalid notification topic ARN: {value}")),
)  # fmt: skip
