"""Rules of AWS for the members of a global database."""

from collections.abc import Iterator, Mapping

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Path, Problem, as_path, written
from orion_rds.config.instances import InstancesConfig
from orion_rds.config.items import items_in
from orion_rds.config.network import NetworkConfig
from orion_rds.config.redis_network import RedisNetworkConfig
from orion_rds.config.refusal import Refusal
from orion_rds.facts import instance_classes, limits, references


def _port(*, port: int) -> None: ...


def _other_and_region(*, other: str, region: str) -> None: ...


GLOBAL_MANAGED_PASSWORD = Refusal(
    "global-managed-password",
    why="In a global database RDS cannot manage the master user's password.",
    fix="Write `generated`, or leave `disaster_recovery` out.",
    source=references.AURORA_SECRETS_MANAGER,
)
GLOBAL_MINOR_UPGRADES = Refusal(
    "global-minor-upgrades",
    why="In a global database AWS installs no minor versions automatically.",
    fix="Write `manual`, or leave it out.",
    source=references.AURORA_GLOBAL,
)
GLOBAL_PAUSE = Refusal(
    "global-pause",
    why="In a global database instances never pause.",
    fix="Write 0.5 or more; AWS recommends 8 or more.",
    source=references.AURORA_AUTO_PAUSE,
)
GLOBAL_PORT = Refusal(
    "global-port",
    why="Applications have one host and one port for both regions: {port}. After a switch of regions they could not "
    "connect.",
    fix="Write {port}, as in `network`.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
    fields=_port,
)
GLOBAL_NETWORK = Refusal(
    "global-network",
    why="`{other}` has the same ID in the first region, and an ID exists in one region only.",
    fix="Write one of {region}.",
    source=references.EC2_RESOURCE_LOCATIONS,
    fields=_other_and_region,
)
GLOBAL_BURSTABLE = Refusal(
    "global-burstable",
    why="A global database has no burstable classes (`db.t...`).",
    fix="Write a memory optimised class such as `db.r7g.large`.",
    source=references.AURORA_GLOBAL,
)
GLOBAL_INSTANCES = Refusal(
    "global-instances",
    why="In a global database with one secondary cluster, the primary has up to 15 instances.",
    fix="Remove instances.",
    source=references.AURORA_GLOBAL,
)


def classes(config: DatabaseConfig) -> Mapping[str, str | None]:
    """Return the instance classes that the configuration sets in both regions, by path."""
    instances, standby = config.instances, config.disaster_recovery
    there = {"disaster_recovery.instances.instance_class": standby.instances.instance_class} if standby else {}
    if isinstance(instances, InstancesConfig):
        return {"instances.instance_class": instances.instance_class} | there
    return {f"instances.{name}.instance_class": each.instance_class for name, each in instances.items()} | there


def password_is_generated(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the source of the password."""
    if config.disaster_recovery and config.master.is_rds_managed:
        yield GLOBAL_MANAGED_PASSWORD.problem("master.password_source", "rds_managed", "generated")


def minor_upgrades_are_manual(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the minor upgrades, if they are set. `DatabaseConfig.installs_minor_versions` handles the default."""
    engine = config.engine
    written = "minor_upgrades" in engine.model_fields_set and engine.minor_upgrades == "automatic"
    if config.disaster_recovery and written:
        yield GLOBAL_MINOR_UPGRADES.problem("engine.minor_upgrades", "automatic", "manual")


def instances_never_pause(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the minimum capacity."""
    if config.disaster_recovery and config.serverless and config.serverless.min_acu == 0:
        yield GLOBAL_PAUSE.problem("serverless.min_acu", 0, 0.5)


def ports_are_the_same(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the ports of both regions."""
    port, standby = config.network.port, config.disaster_recovery
    if standby and standby.network.port != port:
        yield GLOBAL_PORT.problem("disaster_recovery.network.port", standby.network.port, port, port=port)


def networks_share_nothing(config: DatabaseConfig) -> Iterator[Problem]:
    """Check that the two regions have no ID in common."""
    if (standby := config.disaster_recovery) is None:
        return
    here = {known: path for path, known in _ids(config.network, "network")}
    if config.redis and config.redis.network:
        here = {known: path for path, known in _ids(config.redis.network, "redis.network")} | here
    for path, known in _ids(standby.network, "disaster_recovery.network"):
        if other := here.get(known):
            yield GLOBAL_NETWORK.problem(path, known, other=written(other, ""), region=standby.region)


def _ids(network: NetworkConfig | RedisNetworkConfig, section: str) -> Iterator[tuple[Path, str]]:
    """Yield the IDs of a network that are not outputs, with their paths."""
    above = as_path(section)
    ids: list[tuple[Path, object]] = [((*above, "vpc_id"), network.vpc_id)]
    for name in ("subnet_ids", "security_group_ids"):
        ids += [((*above, name, position), each) for position, each in items_in(getattr(network, name))]
    ids += [((*above, "allow_from", name), each.value) for name, each in network.sources.items() if each.kind != "cidr"]
    yield from ((path, each) for path, each in ids if isinstance(each, str))


def classes_are_not_burstable(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the instance classes of both regions."""
    for path, instance_class in classes(config).items() if config.disaster_recovery else ():
        if instance_class and instance_classes.series(instance_class) == instance_classes.BURSTABLE:
            yield GLOBAL_BURSTABLE.problem(path, instance_class)


def instances_leave_room(config: DatabaseConfig) -> Iterator[Problem]:
    """Check the number of instances of the primary cluster."""
    count = len(config.fleet)
    if config.disaster_recovery and count not in limits.GLOBAL_PRIMARY_INSTANCES:
        path = "instances.count" if isinstance(config.instances, InstancesConfig) else "instances"
        yield GLOBAL_INSTANCES.problem(path, count)
