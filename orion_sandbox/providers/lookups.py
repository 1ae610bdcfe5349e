"""The table of the SDK's lookup functions: the call, and JMESPaths in its answer.

A lookup without a match fails with the text of the real provider's data source, which a program may read.
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
"""

from collections.abc import Mapping

from orion_sandbox.providers.account_lookups import ACCOUNT
from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.lookup import EMPTY, NOT_FOUND, Lookup
from orion_sandbox.providers.network_lookups import NETWORK
from orion_sandbox.providers.resources import ROWS, tagging
from orion_sandbox.providers.values import Values

CLUSTER = ROWS["aws:rds/cluster:Cluster"]


def _policy(caller: Caller, secret: Values) -> Values:
    return {"Policy": caller("GetResourcePolicy", SecretId=secret["ARN"]).get("ResourcePolicy", "")}


_ALL = (
    *ACCOUNT,
    *NETWORK,
    Lookup(
        function="aws:backup/getVault:getVault",
        service="backup",
        operation="DescribeBackupVault",
        arguments={"name": "BackupVaultName"},
        found="[@]",
        absent=f"reading Backup Vault ({{name}}): {NOT_FOUND}",
        identity="BackupVaultName",
        properties={
            "arn": "BackupVaultArn",
            "kmsKeyArn": "EncryptionKeyArn",
            "recoveryPoints": "NumberOfRecoveryPoints",
        },
        tagging=tagging.BACKUP_VAULT,
    ),
    Lookup(
        function="aws:cloudwatch/getLogGroup:getLogGroup",
        service="logs",
        operation="DescribeLogGroups",
        arguments={"name": "logGroupNamePrefix"},
        found="logGroups[?logGroupName=='{name}']",
        absent=f"reading CloudWatch Logs Log Group ({{name}}): {EMPTY}",
        identity="logGroupName",
        properties={
            "arn": "logGroupArn",
            "creationTime": "creationTime",
            "kmsKeyId": "kmsKeyId",
            "logGroupClass": "logGroupClass",
            "retentionInDays": "retentionInDays || `0`",
        },
        tagging=tagging.LOGS,
    ),
    Lookup(
        function="aws:cloudwatch/getLogGroups:getLogGroups",
        service="logs",
        operation="DescribeLogGroups",
        arguments={"logGroupNamePrefix": "logGroupNamePrefix"},
        found="logGroups",
        properties={"arns": "[].logGroupArn", "logGroupNames": "[].logGroupName"},
    ),
    Lookup(
        function="aws:elasticache/getCluster:getCluster",
        service="elasticache",
        operation="DescribeCacheClusters",
        arguments={"clusterId": "CacheClusterId"},
        found="CacheClusters",
        noun="ElastiCache Cluster",
        identity="CacheClusterId",
        properties={
            "arn": "ARN",
            "availabilityZone": "PreferredAvailabilityZone",
            "engine": "Engine",
            "engineVersion": "EngineVersion",
            "nodeType": "CacheNodeType",
            "parameterGroupName": "CacheParameterGroup.CacheParameterGroupName",
            "replicationGroupId": "ReplicationGroupId",
            "subnetGroupName": "CacheSubnetGroupName",
        },
    ),
    Lookup(
        function="aws:elasticache/getReplicationGroup:getReplicationGroup",
        service="elasticache",
        operation="DescribeReplicationGroups",
        arguments={"replicationGroupId": "ReplicationGroupId"},
        found="ReplicationGroups",
        noun="ElastiCache Replication Group",
        identity="ReplicationGroupId",
        properties={
            "arn": "ARN",
            "authTokenEnabled": "AuthTokenEnabled",
            "automaticFailoverEnabled": "AutomaticFailover == 'enabled'",
            "clusterMode": "ClusterMode",
            "configurationEndpointAddress": "ConfigurationEndpoint.Address",
            "description": "Description",
            "memberClusters": "MemberClusters",
            "multiAzEnabled": "MultiAZ == 'enabled'",
            "nodeType": "CacheNodeType",
            "numCacheClusters": "length(MemberClusters)",
            "numNodeGroups": "length(NodeGroups)",
            "port": "ConfigurationEndpoint.Port || NodeGroups[0].PrimaryEndpoint.Port",
            "primaryEndpointAddress": "NodeGroups[0].PrimaryEndpoint.Address",
            "readerEndpointAddress": "NodeGroups[0].ReaderEndpoint.Address",
            "replicasPerNodeGroup": "length(NodeGroups[0].NodeGroupMembers[1:])",
            "snapshotRetentionLimit": "SnapshotRetentionLimit",
            "snapshotWindow": "SnapshotWindow",
        },
    ),
    Lookup(
        function="aws:elasticache/getSubnetGroup:getSubnetGroup",
        service="elasticache",
        operation="DescribeCacheSubnetGroups",
        arguments={"name": "CacheSubnetGroupName"},
        found="CacheSubnetGroups",
        noun="ElastiCache Subnet Group",
        identity="CacheSubnetGroupName",
        properties={
            "arn": "ARN",
            "description": "CacheSubnetGroupDescription",
            "subnetIds": "Subnets[].SubnetIdentifier",
            "vpcId": "VpcId",
        },
        tagging=tagging.ELASTICACHE,
    ),
    Lookup(
        function="aws:elasticache/getUser:getUser",
        service="elasticache",
        operation="DescribeUsers",
        arguments={"userId": "UserId"},
        found="Users",
        noun="ElastiCache User",
        identity="UserId",
        properties={
            "accessString": "AccessString",
            "authenticationModes": "[Authentication.{type: Type, passwordCount: PasswordCount || `0`}]",
            "engine": "Engine",
            "userName": "UserName",
        },
    ),
    Lookup(
        function="aws:rds/getCluster:getCluster",
        service="rds",
        operation="DescribeDBClusters",
        arguments={"clusterIdentifier": "DBClusterIdentifier"},
        found="DBClusters",
        absent=f"reading RDS Cluster ({{clusterIdentifier}}): {NOT_FOUND}",
        identity="DBClusterIdentifier",
        properties={
            **{prop.name: prop.path for prop in CLUSTER.properties if prop.path},
            **CLUSTER.computed,
            "engineVersion": "EngineVersion",
        },
        tagging=tagging.RDS,
    ),
    Lookup(
        function="aws:rds/getClusters:getClusters",
        service="rds",
        operation="DescribeDBClusters",
        filters={},
        found="DBClusters",
        properties={"clusterArns": "[].DBClusterArn", "clusterIdentifiers": "[].DBClusterIdentifier"},
    ),
    Lookup(
        function="aws:rds/getGlobalCluster:getGlobalCluster",
        service="rds",
        operation="DescribeGlobalClusters",
        arguments={"identifier": "GlobalClusterIdentifier"},
        found="GlobalClusters",
        absent=f'reading RDS (Relational Database) Global Cluster: ID: "{{identifier}}"\nCause: {NOT_FOUND}',
        identity="GlobalClusterIdentifier",
        properties={
            "arn": "GlobalClusterArn",
            "databaseName": "DatabaseName",
            "deletionProtection": "DeletionProtection",
            "endpoint": "Endpoint",
            "engine": "Engine",
            "engineLifecycleSupport": "EngineLifecycleSupport",
            "engineVersion": "EngineVersion",
            "members": "GlobalClusterMembers[].{dbClusterArn: DBClusterArn, isWriter: IsWriter}",
            "resourceId": "GlobalClusterResourceId",
            "storageEncrypted": "StorageEncrypted",
        },
        tagging=tagging.RDS,
    ),
    Lookup(
        function="aws:rds/getInstance:getInstance",
        service="rds",
        operation="DescribeDBInstances",
        arguments={"dbInstanceIdentifier": "DBInstanceIdentifier"},
        found="DBInstances",
        absent=f"reading RDS DB Instance ({{dbInstanceIdentifier}}): {NOT_FOUND}",
        identity="DBInstanceIdentifier",
        properties={
            "availabilityZone": "AvailabilityZone",
            "dbClusterIdentifier": "DBClusterIdentifier",
            "dbInstanceArn": "DBInstanceArn",
            "dbInstanceClass": "DBInstanceClass",
            "dbParameterGroups": "DBParameterGroups[].DBParameterGroupName",
            "monitoringRoleArn": "MonitoringRoleArn",
        },
    ),
    Lookup(
        function="aws:rds/getInstances:getInstances",
        service="rds",
        operation="DescribeDBInstances",
        filters={},
        found="DBInstances",
        properties={"instanceArns": "[].DBInstanceArn", "instanceIdentifiers": "[].DBInstanceIdentifier"},
    ),
    Lookup(
        function="aws:rds/getSubnetGroup:getSubnetGroup",
        service="rds",
        operation="DescribeDBSubnetGroups",
        arguments={"name": "DBSubnetGroupName"},
        found="DBSubnetGroups",
        noun="RDS DB Subnet Group",
        identity="DBSubnetGroupName",
        properties={
            "arn": "DBSubnetGroupArn",
            "description": "DBSubnetGroupDescription",
            "status": "SubnetGroupStatus",
            "subnetIds": "Subnets[].SubnetIdentifier",
            "supportedNetworkTypes": "SupportedNetworkTypes",
            "vpcId": "VpcId",
        },
    ),
    Lookup(
        function="aws:secretsmanager/getSecret:getSecret",
        service="secretsmanager",
        operation="DescribeSecret",
        arguments={"arn": "SecretId", "name": "SecretId"},
        # AWS still describes a secret in its recovery window; for the provider it is deleted.
        found="[@][?DeletedDate == null]",
        absent=f"reading Secrets Manager Secret ({{name}}{{arn}}): {NOT_FOUND}",
        identity="ARN",
        properties={
            "arn": "ARN",
            "createdDate": "CreatedDate",
            "description": "Description",
            "kmsKeyId": "KmsKeyId",
            "lastChangedDate": "LastChangedDate",
            "name": "Name",
            "policy": "Policy",
        },
        tagging=tagging.SECRETS_MANAGER,
        observe=_policy,
    ),
    Lookup(
        function="aws:sns/getTopic:getTopic",
        service="sns",
        operation="ListTopics",
        arguments={"name": ""},
        found="Topics[?ends_with(TopicArn, ':{name}')]",
        absent=f"reading SNS Topic ({{name}}): {EMPTY}",
        identity="TopicArn",
        properties={"arn": "TopicArn"},
        tagging=tagging.SNS,
    ),
    Lookup(
        function="aws:ssm/getParameter:getParameter",
        service="ssm",
        operation="GetParameter",
        arguments={"name": "Name", "withDecryption": "WithDecryption"},
        found="[Parameter]",
        absent=f"reading SSM Parameter ({{name}}): {NOT_FOUND}",
        identity="Name",
        properties={
            "arn": "ARN",
            "insecureValue": "Type != 'SecureString' && Value || ''",
            "type": "Type",
            "value": "Value",
            "version": "Version",
        },
    ),
)

LOOKUPS: Mapping[str, Lookup] = {lookup.function: lookup for lookup in _ALL}
"""Pulumi's token to the row."""
