"""The commands that the guard gives for what has a taken name are those of the AWS CLI, and delete it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from orion_rds.plan.names_taken import KINDS, Name, taken
from orion_sandbox import daemon
from tests.contract.aws_api.conftest import GROUPS, KEY, SUBNETS, ClientOf
from tests.e2e.day_2_page import run_aws

ENGINE = {"Engine": "aurora-postgresql", "EngineVersion": "17.7"}
USER = {"Engine": "valkey", "AccessString": "on ~* +@all", "NoPasswordRequired": True}


def create_cluster(client: ClientOf, name: str) -> None:
    """Create one without instances and protection."""
    subnets = {"DBSubnetGroupName": f"{name}-subnets"}
    rds = client("rds")
    rds.create_db_subnet_group(**subnets, DBSubnetGroupDescription="three zones", SubnetIds=list(SUBNETS))
    master = {"MasterUsername": "orion_admin", "MasterUserPassword": "long-enough-1"}
    rds.create_db_cluster(
        DBClusterIdentifier=name, **ENGINE, **master, **subnets, StorageEncrypted=True, VpcSecurityGroupIds=[GROUPS[0]]
    )


def create_replication_group(client: ClientOf, name: str) -> None:
    """Create one of two nodes."""
    client("elasticache").create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription="test",
        Engine="valkey",
        EngineVersion="8.0",
        CacheNodeType="cache.t4g.medium",
        NumCacheClusters=2,
        TransitEncryptionEnabled=True,
    )


CREATE: Mapping[str, Callable[[ClientOf, str], object]] = {
    "aws:rds/cluster:Cluster": create_cluster,
    "aws:rds/globalCluster:GlobalCluster": lambda client, name: client("rds").create_global_cluster(
        GlobalClusterIdentifier=name, **ENGINE
    ),
    "aws:rds/subnetGroup:SubnetGroup": lambda client, name: client("rds").create_db_subnet_group(
        DBSubnetGroupName=name, DBSubnetGroupDescription="three zones", SubnetIds=list(SUBNETS)
    ),
    "aws:cloudwatch/logGroup:LogGroup": lambda client, name: client("logs").create_log_group(logGroupName=name),
    "aws:sns/topic:Topic": lambda client, name: client("sns").create_topic(Name=name),
    "aws:ssm/parameter:Parameter": lambda client, name: client("ssm").put_parameter(
        Name=name, Value="{}", Type="String"
    ),
    "aws:backup/vault:Vault": lambda client, name: client("backup").create_backup_vault(
        BackupVaultName=name, EncryptionKeyArn=KEY
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": create_replication_group,
    "aws:elasticache/subnetGroup:SubnetGroup": lambda client, name: client("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="three zones", SubnetIds=list(SUBNETS)
    ),
    "aws:elasticache/user:User": lambda client, name: client("elasticache").create_user(
        UserId=name, UserName=name, **USER
    ),
}


class Shell:
    """Runs commands of the AWS CLI with `$(...)` in them."""

    def __init__(self, client: ClientOf) -> None:
        self._client = client

    def client(self, service: str) -> Any:
        """Make a client in the region of the commands."""
        return self._client(service)

    def run(self, command: str) -> object:
        """Run a command, after those in it."""
        filled = re.sub(r"\$\((aws .*?)\)", lambda inner: str(self.run(inner[1])), command)
        return run_aws(self, filled.partition("  # ")[0].replace(" --region us-east-1", ""))


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_deletes_what_has_the_name(kind: str, api: daemon.Api, client: ClientOf, name: str) -> None:
    """As it stands in the message. What may be left has another name: the last snapshot."""

    def there() -> list[str]:
        paths = (path for path in daemon.content(api, "us-east-1") if "/tagger/" not in path)
        return [path for path in paths if name in re.split("[/:]", path)]

    CREATE[kind](client, name)
    assert there()
    (problem,) = taken([Name(kind, None, name)], "prod", "us-east-1")
    (command,) = re.findall(r"^  (aws .*)$", problem.fix, re.MULTILINE)

    Shell(client).run(command)

    assert there() == []
