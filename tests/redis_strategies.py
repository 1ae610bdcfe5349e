"""Configurations of Redis for property tests."""

from typing import get_args

from hypothesis import strategies as st

from orion_rds.config.monitoring import RedisLogExport
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.config.windows import DAY_MINUTES, WEEK_MINUTES, Window, overlap, write_daily, write_weekly
from orion_rds.facts import identifiers, limits, redis_versions
from orion_rds.facts.redis_versions import ENGINE_LOG
from tests.alarm_strategies import alarms
from tests.drawing import ACCESS, SUBNET_IDS, Mapping, named, some, within

REDIS_TOPIC = "arn:aws:sns:us-east-1:123456789012:redis-events"
NODE_TYPES = ("cache.r7g.large", "cache.t4g.small", "cache.m7g.4xlarge", "cache.r6gd.xlarge", "cache.c7gn.2xlarge")
VERSIONS = st.sampled_from(
    [each for each in redis_versions.RELEASES.values() if not redis_versions.lacks(each.version, ENGINE_LOG)]
).map(lambda release: {"engine": release.engine, "version": release.version})
NODES = some(nodes=within(limits.REDIS_NODES)) | st.fixed_dictionaries(
    {"shards": st.integers(1, 3)}, optional={"replicas_per_shard": within(limits.REDIS_REPLICAS)}
)
AUTHENTICATION = some(
    authentication=st.sampled_from(["users", "token"]),
    former_clients=st.sampled_from(["refused", "accepted"]),
    password_version=st.integers(1, 9),
) | st.just({"authentication": "off"})
LOGS = some(
    exports=st.lists(st.sampled_from(get_args(RedisLogExport)), unique=True),
    retention_days=st.sampled_from(limits.LOG_RETENTION_DAYS.values),
)
ALARMS = some(**alarms(RedisAlarmsConfig()))
EVENTS = (
    st.just({"mode": "off"})
    | some(mode=st.just("own"), topic_arn=st.just(REDIS_TOPIC))
    | st.just({"emails": ["cache@example.com"]})
)
PARAMETERS = some(
    **{
        "maxmemory-policy": st.sampled_from(["allkeys-lru", "noeviction"]),
        "timeout": st.integers(0, 600),
        "activedefrag": st.booleans(),
    }
)
INDEPENDENT = some(
    minor_upgrades=st.sampled_from(["manual", "automatic"]),
    node_type=st.sampled_from(NODE_TYPES),
    snapshot_retention_days=within(limits.REDIS_SNAPSHOT_RETENTION_DAYS),
    logs=LOGS,
    alarms=ALARMS,
    events=EVENTS,
    parameters=PARAMETERS,
)


@st.composite
def windows(draw: st.DrawFn) -> Mapping:
    """Draw a snapshot and a maintenance window that do not overlap."""
    every_day = draw(st.builds(Window, st.integers(0, DAY_MINUTES - 1), st.integers(60, 240)))
    once = st.builds(Window, st.integers(0, WEEK_MINUTES - 1), st.integers(60, 240))
    weekly = draw(once.filter(lambda window: not overlap(every_day, window)))
    return {"snapshot_window": write_daily(every_day), "maintenance_window": write_weekly(weekly)}


SUBNETS = st.fixed_dictionaries({"subnet_group_name": named(identifiers.REDIS_GROUP)}) | st.fixed_dictionaries(
    {"subnet_ids": SUBNET_IDS}
)
PORTS = some(port=within(limits.REDIS_PORT).filter(lambda port: port != limits.REDIS_TAKEN_PORT))
NONE = st.just({})


@st.composite
def networks(draw: st.DrawFn, database: Mapping) -> Mapping:
    """Draw the network of Redis, in part that of the database."""
    subnets = NONE | SUBNETS if "subnet_ids" in database else SUBNETS
    access = NONE | ACCESS if "allow_from" in database else ACCESS
    where, who = draw(subnets), draw(access)
    # In subnets of the database it is in the VPC of the database.
    if "subnet_group_name" not in where and {"vpc_id"} <= who.keys() & database.keys():
        theirs = set(database.get("subnet_ids", ()))
        if theirs & set(where.get("subnet_ids", theirs)):
            who = who | {"vpc_id": database["vpc_id"]}
    return where | who | draw(PORTS)


@st.composite
def redis(draw: st.DrawFn, database: Mapping) -> Mapping:
    """Draw a Redis for a database in this network."""
    network = draw(networks(database))
    drawn = draw(INDEPENDENT) | draw(NODES) | draw(AUTHENTICATION)
    return drawn | draw(NONE | VERSIONS) | draw(NONE | windows()) | ({"network": network} if network else {})
