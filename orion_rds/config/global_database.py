"""What AWS forbids where a cluster is part of a global database."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from orion_rds.config.disaster_recovery import DisasterRecoveryConfig
from orion_rds.config.fleet import fleet
from orion_rds.config.instances import InstancesConfig
from orion_rds.config.refusals import refuse
from orion_rds.facts import instance_classes, limits
from orion_rds.facts.instance_classes import SERVERLESS


def conflicts(standby: DisasterRecoveryConfig, before: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """Give a refusal for every other setting that a global database does not go with.

    Args:
        standby: The second region.
        before: Settings that are right by themselves, by their names.
    """
    master, engine, serverless = before.get("master"), before.get("engine"), before.get("serverless")
    if master and master.password == "rds_managed":  # noqa: S105 # the way it is made
        yield refuse("global-managed-password", master.password, instead="generated", path="master.password")
    # The default may be automatic; it then becomes manual (`DatabaseConfig.installs_minor_versions`).
    if engine and "minor_upgrades" in engine.model_fields_set and engine.minor_upgrades == "automatic":
        yield refuse("global-minor-upgrades", "automatic", instead="manual", path="engine.minor_upgrades")
    if serverless and serverless.min_acu == 0:
        yield refuse("global-pause", 0, instead=0.5, path="serverless.min_acu")
    network = before.get("network")
    if network and standby.network.port != network.port:
        path = "disaster_recovery.network.port"
        yield refuse("global-port", standby.network.port, instead=network.port, path=path, port=network.port)
    if "serverless" in before and serverless is None and standby.instances.instance_class == SERVERLESS:
        yield refuse("serverless-missing", SERVERLESS, path="disaster_recovery.instances.instance_class")
    yield from _instances(standby, before.get("instances"))


def _instances(standby: DisasterRecoveryConfig, instances: Any) -> Iterator[PydanticCustomError]:
    classes = {"disaster_recovery.instances.instance_class": standby.instances.instance_class}
    if isinstance(instances, InstancesConfig):
        classes["instances.instance_class"] = instances.instance_class
    else:
        classes |= {f"instances.{at}.instance_class": each.instance_class for at, each in enumerate(instances or ())}
    for path, instance_class in classes.items():
        if instance_class and instance_classes.series(instance_class) == instance_classes.BURSTABLE:
            yield refuse("global-burstable", instance_class, path=path)
    count = len(fleet(instances, instance_classes.DEFAULT)) if instances else 1
    if count not in limits.GLOBAL_PRIMARY_INSTANCES:
        path = "instances.count" if isinstance(instances, InstancesConfig) else "instances"
        yield refuse("global-instances", count, path=path)
