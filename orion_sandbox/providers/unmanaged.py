"""A list of the resources in the API, to find those that are in no state."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import jmespath
from botocore import xform_name
from jmespath.exceptions import JMESPathError

from orion_sandbox.providers import call_arguments
from orion_sandbox.providers.calls import Caller, Refused
from orion_sandbox.providers.provider import FIND, LIST, ResourceState
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.table import Reach, Row
from orion_sandbox.providers.values import Values

FUNCTIONS = (LIST, FIND)

_NO_DEFAULT_GROUP = "[?!starts_with({0}, 'default')].{0}"

LISTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aws:backup/plan:Plan": ("ListBackupPlans", "BackupPlansList[].BackupPlanId"),
        "aws:backup/vault:Vault": ("ListBackupVaults", "BackupVaultList[?BackupVaultName!='Default'].BackupVaultName"),
        "aws:cloudwatch/compositeAlarm:CompositeAlarm": ("DescribeAlarms", "CompositeAlarms[].AlarmName"),
        "aws:cloudwatch/dashboard:Dashboard": ("ListDashboards", "DashboardEntries[].DashboardName"),
        "aws:cloudwatch/eventRule:EventRule": ("ListRules", "Rules[].Name"),
        "aws:cloudwatch/logGroup:LogGroup": ("DescribeLogGroups", "logGroups[].logGroupName"),
        "aws:cloudwatch/metricAlarm:MetricAlarm": ("DescribeAlarms", "MetricAlarms[].AlarmName"),
        "aws:ec2/securityGroup:SecurityGroup": (
            "DescribeSecurityGroups",
            "SecurityGroups[?GroupName!='default'].GroupId",
        ),
        "aws:ec2/subnet:Subnet": ("DescribeSubnets", "Subnets[?!DefaultForAz].SubnetId"),
        "aws:ec2/vpc:Vpc": ("DescribeVpcs", "Vpcs[?!IsDefault].VpcId"),
        "aws:elasticache/parameterGroup:ParameterGroup": (
            "DescribeCacheParameterGroups",
            f"CacheParameterGroups{_NO_DEFAULT_GROUP.format('CacheParameterGroupName')}",
        ),
        "aws:elasticache/replicationGroup:ReplicationGroup": (
            "DescribeReplicationGroups",
            "ReplicationGroups[].ReplicationGroupId",
        ),
        "aws:elasticache/subnetGroup:SubnetGroup": (
            "DescribeCacheSubnetGroups",
            f"CacheSubnetGroups{_NO_DEFAULT_GROUP.format('CacheSubnetGroupName')}",
        ),
        "aws:elasticache/user:User": ("DescribeUsers", "Users[?UserId!='default'].UserId"),
        "aws:elasticache/userGroup:UserGroup": ("DescribeUserGroups", "UserGroups[].UserGroupId"),
        "aws:iam/policy:Policy": ("ListPolicies", "Policies[?!starts_with(Arn, 'arn:aws:iam::aws:')].Arn"),
        "aws:iam/role:Role": ("ListRoles", "Roles[?!starts_with(Path, '/aws-service-role/')].RoleName"),
        "aws:kms/key:Key": ("ListKeys", "Keys[].KeyId"),
        "aws:rds/cluster:Cluster": ("DescribeDBClusters", "DBClusters[].DBClusterIdentifier"),
        "aws:rds/clusterInstance:ClusterInstance": (
            "DescribeDBInstances",
            "DBInstances[?DBClusterIdentifier].DBInstanceIdentifier",
        ),
        "aws:rds/clusterParameterGroup:ClusterParameterGroup": (
            "DescribeDBClusterParameterGroups",
            f"DBClusterParameterGroups{_NO_DEFAULT_GROUP.format('DBClusterParameterGroupName')}",
        ),
        "aws:rds/eventSubscription:EventSubscription": (
            "DescribeEventSubscriptions",
            "EventSubscriptionsList[].CustSubscriptionId",
        ),
        "aws:rds/globalCluster:GlobalCluster": ("DescribeGlobalClusters", "GlobalClusters[].GlobalClusterIdentifier"),
        "aws:rds/instance:Instance": (
            "DescribeDBInstances",
            "DBInstances[?!DBClusterIdentifier].DBInstanceIdentifier",
        ),
        "aws:rds/parameterGroup:ParameterGroup": (
            "DescribeDBParameterGroups",
            f"DBParameterGroups{_NO_DEFAULT_GROUP.format('DBParameterGroupName')}",
        ),
        "aws:rds/subnetGroup:SubnetGroup": (
            "DescribeDBSubnetGroups",
            f"DBSubnetGroups{_NO_DEFAULT_GROUP.format('DBSubnetGroupName')}",
        ),
        "aws:secretsmanager/secret:Secret": ("ListSecrets", "SecretList[?!OwningService && !DeletedDate].ARN"),
        "aws:sns/topic:Topic": ("ListTopics", "Topics[].TopicArn"),
        "aws:ssm/parameter:Parameter": ("DescribeParameters", "Parameters[].Name"),
    }
)
"""By type, the operation that lists its resources, and JMESPath of their ids, without those that AWS creates itself."""

PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
            "DescribeSecurityGroupRules",
            "SecurityGroupRules[?!IsEgress].SecurityGroupRuleId",
        )
    }
)
"""Likewise for parts of these resources, which need not be resources of their own."""

_ARGUMENTS: Mapping[str, Values] = MappingProxyType(
    {"aws:cloudwatch/compositeAlarm:CompositeAlarm": {"AlarmTypes": ["CompositeAlarm"]}}
)
"""By type, the arguments of the operation."""

_BY_AWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"aws:kms/key:Key": ("ListAliases", "Aliases[?starts_with(AliasName, 'alias/aws/')].TargetKeyId")}
)
"""By type, the operation that lists the resources that AWS has created."""

Read = Callable[[str, str, Values, Values], ResourceState | None]
"""`Provider.read`: type, id, inputs and state."""


def answer(function: str, arguments: Values, read: Read) -> Values:
    """Answer one of `FUNCTIONS`."""
    if function == LIST:
        return {"resources": [*_listed(arguments["regions"])]}
    kind, inputs, region = arguments["type"], arguments["inputs"], arguments["region"]
    row = ROWS.get(kind)
    if row is None or not row.create:
        return {"ids": []}
    found = {each: _read(read, kind, each, region) for each in _candidates(row, region, inputs)}
    return {"ids": [each for each, state in found.items() if _is_as_asked(row, state, inputs)]}


def _listed(regions: Sequence[str]) -> Iterator[Values]:
    for kind in LISTED:
        row = ROWS[kind]
        for region in regions if row.regional else regions[:1]:
            for each in _ids(row, region):
                yield {"type": kind, "id": each, "region": region, "deletion": deletion(row, each, region)}


def deletion(row: Row, identity: str, region: str) -> str:
    """Return the command of the AWS CLI that deletes a resource."""
    state = {**{prop.name: prop.default for prop in row.properties}, "skipFinalSnapshot": True}
    arguments = call_arguments.deletion(row, Caller(row.service, region), identity, state)
    options = " ".join(_option(member, value) for member, value in arguments.items() if value is not None)
    return f"aws {row.service} {xform_name(row.delete, '-')} --region {region} {options}"


def _option(member: str, value: Any) -> str:
    name = xform_name(member, "-")
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    values = value if isinstance(value, list) else [value]
    return f"--{name} {' '.join(shlex.quote(str(each)) for each in values)}"


def _ids(row: Row, region: str) -> list[str]:
    caller = Caller(row.service, region)

    def listed(operation: str, path: str) -> list[str]:
        return jmespath.search(path, caller.every_page(operation, **_ARGUMENTS.get(row.type, {}))) or []

    by_aws = listed(*_BY_AWS[row.type]) if row.type in _BY_AWS else ()
    return [each for each in listed(*{**LISTED, **PARTS}[row.type]) if each not in by_aws]


def _candidates(row: Row, region: str, inputs: Values) -> list[str]:
    if row.type in {**LISTED, **PARTS}:
        return _ids(row, region)
    try:
        identity = jmespath.search(row.identity, {"inputs": inputs})
    except JMESPathError:
        # Only AWS's answer contains the id.
        return []
    return [identity] if isinstance(identity, str) else []


def _read(read: Read, kind: str, identity: str, region: str) -> ResourceState | None:
    try:
        return read(kind, identity, {}, {"region": region})
    except Refused:
        # The type cannot be read by its id alone.
        return None


def _is_as_asked(row: Row, found: ResourceState | None, inputs: Values) -> bool:
    """Whether every value that the create call sends and AWS returns equals that of the inputs."""
    if found is None:
        return False
    compared = [
        prop
        for prop in row.properties
        if prop.reach is Reach.SENT
        and prop.path
        and not prop.kept_if_absent
        and inputs.get(prop.name) not in (None, "")
    ]
    return bool(compared) and all(prop.equal(inputs[prop.name], found.properties.get(prop.name)) for prop in compared)
