"""What exists already and keeps its name."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from orion_rds.config.checks import Named
from orion_rds.config.fleet import fleet
from orion_rds.config.problem import Hidden
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, instance_classes

ParameterGroup = Annotated[str, Named(identifiers.PARAMETER_GROUP, "adopt-identifier")]
Instance = Annotated[str, Named(identifiers.INSTANCE, "adopt-identifier")]


def _once(instances: tuple[str, ...]) -> tuple[str, ...]:
    for position, instance in enumerate(instances):
        if instance in instances[:position]:
            raise refuse("adopt-instances-repeated", instances, repeated=instance)
    return instances


class AdoptRedisConfig(Section):
    """A replication group that exists. Its engine and its authentication are to be written as they are."""

    replication_group: Annotated[str, Named(identifiers.GIVEN_REDIS, "adopt-redis")] = Field(
        examples=[identifiers.GIVEN_REDIS.example]
    )
    """Identifier of the replication group."""

    parameter_group: Annotated[str, Named(identifiers.REDIS_GROUP, "adopt-redis")] | None = None
    """Name of its parameter group. Take it out together with a change of engine or major version, which needs another
    group. Default: one is made, and the nodes change over to it."""


class AdoptConfig(Section):
    """Resources that exist already and are taken over with `pulumi import`: what they are called.

    `orion-rds import-map` prints this section from a Terraform state. It stays for as long as they have those names:
    without it they would be replaced by others. As long as `master.password_version` is 1, the password of the cluster
    and the value of the secret stay what they are, whatever else changes; raise it, and both are written together.
    """

    cluster: Annotated[str, Named(identifiers.CLUSTER, "adopt-identifier")] = Field(
        examples=[identifiers.CLUSTER.example]
    )
    """Identifier of the cluster."""

    secret: Annotated[str, Named(identifiers.GIVEN_SECRET, "adopt-secret")] = Field(
        examples=[identifiers.GIVEN_SECRET.example]
    )
    """Name of the master user's secret."""

    instances: Annotated[tuple[Instance, ...], AfterValidator(_once)] = ()
    """Identifiers of the instances, the writer first. Further instances get identifiers that are made."""

    cluster_parameter_group: ParameterGroup | None = None
    """Name of the cluster's parameter group. Default: one is made, and the cluster changes over to it."""

    instance_parameter_group: ParameterGroup | None = None
    """Name of the instances' parameter group. Default: one is made, and the instances change over to it."""

    monitoring_role: Annotated[str, Named(identifiers.IAM_ROLE, "adopt-role")] | None = None
    """Name of the role for enhanced monitoring. Default: one is made."""

    redis: AdoptRedisConfig | None = None
    """A Redis that exists."""


def conflicts(adopt: AdoptConfig, before: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """Give a refusal for every other setting that would change what is adopted in a way that cuts clients off.

    Args:
        adopt: What exists.
        before: Settings that are right by themselves, by their names.
    """
    master, instances = before.get("master"), before.get("instances")
    if master and master.password == "rds_managed":  # noqa: S105 # the way it is made
        yield refuse("adopt-managed-password", master.password, instead="generated", path="master.password")
    if instances is not None:
        count = len(fleet(instances, instance_classes.DEFAULT))
        if len(adopt.instances) > count:
            yield refuse("adopt-instances-many", adopt.instances, path="adopt.instances", count=count)
    standby = f"{before.get('project')}-{before.get('environment')}-dr-aurora"
    if before.get("disaster_recovery") and adopt.cluster == standby:
        yield refuse("adopt-standby-name", adopt.cluster, path="adopt.cluster")
    if adopt.redis and "redis" in before:
        yield from _redis(before["redis"])


def _redis(redis: Any) -> Iterator[PydanticCustomError]:
    if redis is None:
        yield refuse("adopt-redis-missing", Hidden.KEY, path="adopt.redis")
        return
    for setting in ("engine", "authentication"):
        if setting not in redis.model_fields_set:
            yield refuse("adopt-redis-unwritten", Hidden.MISSING, path=f"redis.{setting}", setting=setting)
