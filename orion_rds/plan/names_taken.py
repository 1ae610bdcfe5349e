"""Names that are in use on AWS before this component has created anything with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from orion_rds.config import Problem, RedisConfig, Refusal
from orion_rds.facts import references
from orion_rds.plan import names
from orion_rds.plan.redis import USER_IDS
from orion_rds.plan.site import Site


def _taken(*, kind: str, name: str, command: str) -> None: ...


NAME_TAKEN = Refusal(
    "name-taken",
    why="The {kind} `{name}` exists already, and is not part of this stack.",
    fix="If the component was renamed or has another parent, write its old name: "
    "`opts=ResourceOptions(aliases=[pulumi.Alias(name=...)])`. To take over an existing cluster, write `adopt` and "
    "import it: docs/from-terraform.md. To discard what exists: `{command}`. Or write another `environment`.",
    source=references.PULUMI_NAMES,
    fields=_taken,
)


class Kind(NamedTuple):
    """A type of resource whose name AWS accepts once."""

    noun: str
    discard: str
    """Command that deletes one, without its name."""


KINDS: Mapping[str, Kind] = MappingProxyType({
    "aws:rds/cluster:Cluster": Kind("cluster", "aws rds delete-db-cluster --db-cluster-identifier"),
    "aws:rds/globalCluster:GlobalCluster": Kind(
        "global database", "aws rds delete-global-cluster --global-cluster-identifier"
    ),
    "aws:rds/subnetGroup:SubnetGroup": Kind(
        "DB subnet group", "aws rds delete-db-subnet-group --db-subnet-group-name"
    ),
    "aws:cloudwatch/logGroup:LogGroup": Kind("log group", "aws logs delete-log-group --log-group-name"),
    "aws:sns/topic:Topic": Kind("topic", "aws sns delete-topic --topic-arn"),
    "aws:ssm/parameter:Parameter": Kind("SSM parameter", "aws ssm delete-parameter --name"),
    "aws:backup/vault:Vault": Kind("backup vault", "aws backup delete-backup-vault --backup-vault-name"),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        "replication group", "aws elasticache delete-replication-group --replication-group-id"
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": Kind(
        "ElastiCache subnet group", "aws elasticache delete-cache-subnet-group --cache-subnet-group-name"
    ),
    "aws:elasticache/user:User": Kind("ElastiCache user", "aws elasticache delete-user --user-id"),
})  # fmt: skip
"""Of the rest, names are generated, or AWS updates what has the name."""


class Name(NamedTuple):
    """A name of a resource in a region; None for the region of the stack."""

    kind: str
    region: str | None
    name: str


def given_names(primary: Site, standby: Site | None) -> Iterator[Name]:
    """Yield the names that this component gives, except those of existing resources that are adopted."""
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
    yield Name("aws:ssm/parameter:Parameter", region, names.connection_parameter(site.config.prefix))
    if site.adopted is None:
        yield Name("aws:rds/cluster:Cluster", region, site.cluster_identifier)
        for export in site.config.logs.exports:
            yield Name("aws:cloudwatch/logGroup:LogGroup", region, names.log_group(site.cluster_identifier, export))
    if site.network.subnet_group_name is None:
        yield Name("aws:rds/subnetGroup:SubnetGroup", region, names.subnet_group(site.prefix))
    if site.needs_a_topic:
        yield Name("aws:sns/topic:Topic", region, names.topic(site.prefix))
    if site.needs_an_events_topic:
        yield Name("aws:sns/topic:Topic", region, names.events_topic(site.prefix))


def _redis_names(site: Site, redis: RedisConfig) -> Iterator[Name]:
    if not (site.adopted and site.adopted.redis):
        yield Name("aws:elasticache/replicationGroup:ReplicationGroup", None, site.redis_identifier)
    if redis.network.subnet_group_name is None:
        yield Name("aws:elasticache/subnetGroup:SubnetGroup", None, names.redis_subnet_group(site.prefix))
    for export in redis.logs.exports:
        yield Name("aws:cloudwatch/logGroup:LogGroup", None, names.redis_log_group(site.prefix, export))
    if redis.events.mode == "own" and redis.events.topic_arn is None:
        yield Name("aws:sns/topic:Topic", None, names.redis_topic(site.prefix))
    for user in USER_IDS if redis.authentication == "users" else ():
        yield Name("aws:elasticache/user:User", None, names.redis_user(site.prefix, user))


def written(given: Iterable[Name]) -> dict[str, list[str]]:
    """Return names as a deployment records them: by kind, with the region before the name where there is one."""
    by_kind: dict[str, list[str]] = {}
    for name in given:
        by_kind.setdefault(name.kind, []).append(f"{name.region} {name.name}" if name.region else name.name)
    return by_kind


def joined(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the names of both, by kind."""
    return {kind: [*one.get(kind, ()), *other.get(kind, ())] for kind in {**one, **other}}


def new_names(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Iterator[Name]:
    """Yield the names of a deployment that the one before it did not have."""
    for kind, given in after.items():
        for name in given:
            if name not in before.get(kind, ()):
                region, _, own = name.rpartition(" ")
                yield Name(kind, region or None, own)


def taken(name: Name) -> Problem:
    """Return the problem of a name that is in use."""
    kind = KINDS[name.kind]
    command = f"{kind.discard} {name.name}" + (f" --region {name.region}" if name.region else "")
    return NAME_TAKEN.problem("environment", name.name, kind=kind.noun, name=name.name, command=command)
