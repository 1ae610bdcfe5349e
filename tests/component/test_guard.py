"""The guard: changes of a deployed database that are refused before anything is changed."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, cast

import pulumi
import pytest

from orion_rds import AuroraDatabase
from orion_rds.components.guard import problems
from orion_rds.components.lookups import BY_NAME, Lookups, RunningRedis
from orion_rds.config import ConfigError, DatabaseConfig, Problem, Refusal, parse
from orion_rds.config.provider_settings import ProviderInputs
from orion_rds.plan import changes, given_again, leaving, renamed
from orion_rds.plan.effects import ROWS, Effect
from orion_rds.plan.given_again import given_again_problems
from orion_rds.plan.names_taken import KINDS, Name, joined, new_names, taken
from orion_rds.plan.networks import VPC, Place
from orion_rds.plan.recorded import recorded
from orion_rds.plan.site import primary_site, standby_site
from orion_rds.testing import assert_no_replacement, record
from tests.component.stacks import whole_config

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"
KEY_THERE = "arn:aws:kms:us-west-2:123456789012:key/11111111-0000-4000-8000-000000000000"
GOLDEN = Path(__file__).parent / "golden"
CREATED_GROUP = "sg-0cccccccccccccccc"
"""The security group that production created."""

OTHER_VPC, ELSEWHERE = "vpc-0eeeeeeeeeeeeeeee", "subnet-0eeeeeeeeeeeeeeee"
"""Another VPC, and a subnet in it."""

APP_GROUP, JOBS_GROUP, FOREIGN_GROUP = (pulumi.Output.from_input(name) for name in ("app", "jobs", "foreign"))
OUTPUTS = (
    (APP_GROUP, "sg-0a1b2c3d4e5f60718"),
    (JOBS_GROUP, "sg-1a2b3c4d5e6f70819"),
    (FOREIGN_GROUP, "210987654321/sg-0a1b2c3d4e5f60718"),
)

NAMED_BY = {
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/globalCluster:GlobalCluster": "globalClusterIdentifier",
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:elasticache/user:User": "userId",
}
"""The property with the name, of a type where it is not `name`."""

Changes = Mapping[str, Any]
"""Path to value; None takes the setting out."""


@dataclass
class Cluster:
    """What AWS says of production's cluster."""

    db_subnet_group_name: str = "orion-prod-aurora"
    kms_key_id: str = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    master_username: str = "orion_admin"
    database_name: str = "orion"
    engine_version: str = "17.7"
    deletion_protection: bool = False
    cluster_members: tuple[str, ...] = ("instance-a",)
    db_cluster_parameter_group_name: str = "made-cluster"
    replication_source_identifier: str = "arn:aws:rds:us-east-1:123456789012:cluster:orion-prod-aurora"


@dataclass
class AWS:
    """In place of the look-ups: production runs."""

    cluster_here: Cluster | None = field(default_factory=Cluster)
    redis_here: Mapping[str, Any] = field(default_factory=dict[str, Any])
    names_here: Mapping[str, Any] = field(default_factory=dict[str, Any])
    asked: list[object] = field(default_factory=list[object])

    def cluster(self, identifier: str, region: str | None) -> Cluster | None:
        """The cluster, in either region."""
        self.asked.append((identifier, region))
        return self.cluster_here

    def exists(self, name: Name) -> bool:
        """Everything exists."""
        self.asked.append(name)
        return True

    def place(self, name: Name) -> Place | None:
        """In the VPC of the database, but for one subnet. The last letter of an id is that of its zone."""
        here = "vpc-0a1b2c3d4e5f60003" if name.region else "vpc-0a1b2c3d4e5f60002"
        vpc = name.name if name.kind == VPC else OTHER_VPC if name.name == ELSEWHERE else here
        ours = "Who may connect to orion-prod-aurora" if name.name == CREATED_GROUP else "default"
        return Place(vpc, f"us-east-1{name.name[-1]}", ours)

    def redis(self, group: str) -> RunningRedis:
        """One node, and the settings of Redis on AWS that differ from the recorded ones."""
        self.asked.append(group)
        return RunningRedis(self.redis_here, ["node-a"])

    def instance_zones(self, ids: Iterable[str], _: str | None) -> set[str]:
        """The last letter of an id."""
        return {f"us-east-1{each[-1]}" for each in ids}

    def instance_names(self, _: str, __: str | None) -> Mapping[str, Any]:
        """Generated names."""
        made = {"adopt.instance_parameter_group": "made-instances", "adopt.monitoring_role": "made-role"}
        return {**made, **self.names_here}

    def node_zones(self, ids: Iterable[str]) -> set[str]:
        """The last letter of an id."""
        return {f"us-east-1{each[-1]}" for each in ids}


def configured(changes: Changes) -> DatabaseConfig:
    """Production, with some settings changed."""
    whole = whole_config("prod")
    for path, value in changes.items():
        *sections, name = path.split(".")
        place = whole
        for section in sections:
            place = place.setdefault(section, {})
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return parse(whole)


def all_recorded(config: DatabaseConfig) -> Mapping[str, Any]:
    """What a deployment records."""
    return resolved(recorded(primary_site(config), standby_site(config), ProviderInputs("us-east-1", {})))


def sections(config: DatabaseConfig) -> Mapping[str, Any]:
    """The sections that a deployment records."""
    return all_recorded(config)["sections"]


def resolved(recorded: Any) -> Any:
    """What is recorded, with the values of outputs and without null, as Pulumi gives it to the hook."""
    if isinstance(recorded, pulumi.Output):
        return next(value for output, value in OUTPUTS if output is recorded)
    if isinstance(recorded, dict):
        items = cast("dict[str, Any]", recorded).items()
        return {key: resolved(value) for key, value in items if value is not None}
    return recorded


def found(before: Changes, asked: Changes, aws: AWS | None = None) -> list[Problem]:
    """The problems of a change of production."""
    after = configured({**before, **asked})
    old, new = all_recorded(configured(before)), all_recorded(after)
    return [
        *problems(after, old["sections"], new["sections"], cast("Lookups", aws or AWS())),
        *given_again_problems(old, new),
    ]


def refused(before: Changes, asked: Changes, aws: AWS | None = None) -> set[tuple[str, str]]:
    """Path and refusal of each problem of a change of production."""
    return {(".".join(map(str, problem.path)), problem.refusal) for problem in found(before, asked, aws)}


def in_use(*names: Name) -> list[Problem]:
    """The problem of names that are in use."""
    return list(taken(names, "prod", "us-east-1"))


OPEN: Changes = {"protection.deletion": False, "disaster_recovery.deletion_protection": False}
MANAGED: Changes = {"disaster_recovery": None, "master.password_source": "rds_managed"}
COMPLIANCE: Changes = {
    "backup.copies.vault_lock.mode": "compliance",
    "backup.copies.vault_lock.changeable_for_days": 3,
}
OWN_SUBNETS: Changes = {"redis.network.subnet_ids": whole_config("prod")["network"]["subnet_ids"]}
"""Redis cannot use a DB subnet group."""

OWN_SOURCES: Changes = {
    f"redis.network.{name}": whole_config("prod")["network"][name] for name in ("vpc_id", "allow_from")
}

APP = {"security_group_id": APP_GROUP}
JOBS = {"security_group_id": JOBS_GROUP}
ADOPTED = {"cluster": "legacy", "secret": "legacy", "instances": {"2": "legacy-2"}}
GROUPS = {
    "cluster_parameter_group": "legacy-pg",
    "instance_parameter_group": "legacy-instances",
    "monitoring_role": "legacy-role",
}
ADOPTED_IN_A = {**ADOPTED, "instances": {"2": "instance-a"}}
"""With the instance that runs, whose zone is `a`."""

ADOPTED_REDIS = {**ADOPTED, "redis": {"replication_group": "legacy", "parameter_group": "legacy-redis"}}
TOPIC = "arn:aws:sns:us-east-1:123456789012"
TOPICS = [f"{TOPIC}:alerts-{number}" for number in range(6)]
NO_EVENTS: Changes = {"redis.events.mode": "off", "redis.events.topic_arn": None}
SHARDS: Changes = {"redis.nodes": None, "redis.shards": 2}
ALL_KEYS = {"storage-key-another", "insights-key-another", "redis-another", "copies-another"}

SERVERLESS: Changes = {"instances.instance_class": None, "disaster_recovery": None, "serverless.max_acu": 4}

CASES: Mapping[str, tuple[Changes, Changes, set[tuple[str, str]]]] = {
    "nothing": ({}, {}, set()),
    "project": ({}, {"project": "other"}, {("project", "project-another")}),
    "environment": ({}, {"environment": "stage"}, {("environment", "project-another")}),
    "master user": ({}, {"master.username": "other"}, {("master.username", "master-username-another")}),
    "first database": ({}, {"database_name": "other"}, {("database_name", "database-name-another")}),
    "users to a token": (
        {},
        {"redis.authentication": "token"},
        {("redis.authentication", "redis-users-stay")},
    ),
    "a token that no client has": (
        {"redis": None},
        {"redis": {"former_clients": "token"}},
        {("redis.former_clients", "redis-token-unknown")},
    ),
    "key of the storage": (
        {},
        {"encryption.storage_key_arn": KEY},
        {("encryption.storage_key_arn", "storage-key-another")},
    ),
    "one key for all": (
        {},
        {"encryption.kms_key_arn": KEY},
        {("encryption.kms_key_arn", refusal) for refusal in ALL_KEYS},
    ),
    "no key": (
        {},
        {"encryption": None},
        {
            ("encryption.storage_key_arn", "storage-key-another"),
            ("encryption.insights_key_arn", "insights-key-another"),
            ("encryption.redis_key_arn", "redis-another"),
            ("encryption.vault_key_arn", "copies-another"),
            ("encryption.secret_key_arn", "secret-key-removed"),
        },
    ),
    "first keys": (
        {**MANAGED, "encryption": None},
        {"encryption": {"kms_key_arn": KEY}},
        {("encryption.kms_key_arn", refusal) for refusal in ALL_KEYS | {"managed-secret-key-another"}},
    ),
    "key of the insights": (
        {},
        {"encryption.insights_key_arn": KEY},
        {("encryption.insights_key_arn", "insights-key-another")},
    ),
    "minimum of one": (
        SERVERLESS | {"serverless.min_acu": 1},
        SERVERLESS | {"serverless.min_acu": 0},
        {("serverless.min_acu", "min-acu-from-one")},
    ),
    "minimum of one half": (SERVERLESS | {"serverless.min_acu": 0.5}, SERVERLESS | {"serverless.min_acu": 0}, set()),
    "minimum of nothing": (SERVERLESS | {"serverless.min_acu": 0}, SERVERLESS | {"serverless.min_acu": 1}, set()),
    "insights off": ({}, {"monitoring.insights": "off"}, set()),
    "key of insights that are off": (
        {"monitoring.insights": "off"},
        {"monitoring.insights": "standard", "encryption.insights_key_arn": KEY},
        set(),
    ),
    "key of insights that go off": (
        {},
        {"monitoring.insights": "off", "encryption.insights_key_arn": KEY},
        {("encryption.insights_key_arn", "insights-key-another")},
    ),
    "key of the secret": ({}, {"encryption.secret_key_arn": KEY}, set()),
    "key of RDS's secret": (
        MANAGED,
        {"encryption.secret_key_arn": KEY},
        {("encryption.secret_key_arn", "managed-secret-key-another")},
    ),
    "subnet group": (
        {},
        {"network.subnet_ids": None, "network.subnet_group_name": "data", **OWN_SUBNETS},
        {("network.subnet_group_name", "subnet-group-another")},
    ),
    "the created subnet group by its name": (
        {},
        {"network.subnet_ids": None, "network.subnet_group_name": "orion-prod-aurora", **OWN_SUBNETS},
        {("network.subnet_group_name", "created-given")},
    ),
    "the created subnet group of the standby": (
        {},
        {
            "disaster_recovery.network.subnet_ids": None,
            "disaster_recovery.network.subnet_group_name": "orion-prod-dr-aurora",
        },
        {("disaster_recovery.network.subnet_group_name", "created-given")},
    ),
    "the created subnet group of Redis": (
        {},
        {"redis.network.subnet_group_name": "orion-prod-redis"},
        {("redis.network.subnet_group_name", "created-given")},
    ),
    "the created security group, and another": (
        OWN_SOURCES,
        {
            "network.vpc_id": None,
            "network.allow_from": None,
            "network.security_group_ids": [CREATED_GROUP, "sg-0a1b2c3d4e5f60718"],
        },
        {("network.security_group_ids", "created-given")},
    ),
    "created topics": (
        {"alarms.topic_arns": None, "redis.events.topic_arn": None},
        {
            "alarms.topic_arns": [TOPICS[0], f"{TOPIC}:orion-prod-alerts"],
            "redis.events.topic_arn": f"{TOPIC}:orion-prod-redis-events",
        },
        {("alarms.topic_arns", "created-given"), ("redis.events.topic_arn", "created-given")},
    ),
    "a created topic that stays": (
        {"events.emails": ["a@example.com"], "alarms.topic_arns": TOPICS[:1]},
        {"alarms.topic_arns": [f"{TOPIC}:orion-prod-events"]},
        set(),
    ),
    "VPC": (
        {},
        {"network.vpc_id": "vpc-0eeeeeeeeeeeeeeee"},
        {("network.vpc_id", "vpc-another"), ("redis.network.vpc_id", "vpc-another")},
    ),
    "back to the VPC that runs": (
        {"network.vpc_id": "vpc-0eeeeeeeeeeeeeeee"},
        {"network.vpc_id": "vpc-0a1b2c3d4e5f60002"},
        set(),
    ),
    "subnet of another VPC": (
        {},
        {"network.subnet_ids": ["subnet-0a1b2c3d4e5f6001a", ELSEWHERE]},
        {("network.subnet_ids", "vpc-another"), ("redis.network.subnet_ids", "vpc-another")},
    ),
    "subnet taken out": ({}, {"network.subnet_ids": ["subnet-0a1b2c3d4e5f6001a", "subnet-0a1b2c3d4e5f6001b"]}, set()),
    "last subnet of a zone in use": (
        {},
        {"network.subnet_ids": ["subnet-0a1b2c3d4e5f6001b", "subnet-0a1b2c3d4e5f6001c"]},
        {("network.subnet_ids", "subnet-in-use"), ("redis.network.subnet_ids", "subnet-in-use")},
    ),
    "one of two subnets of a zone": (
        {"network.subnet_ids": [f"subnet-0a1b2c3d4e5f600{end}" for end in ("1a", "9a", "1b")]},
        {"network.subnet_ids": [f"subnet-0a1b2c3d4e5f600{end}" for end in ("1a", "1b")]},
        set(),
    ),
    "another subnet of the zone": (
        {},
        {"network.subnet_ids": ["subnet-0a1b2c3d4e5f6009a", "subnet-0a1b2c3d4e5f6001c"]},
        {("network.subnet_ids", "subnet-in-use"), ("redis.network.subnet_ids", "subnet-in-use")},
    ),
    "sources": ({}, {"network.allow_from": {"lab": "10.1.0.0/16"}}, set()),
    "sources with other names": (
        {"network.allow_from": {"lab": "10.1.0.0/16", "office": "10.2.0.0/16"}},
        {"network.allow_from": {"office": "10.1.0.0/16", "hq": "10.2.0.0/16"}},
        set(),
    ),
    "outputs with other names": (
        {"network.allow_from": {"app": APP, "jobs": JOBS}},
        {"network.allow_from": {"backend": APP, "jobs": JOBS}},
        {("network.allow_from", "source-renamed"), ("redis.network.allow_from", "source-renamed")},
    ),
    "outputs exchanged": (
        {"redis.network.allow_from": {"app": APP, "jobs": JOBS}},
        {"redis.network.allow_from": {"app": JOBS, "jobs": APP}},
        {("redis.network.allow_from", "source-renamed")},
    ),
    "outputs with other names and their rules": (
        {"network.allow_from": {"app": APP, "jobs": JOBS}},
        {"network.allow_from": {"jobs": {**APP, "rule_name": "app"}, "backend": {**JOBS, "rule_name": "jobs"}}},
        set(),
    ),
    "an output that is a plain value now": (
        {"disaster_recovery.network.allow_from": {"app": APP}},
        {"disaster_recovery.network.allow_from": {"app": "sg-0a1b2c3d4e5f60718"}},
        {("disaster_recovery.network.allow_from", "source-renamed")},
    ),
    "one source by two names": (
        {},
        {"redis.network.allow_from": {"app": APP, "backend": {"security_group_id": "sg-0a1b2c3d4e5f60718"}}},
        {("redis.network.allow_from", "sources-repeated")},
    ),
    "an output with the group of another account": (
        {},
        {"redis.network.allow_from": {"app": FOREIGN_GROUP}},
        set(),
    ),
    "instances by name": ({}, {"instances": {"1": {}, "2": {}, "reporting": {}}}, set()),
    "all instances renamed": (
        {"instances": {f"old-{number}": {} for number in range(8)}},
        {"instances": {f"new-{number}": {} for number in range(8)}},
        {("instances", "instances-at-once")},
    ),
    "all instances renamed without a standby": (
        {**MANAGED, "instances": {f"old-{number}": {} for number in range(8)}},
        {"instances": {f"new-{number}": {} for number in range(8)}},
        set(),
    ),
    "instances taken out": ({"instances": {"count": 15}}, {"instances": {"count": 1}}, set()),
    "a running database adopted": (
        {},
        {"adopt": {"cluster": "legacy", "secret": "legacy"}},
        {("adopt.cluster", "adopted-another"), ("adopt.secret", "adopted-another")},
    ),
    "an adopted secret renamed": (
        {"adopt": ADOPTED},
        {"adopt": {**ADOPTED, "secret": "another"}},
        {("adopt.secret", "adopted-another")},
    ),
    "an adopted Redis that is not adopted any more": (
        {"adopt": {**ADOPTED, "redis": {"replication_group": "legacy"}}, "redis.authentication": "users"},
        {"adopt": ADOPTED},
        {("adopt.redis.replication_group", "adopted-another")},
    ),
    "another adopted Redis": (
        {"adopt": {**ADOPTED, "redis": {"replication_group": "legacy"}}, "redis.authentication": "users"},
        {"adopt": {**ADOPTED, "redis": {"replication_group": "another"}}},
        {("adopt.redis.replication_group", "adopted-another")},
    ),
    "an adopted instance renamed": (
        {"adopt": ADOPTED},
        {"instances": {"1": {}, "writer": {}}, "adopt": {**ADOPTED, "instances": {"writer": "legacy-2"}}},
        {("adopt.instances.writer", "adopted-instance-renamed")},
    ),
    "adopted groups with other names": (
        {"adopt": {**ADOPTED, **GROUPS}},
        {"adopt": {**ADOPTED, **dict.fromkeys(GROUPS, "other")}},
        {(f"adopt.{name}", "adopted-another") for name in GROUPS},
    ),
    "adopted groups that were created": (
        {"adopt": ADOPTED},
        {"adopt": {**ADOPTED, **GROUPS}},
        {(f"adopt.{name}", "adopted-another") for name in GROUPS},
    ),
    "adopted groups taken out": ({"adopt": {**ADOPTED, **GROUPS}}, {"adopt": ADOPTED}, set()),
    "the first role for monitoring": (
        {"adopt": ADOPTED, "monitoring.interval_seconds": 0},
        {"adopt": {**ADOPTED, "monitoring_role": "legacy-role"}, "monitoring.interval_seconds": 60},
        set(),
    ),
    "another zone of an adopted instance": (
        {"adopt": ADOPTED_IN_A, "instances": {"1": {}, "2": {}}},
        {"instances": {"1": {}, "2": {"availability_zone": "us-east-1b"}}},
        {("instances.2.availability_zone", "adopted-instance-moved")},
    ),
    "the zone that an adopted instance has": (
        {"adopt": ADOPTED_IN_A, "instances": {"1": {}, "2": {"availability_zone": "us-east-1b"}}},
        {"instances": {"1": {}, "2": {"availability_zone": "us-east-1a"}}},
        set(),
    ),
    "another zone of an instance with a generated name": (
        {"adopt": ADOPTED_IN_A, "instances": {"1": {}, "2": {}}},
        {"instances": {"1": {"availability_zone": "us-east-1b"}, "2": {}}},
        set(),
    ),
    "an adopted group of parameters for Valkey": (
        {"adopt": ADOPTED_REDIS, "redis.engine": "redis", "redis.authentication": "users"},
        {"redis.engine": "valkey"},
        {("adopt.redis.parameter_group", "redis-adopted-family")},
    ),
    "another adopted group of parameters for Valkey": (
        {"adopt": ADOPTED_REDIS, "redis.engine": "redis", "redis.authentication": "users"},
        {
            "redis.engine": "valkey",
            "adopt": {**ADOPTED_REDIS, "redis": {"replication_group": "legacy", "parameter_group": "other"}},
        },
        {("adopt.redis.parameter_group", "adopted-another")},
    ),
    "an adopted group of parameters taken out for Valkey": (
        {"adopt": ADOPTED_REDIS, "redis.engine": "redis", "redis.authentication": "users"},
        {"redis.engine": "valkey", "adopt": {**ADOPTED_REDIS, "redis": {"replication_group": "legacy"}}},
        set(),
    ),
    "another adopted group of parameters of Redis": (
        {"adopt": ADOPTED_REDIS, "redis.authentication": "users"},
        {"adopt": {**ADOPTED_REDIS, "redis": {"replication_group": "legacy", "parameter_group": "other"}}},
        {("adopt.redis.parameter_group", "adopted-another")},
    ),
    "a topic in place of another": (
        {"alarms.topic_arns": TOPICS[:4]},
        {"alarms.topic_arns": TOPICS[1:5]},
        set(),
    ),
    "too many topics at once": (
        {"alarms.topic_arns": TOPICS[:5]},
        {"alarms.topic_arns": TOPICS[1:]},
        {("alarms.topic_arns", "topics-at-once")},
    ),
    "topics in another order": ({"alarms.topic_arns": TOPICS[:5]}, {"alarms.topic_arns": TOPICS[4::-1]}, set()),
    "minor version": ({"disaster_recovery": None}, {"engine.version": "17.9"}, set()),
    "minor version with a standby": (
        {},
        {"engine.version": "17.9"},
        {("engine.version", "version-in-global-database")},
    ),
    "the minor version that runs": ({"engine.version": "17.5"}, {"engine.version": "17.7"}, set()),
    "next major version": ({}, {"engine.version": "18"}, {("engine.version", "version-another-major")}),
    "major version before": ({}, {"engine.version": "16"}, {("engine.version", "version-another-major")}),
    "older minor version": ({}, {"engine.version": "17.5"}, {("engine.version", "version-lower")}),
    "support": (
        {},
        {"engine.lifecycle_support": "open-source-rds-extended-support"},
        {("engine.lifecycle_support", "lifecycle-support-another")},
    ),
    "Redis": ({}, {"redis": None}, {("redis", "section-protected")}),
    "Redis without protection": (OPEN, {"redis": None}, set()),
    "copies": ({}, {"backup.copies": None}, {("backup.copies", "section-protected")}),
    "standby": ({}, {"disaster_recovery": None}, {("disaster_recovery", "section-protected")}),
    "standby and its protection at once": (
        {},
        {"disaster_recovery": None, "protection.deletion": False},
        {("disaster_recovery", "section-protected")},
    ),
    "everything": (
        {},
        {"disaster_recovery": None, "redis": None, "backup.copies": None},
        {(path, "section-protected") for path in ("disaster_recovery", "redis", "backup.copies")},
    ),
    "standby without protection": (OPEN, {"disaster_recovery": None}, set()),
    "a version that a secondary cluster does not have, with the standby taken out": (
        OPEN,
        {"disaster_recovery": None, "engine.version": "17.9"},
        {("engine.version", "version-in-global-database")},
    ),
    "a class that no global database has, with the standby taken out": (
        OPEN,
        {"disaster_recovery": None, "instances.instance_class": "db.t4g.large"},
        {("instances.instance_class", "standby-leaves-first")},
    ),
    "a password that RDS manages, with the standby taken out": (
        OPEN,
        {"disaster_recovery": None, "master.password_source": "rds_managed"},
        {("master.password_source", "standby-leaves-first")},
    ),
    "region of standby and copies": (
        {},
        {
            "disaster_recovery.region": "eu-west-1",
            "disaster_recovery.encryption.kms_key_arn": KEY.replace("us-east-1", "eu-west-1"),
            "disaster_recovery.topic_arns": ["arn:aws:sns:eu-west-1:123456789012:database-alerts"],
            "backup.copies.region": "eu-west-1",
        },
        {
            ("disaster_recovery.region", "standby-another"),
            ("disaster_recovery.encryption.kms_key_arn", "standby-another"),
            ("disaster_recovery.encryption.kms_key_arn", "insights-key-another"),
            ("backup.copies.region", "copies-another"),
        },
    ),
    "key of the standby": (
        {},
        {"disaster_recovery.encryption.storage_key_arn": KEY_THERE},
        {("disaster_recovery.encryption.storage_key_arn", "standby-another")},
    ),
    "subnet group of the standby": (
        {},
        {"disaster_recovery.network.subnet_ids": None, "disaster_recovery.network.subnet_group_name": "data"},
        {("disaster_recovery.network.subnet_group_name", "standby-another")},
    ),
    "VPC of the standby": (
        {},
        {"disaster_recovery.network.vpc_id": "vpc-0eeeeeeeeeeeeeeee"},
        {("disaster_recovery.network.vpc_id", "vpc-another")},
    ),
    "key of the copies": (
        {},
        {"backup.copies.kms_key_arn": KEY_THERE},
        {("backup.copies.kms_key_arn", "copies-another")},
    ),
    "lock of the vaults": ({}, {"backup.copies.vault_lock.max_retention_days": 90}, set()),
    "compliance lock": ({}, COMPLIANCE, set()),
    "lock that is kept": (
        COMPLIANCE,
        {"backup.copies.vault_lock.changeable_for_days": 5},
        {("backup.copies.vault_lock.changeable_for_days", "vault-lock-kept")},
    ),
    "a topic of locked copies": (
        COMPLIANCE,
        {"backup.copies.topic_arn": "arn:aws:sns:us-west-2:123456789012:copies"},
        set(),
    ),
    "locked copies": (
        {**COMPLIANCE, **OPEN},
        {"backup.copies": None},
        {("backup.copies", "vault-lock-kept")},
    ),
    "key of the vault": ({}, {"encryption.vault_key_arn": KEY}, {("encryption.vault_key_arn", "copies-another")}),
    "Redis OSS": ({}, {"redis.engine": "redis"}, {("redis.engine", "redis-another")}),
    "Valkey after Redis OSS": ({"redis.engine": "redis"}, {"redis.engine": "valkey"}, set()),
    "Valkey in the maintenance window": (
        {"redis.engine": "redis", "apply": "maintenance_window"},
        {"redis.engine": "valkey"},
        {("redis.engine", "redis-family-waits")},
    ),
    "another major version in the maintenance window": (
        {"redis.version": "7.2", "apply": "maintenance_window"},
        {"redis.version": "8.2"},
        {("redis.version", "redis-family-waits")},
    ),
    "newer Valkey": ({"redis.version": "7.2"}, {"redis.version": "8.2"}, set()),
    "older Valkey": ({}, {"redis.version": "7.2"}, {("redis.version", "redis-another")}),
    "port of Redis": ({}, {"redis.network.port": 6380}, {("redis.network.port", "redis-another")}),
    "subnet group of Redis": (
        {},
        {"redis.network.subnet_group_name": "data"},
        {("redis.network.subnet_group_name", "redis-another")},
    ),
    "key of Redis": ({}, {"encryption.redis_key_arn": KEY}, {("encryption.redis_key_arn", "redis-another")}),
    "larger nodes": ({}, {"redis.node_type": "cache.r7g.xlarge"}, set()),
    "nodes with disks": ({}, {"redis.node_type": "cache.r6gd.xlarge"}, {("redis.node_type", "redis-another")}),
    "shards": ({}, SHARDS, {("redis.shards", "redis-mode")}),
    "no shards": (
        {"redis.nodes": None, "redis.shards": 2},
        {"redis.shards": None, "redis.nodes": 2},
        {("redis.shards", "redis-mode")},
    ),
    "more shards": (SHARDS, {"redis.shards": 3}, set()),
    "another password": ({}, {"redis.password_version": 2}, set()),
    "a password left out": ({}, {"redis.password_version": 3}, {("redis.password_version", "redis-password-step")}),
    "no events": ({}, NO_EVENTS, {("redis.events.mode", "redis-events-stay")}),
    "first events": (NO_EVENTS, {"redis.events.mode": "own"}, set()),
    "a topic that is created": ({}, {"redis.events.topic_arn": None}, set()),
    "first snapshots": ({"redis.snapshot_retention_days": 0}, {"redis.snapshot_retention_days": 7}, set()),
    "first snapshots in cluster mode": (
        {**SHARDS, "redis.snapshot_retention_days": 0},
        {"redis.snapshot_retention_days": 7},
        {("redis.snapshot_retention_days", "redis-snapshots-later")},
    ),
    "enhanced monitoring off": ({}, {"monitoring.interval_seconds": 0}, set()),
}


@pytest.mark.parametrize("case", CASES)
def test_what_would_lose_something_is_refused_and_nothing_else(case: str) -> None:
    """All at once, each at the setting that was changed."""
    before, asked, expected = CASES[case]

    assert refused(before, asked) == expected


def test_every_message_is_one_that_was_reviewed(expect: Callable[[str, Path], None]) -> None:
    """Value, reason and fix of each refusal."""
    writes, standby = AWS(Cluster(replication_source_identifier="")), "disaster_recovery"
    messages = {case: found(before, asked) for case, (before, asked, _) in CASES.items()}
    messages["a standby that writes is deleted"] = found(OPEN, {standby: None}, writes)
    messages["a standby that writes loses its protection"] = found(
        {}, {f"{standby}.deletion_protection": False}, writes
    )
    messages |= {
        f"the name of a {kind.noun} is taken": in_use(Name(type_, region, "orion-prod"))
        for region, (type_, kind) in zip(cycle((None, "us-west-2")), KINDS.items())
    }
    messages["two names are taken"] = in_use(*(Name(type_, None, "orion-prod") for type_ in list(KINDS)[1:3]))
    messages["a database exists"] = in_use(*(Name(type_, None, "orion-prod") for type_ in KINDS))
    texts = [f"{case}\n\n{ConfigError(each)}" for case, each in messages.items() if each]

    expect("\n\n\n".join(texts) + "\n", GOLDEN / "changes.txt")


def test_a_message_has_the_numbers_that_were_written() -> None:
    """Pulumi passes every number of an input to the hook as a float."""
    old, asked = ({"redis.password_version": version} for version in (1, 3))
    before = record(lambda: AuroraDatabase("orion", configured(old)))

    with pytest.raises(ConfigError, match=r"redis\.password_version: 3\n") as refusal:
        record(lambda: AuroraDatabase("orion", configured(asked)), after=before)

    assert "Write 1 as it was, or 2 for another password." in str(refusal.value)


def test_every_refusal_of_a_change_is_provoked() -> None:
    """By a case, or by a test of its own below."""
    modules = (changes, given_again, leaving, renamed)
    defined = {each.name for module in modules for each in vars(module).values() if isinstance(each, Refusal)}
    provoked = {refusal for _, _, expected in CASES.values() for _, refusal in expected}

    assert defined - provoked == {
        "provider-another",
        "region-another",
        "standby-writes",
    }


def test_a_deployment_at_rest_asks_for_nothing() -> None:
    """Pulumi does not even run the hook where the inputs are the same."""
    aws = AWS()
    subnets = whole_config("prod")["network"]["subnet_ids"]

    assert refused({}, {}, aws) == set()
    assert refused({}, {"network.subnet_ids": subnets[::-1]}, aws) == set()
    assert aws.asked == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"engine.version": "18"}, Cluster(engine_version="18.1")),
        ({"master.username": "other"}, Cluster(master_username="other")),
        ({"encryption.storage_key_arn": KEY}, Cluster(kms_key_id=KEY)),
        ({"engine.version": "18", "database_name": "other"}, None),
    ],
)
def test_what_aws_has_already_is_not_refused(asked: Changes, found: Cluster | None) -> None:
    """An upgrade by AWS's own calls, a restored cluster, and one that is gone."""
    assert refused({}, asked, AWS(found)) == set()


@pytest.mark.parametrize(("old", "new"), [("17", "17.7"), ("17.7", "17"), ("17.7", "17.9")])
def test_a_recorded_version_may_have_no_minor(old: str, new: str) -> None:
    """AWS chooses it, and a recording asks nobody."""
    config = {key: value for key, value in whole_config("prod").items() if key != "disaster_recovery"}
    config["backup"] = {}
    programs = [
        lambda each=each: AuroraDatabase("orion", parse(config | {"engine": {"version": each}})) for each in (old, new)
    ]

    assert_no_replacement(record(programs[0]), record(programs[1]))


def test_a_change_that_failed_can_be_taken_back() -> None:
    """The failed deployment has recorded what AWS does not have: only what runs counts."""
    failed = {"redis.version": "8.2", "redis.node_type": "cache.r7g.xlarge"}
    back = {"redis.version": "7.2", "redis.node_type": "cache.r7g.large"}

    assert refused(failed, back, AWS(redis_here={"redis.version": "7.2.6"})) == set()
    assert refused(failed, back, AWS(redis_here={"redis.version": "8.2.0"})) == {("redis.version", "redis-another")}


def test_a_name_that_is_in_use_is_not_another_one() -> None:
    """The deployment that should have changed it has failed, or the generated one is written."""
    running = AWS(
        Cluster(db_cluster_parameter_group_name="legacy-pg"),
        names_here={f"adopt.{name}": value for name, value in GROUPS.items()},
        redis_here={"adopt.redis.parameter_group": "legacy-redis"},
    )
    redis: Changes = {"redis.authentication": "users"}

    assert refused(redis | {"adopt": ADOPTED_REDIS}, {"adopt": {**ADOPTED_REDIS, **GROUPS}}, running) == set()
    without = {**ADOPTED_REDIS, "redis": {"replication_group": "legacy"}}
    assert refused(redis | {"adopt": without}, {"adopt": ADOPTED_REDIS}, running) == set()


IMPORTED_REDIS: Mapping[str, tuple[Changes, set[tuple[str, str]]]] = {
    "as it runs": ({}, set()),
    "port": ({"redis.network.port": 6380}, {("redis.network.port", "redis-another")}),
    "older": ({"redis.version": "7.0"}, {("redis.version", "redis-another")}),
    "shards": (SHARDS, {("redis.shards", "redis-mode")}),
    "nodes with disks": ({"redis.node_type": "cache.r6gd.xlarge"}, {("redis.node_type", "redis-another")}),
    "users": ({"redis.authentication": "users"}, {("redis.authentication", "redis-clients-refused")}),
    "token": ({"redis.authentication": "token"}, {("redis.authentication", "redis-clients-refused")}),
    "users, and its clients": ({"redis.authentication": "users", "redis.former_clients": "accepted"}, set()),
    "Valkey": (
        {"redis.engine": "valkey", "redis.version": None},
        {("adopt.redis.parameter_group", "redis-adopted-family")},
    ),
}


@pytest.mark.parametrize("case", IMPORTED_REDIS)
def test_an_imported_redis_is_compared_with_what_runs(case: str) -> None:
    """Its component has no inputs, so that nothing is recorded yet."""
    asked, expected = IMPORTED_REDIS[case]
    before: Changes = {
        "adopt": ADOPTED_REDIS,
        "redis.engine": "redis",
        "redis.version": "7.1",
        "redis.authentication": "off",
    }
    runs = sections(configured(before))["redis"]["settings"]
    running = {
        path: runs.get(path)
        for path in (
            "redis.engine",
            "redis.version",
            "redis.family",
            "redis.node_type",
            "redis.network.port",
            "redis.network.subnet_group_name",
            "redis.shards",
            "redis.snapshot_retention_days",
            "adopt.redis.parameter_group",
        )
    }
    after = configured({**before, **asked})

    found = problems(after, {}, sections(after), cast("Lookups", AWS(redis_here=running)))

    assert {(".".join(map(str, each.path)), each.refusal) for each in found} == expected


def test_what_is_recorded_as_refused_is_refused() -> None:
    """Each recorded setting whose every change is refused, in the section that has it."""
    adopted = {**ADOPTED, "redis": {"replication_group": "legacy"}}
    config = configured({"adopt": adopted, "redis.authentication": "users"})
    before = sections(config)
    always = {path for row in ROWS if row.effect is Effect.REFUSED for path in row.settings}
    for name, section in before.items():
        for path in section["settings"].keys() & always:
            after = deepcopy(dict(before))
            after[name]["settings"][path] = "other"
            asked = problems(config, before, after, cast("Lookups", AWS()))
            assert [".".join(map(str, each.path)) for each in asked], f"{path} of {name}"


def test_a_stack_stays_in_its_region() -> None:
    """A region that is not written, as with a provider of the program's own, is no other one."""
    here, there = (sections(configured({"redis": None})) for _ in range(2))
    here["cluster"]["settings"]["aws:region"] = "us-east-1"

    def moved_to(region: str | None) -> list[Problem]:
        there["cluster"]["settings"]["aws:region"] = region
        return list(problems(configured({"redis": None}), here, there, cast("Lookups", AWS())))

    (problem,) = moved_to("eu-west-1")
    assert (problem.path, problem.refusal, problem.given) == (("aws:region",), "region-another", "eu-west-1")
    assert "The database runs in us-east-1." in problem.why
    assert moved_to("us-east-1") == moved_to(None) == []


def test_a_section_stays_until_the_protection_is_off_on_aws() -> None:
    """The deployment that should have turned it off may have failed."""
    still = AWS(Cluster(deletion_protection=True))

    assert refused(OPEN, {"redis": None}, still) == {("redis", "section-protected")}
    assert refused(OPEN, {"redis": None}) == set()


def test_a_standby_that_writes_keeps_its_protection_and_stays() -> None:
    """Its instances would be deleted before AWS refuses to delete the cluster."""
    writes = AWS(Cluster(replication_source_identifier=""))
    switch = "disaster_recovery.deletion_protection"

    assert refused({}, {switch: False}, writes) == {(switch, "standby-writes")}
    assert refused(OPEN, {"disaster_recovery": None}, writes) == {("disaster_recovery", "standby-writes")}
    assert refused(OPEN, {switch: True}, writes) == set()


def test_a_name_that_is_new_is_looked_up() -> None:
    """At first every name; then those of a section that comes."""
    without = configured({"redis": None})
    old, new = (
        recorded(primary_site(each), standby_site(each), ProviderInputs("us-east-1", {}))["names"]
        for each in (without, configured({}))
    )

    assert {name.kind for name in new_names({}, new)} == set(KINDS) - {"aws:sns/topic:Topic"}
    assert {name.name for name in new_names(old, new)} == {
        "orion-prod-redis",
        "orion-prod-app",
        "orion-prod-anon",
        "/aws/elasticache/orion-prod-redis/slow-log",
        "/aws/elasticache/orion-prod-redis/engine-log",
    }
    assert Name("aws:backup/vault:Vault", "us-west-2", "orion-prod-aurora-copies") in set(new_names(old, new)) | set(
        new_names({}, new)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "alarms.topic_arns": None,
            "disaster_recovery.topic_arns": None,
            "events.emails": ["dba@example.com"],
            "redis.events.topic_arn": None,
            "redis.authentication": "token",
        },
        {**OWN_SUBNETS, "network.subnet_ids": None, "network.subnet_group_name": "data"},
        {"adopt": ADOPTED_REDIS, "redis.network.subnet_group_name": "data", "redis.authentication": "off"},
    ],
)
def test_the_names_are_those_of_what_is_created(changes: Changes) -> None:
    """Another one would never be found in use, or would stop a deployment for nothing."""
    recording = record(lambda: AuroraDatabase("orion", configured(changes)))
    created = {
        Name(each.type, None if each.region == "us-east-1" else str(each.region), name)
        for each in recording.resources
        if each.type in KINDS
        for name in [each.inputs[NAMED_BY.get(each.type, "name")]]
        if "legacy" not in name
    }

    assert set(new_names({}, all_recorded(configured(changes))["names"])) == created


def test_the_names_of_two_deployments_are_joined_by_kind() -> None:
    """Each may have a kind of which the other has none."""
    assert joined({"a": ["1"], "b": ["2"]}, {"b": ["3"], "c": ["4"]}) == {"a": ["1"], "b": ["2", "3"], "c": ["4"]}


def test_every_kind_of_name_can_be_looked_up() -> None:
    """A kind without a look-up would stop the deployment that first has one."""
    assert BY_NAME.keys() == KINDS.keys()


def test_a_taken_name_comes_with_the_ways_out() -> None:
    """Another environment, `adopt`, or delete. What is imported without `adopt` is refused all the same."""
    (problem,) = in_use(Name("aws:backup/vault:Vault", "us-west-2", "orion-prod-aurora-copies"))

    assert (problem.refusal, problem.path, problem.given) == ("name-taken", ("environment",), "prod")
    assert "pulumi import" not in problem.fix
    assert "delete-backup-vault --backup-vault-name orion-prod-aurora-copies --region us-west-2  # once" in problem.fix


def test_a_database_that_exists_as_a_whole_was_renamed_most_often() -> None:
    """The cluster, and what nothing but this component makes. Nothing of a database in use may be deleted."""
    parameter = Name("aws:ssm/parameter:Parameter", None, "/orion-prod/aurora/connection")
    (problem,) = in_use(Name("aws:rds/cluster:Cluster", None, "orion-prod-aurora"), parameter)

    assert problem.refusal == "database-exists"
    assert problem.fix.startswith("If the component was renamed or has another parent")
    assert "delete" not in problem.fix
    assert [each.refusal for each in in_use(parameter)] == ["name-taken"]
    assert in_use() == []
