"""Changes of Redis's authentication."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from orion_rds.config import ConfigError
from orion_rds.plan.redis_transitions import authentication_problems

Access = tuple[str, str]
"""`authentication` and `former_clients`."""

NEW = ("", "")
OFF, OPEN = ("off", "refused"), ("users", "accepted")
USERS, USERS_TOKEN = ("users", "refused"), ("users", "token")
TOKEN, ROTATING = ("token", "refused"), ("token", "accepted")

STAYS = "redis-users-stay"
CUT = "redis-clients-refused"
CHANGES: Mapping[tuple[Access, Access], str | None] = {
    (NEW, OFF): None,
    (NEW, OPEN): None,
    (NEW, USERS): None,
    (NEW, TOKEN): None,
    (NEW, ROTATING): None,
    (NEW, USERS_TOKEN): "redis-token-unknown",
    (OFF, OPEN): None,
    (OFF, ROTATING): None,
    (OFF, USERS): CUT,
    (OFF, TOKEN): CUT,
    (OFF, USERS_TOKEN): "redis-token-unknown",
    (OPEN, USERS): None,
    (USERS, OPEN): None,
    (USERS_TOKEN, USERS): None,
    (USERS_TOKEN, OPEN): None,
    (USERS_TOKEN, USERS_TOKEN): None,
    (USERS, USERS_TOKEN): "redis-token-unknown",
    (OPEN, USERS_TOKEN): "redis-token-unknown",
    (USERS, TOKEN): STAYS,
    (OPEN, ROTATING): STAYS,
    (USERS_TOKEN, TOKEN): STAYS,
    (USERS, OFF): STAYS,
    (OPEN, OFF): STAYS,
    (TOKEN, ROTATING): None,
    (ROTATING, TOKEN): None,
    (TOKEN, USERS_TOKEN): None,
    (ROTATING, USERS_TOKEN): "redis-token-rotating",
    (TOKEN, USERS): CUT,
    (TOKEN, OPEN): CUT,
    (TOKEN, OFF): "redis-token-stays",
    (ROTATING, OFF): "redis-token-stays",
}

VERSIONS = [
    (USERS, 1, 2, None),
    (USERS, 1, 1, None),
    (USERS, 2, 3, None),
    (OPEN, 1, 2, None),
    (USERS, 1, 3, "redis-password-step"),
    (OPEN, 1, 3, "redis-password-step"),
    (USERS, 2, 1, "redis-password-step"),
    (ROTATING, 1, 2, None),
    (ROTATING, 1, 9, None),
    (TOKEN, 1, 2, "redis-clients-refused"),
    (TOKEN, 2, 1, "redis-clients-refused"),
    (OFF, 1, 2, None),
]
"""`authentication` with `former_clients`, the version before and after, and the refusal."""


def recorded(access: Access, version: int = 1) -> dict[str, Any]:
    """Settings as a deployment records them; none of a new group."""
    if access == NEW:
        return {}
    authentication, former = access
    return {
        "redis.authentication": authentication,
        "redis.former_clients": former,
        "redis.password_version": version,
    }


@pytest.mark.parametrize(("before", "after"), CHANGES, ids=lambda access: "-".join(access) or None)
def test_a_change_that_refuses_clients_is_refused(before: Access, after: Access) -> None:
    """Every other one is made in place."""
    found = [problem.refusal for problem in authentication_problems(recorded(before), recorded(after))]
    refusal = CHANGES[before, after]
    assert found == ([refusal] if refusal else [])


def test_every_message_is_one_that_was_reviewed(expect: Callable[[str, Path], None]) -> None:
    """Value, reason and fix of each refusal."""
    found = [
        *(each for before, after in CHANGES for each in authentication_problems(recorded(before), recorded(after))),
        *authentication_problems(recorded(USERS_TOKEN), recorded(USERS_TOKEN, version=2)),
        *(
            each
            for access, before, after, _ in VERSIONS
            for each in authentication_problems(recorded(access, before), recorded(access, after))
        ),
        *authentication_problems({}, recorded(USERS), imported=True),
    ]
    texts = sorted({str(ConfigError([problem], "orion-rds:database")) for problem in found})

    expect("\n\n".join(texts) + "\n", Path(__file__).parent / "golden" / "redis.txt")


@pytest.mark.parametrize(("before", "after"), [(TOKEN, USERS_TOKEN), (USERS_TOKEN, USERS_TOKEN)])
def test_a_token_that_clients_still_have_is_not_generated_again(before: Access, after: Access) -> None:
    """They would have the last one."""
    found = authentication_problems(recorded(before), recorded(after, version=2))
    assert [problem.refusal for problem in found] == ["redis-token-renewed"]


def test_a_new_password_may_come_with_the_end_of_the_token() -> None:
    """No client has it any more."""
    assert not list(authentication_problems(recorded(USERS_TOKEN), recorded(USERS, version=2)))


@pytest.mark.parametrize(("before", "after", "former"), [(TOKEN, USERS, "token"), (OFF, TOKEN, "accepted")])
def test_the_message_says_how_the_clients_go_on(before: Access, after: Access, former: str) -> None:
    """By the setting that keeps them."""
    (problem,) = authentication_problems(recorded(before), recorded(after))
    assert f"`former_clients: {former}`" in problem.fix


@pytest.mark.parametrize("version", [2, 5])
def test_the_message_has_both_versions_that_are_possible(version: int) -> None:
    """The one that is deployed, and one more."""
    (problem,) = authentication_problems(recorded(USERS, 3), recorded(USERS, version))
    assert problem.fix.startswith("Write 3 as it was, or 4 for another password.")


@pytest.mark.parametrize(("access", "before", "after", "refusal"), VERSIONS)
def test_a_password_changes_without_refusing_clients(
    access: Access, before: int, after: int, refusal: str | None
) -> None:
    """A user has its last password too, and a token the one before with `accepted`."""
    found = authentication_problems(recorded(access, before), recorded(access, after))
    assert [problem.refusal for problem in found] == ([refusal] if refusal else [])
