"""What AWS forbids where a cluster is part of a global database."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from orion_rds.config.disaster_recovery import DisasterRecoveryConfig
from orion_rds.config.fleet import fleet
from orion_rds.config.instances import SERVERLESS_MISSING, InstancesConfig
from orion_rds.config.refusal import Refusal, at
from orion_rds.facts import instance_classes, limits, references
from orion_rds.facts.instance_classes import SERVERLESS


def _port(*, port: int) -> None: ...


GLOBAL_MANAGED_PASSWORD = Refusal(
    "global-managed-password",
    why="In a global database RDS cannot manage the master user's password.",
    fix="Write `generated`, or leave `disaster_recovery` out.",
    source=references.AURORA_SECRETS_MANAGER,
    reads=("disaster_recovery.region",),
)
GLOBAL_MINOR_UPGRADES = Refusal(
    "global-minor-upgrades",
    why="In a global database AWS installs no minor versions by itself.",
    fix="Write `manual`, or leave it out.",
    source=references.AURORA_GLOBAL,
    reads=("disaster_recovery.region",),
)
GLOBAL_PAUSE = Refusal(
    "global-pause",
    why="In a global database instances never pause.",
    fix="Write 0.5 or more; AWS recommends 8 or more.",
    source=references.AURORA_AUTO_PAUSE,
    reads=("disaster_recovery.region",),
)
GLOBAL_BURSTABLE = Refusal(
    "global-burstable",
    why="A global database has no burstable classes (`db.t...`).",
    fix="Write a memory optimised class such as `db.r7g.large`.",
    source=references.AURORA_GLOBAL,
    reads=("disaster_recovery.region",),
)
GLOBAL_PORT = Refusal(
    "global-port",
    why="Applications are told one host and one port for both regions: {port}. After a switch of regions they would "
    "knock in vain.",
    fix="Write {port}, as in `network`.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
    fields=_port,
    reads=("network.port", "disaster_recovery.region"),
)
GLOBAL_INSTANCES = Refusal(
    "global-instances",
    why="In a global database with one secondary cluster, the primary has up to 15 instances.",
    fix="Take out instances.",
    source=references.AURORA_GLOBAL,
    reads=("disaster_recovery.region",),
)


def conflicts(standby: DisasterRecoveryConfig, before: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """Give a refusal for every other setting that a global database does not go with.

    Args:
        standby: The second region.
        before: Settings that are right by themselves, by their names.
    """
    master, engine, serverless = before.get("master"), before.get("engine"), before.get("serverless")
    if master and master.password == "rds_managed":  # noqa: S105 # the way it is made
        yield at("master.password", GLOBAL_MANAGED_PASSWORD(master.password, "generated"))
    # The default may be automatic; it then becomes manual (`DatabaseConfig.installs_minor_versions`).
    if engine and "minor_upgrades" in engine.model_fields_set and engine.minor_upgrades == "automatic":
        yield at("engine.minor_upgrades", GLOBAL_MINOR_UPGRADES("automatic", "manual"))
    if serverless and serverless.min_acu == 0:
        yield at("serverless.min_acu", GLOBAL_PAUSE(0, 0.5))
    network = before.get("network")
    if network and standby.network.port != network.port:
        path = "disaster_recovery.network.port"
        yield at(path, GLOBAL_PORT(standby.network.port, network.port, port=network.port))
    if "serverless" in before and serverless is None and standby.instances.instance_class == SERVERLESS:
        yield at("disaster_recovery.instances.instance_class", SERVERLESS_MISSING(SERVERLESS))
    yield from _instances(standby, before.get("instances"))


def _instances(standby: DisasterRecoveryConfig, instances: Any) -> Iterator[PydanticCustomError]:
    classes = {"disaster_recovery.instances.instance_class": standby.instances.instance_class}
    if isinstance(instances, InstancesConfig):
        classes["instances.instance_class"] = instances.instance_class
    else:
        classes |= {f"instances.{at}.instance_class": each.instance_class for at, each in enumerate(instances or ())}
    for path, instance_class in classes.items():
        if instance_class and instance_classes.series(instance_class) == instance_classes.BURSTABLE:
            yield at(path, GLOBAL_BURSTABLE(instance_class))
    count = len(fleet(instances, instance_classes.DEFAULT)) if instances else 1
    if count not in limits.GLOBAL_PRIMARY_INSTANCES:
        path = "instances.count" if isinstance(instances, InstancesConfig) else "instances"
        yield at(path, GLOBAL_INSTANCES(count))
