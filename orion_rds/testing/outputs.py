"""Generated outputs of created resources: in the provider's format, and the same in every run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

ACCOUNT = "123456789012"
REGION = "us-east-1"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """The answer of a provider to a creation."""

    id: str
    outputs: Values


def _nothing(_identifier: str, _digits: str, _inputs: Values) -> Values:
    return {}


@dataclass(frozen=True, slots=True)
class _Kind:
    """The outputs of one resource type."""

    arn: str = "arn:aws:{service}:{region}:{account}:{identifier}"
    identifier: str = "name"
    """Property with the name of the resource; it is generated from `{identifier}Prefix` if only that is given."""

    id: str = "{identifier}"
    more: Callable[[str, str, Values], Values] = _nothing
    """Further outputs, from the identifier, random digits and the inputs."""


def make(type_: str, name: str, inputs: Values) -> Made:
    """Return the answer to the creation of a resource whose inputs are all known."""
    kind = _KINDS.get(type_, _OTHER)
    digits = sha256(f"{type_} {name}".encode()).hexdigest()
    identifier = _identifier(kind, name, digits, inputs)
    service = type_.split(":")[1].partition("/")[0]
    key_id = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    place = {"service": service, "region": _region(inputs), "account": ACCOUNT}
    arn = kind.arn.format(identifier=identifier, digits=digits, key_id=key_id, **place)
    return Made(
        id=kind.id.format(identifier=identifier, digits=digits, key_id=key_id, arn=arn),
        outputs={kind.identifier: identifier, "arn": arn, **kind.more(identifier, digits, inputs), **inputs},
    )


def _identifier(kind: _Kind, name: str, digits: str, inputs: Values) -> str:
    """Return the name as the provider does: as given, a prefix and 26 characters, or the logical name and 7."""
    if (given := inputs.get(kind.identifier)) is not None:
        return str(given)
    prefix = inputs.get(f"{kind.identifier}Prefix")
    return f"{name}-{digits[:7]}" if prefix is None else f"{prefix}{digits[:26]}"


def _region(inputs: Values) -> str:
    return inputs.get("region") or REGION


def _cluster(identifier: str, digits: str, inputs: Values) -> Values:
    region = _region(inputs)
    host = f"{digits[:12]}.{region}.rds.amazonaws.com"
    managed = f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:rds!cluster-{digits[:8]}-{digits[-6:]}"
    return {
        "clusterResourceId": f"cluster-{digits[:26].upper()}",
        "endpoint": f"{identifier}.cluster-{host}",
        "engineVersionActual": inputs.get("engineVersion"),
        "masterUserSecrets": [{"secretArn": managed}] if inputs.get("manageMasterUserPassword") else [],
        "port": 5432,
        "readerEndpoint": f"{identifier}.cluster-ro-{host}",
        **({"replicationSourceIdentifier": "primary"} if inputs.get("globalClusterIdentifier") else {}),
    }


def _global_cluster(identifier: str, digits: str, _inputs: Values) -> Values:
    return {"endpoint": f"{identifier}.global-{digits[:12]}.global.rds.amazonaws.com"}


def _instance(identifier: str, digits: str, inputs: Values) -> Values:
    return {"endpoint": f"{identifier}.{digits[:12]}.{_region(inputs)}.rds.amazonaws.com", "port": 5432}


def _replication_group(identifier: str, digits: str, inputs: Values) -> Values:
    host = f"{identifier}.{digits[:6]}"
    if inputs.get("clusterMode") == "enabled":
        shards = range(1, int(inputs["numNodeGroups"]) + 1)
        nodes = range(1, int(inputs["replicasPerNodeGroup"]) + 2)
        return {
            "configurationEndpointAddress": f"clustercfg.{host}.use1.cache.amazonaws.com",
            "memberClusters": [f"{identifier}-{shard:04}-{node:03}" for shard in shards for node in nodes],
        }
    nodes = range(1, int(inputs.get("numCacheClusters", 1)) + 1)
    return {
        "memberClusters": [f"{identifier}-{node:03}" for node in nodes],
        "primaryEndpointAddress": f"master.{host}.use1.cache.amazonaws.com",
        "readerEndpointAddress": f"replica.{host}.use1.cache.amazonaws.com",
    }


def _secret_version(_identifier: str, digits: str, inputs: Values) -> Values:
    return {"versionId": digits[:32], "secretArn": inputs.get("secretId")}


def _random_password(_identifier: str, digits: str, inputs: Values) -> Values:
    return {"result": digits[: int(inputs["length"])]}


def _random_id(_identifier: str, digits: str, inputs: Values) -> Values:
    return {"hex": digits[: 2 * int(inputs["byteLength"])]}


_RDS = "arn:aws:rds:{region}:{account}"
_EC2 = "arn:aws:ec2:{region}:{account}"
_ELASTICACHE = "arn:aws:elasticache:{region}:{account}"
_OTHER = _Kind()
_KINDS = MappingProxyType({
    "aws:backup/plan:Plan": _Kind("arn:aws:backup:{region}:{account}:backup-plan:{digits:.36}", id="{digits:.36}"),
    "aws:backup/vault:Vault": _Kind("arn:aws:backup:{region}:{account}:backup-vault:{identifier}"),
    "aws:cloudwatch/logGroup:LogGroup": _Kind("arn:aws:logs:{region}:{account}:log-group:{identifier}"),
    "aws:ec2/securityGroup:SecurityGroup": _Kind(f"{_EC2}:security-group/sg-{{digits:.17}}", id="sg-{digits:.17}"),
    "aws:ec2/subnet:Subnet": _Kind(f"{_EC2}:subnet/subnet-{{digits:.17}}", id="subnet-{digits:.17}"),
    "aws:ec2/vpc:Vpc": _Kind(f"{_EC2}:vpc/vpc-{{digits:.17}}", id="vpc-{digits:.17}"),
    "aws:elasticache/parameterGroup:ParameterGroup": _Kind(f"{_ELASTICACHE}:parametergroup:{{identifier}}"),
    "aws:elasticache/replicationGroup:ReplicationGroup": _Kind(
        f"{_ELASTICACHE}:replicationgroup:{{identifier}}", "replicationGroupId", more=_replication_group
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": _Kind(f"{_ELASTICACHE}:subnetgroup:{{identifier}}"),
    "aws:elasticache/user:User": _Kind(f"{_ELASTICACHE}:user:{{identifier}}", "userId"),
    "aws:elasticache/userGroup:UserGroup": _Kind(f"{_ELASTICACHE}:usergroup:{{identifier}}", "userGroupId"),
    "aws:iam/role:Role": _Kind("arn:aws:iam::{account}:role/{identifier}"),
    "aws:kms/key:Key": _Kind("arn:aws:kms:{region}:{account}:key/{key_id}", "keyId", id="{key_id}"),
    "aws:rds/cluster:Cluster": _Kind(f"{_RDS}:cluster:{{identifier}}", "clusterIdentifier", more=_cluster),
    "aws:rds/clusterInstance:ClusterInstance": _Kind(f"{_RDS}:db:{{identifier}}", "identifier", more=_instance),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": _Kind(f"{_RDS}:cluster-pg:{{identifier}}"),
    "aws:rds/globalCluster:GlobalCluster": _Kind(
        "arn:aws:rds::{account}:global-cluster:{identifier}", "globalClusterIdentifier", more=_global_cluster
    ),
    "aws:rds/parameterGroup:ParameterGroup": _Kind(f"{_RDS}:pg:{{identifier}}"),
    "aws:rds/subnetGroup:SubnetGroup": _Kind(f"{_RDS}:subgrp:{{identifier}}"),
    "aws:secretsmanager/secret:Secret": _Kind(
        "arn:aws:secretsmanager:{region}:{account}:secret:{identifier}-{digits:.6}", id="{arn}"
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": _Kind(more=_secret_version),
    "aws:ssm/parameter:Parameter": _Kind("arn:aws:ssm:{region}:{account}:parameter{identifier}"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _Kind(
        f"{_EC2}:security-group-rule/sgr-{{digits:.17}}", id="sgr-{digits:.17}"
    ),
    "random:index/randomId:RandomId": _Kind(more=_random_id),
    "random:index/randomPassword:RandomPassword": _Kind(more=_random_password),
})  # fmt: skip
