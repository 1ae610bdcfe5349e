"""Refusals of changes of the authentication of a running Redis that would lock out its clients.

AWS changes a group from a token to users in one call, which deletes the token. Clients with the token can still connect
if the user `default`, as which they authenticate, has the token as its password.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html (Migrating from AUTH to RBAC)
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from orion_rds.config import Problem, Refusal
from orion_rds.facts import references

Settings = Mapping[str, Any]
"""Recorded settings of Redis, by path; empty for a group that is created or was imported."""

AUTHENTICATION = "redis.authentication"
FORMER = "redis.former_clients"
PASSWORD_VERSION = "redis.password_version"  # noqa: S105 # a path


def _former(*, former: str) -> None: ...
def _versions(*, former: int, next: int) -> None: ...  # noqa: A002 # a field of the text


REDIS_USERS_STAY = Refusal(
    "redis-users-stay",
    why="The group has users. Every client gives a user name, which AWS refuses once the users are gone; and between "
    "users and a token, the provider leaves the group open.",
    fix="Write `authentication: users`; add `former_clients: accepted` to admit clients without a password too.",
    source=references.ELASTICACHE_AUTH,
)
REDIS_TOKEN_STAYS = Refusal(
    "redis-token-stays",
    why="The group has a token, and AWS takes none away except for users.",
    fix="Write `authentication: token`; or `authentication: users` with `former_clients: token`, which keeps the token "
    "valid.",
    source=references.ELASTICACHE_ACCESS,
)
REDIS_CLIENTS_REFUSED = Refusal(
    "redis-clients-refused",
    why="The group runs, and its clients would be refused until they authenticate in the new way.",
    fix="Write `former_clients: {former}` beside it, and deploy. Give every client the new password; then take "
    "`former_clients` out and deploy again.",
    source=references.ELASTICACHE_ACCESS,
    fields=_former,
)
REDIS_TOKEN_ROTATING = Refusal(
    "redis-token-rotating",
    why="The token is being changed, and its last value is still accepted. As the password of a user only the new one "
    "would be.",
    fix="Take `former_clients` out and deploy, with `authentication: token`; then change to users.",
    source=references.ELASTICACHE_AUTH,
)
REDIS_TOKEN_RENEWED = Refusal(
    "redis-token-renewed",
    why="Clients with the token are to go on, and another version generates another token.",
    fix="Write the version as it was. Raise it once `former_clients` is out.",
    source=references.ELASTICACHE_ACCESS,
)
REDIS_PASSWORD_STEP = Refusal(
    "redis-password-step",
    why="Redis accepts the last password until the next one. Another step than one more generates both again, and "
    "every client would be refused.",
    fix="Write {former} as it was, or {next} for another password. Against a password that somebody else has, deploy "
    "two steps: give every client the new password between them.",
    source=references.ELASTICACHE_ACCESS,
    fields=_versions,
)
REDIS_TOKEN_UNKNOWN = Refusal(
    "redis-token-unknown",
    why="No deployed group has a token of this component, so that no client can have it.",
    fix="Leave it out, or write `accepted` for clients without authentication. An adopted group keeps "
    "`authentication: token` in its first deployment.",
    source=references.ELASTICACHE_ACCESS,
)

FORMER_FOR: Mapping[tuple[str, str], str] = MappingProxyType({
    ("off", "users"): "accepted",
    ("off", "token"): "accepted",
    ("token", "users"): "token",
})  # fmt: skip
"""Authentication before and after to the value of `former_clients` with which no client is locked out."""

STAYS: Mapping[tuple[str, str], Refusal[[]]] = MappingProxyType({
    ("users", "token"): REDIS_USERS_STAY,
    ("users", "off"): REDIS_USERS_STAY,
    ("token", "off"): REDIS_TOKEN_STAYS,
})  # fmt: skip
"""Authentication before and after to the refusal of a change that always locks out clients."""


def authentication_problems(before: Settings, after: Settings, *, imported: bool = False) -> Iterator[Problem]:
    """Yield a problem for each change that would lock out clients of a running group, or leave it open.

    The clients of an imported group do not have a password of this component.
    """
    was, given = before.get(AUTHENTICATION), after[AUTHENTICATION]
    former_was, former = before.get(FORMER), after[FORMER]
    change = (was or "", given)
    if change in STAYS:
        yield STAYS[change].problem(AUTHENTICATION, given)
    elif imported and given != "off" and former != "accepted":
        yield REDIS_CLIENTS_REFUSED.problem(AUTHENTICATION, given, former="accepted")
    elif former == "token" and not (was == "token" or former_was == "token"):
        yield REDIS_TOKEN_UNKNOWN.problem(FORMER, former)
    elif change in FORMER_FOR and former != (needed := FORMER_FOR[change]):
        yield REDIS_CLIENTS_REFUSED.problem(AUTHENTICATION, given, former=needed)
    elif former == "token":
        yield from _token_problems(before, after)
    elif was == given:
        yield from _password_problems(before, after)


def _password_problems(before: Settings, after: Settings) -> Iterator[Problem]:
    was, version = before[PASSWORD_VERSION], after[PASSWORD_VERSION]
    if version == was:
        return
    if after[AUTHENTICATION] == "users" and version != was + 1:
        yield REDIS_PASSWORD_STEP.problem(PASSWORD_VERSION, version, former=was, next=was + 1)
    elif after[AUTHENTICATION] == "token" and after[FORMER] != "accepted":
        yield REDIS_CLIENTS_REFUSED.problem(PASSWORD_VERSION, version, former="accepted")


def _token_problems(before: Settings, after: Settings) -> Iterator[Problem]:
    if before[AUTHENTICATION] == "token" and before[FORMER] == "accepted":
        yield REDIS_TOKEN_ROTATING.problem(AUTHENTICATION, after[AUTHENTICATION])
    if before[PASSWORD_VERSION] != after[PASSWORD_VERSION]:
        yield REDIS_TOKEN_RENEWED.problem(PASSWORD_VERSION, after[PASSWORD_VERSION])
