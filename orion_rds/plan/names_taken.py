"""Names that are in use on AWS before this component has created anything with them."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from orion_rds.config import Problem, Refusal
from orion_rds.facts import references


def _taken(*, kind: str, name: str, command: str, type_: str) -> None: ...


NAME_TAKEN = Refusal(
    "name-taken",
    why="The {kind} `{name}` exists already, and is not part of this stack.",
    fix="If the component was renamed or has another parent, write its old name: "
    "`opts=ResourceOptions(aliases=[pulumi.Alias(name=...)])`. To keep what exists, import it: `pulumi import {type_} "
    "...`. To discard it: `{command}`. Or write another `environment`.",
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


def new_names(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Iterator[Name]:
    """Yield the names of a deployment that the one before it did not have."""
    for kind, names in after.items():
        for name in names:
            if name not in before.get(kind, ()):
                region, _, own = name.rpartition(" ")
                yield Name(kind, region or None, own)


def taken(name: Name) -> Problem:
    """Return the problem of a name that is in use."""
    kind = KINDS[name.kind]
    command = f"{kind.discard} {name.name}" + (f" --region {name.region}" if name.region else "")
    return NAME_TAKEN.problem(
        "environment", name.name, kind=kind.noun, name=name.name, command=command, type_=name.kind
    )
