"""The stack files of this repository as recordings, and small variations of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import RecordedResource, Recording, record

REPOSITORY = Path(__file__).parents[2]

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
POLICY_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE = "aws:iam/role:Role"
SECRET = "aws:secretsmanager/secret:Secret"  # a resource type
SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion"  # a resource type
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"


def whole_config(stack: str) -> dict[str, Any]:
    """Return the database settings of a stack file."""
    text = (REPOSITORY / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["config"]["orion-rds:database"]


def stack_config(stack: str) -> dict[str, Any]:
    """Return the settings of the database in its first region, without Redis and copies of the backups.

    Each part is looked at by itself; what production is as a whole is asked of `whole_config`.
    """
    whole = whole_config(stack)
    parts = {key: value for key, value in whole.items() if key not in {"disaster_recovery", "redis"}}
    return {**parts, "backup": {key: value for key, value in whole["backup"].items() if key != "copies"}}


def record_stack(stack: str, *, preview: bool = False, **changes: Any) -> Recording:
    """Record a stack, with some sections of its file replaced."""
    config = {**stack_config(stack), **changes}
    return record(lambda: AuroraDatabase("orion", parse(config)), stack=stack, preview=preview)


def only(recording: Recording, type_: str) -> RecordedResource:
    """Return the one resource of a type."""
    (resource,) = recording.of(type_)
    return resource


def parameters(group: RecordedResource) -> Mapping[str, Mapping[str, str]]:
    """Return the parameters of a parameter group by name."""
    return {parameter["name"]: parameter for parameter in group.inputs["parameters"]}
