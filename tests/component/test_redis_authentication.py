"""How clients show Redis who they are."""

import json
from typing import Any

import pytest

from orion_rds.testing import RecordedResource, Recording
from tests.component.stacks import SECRET, SECRET_VERSION, only
from tests.component.test_redis import GROUP, record_redis

PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type
USER = "aws:elasticache/user:User"
USER_GROUP = "aws:elasticache/userGroup:UserGroup"


@pytest.fixture(scope="module")
def redis() -> Recording:
    """Redis as it is where nothing more is said."""
    return record_redis()


def users(recording: Recording) -> dict[str, RecordedResource]:
    """Return the users by name."""
    return {user.inputs["userName"]: user for user in recording.of(USER)}


def values(recording: Recording) -> dict[str, Any]:
    """Return the values of the secrets by their user's name, or by `None`."""
    found = [json.loads(version.inputs["secretString"]) for version in recording.of(SECRET_VERSION)]
    return {value.get("username"): value for value in found}


@pytest.mark.parametrize("engine", ["valkey", "redis"])
def test_the_application_has_a_user_and_the_default_user_can_do_nothing(engine: str) -> None:
    """AWS's own default user needs no password and may do everything."""
    by_name = users(record_redis(engine=engine))

    assert by_name.keys() == {"app", "default"}
    assert by_name["app"].inputs["accessString"] == "on ~* &* +@all"
    assert by_name["default"].inputs["accessString"] == "off -@all"
    assert by_name["default"].inputs["userId"] != "default"
    assert {user.inputs["noPasswordRequired"] for user in by_name.values()} == {False}


def test_every_user_has_a_password_of_its_own(redis: Recording) -> None:
    """ElastiCache requires 16 characters or more, and a group of Valkey requires a password."""
    (app,), (default,) = (user.inputs["passwords"] for user in users(redis).values())

    assert app != default
    assert min(len(app), len(default)) >= 16


def test_a_group_of_nodes_may_go_over_to_valkey_with_its_users() -> None:
    """Redis OSS accepts no users of Valkey, and a change of engine must not change the users."""
    before, after = record_redis(engine="redis"), record_redis(engine="valkey")

    assert {each.inputs["engine"] for each in (*before.of(USER), *before.of(USER_GROUP))} == {"redis"}
    for type_ in (USER, USER_GROUP, PASSWORD, SECRET_VERSION):
        assert [(each.name, each.inputs) for each in before.of(type_)] == [
            (each.name, each.inputs) for each in after.of(type_)
        ]


def test_the_users_come_as_one_group(redis: Recording) -> None:
    """AWS accepts one group of users, with a default user in it."""
    group = only(redis, USER_GROUP)

    assert set(group.inputs["userIds"]) == {user.inputs["userId"] for user in users(redis).values()}
    assert only(redis, GROUP).inputs["userGroupIds"] == [group.inputs["userGroupId"]]
    assert "authToken" not in only(redis, GROUP).inputs


def test_the_secrets_say_all_that_a_client_and_a_rotation_function_need(redis: Recording) -> None:
    """AWS's rotation functions find the user by its ARN."""
    told = values(redis)

    assert told.keys() == {"app", "default"}
    for name, user in users(redis).items():
        value = told[name]
        assert value.keys() == {"engine", "host", "port", "username", "password", "user_arn"}
        assert value["host"].startswith("master.orion-prod-redis.")
        assert (value["engine"], value["port"]) == ("redis", 6379)
        assert [value["password"]] == user.inputs["passwords"]
        assert value["user_arn"].endswith(f":user:{user.inputs['userId']}")


def test_in_cluster_mode_the_secret_has_the_configuration_endpoint() -> None:
    """The one host that clients of a cluster begin with."""
    assert values(record_redis(shards=2))["app"]["host"].startswith("clustercfg.")


def test_passwords_travel_as_secrets_only(redis: Recording) -> None:
    """What is not marked as secret stands in clear text in Pulumi's state."""
    for user in users(redis).values():
        (password,) = user.inputs["passwords"]
        holders = [
            name in resource.secrets
            for resource in redis.resources
            for name, value in resource.inputs.items()
            if password in str(value)
        ]
        assert holders == [True, True]
        assert password not in str(redis.outputs)


def test_a_token_is_the_alternative() -> None:
    """One secret for everybody, without users."""
    recording = record_redis(authentication="token")
    inputs = only(recording, GROUP).inputs
    (value,) = values(recording).values()

    assert value["password"] == inputs["authToken"]
    assert inputs["authTokenUpdateStrategy"] == "SET"
    assert only(recording, SECRET).inputs["namePrefix"] == "orion-prod/redis/token-"
    assert not [*recording.of(USER), *recording.of(USER_GROUP)]
    assert "userGroupIds" not in inputs


def test_without_authentication_there_is_nothing_to_keep() -> None:
    """No password that opens nothing."""
    recording = record_redis(authentication="off")

    assert not [each for type_ in (USER, USER_GROUP, PASSWORD, SECRET) for each in recording.of(type_)]
    assert not {"authToken", "userGroupIds"} & only(recording, GROUP).inputs.keys()


def test_a_live_group_asks_for_authentication_in_two_steps() -> None:
    """In the first the clients of before are still served; AWS adds a token with ROTATE, and makes it the only one with
    SET.
    """
    users_first = users(record_redis(former_clients="accepted"))["default"].inputs
    token_first = only(record_redis(authentication="token", former_clients="accepted"), GROUP).inputs

    assert (users_first["accessString"], users_first["noPasswordRequired"]) == ("on ~* &* +@all", True)
    assert "passwords" not in users_first
    assert token_first["authTokenUpdateStrategy"] == "ROTATE"


def test_clients_with_the_token_go_on_when_the_group_gets_users() -> None:
    """Theirs is the default user: its password is the token, which is generated from the same values as before."""
    before, during = record_redis(authentication="token"), record_redis(former_clients="token")
    (token,) = [each for each in before.of(PASSWORD) if each.name.endswith("-token")]
    (kept,) = [each for each in during.of(PASSWORD) if each.name.endswith("-token")]
    default, group = users(during)["default"].inputs, only(during, GROUP).inputs

    assert (kept.urn, kept.inputs) == (token.urn, token.inputs)
    assert default["accessString"] == "on ~* &* +@all"
    assert default["noPasswordRequired"] is False
    assert default["passwords"] == [only_value["password"] for name, only_value in values(during).items() if not name]
    assert group["authTokenUpdateStrategy"] == "DELETE"
    assert "authToken" not in group
    assert group["userGroupIds"] == ["orion-prod-redis"]


@pytest.mark.parametrize("settings", [{}, {"former_clients": "accepted"}, {"authentication": "off"}])
def test_the_strategy_stays_what_it_was_where_there_is_no_token(settings: dict[str, Any]) -> None:
    """The provider sends an empty token with another strategy, which AWS refuses."""
    group = only(record_redis(**settings), GROUP)

    assert "authTokenUpdateStrategy" not in group.inputs
    assert "authTokenUpdateStrategy" in group.ignore_changes


def test_a_new_password_comes_with_a_new_value_of_the_secret(redis: Recording) -> None:
    """And nothing else writes either: they may have been rotated outside."""
    raised = record_redis(password_version=2)

    def names(recording: Recording) -> set[str]:
        return {version.name for version in recording.of(SECRET_VERSION)}

    assert not names(redis) & names(raised)
    for version in redis.of(SECRET_VERSION):
        assert version.ignore_changes == ("versionStages",)
        assert version.retain_on_delete is True
    keepers = [password.inputs["keepers"]["version"] for password in (*redis.of(PASSWORD), *raised.of(PASSWORD))]
    assert keepers == ["1", "1", "2", "1", "2"]


@pytest.mark.parametrize("version", [1, 2, 3, 8])
def test_the_last_password_of_the_application_is_accepted_until_the_next_one(version: int) -> None:
    """Its resource and its value stay as they are; the secret has the newest one."""
    before, after = (record_redis(password_version=number) for number in (version, version + 1))
    last = values(before)["app"]["password"]
    (kept,) = [each for each in after.of(PASSWORD) if each.inputs["keepers"]["version"] == str(version)]
    (was,) = [each for each in before.of(PASSWORD) if (each.urn, each.inputs) == (kept.urn, kept.inputs)]

    assert was.name.endswith(("-odd", "-even"))
    assert users(after)["app"].inputs["passwords"] == [values(after)["app"]["password"], last]
    assert values(after)["app"]["password"] != last
    assert len(users(before)["app"].inputs["passwords"]) == min(version, 2)


@pytest.mark.parametrize(("stack", "days"), [("prod", 30), ("test", 0)])
def test_secrets_are_kept_as_long_as_that_of_the_database(stack: str, days: int) -> None:
    """A trial stack can be created again at once."""
    assert {secret.inputs["recoveryWindowInDays"] for secret in record_redis(stack).of(SECRET)} == {days}
