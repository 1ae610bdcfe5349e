"""How the provider says that something does not exist.

Each look-up has a text of its own. Any other failure, such as a missing permission, is no answer to the question.
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
"""By the type of the resource; of log groups and VPCs, it returns a list.

Source: https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
"""


def says_absent(error: str, kind: str, name: str) -> bool:
    """Return whether an error of the provider says that there is no resource of a type with a name."""
    return kind in ABSENT and ABSENT[kind].format(name=name) in error


def absent_text(function: str, name: str) -> str:
    """Return the error of a function of the SDK, such as `aws:rds/getCluster:getCluster`, that finds nothing."""
    package, module, get = function.split(":")
    type_ = get.removeprefix("get")
    kind = f"{package}:{module.split('/')[0]}/{type_[:1].lower()}{type_[1:]}:{type_}"
    return ABSENT.get(kind, "couldn't find resource").format(name=name)
