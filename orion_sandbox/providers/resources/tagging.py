"""How each service takes, changes and lists tags."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.providers.table import Tagging


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as AWS's list of pairs."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _kms_pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def _ec2(resource_type: str) -> Tagging:
    return Tagging(
        at_creation=lambda tags: {"TagSpecifications": [{"ResourceType": resource_type, "Tags": pairs(tags)}]},
        add="CreateTags",
        add_arguments=lambda target, tags: {"Resources": [target], "Tags": pairs(tags)},
        remove="DeleteTags",
        remove_arguments=lambda target, keys: {"Resources": [target], "Tags": [{"Key": key} for key in keys]},
        target="id",
    )


def _by_member(member: str, keys: str, target: str, **rest: Any) -> Tagging:
    return Tagging(
        at_creation=lambda tags: {"Tags": pairs(tags)},
        add_arguments=lambda name, tags: {member: name, "Tags": pairs(tags)},
        remove_arguments=lambda name, gone: {member: name, keys: gone},
        target=target,
        **rest,
    )


def _by_resource(member: str) -> Tagging:
    calls = {"add": "TagResource", "remove": "UntagResource", "list": "ListTagsForResource"}
    return _by_member(member, "TagKeys", "arn", list_member=member, **calls)


def _backup(member: str) -> Tagging:
    return Tagging(
        at_creation=lambda tags: {member: dict(tags)},
        add="TagResource",
        add_arguments=lambda target, tags: {"ResourceArn": target, "Tags": dict(tags)},
        remove="UntagResource",
        remove_arguments=lambda target, keys: {"ResourceArn": target, "TagKeyList": keys},
        list="ListTags",
        list_member="ResourceArn",
    )


BACKUP_PLAN = _backup("BackupPlanTags")
BACKUP_VAULT = _backup("BackupVaultTags")
VPC = _ec2("vpc")
SUBNET = _ec2("subnet")
SECURITY_GROUP = _ec2("security-group")
SECURITY_GROUP_RULE = _ec2("security-group-rule")
RDS = ELASTICACHE = _by_member(
    "ResourceName",
    "TagKeys",
    "arn",
    add="AddTagsToResource",
    remove="RemoveTagsFromResource",
    list="ListTagsForResource",
    list_member="ResourceName",
    listed="TagList",
)
CLOUDWATCH = EVENTS = _by_resource("ResourceARN")
SNS = _by_resource("ResourceArn")
SECRETS_MANAGER = _by_member("SecretId", "TagKeys", "id", add="TagResource", remove="UntagResource")
IAM_POLICY = _by_member("PolicyArn", "TagKeys", "id", add="TagPolicy", remove="UntagPolicy")
IAM_ROLE = _by_member("RoleName", "TagKeys", "id", add="TagRole", remove="UntagRole")
LOGS = Tagging(
    at_creation=lambda tags: {"tags": dict(tags)},
    add="TagResource",
    add_arguments=lambda target, tags: {"resourceArn": target, "tags": dict(tags)},
    remove="UntagResource",
    remove_arguments=lambda target, keys: {"resourceArn": target, "tagKeys": keys},
    list="ListTagsForResource",
    list_member="resourceArn",
    listed="tags",
)
KMS = Tagging(
    at_creation=lambda tags: {"Tags": _kms_pairs(tags)},
    add="TagResource",
    add_arguments=lambda target, tags: {"KeyId": target, "Tags": _kms_pairs(tags)},
    remove="UntagResource",
    remove_arguments=lambda target, keys: {"KeyId": target, "TagKeys": keys},
    target="id",
    list="ListResourceTags",
    list_member="KeyId",
    listed="Tags[].{Key: TagKey, Value: TagValue}",
)
