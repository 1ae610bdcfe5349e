"""What a message says of a value or a name that is nearly right."""

from collections import Counter
from datetime import date
from inspect import signature
from typing import Any

import pulumi_aws as aws
import pytest
import yaml

from orion_rds.config import ConfigError, DatabaseConfig, RedisConfig, Section, parse
from orion_rds.config.checking import check
from orion_rds.config.errors import Problem
from orion_rds.config.provider_settings import default_provider
from orion_rds.config.provider_words import IN_SECTION, PROVIDER_WORDS
from orion_rds.config.setting_paths import sections_below, settings

Smallest = dict[str, Any]


def message(smallest: Smallest, path: str, value: Any, root: str = "") -> str:
    """Return reason and fix of the one problem of a setting."""
    (problem,) = problems(smallest, path, value, root)
    return f"{problem.why} {problem.fix}"


def suggestion(smallest: Smallest, path: str) -> str:
    """Return the fix of an unknown setting, whose section may lack required ones."""
    (problem,) = [problem for problem in problems(smallest, path, 1) if problem.refusal == "unknown-key"]
    return problem.fix


def problems(smallest: Smallest, path: str, value: Any, root: str = "") -> tuple[Problem, ...]:
    """Return the problems of a setting."""
    first, _, rest = path.partition(".")
    inner = smallest.get(first)
    changed = with_value(inner if isinstance(inner, dict) else {}, rest, value) if rest else value
    with pytest.raises(ConfigError) as caught:
        check(smallest | {first: changed}, root, default_provider())
    return caught.value.problems


def with_value(section: Smallest, path: str, value: Any) -> Smallest:
    """Put a value at a dotted path."""
    first, _, rest = path.partition(".")
    return section | {first: with_value(section.get(first, {}), rest, value) if rest else value}


def every_section(section: type[Section] = DatabaseConfig) -> set[type[Section]]:
    """Return a section, and those below it."""
    return {section}.union(*map(every_section, sections_below(section)))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("instances.instance_class", "db.r7g.xlage", "`db.r7g.xlarge`"),
        ("instances.instance_class", "r7g.xlarge", "`db.r7g.xlarge`"),
        ("instances.instance_class", "large", "`db.r7g.large`"),
        ("redis.node_type", "r7g.xlarge", "`cache.r7g.xlarge`"),
        ("redis.node_type", "cache.r7g.xlage", "`cache.r7g.xlarge`"),
        ("logs.exports", ["postgres"], "Write `postgresql`; accepted are 'postgresql', 'instance'"),
        ("engine.storage", "standby", "Write 'standard' or 'io_optimized'."),
        (
            "engine.lifecycle_support",
            "open-source-rds-extended-suport",
            "Write `open-source-rds-extended-support`; accepted are 'open-source-rds-extended-support-disabled'",
        ),
        ("parameters.cluster.work_mem", "4MB", "`work_mem` accepts a whole number of kB from 64 to"),
        ("parameters.cluster.work_mem", "64MB", "Write 65536, or leave the parameter out."),
        ("parameters.cluster.work_mem", "1kB", "Write such a value, or leave the parameter out."),
        ("parameters.instance.log_min_duration_statement", "1s", "Write 1000, or leave the parameter out."),
        ("redis.parameters", {"timeout": "5min"}, "Write 300, or leave the parameter out."),
        ("alarms.memory", {"threshold_bytes": "512MB"}, 'Write a whole number of bytes: "512MB" is 536870912.'),
        ("alarms.cpu", {"period_seconds": "1m"}, 'Write a whole number of seconds: "1m" is 60.'),
        ("backup.retention_days", "1 year", 'Write a whole number of days: "1 year" is 365.'),
        ("alarms.cpu", {"threshold_percent": 0.8}, "Write a whole number of percent: 0.8 is 80."),
        ("alarms.replica_lag", {"threshold_milliseconds": "2s"}, 'Write a number of milliseconds: "2s" is 2000.'),
        ("monitoring.insights_retention_days", "long", "Write a whole number of days."),
        ("network.subnet_ids", "subnet-1, subnet-2", "Write a list, such as `[subnet-1, subnet-2]`."),
        ("alarms.emails", "on-call@example.com", "Write a list, such as `[on-call@example.com]`."),
        ("logs.exports", '["postgresql", "instance"]', "Write a list, such as `[postgresql, instance]`."),
        ("logs.exports", True, "Write a list, such as `[first, second]`."),
        ("logs.exports", "", "Write a list, such as `[first, second]`."),
        ("alarms", False, "Write `alarms: {profile: off}`."),
        ("alarms", "off", "Write `alarms: {profile: off}`."),
        ("audit", False, "Write `audit: {statements: []}`."),
        ("logs", "none", "Write `logs: {exports: []}`."),
        ("events", False, "Write `events: {mode: off}`."),
        ("monitoring", False, "Write `monitoring: {interval_seconds: 0, insights: off}`."),
        ("redis.events", False, "Write `events: {mode: off}`."),
        ("redis", False, "Write `redis: null`, or leave it out."),
        ("backup", {"copies": False}, "Write `copies: null`, or leave it out."),
        ("redis", True, "Write `{}` for the defaults, or its settings below it: engine,"),
        ("serverless", True, "Write its settings below it: min_acu, max_acu,"),
        ("network", True, "Write its settings below it: vpc_id,"),
        ("master", False, "Write its settings below it: username,"),
        ("serverless", {"min_acu": 0.3, "max_acu": 4}, "Write a multiple of 0.5 in that range."),
        ("network.port", "5432/tcp", "Write a whole number."),
        ("backup.copies", {"region": "us-west-2", "daily_at": 750}, '750 is 12:30. Put the time in quotes: "12:30".'),
        ("network.allow_from", ["sg-0a1b2c3d"], "Write a mapping, such as `{app: sg-0a1b2c3d}`."),
        ("tags", "x", "Write a mapping, such as `name: value`."),
        ("project", "o" * 40, "It has 40 characters, 32 at most."),
        ("network.vpc_id", "vpc", "It is not the ID of a VPC. Write"),
    ],
)
def test_a_value_that_is_nearly_right_shows_the_right_one(path: str, value: Any, says: str, smallest: Smallest) -> None:
    """The user then need not open a page."""
    assert says in message(smallest, path, value)


@pytest.mark.parametrize("section", sorted({each for each in every_section() if each.off}, key=str))
def test_what_turns_a_section_off_is_accepted(section: type[Section]) -> None:
    """Or the fix would be another problem."""
    assert section.model_validate(yaml.safe_load(f"{{{section.off}}}"))


def test_a_setting_of_another_section_is_shown_with_its_whole_path(smallest: Smallest) -> None:
    """`serverless` below `instances` would be suggested as `serverless` otherwise."""
    said = message(smallest, "instances.serverless", 1, "shop:orders")

    assert "Did you mean `shop:orders.serverless`?" in said
    assert "Did you mean `serverless`?" in message(smallest, "instances.serverless", 1)
    assert "Did you mean `retention_days`?" in message(smallest, "backup.retention_dys", 1, "shop:orders")


WORDS = [
    *(("", word, answer) for word, answer in PROVIDER_WORDS.items()),
    *(("", word, answer) for word, answer in IN_SECTION["DatabaseConfig"].items()),
    *(("engine.", word, answer) for word, answer in IN_SECTION["EngineConfig"].items()),
    *(("network.", word, answer) for word, answer in IN_SECTION["NetworkConfig"].items()),
    *(("redis.network.", word, answer) for word, answer in IN_SECTION["RedisNetworkConfig"].items()),
    *(("redis.", word, answer) for word, answer in IN_SECTION["RedisConfig"].items()),
    *(("disaster_recovery.", word, answer) for word, answer in IN_SECTION["DisasterRecoveryConfig"].items()),
]
NOT_SETTINGS = {
    "automatic",
    "manual",
    "io_optimized",
    "availability_zone",
    "aurora-postgresql",
    "aws",
    "aws.rds.ClusterRoleAssociation",
    "region",
}


@pytest.mark.parametrize(("section", "word", "answer"), WORDS, ids=lambda text: text.partition(" ")[0])
def test_a_name_of_the_provider_is_answered_with_ours(section: str, word: str, answer: str, smallest: Smallest) -> None:
    """It is what people write from memory. Every setting that the answer names exists."""
    named = [part.partition(":")[0] for part in answer.split("`")[1::2]]

    assert suggestion(smallest, f"{section}{word}") == answer
    assert f"{section}{word}" not in set(settings())
    assert set(named) <= {*settings(), *NOT_SETTINGS}


def test_every_table_of_words_is_tested() -> None:
    """A section that is added to it needs its line above."""
    assert len(WORDS) == len(PROVIDER_WORDS) + sum(map(len, IN_SECTION.values()))


ALSO_SETTINGS = {
    "database_name": "database_name",
    "engine": "engine",
    "engine_lifecycle_support": "engine.lifecycle_support",
    "engine_version": "engine.version",
    "instance_class": "instances.instance_class",
    "master_username": "master.username",
    "port": "network.port",
    "tags": "tags",
}
"""Arguments of the provider's resources that are settings, or nearly."""


@pytest.mark.parametrize("resource", [aws.rds.ClusterArgs, aws.rds.ClusterInstanceArgs])
def test_every_argument_of_the_providers_resources_is_answered(resource: type, smallest: Smallest) -> None:
    """A program that is moved to this component has them."""
    arguments = signature(resource).parameters.keys() - PROVIDER_WORDS.keys()

    assert arguments <= ALSO_SETTINGS.keys()
    for name in arguments - set(settings()):
        assert suggestion(smallest, name) == f"Did you mean `{ALSO_SETTINGS[name]}`?"


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("max_connections", "parameters.cluster.max_connections"),
        ("parameters.max_connections", "parameters.cluster.max_connections"),
        ("engine.shared_preload_libraries", "parameters.cluster.shared_preload_libraries"),
        ("redis.maxmemory-policy", "redis.parameters.maxmemory-policy"),
        ("redis.maxmemory_policy", "redis.parameters.maxmemory-policy"),
    ],
)
def test_a_parameter_is_shown_where_parameters_are_written(path: str, meant: str, smallest: Smallest) -> None:
    """`alarms.connections` resembles `max_connections`, and is something else."""
    assert suggestion(smallest, path) == f"Did you mean `{meant}`?"


def test_a_parameter_of_instances_is_shown_among_theirs(smallest: Smallest) -> None:
    """The cluster's parameter group does not take it."""
    with pytest.raises(ConfigError, match=r'`parameters\.instance\["rds\.memory_allocation_guard"\]`'):
        parse(smallest | {"rds.memory_allocation_guard": 1})


@pytest.mark.parametrize("path", ["logs.cpu_usage", "parameters.connection", "engine.source"])
def test_what_only_resembles_a_name_of_another_section_is_not_suggested(path: str, smallest: Smallest) -> None:
    """Nobody who writes it there means that setting."""
    assert suggestion(smallest, path).startswith("Settings here are: ")


MEANT_AT_THE_ROOT = {
    "cluster": "parameters.cluster",
    "connections": "alarms.connections",
    "count": "instances.count",
    "cpu": "alarms.cpu",
    "datapoints": "alarms.cpu.datapoints",
    "dual_stack": "network.dual_stack",
    "emails": "alarms.emails",
    "evaluation_periods": "alarms.cpu.evaluation_periods",
    "exports": "logs.exports",
    "allow_from": "network.allow_from",
    "insights_key_arn": "encryption.insights_key_arn",
    "instance_class": "instances.instance_class",
    "kms_key_arn": "encryption.kms_key_arn",
    "logs_key_arn": "encryption.logs_key_arn",
    "memory": "alarms.memory",
    "minor_upgrades": "engine.minor_upgrades",
    "mode": "events.mode",
    "password_version": "master.password_version",
    "period_seconds": "alarms.cpu.period_seconds",
    "port": "network.port",
    "replication_lag": "alarms.replication_lag",
    "retention_days": "backup.retention_days",
    "secret_key_arn": "encryption.secret_key_arn",
    "security_group_ids": "network.security_group_ids",
    "storage_key_arn": "encryption.storage_key_arn",
    "subnet_group_name": "network.subnet_group_name",
    "subnet_ids": "network.subnet_ids",
    "threshold_bytes": "alarms.memory.threshold_bytes",
    "threshold_connections": "alarms.connections.threshold_connections",
    "threshold_milliseconds": "alarms.replica_lag.threshold_milliseconds",
    "threshold_percent": "alarms.cpu.threshold_percent",
    "topic_arn": "events.topic_arn",
    "topic_arns": "alarms.topic_arns",
    "topic_key_arn": "encryption.topic_key_arn",
    "version": "engine.version",
    "vpc_id": "network.vpc_id",
}
"""Names that several settings share, and that are no settings of the root."""


@pytest.mark.parametrize("name", MEANT_AT_THE_ROOT)
def test_a_name_of_several_settings_means_the_least_deep_at_the_root(name: str, smallest: Smallest) -> None:
    """Sections for the database itself come before those for Redis and the second region."""
    assert suggestion(smallest, name) == f"Did you mean `{MEANT_AT_THE_ROOT[name]}`?"


def test_every_name_of_several_settings_is_tested() -> None:
    """A new setting may share the name of another."""
    leaves = Counter(path.rpartition(".")[2] for path in settings())
    at_root = {path for path in settings() if "." not in path}
    assert {leaf for leaf, count in leaves.items() if count > 1} - at_root - PROVIDER_WORDS.keys() == {
        *MEANT_AT_THE_ROOT
    }


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("redis.port", "redis.network.port"),
        ("redis.exports", "redis.logs.exports"),
        ("redis.alarms.port", "redis.network.port"),
        ("disaster_recovery.vpc_id", "disaster_recovery.network.vpc_id"),
        ("disaster_recovery.topicArns", "topic_arns"),
        ("alarms.cpu.topic_arns", "alarms.topic_arns"),
        ("vpcId", "network.vpc_id"),
        ("network.vpcId", "vpc_id"),
        ("network.vpc-id", "vpc_id"),
        ("kmsKeyARN", "encryption.kms_key_arn"),
        ("alarms.connections.threshold_percent", "threshold_connections"),
        ("redis.alarms.replication_lag.threshold_percent", "threshold_seconds"),
        ("redis.alarms.replica_lag", "replication_lag"),
        ("alarms.cpu.threshold", "threshold_percent"),
        ("serverless.min_capacity", "min_acu"),
        ("monitoring.retention_days", "insights_retention_days"),
        ("events.topic_arns", "topic_arn"),
        ("encryption.secret", "secret_key_arn"),
        ("encryption.log_key_arn", "logs_key_arn"),
        ("events.topic_key_arn", "encryption.topic_key_arn"),
        ("alarms.redis", "redis.alarms"),
        ("network.redis", "redis.network"),
        ("encryption.redis", "redis_key_arn"),
        ("encryption.disaster_recovery", "disaster_recovery.encryption"),
        ("alarms.cpu.redis", "redis"),
    ],
)
def test_settings_below_and_around_the_name_come_before_others(path: str, meant: str, smallest: Smallest) -> None:
    """A port below `redis` is that of Redis, and the threshold of an alarm its own. Names of other languages are read
    as those of Python, and sections in each other's place.
    """
    assert suggestion(smallest, path) == f"Did you mean `{meant}`?"


def test_a_name_of_another_section_is_shown_for_a_section_in_python() -> None:
    """No section is around it."""
    with pytest.raises(ConfigError, match="Did you mean `maintenance_window`"):
        RedisConfig.model_validate({"maintenance": 1})
    with pytest.raises(ConfigError, match="Did you mean `disaster_recovery`"):
        RedisConfig.model_validate({"disaster_recovery": 1})
    with pytest.raises(ConfigError, match="Did you mean `node_type`"):
        RedisConfig.model_validate({"node_typ": 1})
    with pytest.raises(ConfigError, match=r"Did you mean `network\.dual_stack`"):
        RedisConfig.model_validate({"network": {"dual_stack": True}})


def test_a_section_of_another_one_in_python_has_its_own_defaults() -> None:
    """`network` of the database has required settings; that of Redis has none."""
    with pytest.raises(ConfigError, match=r"Write `\{\}` for the defaults, or its settings below it: vpc_id,"):
        RedisConfig.model_validate({"network": True})


def test_a_name_of_the_provider_in_another_language_is_answered(smallest: Smallest) -> None:
    """Examples in TypeScript have these."""
    assert "Write `instances.count: 2`" in suggestion(smallest, "multiAz")
    assert "Write `redis.nodes: 2`" in suggestion(smallest, "redis.multi-az")


@pytest.mark.parametrize("value", [83, 123456789012, 1.1, True, date(2026, 1, 31)])
def test_what_yaml_read_as_another_value_is_no_tag(value: Any, smallest: Smallest) -> None:
    """0123 arrives as 83, 1_000 as 1000 and 1.10 as 1.1: what was written is not known any more, so all are refused."""
    said = message(smallest, "tags.CostCenter", value)

    assert "The setting is text" in said
    assert "put it in quotes" in said


@pytest.mark.parametrize("text", ["2026-01-31 00:00:00 +0000 UTC", "2001-12-14 21:59:43.1 -0500 -0500"])
@pytest.mark.parametrize("path", ["tags.Since", "parameters.cluster.search_path", "master.secret_policy.Version"])
def test_a_date_without_quotes_is_refused(path: str, text: str, smallest: Smallest) -> None:
    """Pulumi passes it as this text, which AWS takes for a tag and refuses in a policy, when much is created."""
    (problem,) = problems(smallest, path, text)

    assert (problem.refusal, problem.given) == ("date", text)
