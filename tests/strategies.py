"""Configurations for property tests: plain mappings as a stack file holds them, every one of which is accepted."""

from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from orion_rds.config.engine import CertificateAuthority, LifecycleSupport
from orion_rds.config.monitoring import AuditClass, LogExport
from orion_rds.config.tags import OUR_TAGS
from orion_rds.config.windows import DAY_MINUTES, WEEK_MINUTES, Window, overlap, write_daily, write_weekly
from orion_rds.facts import identifiers, instance_classes, limits, recovery, versions
from orion_rds.facts.parameter_values import Numbers, Words
from orion_rds.facts.parameters import PARAMETERS, Group, Parameter
from orion_rds.facts.reserved_words import is_reserved_database, is_reserved_user
from orion_rds.facts.warning_names import NAMES
from tests.adopt_strategies import adopted
from tests.alarm_strategies import ALARMS, EVENTS
from tests.backup_strategies import copies
from tests.drawing import (
    ACCESS,
    SUBNET_IDS,
    Mapping,
    has_names,
    in_the_second_region,
    named,
    some,
    within,
)
from tests.redis_strategies import redis

NAME_PART_MAXIMUM = 16
"""Two of them and a hyphen fit into a prefix."""

CLASSES = ("db.r7g.large", "db.r7g.4xlarge", "db.r8g.xlarge", "db.t4g.medium", "db.x2g.2xlarge")
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")


NAME_PARTS = named(identifiers.PREFIX_PART).filter(lambda name: len(name) <= NAME_PART_MAXIMUM)
PROJECTS = NAME_PARTS.filter(lambda name: name != "sg" and not name.startswith(("aws", "ssm")))
KEYS = st.uuids().map(lambda uuid: f"arn:aws:kms:us-east-1:123456789012:key/{uuid}")
ENCRYPTION = some(
    kms_key_arn=KEYS,
    storage_key_arn=KEYS,
    insights_key_arn=KEYS,
    secret_key_arn=KEYS,
    logs_key_arn=KEYS,
    topic_key_arn=KEYS,
    redis_key_arn=KEYS,
    vault_key_arn=KEYS,
)

_OURS = {key.lower() for key in OUR_TAGS}
TAG_TEXTS = st.text("abcXYZ 019_.:/=+-@äé東", max_size=20)
TAGS = st.lists(
    st.tuples(TAG_TEXTS.filter(lambda key: key and key.lower() not in _OURS and key[:4].lower() != "aws:"), TAG_TEXTS),
    max_size=4,
    unique_by=lambda tag: tag[0].lower(),
).map(dict)
ACCEPTED_WARNINGS = st.dictionaries(st.sampled_from(NAMES), TAG_TEXTS.filter(str.strip), max_size=3)

OBJECTIVES = some(
    recovery_seconds=st.integers(60 * recovery.NEW_INSTANCE_MINUTES, 10**6),
    rpo_seconds=st.integers(recovery.RESTORABLE_SECONDS, 10**6),
    rto_minutes=st.integers(recovery.NEW_INSTANCE_MINUTES, 10**6),
)
"""Every topology can meet them."""

ROLE_NAMES = ("app", "report", "a" * identifiers.ROLE.maximum)
ACCESS_OF_ROLES = st.sampled_from(["read_write", "read_only"])
ROLE = st.fixed_dictionaries(
    {"access": ACCESS_OF_ROLES}, optional={"authentication": st.sampled_from(["iam", "secret"])}
)
ROLES = st.dictionaries(st.sampled_from(ROLE_NAMES), ACCESS_OF_ROLES | ROLE)

SUBNETS = st.fixed_dictionaries({"subnet_ids": SUBNET_IDS}) | st.fixed_dictionaries(
    {"subnet_group_name": named(identifiers.GIVEN_SUBNET_GROUP)}
)
NETWORK = st.builds(
    lambda *parts: {key: value for part in parts for key, value in part.items()},
    SUBNETS,
    ACCESS,
    some(dual_stack=st.booleans(), port=within(limits.PORT)),
)


@st.composite
def engines(draw: st.DrawFn) -> Mapping:
    """Draw an engine: an exact version is not upgraded by AWS."""
    engine = draw(
        some(
            version=st.sampled_from([str(major) for major in versions.MAJORS])
            | st.sampled_from(
                [f"{each.number}.{minor}" for each in versions.MAJORS.values() for minor in (each.minors[0], 7, 12)]
            ),
            storage=st.sampled_from(["standard", "io_optimized"]),
            lifecycle_support=st.sampled_from(get_args(LifecycleSupport)),
            certificate_authority=st.sampled_from(get_args(CertificateAuthority)),
        )
    )
    ways = ["manual"] if versions.is_exact(engine.get("version", "17")) else ["manual", "automatic"]
    return engine | draw(some(minor_upgrades=st.sampled_from(ways)))


POLICIES = st.sampled_from(
    [
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:role/reader"},
                    "Action": "secretsmanager:GetSecretValue",
                    "Resource": "*",
                }
            ],
        }
    ]
)
USERNAMES = named(identifiers.MASTER_USERNAME).filter(
    lambda name: not is_reserved_user(name) and name not in ROLE_NAMES
)
MASTER = some(
    username=USERNAMES,
    password_source=st.just("generated"),
    password_version=st.integers(1, 9),
    secret_policy=POLICIES,
) | some(username=USERNAMES, password_source=st.just("rds_managed"))
DATABASE_NAMES = named(identifiers.DATABASE).filter(lambda name: not is_reserved_database(name))


@cache
@st.composite
def capacities(draw: st.DrawFn, version: str) -> Mapping:
    """Draw a range of capacity; older versions cannot pause, and have smaller instances."""
    most = 2 * versions.maximum_acu(version)
    running = st.integers(1, most).map(lambda halves: halves / 2)
    minimum = draw(st.just(0.0) | running if versions.can_pause(version) else running)
    maximum = draw(st.integers(max(2, round(minimum * 2)), most)) / 2
    pause = some(pause_after_seconds=within(limits.SERVERLESS_PAUSE_SECONDS)) if minimum == 0 else st.just({})
    return {"min_acu": minimum, "max_acu": maximum} | draw(pause)


@st.composite
def instances_with_capacity(draw: st.DrawFn, version: str) -> Mapping:
    """Draw instances of either form, and a range of capacity where it is allowed."""
    capacity = draw(st.none() | capacities(version))
    serverless = {} if capacity is None else {"serverless": capacity}
    return serverless | draw(_instances(serverless=capacity is not None))


@cache
def _instances(*, serverless: bool) -> st.SearchStrategy[Mapping]:
    classes = st.sampled_from([*CLASSES, instance_classes.SERVERLESS] if serverless else CLASSES)
    each = some(
        instance_class=classes,
        promotion_tier=within(limits.PROMOTION_TIER),
        availability_zone=st.sampled_from(ZONES),
    )
    instance_names = named(identifiers.INSTANCE_NAME).filter(lambda name: name != "count")
    by_name = st.dictionaries(instance_names, each, min_size=1, max_size=16)
    alike = some(count=within(limits.INSTANCES), **({} if serverless else {"instance_class": classes}))
    return some(instances=alike | by_name)


def _values(parameter: Parameter) -> st.SearchStrategy[Any]:
    match parameter.values:
        case Words(words):
            return st.sampled_from(words)
        case Numbers(minimum, maximum):
            numbers = st.integers(minimum, maximum)
            return numbers | numbers.map(str)
        case None:
            return st.sampled_from({"log_connections": [True, 1, "0"]}.get(parameter.name, ["pg_stat_statements"]))


def parameters(group: Group) -> st.SearchStrategy[Mapping]:
    """Draw parameters that a group may carry; one that the table does not have is among them."""
    known = {name: _values(parameter) for name, parameter in PARAMETERS.items() if group in parameter.groups}
    return some(**known, random_page_cost=st.floats(0, 10)).map(lambda drawn: dict(list(drawn.items())[:4]))


PARAMETERS_SECTION = some(cluster=parameters("cluster"), instance=parameters("instance"))


@st.composite
def windows(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a backup and a maintenance window that do not overlap."""
    every_day = draw(st.builds(Window, st.integers(0, DAY_MINUTES - 1), st.integers(30, 240)))
    once = st.builds(Window, st.integers(0, WEEK_MINUTES - 1), st.integers(30, 240))
    return write_daily(every_day), write_weekly(draw(once.filter(lambda window: not overlap(every_day, window))))


INSIGHTS_DAYS = limits.INSIGHTS_RETENTION_DAYS.values
LONG_INSIGHTS_DAYS = [days for days in INSIGHTS_DAYS if days >= limits.INSIGHTS_ADVANCED_MINIMUM_DAYS]
INTERVALS = st.sampled_from(limits.MONITORING_INTERVAL_SECONDS.values)
MONITORING = some(
    interval_seconds=INTERVALS,
    insights=st.sampled_from(["standard", "off"]),
    insights_retention_days=st.sampled_from(INSIGHTS_DAYS),
) | st.fixed_dictionaries(
    {"insights": st.just("advanced")},
    optional={"interval_seconds": INTERVALS, "insights_retention_days": st.sampled_from(LONG_INSIGHTS_DAYS)},
)
LOGS = some(
    exports=st.lists(st.sampled_from(get_args(LogExport)), unique=True),
    retention_days=st.sampled_from(limits.LOG_RETENTION_DAYS.values),
)
AUDIT = some(statements=st.lists(st.sampled_from(get_args(AuditClass)), unique=True), objects=st.booleans())
PROTECTION = some(deletion=st.booleans(), final_snapshot=st.booleans())


SECOND_KEYS = st.uuids().map(lambda uuid: f"arn:aws:kms:us-west-2:123456789012:key/{uuid}")
SECOND_TOPICS = st.integers(1, 9).map(lambda number: f"arn:aws:sns:us-west-2:123456789012:alerts-{number}")
STANDBYS = st.fixed_dictionaries(
    {
        "region": st.just("us-west-2"),
        "network": NETWORK.map(in_the_second_region),
        "encryption": st.tuples(
            st.fixed_dictionaries({"kms_key_arn": SECOND_KEYS})
            | st.fixed_dictionaries({"storage_key_arn": SECOND_KEYS}),
            some(**dict.fromkeys(("insights_key_arn", "secret_key_arn", "logs_key_arn", "topic_key_arn"), SECOND_KEYS)),
        ).map(lambda parts: parts[0] | parts[1]),
    },
    optional={
        "instances": some(count=within(limits.STANDBY_INSTANCES), instance_class=st.just("db.r7g.2xlarge")),
        "deletion_protection": st.booleans(),
        "topic_arns": st.lists(SECOND_TOPICS, max_size=5, unique=True),
    },
)


def may_be_global(configuration: Mapping) -> bool:
    """Return whether AWS accepts the cluster in a global database."""
    instances = configuration.get("instances", {})
    each = instances.values() if has_names(instances) else [instances]
    count = len(each) if has_names(instances) else instances.get("count", 2)
    return (
        count in limits.GLOBAL_PRIMARY_INSTANCES
        and not any(one.get("instance_class", "").startswith("db.t") for one in each)
        and configuration.get("master", {}).get("password_source") != "rds_managed"
        and configuration["engine"].get("minor_upgrades") != "automatic"
        and configuration.get("serverless", {}).get("min_acu") != 0
    )


def on_one_port(second: Mapping, network: Mapping) -> Mapping:
    """Return the second region with the port of the first."""
    port = {"port": network["port"]} if "port" in network else {}
    apart = {name: value for name, value in second["network"].items() if name != "port"}
    return second | {"network": apart | port}


BACKUPS = some(
    managed_by=st.just("rds"), retention_days=within(limits.BACKUP_RETENTION_DAYS), copies=copies()
) | st.fixed_dictionaries({"managed_by": st.just("aws_backup")}, optional={"copies": copies()})
NEEDED = st.fixed_dictionaries({"project": PROJECTS, "environment": NAME_PARTS, "network": NETWORK})
INDEPENDENT = some(
    tags=TAGS,
    accepted_warnings=ACCEPTED_WARNINGS,
    objectives=OBJECTIVES,
    roles=ROLES,
    encryption=ENCRYPTION,
    master=MASTER,
    database_name=DATABASE_NAMES,
    parameters=PARAMETERS_SECTION,
    monitoring=MONITORING,
    logs=LOGS,
    audit=AUDIT,
    alarms=ALARMS,
    events=EVENTS,
    apply=st.sampled_from(["immediately", "maintenance_window"]),
    protection=PROTECTION,
)


@st.composite
def configurations(draw: st.DrawFn) -> Mapping:
    """Draw a whole configuration; the simplest has only the required settings."""
    engine = draw(engines())
    backup, maintenance_window = draw(BACKUPS), {}
    if backup.get("managed_by") != "aws_backup" and draw(st.booleans()):
        backup["window"], maintenance_window["maintenance_window"] = draw(windows())
    related = {"engine": engine, "backup": backup} | maintenance_window
    instances = draw(instances_with_capacity(engine.get("version", versions.DEFAULT_VERSION)))
    configuration: Mapping = {**draw(NEEDED), **draw(INDEPENDENT), **related, **instances}
    beside = draw(st.none() | redis(configuration["network"]))
    whole = configuration if beside is None else configuration | {"redis": beside}
    second = draw(st.none() | STANDBYS) if may_be_global(whole) else None
    whole = whole if second is None else whole | {"disaster_recovery": on_one_port(second, whole["network"])}
    return whole | draw(adopted(whole))
