"""Existing resources that are imported under their own names."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from orion_rds.config.checks import Named, example, repeated
from orion_rds.config.instances import InstanceName
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import identifiers, references

ADOPT_IDENTIFIER = Refusal(
    "adopt-identifier",
    why="It is not an identifier of RDS, which stores lower-case letters, digits and single hyphens.",
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
    why="It is not a name of ElastiCache, which stores lower-case letters, digits and single hyphens.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=example,
)
ADOPT_INSTANCES_REPEATED = Refusal(
    "adopt-instances-repeated",
    why="`{repeated}` is listed more than once.",
    fix="Write each instance once.",
    source=references.CREATE_DB_INSTANCE,
    fields=repeated,
)

ParameterGroup = Annotated[str, Named(identifiers.PARAMETER_GROUP, ADOPT_IDENTIFIER)]
Instance = Annotated[str, Named(identifiers.INSTANCE, ADOPT_IDENTIFIER)]


def _each_once(instances: Mapping[str, str]) -> Mapping[str, str]:
    for identifier, times in Counter(instances.values()).items():
        if times > 1:
            raise ADOPT_INSTANCES_REPEATED(instances, repeated=identifier)
    return instances


class AdoptRedisConfig(Section):
    """An existing replication group. `redis.engine` and `redis.authentication` must be written as they are."""

    replication_group: Annotated[str, Named(identifiers.GIVEN_REDIS, ADOPT_REDIS)] = Field(
        examples=[identifiers.GIVEN_REDIS.example]
    )
    """ID of the replication group."""

    parameter_group: Annotated[str, Named(identifiers.REDIS_GROUP, ADOPT_REDIS)] | None = None
    """Name of its parameter group. Remove it together with a change of the engine or of the major version, which
    require another group. Default: a group is created, and the nodes change to it."""


class AdoptConfig(Section):
    """Names of existing resources that are imported with `pulumi import`.

    `orion-rds import-map` prints this section from a Terraform state, or from AWS's own descriptions. Keep it for as
    long as the resources have these names: without it they would be replaced. While `master.password_version` is 1, the
    password of the cluster and the value of the secret stay as they are, whatever else changes; raise it to write both
    together.
    """

    cluster: Annotated[str, Named(identifiers.CLUSTER, ADOPT_IDENTIFIER)] = Field(
        examples=[identifiers.CLUSTER.example]
    )
    """Identifier of the cluster."""

    secret: Annotated[str, Named(identifiers.GIVEN_SECRET, ADOPT_SECRET)] | None = None
    """Name of the master user's secret. Leave it out where RDS manages the password, with `master.password_source:
    rds_managed`; and where nothing holds the password, with `master.password_version: 2`, which sets a new one and
    writes it to a new secret."""

    instances: Annotated[Mapping[InstanceName, Instance], AfterValidator(_each_once)] = Field(default_factory=dict)
    """Identifiers of the instances, by their names in `instances`; with `count` these are `"1"`, `"2"` and so on. Other
    instances get generated identifiers."""

    cluster_parameter_group: ParameterGroup | None = None
    """Name of the cluster's parameter group. Default: a group is created, and the cluster changes to it."""

    instance_parameter_group: ParameterGroup | None = None
    """Name of the instances' parameter group. Default: a group is created, and the instances change to it."""

    monitoring_role: Annotated[str, Named(identifiers.IAM_ROLE, ADOPT_ROLE)] | None = None
    """Name of the role for enhanced monitoring. Default: a role is created."""

    redis: AdoptRedisConfig | None = None
    """An existing Redis."""
