"""The provider's errors for a resource that does not exist.

Each look-up has its own text. Any other failure, such as a missing permission, does not say whether the resource
exists.
"""

from collections.abc import Mapping
from types import MappingProxyType

ABSENT: Mapping[str, str] = MappingProxyType({
    # A missing permission may read like this too: AWS Backup denies access to a vault that does not exist.
    "aws:backup/vault:Vault": "reading Backup Vault ({name}): couldn't find resource",
    "aws:ec2/securityGroup:SecurityGroup": "no matching EC2 Security Group found",
    "aws:ec2/subnet:Subnet": "no matching EC2 Subnet found",
    "aws:elasticache/replicationGroup:ReplicationGroup": "no matching ElastiCache Replication Group found",
    "aws:elasticache/subnetGroup:SubnetGroup": "no matching ElastiCache Subnet Group found",
    "aws:elasticache/user:User": "no matching ElastiCache User found",
    "aws:rds/cluster:Cluster": "reading RDS Cluster ({name}): couldn't find resource",
    "aws:rds/globalCluster:GlobalCluster": """ID: "{name}"\nCause: couldn't find resource""",
    "aws:rds/subnetGroup:SubnetGroup": "no matching RDS DB Subnet Group found",
    "aws:sns/topic:Topic": "reading SNS Topic ({name}): empty result",
    "aws:ssm/parameter:Parameter": "reading SSM Parameter ({name}): couldn't find resource",
})  # fmt: skip
"""The text of the error, by resource type. The look-ups of log groups and VPCs return a list instead.

Source: https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
"""


def says_absent(error: str, kind: str, name: str) -> bool:
    """Return whether a provider error says that no resource has this type and name."""
    return kind in ABSENT and ABSENT[kind].format(name=name) in error


def absent_text(function: str, name: str) -> str:
    """Return the error with which an SDK function, such as `aws:rds/getCluster:getCluster`, reports a missing
    resource.
    """
    package, module, get = function.split(":")
    type_ = get.removeprefix("get")
    kind = f"{package}:{module.split('/')[0]}/{type_[:1].lower()}{type_[1:]}:{type_}"
    return ABSENT.get(kind, "couldn't find resource").format(name=name)
