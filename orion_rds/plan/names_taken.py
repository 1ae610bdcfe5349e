"""Refusals of names that are already in use on AWS by other resources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from orion_rds.config import Problem, RedisConfig, Refusal
from orion_rds.facts import references
from orion_rds.facts.partitions import partition_of
from orion_rds.plan import names
from orion_rds.plan.redis import USER_IDS
from orion_rds.plan.site import Site


def _existing(*, names: str) -> None: ...
def _taken(*, names: str, commands: str) -> None: ...


DATABASE_EXISTS = Refusal(
    "database-exists",
    why="What this component would create exists already, and is not part of it: {names}.",
    fix="If the component was renamed or has another parent, write what it was: "
    "`opts=ResourceOptions(aliases=[pulumi.Alias(name=...)])`, or `pulumi.Alias(parent=...)`. If another stack has "
    "this database, write another `environment`. If no stack has it any more, take the cluster over with `adopt`: "
    "docs/from-terraform.md.",
    source=references.PULUMI_NAMES,
    fields=_existing,
)
NAME_TAKEN = Refusal(
    "name-taken",
    why="AWS accepts a name once, and what has it already is not part of this component: {names}.",
    fix="Write another `environment`. To take over an existing cluster, write `adopt` and import it: "
    "docs/from-terraform.md. If an adopted database got another name in the program, write the old one: "
    "`opts=ResourceOptions(aliases=[pulumi.Alias(name=...)])`. To delete what nothing needs:\n{commands}",
    source=references.PULUMI_NAMES,
    fields=_taken,
)


class Kind(NamedTuple):
    """A resource type with unique names."""

    noun: str
    discard: str
    """Command that deletes such a resource, with the fields `name`, `region` and `partition`."""
    once: str = ""
    """The condition without which AWS refuses the deletion; empty if there is none."""


CLUSTER = "aws:rds/cluster:Cluster"
SUBNET_GROUP, REDIS_SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup"
TOPIC = "aws:sns/topic:Topic"
PARAMETER = "aws:ssm/parameter:Parameter"
"""Each database has one, which only this component creates."""

KINDS: Mapping[str, Kind] = MappingProxyType({
    CLUSTER: Kind(
        "cluster",
        "aws rds delete-db-cluster --db-cluster-identifier {name} --final-db-snapshot-identifier {name}-last",
        "it has no instances and no deletion protection",
    ),
    "aws:rds/globalCluster:GlobalCluster": Kind(
        "global database",
        "aws rds delete-global-cluster --global-cluster-identifier {name}",
        "it has no clusters and no deletion protection",
    ),
    SUBNET_GROUP: Kind(
        "DB subnet group", "aws rds delete-db-subnet-group --db-subnet-group-name {name}", "no cluster is in it"
    ),
    "aws:cloudwatch/logGroup:LogGroup": Kind("log group", "aws logs delete-log-group --log-group-name {name}"),
    TOPIC: Kind(
        "topic",
        'aws sns delete-topic --topic-arn "arn:{partition}:sns:{region}:'
        '$(aws sts get-caller-identity --query Account --output text):{name}"',
    ),
    PARAMETER: Kind("SSM parameter", "aws ssm delete-parameter --name {name}"),
    "aws:backup/vault:Vault": Kind(
        "backup vault", "aws backup delete-backup-vault --backup-vault-name {name}", "it holds no recovery points"
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        "replication group",
        "aws elasticache delete-replication-group --replication-group-id {name} "
        "--final-snapshot-identifier {name}-last",
    ),
    REDIS_SUBNET_GROUP: Kind(
        "ElastiCache subnet group",
        "aws elasticache delete-cache-subnet-group --cache-subnet-group-name {name}",
        "no replication group is in it",
    ),
    "aws:elasticache/user:User": Kind("ElastiCache user", "aws elasticache delete-user --user-id {name}"),
})  # fmt: skip
"""Types without a row have generated names, or AWS updates the existing resource."""


class Name(NamedTuple):
    """A name of a resource in a region; None for the region of the stack."""

    kind: str
    region: str | None
    name: str


def given_names(primary: Site, standby: Site | None) -> Iterator[Name]:
    """Yield the explicit names that this component uses, except those of adopted resources."""
    config = primary.config
    yield from _site_names(primary)
    if standby:
        yield from _site_names(standby)
        yield Name("aws:rds/globalCluster:GlobalCluster", None, names.global_cluster(config.prefix))
    if redis := config.redis:
        yield from _redis_names(primary, redis)
    if copies := config.backup.copies:
        yield Name("aws:backup/vault:Vault", None, names.vault(config.prefix))
        yield Name("aws:backup/vault:Vault", copies.region, names.copies_vault(config.prefix))


def _site_names(site: Site) -> Iterator[Name]:
    region = site.region
    yield Name(PARAMETER, region, names.connection_parameter(site.config.prefix))
    if site.adopted is None:
        yield Name(CLUSTER, region, site.cluster_identifier)
        for export in site.config.logs.exports:
            yield Name("aws:cloudwatch/logGroup:LogGroup", region, names.log_group(site.cluster_identifier, export))
    if site.network.subnet_group_name is None:
        yield Name(SUBNET_GROUP, region, names.subnet_group(site.prefix))
    if site.needs_a_topic:
        yield Name(TOPIC, region, names.topic(site.prefix))
    if site.needs_an_events_topic:
        yield Name(TOPIC, region, names.events_topic(site.prefix))


def _redis_names(site: Site, redis: RedisConfig) -> Iterator[Name]:
    if not (site.adopted and site.adopted.redis):
        yield Name("aws:elasticache/replicationGroup:ReplicationGroup", None, site.redis_identifier)
    if redis.network.subnet_group_name is None:
        yield Name(REDIS_SUBNET_GROUP, None, names.redis_subnet_group(site.prefix))
    for export in redis.logs.exports:
        yield Name("aws:cloudwatch/logGroup:LogGroup", None, names.redis_log_group(site.prefix, export))
    if redis.events.mode == "own" and redis.events.topic_arn is None:
        yield Name(TOPIC, None, names.redis_topic(site.prefix))
    for user in USER_IDS if redis.authentication == "users" else ():
        yield Name("aws:elasticache/user:User", None, names.redis_user(site.prefix, user))


def written(given: Iterable[Name]) -> dict[str, list[str]]:
    """Return names as a deployment records them: by kind, each with the region, if any, before the name."""
    by_kind: dict[str, list[str]] = {}
    for name in given:
        by_kind.setdefault(name.kind, []).append(f"{name.region} {name.name}" if name.region else name.name)
    return by_kind


def joined(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the names of both mappings, by kind."""
    return {kind: [*one.get(kind, ()), *other.get(kind, ())] for kind in {**one, **other}}


def new_names(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Iterator[Name]:
    """Yield the names of a deployment that the previous one did not have."""
    for kind, given in after.items():
        for name in given:
            if name not in before.get(kind, ()):
                region, _, own = name.rpartition(" ")
                yield Name(kind, region or None, own)


def taken(found: Sequence[Name], environment: str, region: str) -> Iterator[Problem]:
    """Yield the problem of names that are in use. `region` is that of the stack.

    If a whole database has them, the message has no commands to delete resources: most often the component was renamed,
    and the database is in use.
    """
    listed = ", ".join(f"{KINDS[name.kind].noun} `{name.name}`" for name in found)
    if {CLUSTER, PARAMETER} <= {name.kind for name in found}:
        yield DATABASE_EXISTS.problem("environment", environment, names=listed)
    elif found:
        commands = "\n".join(f"  {_discard(name, region)}" for name in found)
        yield NAME_TAKEN.problem("environment", environment, names=listed, commands=commands)


def _discard(name: Name, stacks_region: str) -> str:
    kind, region = KINDS[name.kind], name.region or stacks_region
    command = kind.discard.format(name=name.name, region=region, partition=partition_of(region).name)
    return f"{command} --region {region}" + (f"  # once {kind.once}" if kind.once else "")
