"""What exists already and keeps its name."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from orion_rds.config.checks import Named, example
from orion_rds.config.fleet import fleet
from orion_rds.config.problem import Hidden
from orion_rds.config.refusal import Refusal, at
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, instance_classes, references


def _repeated(*, repeated: object) -> None: ...
def _count(*, count: int) -> None: ...
def _setting(*, setting: str) -> None: ...


ADOPT_IDENTIFIER = Refusal(
    "adopt-identifier",
    why="RDS has nothing of that name: it stores identifiers in lower case, with digits and single hyphens.",
    fix="Write the identifier as AWS shows it, such as `{example}`.",
    source=references.CREATE_DB_CLUSTER,
    fields=example,
)
ADOPT_SECRET = Refusal(
    "adopt-secret",
    why="It is not the name of a secret.",
    fix="Write its name, not its ARN, such as `{example}`.",
    source=references.SECRETS_MANAGER_CREATE,
    fields=example,
)
ADOPT_ROLE = Refusal(
    "adopt-role",
    why="It is not the name of a role.",
    fix="Write its name, not its ARN, such as `{example}`.",
    source=references.IAM_QUOTAS,
    fields=example,
)
ADOPT_REDIS = Refusal(
    "adopt-redis",
    why="ElastiCache has nothing of that name: it stores names in lower case, with digits and single hyphens.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=example,
)
ADOPT_INSTANCES_REPEATED = Refusal(
    "adopt-instances-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each instance once, the writer first.",
    source=references.CREATE_DB_INSTANCE,
    fields=_repeated,
)
ADOPT_INSTANCES_MANY = Refusal(
    "adopt-instances-many",
    why="More instances are adopted than `instances` asks for, which is {count}; the others would be deleted.",
    fix="Ask for as many as there are. To delete one, take it out here too, once all are imported.",
    source=references.PULUMI_IMPORT,
    fields=_count,
    reads=("instances",),
)
ADOPT_MANAGED_PASSWORD = Refusal(
    "adopt-managed-password",
    why="RDS would make another password at once, and every client that reads the adopted secret would be cut off.",
    fix="Write `generated`: the password stays what it is until `master.password_version` is raised.",
    source=references.AURORA_SECRETS_MANAGER,
    reads=("adopt.cluster",),
)
ADOPT_STANDBY_NAME = Refusal(
    "adopt-standby-name",
    why="The cluster in the second region is to have that identifier, and in a global database each has its own.",
    fix="Choose another `environment`: it is part of the names of what is made.",
    source=references.AURORA_GLOBAL,
    reads=("disaster_recovery.region",),
)
ADOPT_REDIS_MISSING = Refusal(
    "adopt-redis-missing",
    why="There is no section `redis`, and without it the adopted group would be deleted.",
    fix="Write `redis` with what the group has now; `orion-rds import-map` prints it.",
    source=references.PULUMI_IMPORT,
    reads=("redis",),
)
ADOPT_REDIS_UNWRITTEN = Refusal(
    "adopt-redis-unwritten",
    why="The default of `{setting}` is one for a new group, and may not be what the adopted one has: its clients would "
    "be cut off.",
    fix="Write what the group has now, such as `engine: redis` and `authentication: off`.",
    source=references.ELASTICACHE_ACCESS,
    fields=_setting,
    reads=("adopt.redis",),
)


ParameterGroup = Annotated[str, Named(identifiers.PARAMETER_GROUP, ADOPT_IDENTIFIER)]
Instance = Annotated[str, Named(identifiers.INSTANCE, ADOPT_IDENTIFIER)]


def _once(instances: tuple[str, ...]) -> tuple[str, ...]:
    for position, instance in enumerate(instances):
        if instance in instances[:position]:
            raise ADOPT_INSTANCES_REPEATED(instances, repeated=instance)
    return instances


class AdoptRedisConfig(Section):
    """A replication group that exists. Its engine and its authentication are to be written as they are."""

    replication_group: Annotated[str, Named(identifiers.GIVEN_REDIS, ADOPT_REDIS)] = Field(
        examples=[identifiers.GIVEN_REDIS.example]
    )
    """Identifier of the replication group."""

    parameter_group: Annotated[str, Named(identifiers.REDIS_GROUP, ADOPT_REDIS)] | None = None
    """Name of its parameter group. Take it out together with a change of engine or major version, which needs another
    group. Default: one is made, and the nodes change over to it."""


class AdoptConfig(Section):
    """Resources that exist already and are taken over with `pulumi import`: what they are called.

    `orion-rds import-map` prints this section from a Terraform state. It stays for as long as they have those names:
    without it they would be replaced by others. As long as `master.password_version` is 1, the password of the cluster
    and the value of the secret stay what they are, whatever else changes; raise it, and both are written together.
    """

    cluster: Annotated[str, Named(identifiers.CLUSTER, ADOPT_IDENTIFIER)] = Field(
        examples=[identifiers.CLUSTER.example]
    )
    """Identifier of the cluster."""

    secret: Annotated[str, Named(identifiers.GIVEN_SECRET, ADOPT_SECRET)] = Field(
        examples=[identifiers.GIVEN_SECRET.example]
    )
    """Name of the master user's secret."""

    instances: Annotated[tuple[Instance, ...], AfterValidator(_once)] = ()
    """Identifiers of the instances, the writer first. Further instances get identifiers that are made."""

    cluster_parameter_group: ParameterGroup | None = None
    """Name of the cluster's parameter group. Default: one is made, and the cluster changes over to it."""

    instance_parameter_group: ParameterGroup | None = None
    """Name of the instances' parameter group. Default: one is made, and the instances change over to it."""

    monitoring_role: Annotated[str, Named(identifiers.IAM_ROLE, ADOPT_ROLE)] | None = None
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
        yield at("master.password", ADOPT_MANAGED_PASSWORD(master.password, "generated"))
    if instances is not None:
        count = len(fleet(instances, instance_classes.DEFAULT))
        if len(adopt.instances) > count:
            yield at("adopt.instances", ADOPT_INSTANCES_MANY(adopt.instances, count=count))
    standby = f"{before.get('project')}-{before.get('environment')}-dr-aurora"
    if before.get("disaster_recovery") and adopt.cluster == standby:
        yield at("adopt.cluster", ADOPT_STANDBY_NAME(adopt.cluster))
    if adopt.redis and "redis" in before:
        yield from _redis(before["redis"])


def _redis(redis: Any) -> Iterator[PydanticCustomError]:
    if redis is None:
        yield at("adopt.redis", ADOPT_REDIS_MISSING(Hidden.KEY))
        return
    for setting in ("engine", "authentication"):
        if setting not in redis.model_fields_set:
            yield at(f"redis.{setting}", ADOPT_REDIS_UNWRITTEN(Hidden.MISSING, setting=setting))
