"""`record(after=...)` and `assert_no_replacement`: what a change does to what is deployed."""

import uuid
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.config import DatabaseConfig
from orion_rds.testing import Recording, assert_no_replacement, record
from tests.component.stacks import stack_config, whole_config


def production(**changes: Any) -> Recording:
    """Record production with other settings, by section."""
    config = {**whole_config("prod"), **changes}
    return record(
        lambda: AuroraDatabase(
            "orion", DatabaseConfig.model_validate({name: value for name, value in config.items() if value is not None})
        )
    )


@pytest.fixture(scope="module")
def old() -> Recording:
    """What is deployed."""
    return production()


def test_what_changes_in_place_passes(old: Recording) -> None:
    """Tags, alarms that go, and the same again."""
    assert_no_replacement(old, old)
    assert_no_replacement(old, production(tags={"CostCenter": "other"}, alarms={"profile": "off"}))


def test_a_password_that_is_asked_for_passes(old: Recording) -> None:
    """It replaces the generated one on purpose; a user of Redis keeps the last one beside it."""
    config = whole_config("prod")
    second = production(
        master={**config.get("master", {}), "password_version": 2}, redis={**config["redis"], "password_version": 2}
    )
    third = production(
        master={**config.get("master", {}), "password_version": 3}, redis={**config["redis"], "password_version": 3}
    )

    assert_no_replacement(old, second)
    assert_no_replacement(second, third)


def test_logs_that_would_be_deleted_fail(old: Recording) -> None:
    """An export that is taken out takes its log group along."""
    with pytest.raises(AssertionError) as failed:
        assert_no_replacement(old, production(logs={"exports": []}, audit={"statements": []}))

    assert {line.split(" ", 1)[0] for line in str(failed.value).splitlines()} == {"aws:cloudwatch/logGroup:LogGroup"}
    assert "would be deleted" in str(failed.value)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"redis": None}, "section-protected"),
        ({"environment": "stage"}, "project-another"),
        ({"engine": {"version": "16.9"}}, "version-another-major"),
        ({"redis": {**whole_config("prod")["redis"], "network": {"port": 6390}}}, "redis-another"),
    ],
)
def test_what_is_refused_fails(old: Recording, changes: Mapping[str, Any], rule: str) -> None:
    """In the words of the refusal."""
    with pytest.raises(AssertionError, match=rule) as failed:
        assert_no_replacement(old, production(**changes))

    assert isinstance(failed.value.__cause__, ConfigError)


def test_what_is_replaced_or_deleted_fails() -> None:
    """Of any program, by name and property; without the values."""

    def program(key: str, *names: str) -> Recording:
        def make() -> None:
            pulumi_random.RandomPassword("password", length=len(names) + 15, keepers={"key": key})
            for name in names:
                aws.backup.Vault(name, name=name, kms_key_arn=key)

        return record(make)

    with pytest.raises(AssertionError) as failed:
        assert_no_replacement(program("one", "a", "b"), program("two", "a"))

    assert str(failed.value).splitlines() == [
        "aws:backup/vault:Vault 'a' would be replaced: kmsKeyArn",
        "aws:backup/vault:Vault 'b' would be deleted",
        "random:index/randomPassword:RandomPassword 'password' would be replaced: length",
    ]


def test_a_renamed_resource_is_the_same_one() -> None:
    """An alias keeps it."""

    def vault(name: str, *former: str) -> Recording:
        options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name=each) for each in former])
        return record(lambda: aws.backup.Vault(name, name="orion", opts=options))

    assert_no_replacement(vault("a"), vault("b", "a"))
    with pytest.raises(AssertionError, match="'a' would be deleted"):
        assert_no_replacement(vault("a"), vault("b"))


def test_a_name_in_use_is_refused_in_a_first_deployment() -> None:
    """The look-up has an answer here; without one nothing exists yet."""
    answers = {"aws:rds/getCluster:getCluster": {"clusterIdentifier": "orion-prod-aurora"}}

    with pytest.raises(ConfigError, match="orion-prod-aurora"):
        record(lambda: AuroraDatabase("orion", DatabaseConfig.model_validate(whole_config("prod"))), answers=answers)


def test_hooks_run_where_the_engine_runs_them() -> None:
    """Before a creation, and before an update of other inputs; in a preview only those that say so."""
    ran: list[tuple[str, Any, Any]] = []

    def program(size: str, *, on_dry_run: bool = False) -> None:
        def hook(args: pulumi.ResourceHookArgs) -> None:
            ran.append((args.name, args.old_inputs, args.new_inputs))

        note = pulumi.ResourceHook("note", hook, pulumi.ResourceHookOptions(on_dry_run=on_dry_run))
        hooks = pulumi.ResourceHookBinding(before_create=[note], before_update=[note])
        aws.backup.Vault("vault", name=size, opts=pulumi.ResourceOptions(hooks=hooks))

    first = record(lambda: program("a"))
    record(lambda: program("a"), after=first)
    record(lambda: program("b"), after=first)
    record(lambda: program("c"), preview=True)
    record(lambda: program("d", on_dry_run=True), preview=True)

    assert ran == [
        ("vault", None, {"name": "a"}),
        ("vault", {"name": "a"}, {"name": "b"}),
        ("vault", None, {"name": "d"}),
    ]


HOME, AWAY = "us-east-1", "us-west-2"


def placed(given_by: str, region: str = HOME, **changes: Any) -> Recording:
    """Record a small database whose region is given in one of the ways."""
    settings = {**stack_config("prod"), "redis": whole_config("prod")["redis"], **changes}
    config = DatabaseConfig.model_validate({name: value for name, value in settings.items() if value is not None})

    def program() -> None:
        provider = aws.Provider("own", region=region) if given_by == "provider" else None
        AuroraDatabase("orion", config, pulumi.ResourceOptions(provider=provider))

    return record(program, config={"aws:region": region} if given_by == "aws:region" else {})


ANOTHER_KEY = {"kms_key_arn": f"arn:aws:kms:{HOME}:123456789012:key/{uuid.UUID(int=1)}"}
REFUSED: Mapping[tuple[str, ...], Mapping[str, Any]] = {
    ("project-another",): {"environment": "stage"},
    ("version-another-major", "storage-key-another", "section-protected"): {
        "engine": {"version": "16.9"},
        "encryption": ANOTHER_KEY,
        "redis": None,
    },
}


@pytest.mark.parametrize("given_by", ["nothing", "aws:region", "AWS_REGION", "provider"])
def test_what_runs_is_found_however_its_region_is_given(given_by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the resource, or by its provider."""
    if given_by == "AWS_REGION":
        monkeypatch.setenv("AWS_REGION", HOME)
    old = placed(given_by)
    assert_no_replacement(old, placed(given_by))

    for rules, changes in REFUSED.items():
        with pytest.raises(AssertionError) as failed:
            assert_no_replacement(old, placed(given_by, **changes))
        assert [rule for rule in rules if rule not in str(failed.value)] == []


@pytest.mark.parametrize("given_by", ["aws:region", "provider"])
def test_another_region_of_the_provider_fails(given_by: str) -> None:
    """Everything would be created again there."""
    anywhere: dict[str, Any] = {"redis": None, "encryption": None, "alarms": {"profile": "off"}}
    old, new = placed(given_by, **anywhere), placed(given_by, AWAY, **anywhere)
    with pytest.raises(AssertionError, match="aws:rds/cluster:Cluster 'orion-cluster' would be replaced: region"):
        assert_no_replacement(old, new)
