"""Sections that are constructed in Python: their errors are those of a configuration."""

import copy
import math
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import pulumi
import pytest

from orion_rds import AuroraDatabase, DatabaseInput
from orion_rds import config as public
from orion_rds.config import (
    AlarmsConfig,
    BackupConfig,
    ConfigError,
    DatabaseConfig,
    DisasterRecoveryConfig,
    EncryptionConfig,
    Hidden,
    InstanceConfig,
    InstancesConfig,
    MasterConfig,
    NetworkConfig,
    RedisNetworkConfig,
    Section,
    parse,
)
from orion_rds.config.setting_paths import sections_below
from orion_rds.testing import record

Smallest = dict[str, Any]


def sections(section: type[Section] = DatabaseConfig) -> set[type[Section]]:
    """Return a section, and those below it."""
    return {section}.union(*map(sections, sections_below(section)))


EXPORTED = {each for each in vars(public).values() if isinstance(each, type) and issubclass(each, Section)}
SECTIONS = sorted(sections() | EXPORTED, key=lambda section: section.__name__)
OUTPUT = pulumi.Output.from_input("a value of another resource")
VALUES: list[Any] = [None, True, -1, 0.3, math.nan, "", "x", "9" * 5000, [], ["x", None], {}, {"x": 1}, OUTPUT]


def found(construct: Any) -> list[tuple[str, str]]:
    """Path and refusal of each problem."""
    with pytest.raises(ConfigError) as caught:
        construct()
    return [(".".join(map(str, problem.path)), problem.refusal) for problem in caught.value.problems]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_class_raises_config_errors(section: type[Section]) -> None:
    """`except ConfigError` catches every mistake, however the section is made."""
    for construct in (lambda: section(netwrok=1), lambda: section.model_validate({"netwrok": 1})):
        with pytest.raises(ConfigError, match=f"^{section.__name__} cannot be deployed: "):
            construct()
    for name in section.model_fields:
        for value in VALUES:
            with suppress(ConfigError):
                section(**{name: value})


def test_a_section_refuses_odd_values_too() -> None:
    """It is constructed on its own, and the error names it."""
    given: Any = {"instance_class": "\ud800"}
    for construct in (lambda: InstanceConfig(**given), lambda: InstanceConfig.model_validate(given)):
        with pytest.raises(ConfigError, match=r"(?s)^InstanceConfig cannot be deployed: .*half-character"):
            construct()


def test_options_of_pydantic_are_passed_on() -> None:
    """So is the context, which names the region of the provider."""
    given = {"topic_arns": ["arn:aws:sns:us-west-2:123456789012:alerts"]}

    assert AlarmsConfig.model_validate(given, context={"region": "us-west-2"}).topic_arns
    with pytest.raises(ConfigError, match="us-east-1"):
        AlarmsConfig.model_validate(given, context={"region": "us-east-1"})


def sent(error: ConfigError) -> ConfigError:
    """Return an error as another process gets it."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301 # its own


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, sent])
def test_an_error_can_be_copied_and_sent_to_another_process(again: Any) -> None:
    """As `ProcessPoolExecutor` does with the error of a task."""
    with pytest.raises(ConfigError) as caught:
        EncryptionConfig.model_validate({"kms_key_arn": ["x", OUTPUT], "netwrok": 1})
    error = again(caught.value)
    assert type(error) is type(caught.value)
    assert str(error) == str(caught.value)
    assert [each.refusal for each in error.problems] == [each.refusal for each in caught.value.problems]
    assert [each.given for each in error.problems] == [["x", "<output>"], Hidden.KEY]


@pytest.mark.parametrize(
    ("path", "given", "takes"),
    [
        ("network", RedisNetworkConfig(), "takes a `NetworkConfig` or a mapping"),
        ("network", NetworkConfig, "takes a `NetworkConfig` or a mapping"),
        (
            "redis",
            {"network": NetworkConfig(subnet_group_name="data", security_group_ids=["sg-0a1b2c3d4e5f60718"])},
            "takes a `RedisNetworkConfig` or a mapping",
        ),
        ("instances", RedisNetworkConfig(), "takes a `InstancesConfig` or a mapping"),
        ("instances", {"writer": InstancesConfig()}, "takes a `InstanceConfig` or a mapping"),
        ("network", "vpc-1", "Write its settings below it: vpc_id, "),
    ],
)
def test_a_section_of_another_class_is_answered_with_the_right_one(
    path: str, given: Any, takes: str, smallest: Smallest
) -> None:
    """Its name is nearly that of another, and in Python nothing is written below."""
    with pytest.raises(ConfigError) as caught:
        parse({**smallest, path: given})

    (problem,) = caught.value.problems
    assert takes in f"{problem.why} {problem.fix}"


def test_what_is_no_configuration_is_answered_with_its_class() -> None:
    """Of the component, and of a section that is constructed."""
    other: Any = RedisNetworkConfig()

    with pytest.raises(ConfigError, match=r"<RedisNetworkConfig>\n(?s:.*)takes a `DatabaseConfig`"):
        parse(other)


def by_keywords(settings: Smallest) -> DatabaseConfig:
    """Construct the configuration as programs do."""
    return DatabaseConfig(**settings)


@pytest.mark.parametrize("construct", [by_keywords, DatabaseConfig.model_validate])
def test_all_problems_come_at_once_however_deep(construct: Callable[[Smallest], object], smallest: Smallest) -> None:
    """Those of sections as mappings, and those between sections that are right by themselves."""
    more: Smallest = {
        "netwrok": 1,
        "serverless": {"min_acu": 0, "max_acu": 4},
        "engine": {"version": "15.6"},
        "backup": {"retention_days": 99, "copies": {"region": "us-west-2", "vault_lock": {"mode": "compliance"}}},
        "disaster_recovery": {"region": "us-west-2", "network": smallest["network"]},
    }

    assert found(lambda: construct({**smallest, **more})) == [
        ("serverless.min_acu", "min-acu-pause"),
        ("backup.retention_days", "backup-retention"),
        ("backup.copies.vault_lock.changeable_for_days", "vault-lock-cooling-off-missing"),
        ("disaster_recovery.encryption.kms_key_arn", "standby-key-missing"),
        ("netwrok", "unknown-key"),
    ]


def test_paths_are_those_of_the_section_that_is_constructed(smallest: Smallest) -> None:
    """It is not known yet where the section will stand."""
    standby: Smallest = {"region": "us-west-2", "network": smallest["network"]}

    assert found(lambda: BackupConfig(copies={"region": "west"})) == [("copies.region", "region")]  # pyright: ignore[reportArgumentType]
    assert found(lambda: MasterConfig(password="hush")) == [("password", "master-password")]  # pyright: ignore[reportCallIssue]
    assert found(lambda: DisasterRecoveryConfig(**standby)) == [("encryption.kms_key_arn", "standby-key-missing")]
    assert found(lambda: InstanceConfig(promotion_tier=16)) == [("promotion_tier", "promotion-tier")]


def test_a_password_is_not_printed() -> None:
    """Messages end up in the logs of a pipeline."""
    with pytest.raises(ConfigError, match="password") as caught:
        MasterConfig.model_validate({"password": "hush", "passwrod": "hush"})
    assert "hush" not in str(caught.value)


def test_an_error_of_the_component_says_which_one(smallest: Smallest) -> None:
    """A program may have several databases."""

    def program() -> None:
        AuroraDatabase("orders", cast("DatabaseInput", smallest | {"netwrok": 1}))

    with pytest.raises(ConfigError, match=r'^AuroraDatabase "orders" cannot be deployed: 1 problem\.'):
        record(program)


def test_the_type_of_the_mapping_is_imported_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same each time, and a name that does not exist is an error with that name."""
    monkeypatch.delitem(vars(public), "DatabaseInput", raising=False)

    assert [public.DatabaseInput, public.DatabaseInput] == [DatabaseInput, DatabaseInput]
    with pytest.raises(AttributeError, match=r"module 'orion_rds\.config' has no attribute 'Database'"):
        _ = cast("Any", public).Database
