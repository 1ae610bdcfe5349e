"""Unique names in AWS that are already in use."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from orion_ops.preflight.findings import Account, Findings
from orion_rds.facts.partitions import partition_of
from orion_rds.plan.names_taken import (
    CLUSTER,
    PARAMETER,
    REDIS_SUBNET_GROUP,
    SUBNET_GROUP,
    TOPIC,
    Name,
    given_names,
    taken,
)

FILTERS = "ParameterFilters"
"""Argument of Systems Manager, whose call for a single parameter would return its value."""


class LookUp(NamedTuple):
    """The lookup of a name: the call, the path of the name in its response, and the parameter."""

    service: str
    operation: str
    items: str
    member: str
    parameter: str = ""


LOOK_UPS: Mapping[str, LookUp] = MappingProxyType({
    CLUSTER: LookUp("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier", "DBClusterIdentifier"),
    "aws:rds/globalCluster:GlobalCluster": LookUp(
        "rds", "describe_global_clusters", "GlobalClusters", "GlobalClusterIdentifier", "GlobalClusterIdentifier"
    ),
    SUBNET_GROUP: LookUp(
        "rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName", "DBSubnetGroupName"
    ),
    "aws:cloudwatch/logGroup:LogGroup": LookUp(
        "logs", "describe_log_groups", "logGroups", "logGroupName", "logGroupNamePrefix"
    ),
    PARAMETER: LookUp("ssm", "describe_parameters", "Parameters", "Name", FILTERS),
    # AWS Backup denies access to a vault that does not exist, so all are listed.
    "aws:backup/vault:Vault": LookUp("backup", "list_backup_vaults", "BackupVaultList", "BackupVaultName"),
    "aws:elasticache/replicationGroup:ReplicationGroup": LookUp(
        "elasticache", "describe_replication_groups", "ReplicationGroups", "ReplicationGroupId", "ReplicationGroupId"
    ),
    REDIS_SUBNET_GROUP: LookUp(
        "elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups", "CacheSubnetGroupName",
        "CacheSubnetGroupName",
    ),
    "aws:elasticache/user:User": LookUp("elasticache", "describe_users", "Users", "UserId", "UserId"),
})  # fmt: skip
"""By the type of the resource. A topic is found by its ARN."""


def names(account: Account, findings: Findings) -> None:
    """Look up the names that the component assigns."""
    primary, *standby = account.sites
    found = list[Name]()
    for name in given_names(primary, next(iter(standby), None)):
        with findings.reading():
            if _exists(account, name):
                found.append(name)
    findings.problems += taken(found, account.config.environment, account.aws.region)


def _exists(account: Account, name: Name) -> bool:
    region = name.region or account.aws.region
    if name.kind == TOPIC:
        arn = f"arn:{partition_of(region).name}:sns:{region}:{account.number}:{name.name}"
        return bool(account.existing("sns", "get_topic_attributes", "Attributes", region, TopicArn=arn))
    look_up = LOOK_UPS[name.kind]
    described = account.existing(
        look_up.service, look_up.operation, look_up.items, region, **_parameters(look_up.parameter, name.name)
    )
    return name.name in {each[look_up.member] for each in described}


def _parameters(parameter: str, name: str) -> Mapping[str, Any]:
    if parameter == FILTERS:
        return {FILTERS: [{"Key": "Name", "Option": "Equals", "Values": [name]}]}
    return {parameter: name} if parameter else {}
