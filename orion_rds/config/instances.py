"""The instances of the cluster."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import instance_classes, limits


def _aurora_class(instance_class: str) -> str:
    if instance_class == instance_classes.SERVERLESS:
        return instance_class
    series = instance_classes.series(instance_class)
    if series is None:
        raise refuse("instance-class-form", instance_class)
    if series not in instance_classes.SERIES:
        raise refuse("instance-class-series", instance_class)
    return instance_class


class InstancesConfig(Section):
    """How many instances the cluster has, and their class."""

    count: Annotated[Whole, Within(limits.INSTANCES, "instances-count")] = 2
    """The writer and its readers together, 1 to 16. With one alone, a failover means waiting for a new instance."""

    instance_class: Annotated[str, AfterValidator(_aurora_class)] | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` when `serverless` is given
    (`DatabaseConfig.instance_class` is the one that counts)."""
