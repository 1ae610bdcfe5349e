"""The SDK's functions that look something up, in the stand-in provider."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from orion_rds.testing.annotations import sdk_class
from orion_sandbox import daemon
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Refused
from orion_sandbox.providers.lookups import LOOKUPS
from tests.contract.aws_api.conftest import GROUPS, KEY, MONITORING_ROLE, SUBNETS, TOPIC, VPC, ClientOf
from tests.contract.aws_api.test_replication_groups import TWO_NODES, make

Invoke = Callable[..., Mapping[str, Any]]
ABSENT = {
    "backup/getVault": ({"name": "absent"}, "reading Backup Vault (absent): couldn't find resource"),
    "cloudwatch/getLogGroup": ({"name": "absent"}, "reading CloudWatch Logs Log Group (absent): empty result"),
    "ec2/getSecurityGroup": ({"id": "sg-0123456789abcdef0"}, "no matching EC2 Security Group found"),
    "ec2/getSubnet": ({"id": "subnet-0123456789abcdef0"}, "no matching EC2 Subnet found"),
    "elasticache/getCluster": ({"clusterId": "absent"}, "no matching ElastiCache Cluster found"),
    "elasticache/getReplicationGroup": (
        {"replicationGroupId": "absent"},
        "no matching ElastiCache Replication Group found",
    ),
    "elasticache/getSubnetGroup": ({"name": "absent"}, "no matching ElastiCache Subnet Group found"),
    "elasticache/getUser": ({"userId": "absent"}, "no matching ElastiCache User found"),
    "ec2/getVpc": ({"id": "vpc-0123456789abcdef0"}, "no matching EC2 VPC found"),
    "iam/getRole": ({"name": "absent"}, "reading IAM Role (absent): couldn't find resource"),
    "kms/getKey": (
        {"keyId": "0a1b2c3d-0000-0000-0000-000000000000"},
        "reading KMS Key (0a1b2c3d-0000-0000-0000-000000000000): couldn't find resource",
    ),
    "route53/getZone": ({"name": "absent.example.com"}, "no matching Route 53 Hosted Zone found"),
    "secretsmanager/getSecretVersion": (
        {"secretId": "absent"},
        "reading Secrets Manager Secret Version (absent|AWSCURRENT): couldn't find resource",
    ),
    "rds/getCluster": ({"clusterIdentifier": "absent"}, "reading RDS Cluster (absent): couldn't find resource"),
    "rds/getInstance": (
        {"dbInstanceIdentifier": "absent"},
        "reading RDS DB Instance (absent): couldn't find resource",
    ),
    "rds/getGlobalCluster": (
        {"identifier": "absent"},
        'reading RDS (Relational Database) Global Cluster: ID: "absent"\nCause: couldn\'t find resource',
    ),
    "rds/getSubnetGroup": ({"name": "absent"}, "no matching RDS DB Subnet Group found"),
    "secretsmanager/getSecret": (
        {"name": "absent"},
        "reading Secrets Manager Secret (absent): couldn't find resource",
    ),
    "sns/getTopic": ({"name": "absent"}, "reading SNS Topic (absent): empty result"),
    "ssm/getParameter": ({"name": "/absent"}, "reading SSM Parameter (/absent): couldn't find resource"),
}
"""Arguments, and what terraform-provider-aws 5.100.0 says of them; of a global cluster, its source of version 6."""

READ_OF_A_CLUSTER = {
    "clusterMembers", "dbClusterParameterGroupName", "dbSubnetGroupName", "deletionProtection", "engineVersion",
    "kmsKeyId", "masterUsername",
}  # fmt: skip
"""Results that the guard reads of each cluster."""


@pytest.fixture
def invoke(api: daemon.Api, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Call a function of the stand-in provider, by the middle of its token."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    provider = Aws()
    provider.configure({"region": "us-east-1"})

    def call(function: str, **arguments: Any) -> Mapping[str, Any]:
        return provider.invoke(token(function), arguments)

    return call


def token(function: str) -> str:
    """Return Pulumi's token."""
    return f"aws:{function}:{function.rsplit('/', 1)[-1]}"


@pytest.mark.parametrize("function", [name for name, each in LOOKUPS.items() if each.absent])
def test_what_does_not_exist_fails_with_the_providers_text(function: str, invoke: Invoke) -> None:
    """A program tells by it that there is none, and that the look-up itself did not fail."""
    arguments, text = ABSENT[function.split(":")[1]]

    with pytest.raises(Refused) as refused:
        invoke(function.split(":")[1], **arguments)

    assert str(refused.value) == f"invoking {function}: 1 error occurred:\n\t* {text}\n\n"


@pytest.mark.parametrize(
    ("function", "arguments", "lists"),
    [
        ("cloudwatch/getLogGroups", {"logGroupNamePrefix": "absent"}, ("arns", "logGroupNames")),
        ("ec2/getSubnets", {"filters": [{"name": "vpc-id", "values": ["vpc-0123456789abcdef0"]}]}, ("ids",)),
        (
            "rds/getClusters",
            {"filters": [{"name": "db-cluster-id", "values": ["absent"]}]},
            ("clusterArns", "clusterIdentifiers"),
        ),
        (
            "rds/getInstances",
            {"filters": [{"name": "db-cluster-id", "values": ["absent"]}]},
            ("instanceArns", "instanceIdentifiers"),
        ),
    ],
)
def test_a_list_of_nothing_is_no_error(
    function: str, arguments: dict[str, Any], lists: tuple[str, ...], invoke: Invoke
) -> None:
    """Its id is the region."""
    assert invoke(function, **arguments) == {
        **arguments, "id": "us-east-1", "region": "us-east-1", **{name: [] for name in lists},
    }  # fmt: skip


@pytest.mark.parametrize("function", LOOKUPS)
def test_results_are_those_of_the_sdk(function: str) -> None:
    """A misspelt result would never be set."""
    _, module, name = function.split(":")
    properties = vars(sdk_class(f"aws:{module}:{name[0].upper()}{name[1:]}Result"))
    results = {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", each) for each in LOOKUPS[function].properties}

    # The resource of a cluster has more properties than the function has results.
    assert results <= properties.keys() or function == token("rds/getCluster")


def test_subnets_and_groups_of_a_network_are_found(invoke: Invoke) -> None:
    """By id, and by the network that they are in."""
    subnet = invoke("ec2/getSubnet", id=SUBNETS[0])
    assert (subnet["id"], subnet["vpcId"]) == (SUBNETS[0], VPC)
    assert subnet["availabilityZone"].startswith("us-east-1")
    assert set(SUBNETS) <= set(invoke("ec2/getSubnets", filters=[{"name": "vpc-id", "values": [VPC]}])["ids"])
    assert invoke("ec2/getSecurityGroup", id=GROUPS[0])["vpcId"] == VPC
    assert invoke("ec2/getSecurityGroup", name="default", vpcId=VPC)["name"] == "default"

    with pytest.raises(Refused, match="multiple EC2 Subnets matched; use additional constraints"):
        invoke("ec2/getSubnet", vpcId=VPC)


def test_groups_of_subnets_are_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """Of both services."""
    subnets = sorted(SUBNETS[:2])
    client("rds").create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="Ours", SubnetIds=subnets)
    client("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName=name,
        CacheSubnetGroupDescription="Ours",
        SubnetIds=subnets,
        Tags=[{"Key": "team", "Value": "data"}],
    )

    for service in ("rds", "elasticache"):
        found = invoke(f"{service}/getSubnetGroup", name=name)
        assert (found["id"], found["description"], found["vpcId"]) == (name, "Ours", VPC)
        assert sorted(found["subnetIds"]) == subnets
    assert invoke("elasticache/getSubnetGroup", name=name)["tags"] == {"team": "data"}


def test_running_resources_are_found_with_all_that_the_guard_reads(
    client: ClientOf, rds: Any, cluster: str, name: str, invoke: Invoke
) -> None:
    """If a zone of a node is missing, the guard lets a change pass that AWS refuses half way."""
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )
    caches = client("elasticache")
    caches.create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="Ours", SubnetIds=sorted(SUBNETS[:2])
    )
    make(caches, name, CacheSubnetGroupName=name, **TWO_NODES)

    def unknown(function: str, **arguments: Any) -> set[str]:
        found = invoke(function, **arguments)
        return {result for result in LOOKUPS[token(function)].properties if found.get(result) is None}

    assert unknown("elasticache/getCluster", clusterId=f"{name}-001") == set()
    assert unknown("elasticache/getReplicationGroup", replicationGroupId=name) == {"configurationEndpointAddress"}
    assert unknown("rds/getInstance", dbInstanceIdentifier=name) == {"monitoringRoleArn"}
    assert unknown("rds/getCluster", clusterIdentifier=cluster) & READ_OF_A_CLUSTER == set()


def test_a_user_of_redis_is_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """Without its passwords, which AWS never returns."""
    client("elasticache").create_user(
        UserId=name, UserName=name, Engine="valkey", AccessString="on ~* +@all", Passwords=["0123456789abcdef"]
    )

    found = invoke("elasticache/getUser", userId=name)

    assert (found["userName"], found["engine"]) == (name, "valkey")
    assert found["authenticationModes"] == [{"type": "password", "passwordCount": 1}]
    assert "0123456789abcdef" not in str(found)


def test_what_keeps_messages_and_logs_is_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """A name is not taken for its beginning."""
    logs = client("logs")
    logs.create_log_group(logGroupName=f"{name}-2", kmsKeyId=KEY, tags={"team": "data"})
    with pytest.raises(Refused, match="empty result"):
        invoke("cloudwatch/getLogGroup", name=name)
    found = invoke("cloudwatch/getLogGroup", name=f"{name}-2")
    assert (found["kmsKeyId"], found["retentionInDays"], found["tags"]) == (KEY, 0, {"team": "data"})
    assert not found["arn"].endswith(":*")
    assert invoke("cloudwatch/getLogGroups", logGroupNamePrefix=name)["logGroupNames"] == [f"{name}-2"]

    assert invoke("sns/getTopic", name=TOPIC.rsplit(":", 1)[1])["arn"] == TOPIC
    with pytest.raises(Refused, match="empty result"):
        invoke("sns/getTopic", name="alarms")


def test_a_vault_is_found_in_its_region(client: ClientOf, name: str, invoke: Invoke) -> None:
    """And in no other one."""
    arn = client("backup", "eu-central-1").create_backup_vault(BackupVaultName=name)["BackupVaultArn"]

    assert invoke("backup/getVault", name=name, region="eu-central-1")["arn"] == arn
    with pytest.raises(Refused, match="couldn't find resource"):
        invoke("backup/getVault", name=name)


def test_a_parameter_is_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """Its value stands in two results, unless it is encrypted."""
    client("ssm").put_parameter(Name=f"/{name}", Value="plain", Type="String")

    found = invoke("ssm/getParameter", name=f"/{name}")

    assert (found["id"], found["type"], found["value"], found["insecureValue"]) == (
        f"/{name}", "String", "plain", "plain",
    )  # fmt: skip


def test_a_secret_in_its_recovery_window_is_not_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """AWS still describes it, and still refuses its name; the provider does not show it."""
    secrets = client("secretsmanager")
    arn = secrets.create_secret(Name=name, Description="Ours", KmsKeyId=KEY)["ARN"]
    found = invoke("secretsmanager/getSecret", name=name)
    assert (found["id"], found["description"], found["kmsKeyId"], found["policy"]) == (arn, "Ours", KEY, "")
    assert invoke("secretsmanager/getSecret", arn=arn)["name"] == name

    secrets.delete_secret(SecretId=name)

    with pytest.raises(Refused, match=re.escape(f"reading Secrets Manager Secret ({name}): couldn't find resource")):
        invoke("secretsmanager/getSecret", name=name)


def test_a_global_database_and_its_clusters_are_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """Without members there is an empty list of them."""
    client("rds").create_global_cluster(
        GlobalClusterIdentifier=name, Engine="aurora-postgresql", EngineVersion="16.6", StorageEncrypted=True
    )

    found = invoke("rds/getGlobalCluster", identifier=name)

    assert (found["engine"], found["storageEncrypted"], found["members"]) == ("aurora-postgresql", True, [])


def test_an_argument_without_a_meaning_here_is_refused(invoke: Invoke) -> None:
    """It would be left out of the search, which would find something else."""
    with pytest.raises(Refused, match="does not imitate the argument 'ipv6CidrBlock'"):
        invoke("ec2/getSubnet", ipv6CidrBlock="fd00::/64")


def test_a_network_is_found_with_what_aws_makes_in_it(client: ClientOf, name: str, invoke: Invoke) -> None:
    """By its id and by a tag."""
    client("ec2").create_tags(Resources=[VPC], Tags=[{"Key": "Name", "Value": name}])

    found = invoke("ec2/getVpc", tags={"Name": name})

    assert (found["id"], found["cidrBlock"], found["default"]) == (VPC, "10.0.0.0/16", False)
    assert found["arn"] == f"arn:aws:ec2:us-east-1:123456789012:vpc/{VPC}"
    assert found["mainRouteTableId"] in invoke("ec2/getRouteTables", vpcId=VPC)["ids"]
    assert found["enableDnsSupport"] is True
    assert invoke("ec2/getVpcs", tags={"Name": name})["ids"] == [VPC]
    assert set(GROUPS) <= set(invoke("ec2/getSecurityGroups", filters=[{"name": "vpc-id", "values": [VPC]}])["ids"])
    assert invoke("ec2/getVpc", default=True)["id"] != VPC


def test_account_region_and_zones_are_known(invoke: Invoke) -> None:
    """Programs ask for them before anything else."""
    assert invoke("index/getCallerIdentity")["accountId"] == "123456789012"
    assert invoke("index/getRegion")["name"] == "us-east-1"
    assert invoke("index/getPartition") == {
        "id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws",
    }  # fmt: skip
    zones = invoke("index/getAvailabilityZones", state="available")
    assert zones["names"][:3] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert len(zones["zoneIds"]) == len(zones["names"])


def test_a_key_a_role_a_zone_and_a_value_of_a_secret_are_found(client: ClientOf, name: str, invoke: Invoke) -> None:
    """By the name that a program has."""
    assert invoke("kms/getKey", keyId=KEY)["arn"] == KEY
    assert invoke("iam/getRole", name="monitoring")["arn"] == MONITORING_ROLE
    zone = client("route53").create_hosted_zone(Name=f"{name}.example.com", CallerReference=name)["HostedZone"]["Id"]
    assert invoke("route53/getZone", name=f"{name}.example.com")["zoneId"] == zone.removeprefix("/hostedzone/")
    secret = client("secretsmanager").create_secret(Name=name, SecretString="hidden")["ARN"]
    assert invoke("secretsmanager/getSecretVersion", secretId=name)["secretString"] == "hidden"
    assert invoke("secretsmanager/getSecretVersion", secretId=secret)["arn"] == secret
