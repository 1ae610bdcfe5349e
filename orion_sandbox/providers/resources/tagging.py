"""The tagging calls of each service."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from orion_sandbox.providers.table import Tagging

Tags = Mapping[str, str]


def _pairs(tags: Tags) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _kms_pairs(tags: Tags) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def _by_member(
    member: str,
    *,
    write: Callable[[Tags], Any] = _pairs,
    tags: str = "Tags",
    keys: str = "TagKeys",
    at_creation: str = "",
    add: str = "TagResource",
    remove: str = "UntagResource",
    **options: Any,
) -> Tagging:
    """Return calls that name the resource by a member; `at_creation` is the create call's member, `tags` if empty."""
    return Tagging(
        at_creation=lambda given: {at_creation or tags: write(given)},
        add=add,
        add_arguments=lambda target, given: {member: target, tags: write(given)},
        remove=remove,
        remove_arguments=lambda target, gone: {member: target, keys: gone},
        list_member=member,
        **options,
    )


def of_ec2(resource_type: str) -> Tagging:
    """Return EC2's calls for a resource type in its tag specifications."""
    return Tagging(
        at_creation=lambda tags: {"TagSpecifications": [{"ResourceType": resource_type, "Tags": _pairs(tags)}]},
        add="CreateTags",
        add_arguments=lambda target, tags: {"Resources": [target], "Tags": _pairs(tags)},
        remove="DeleteTags",
        remove_arguments=lambda target, keys: {"Resources": [target], "Tags": [{"Key": key} for key in keys]},
        target="id",
    )


def _lower_pairs(tags: Tags) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def _object(arn: str) -> dict[str, str]:
    bucket, _, key = arn.partition(":::")[2].partition("/")
    return {"Bucket": bucket, "Key": key}


def _zone(identity: str) -> dict[str, str]:
    return {"ResourceType": "hostedzone", "ResourceId": identity}


def _ssm(name: str) -> dict[str, str]:
    return {"ResourceType": "Parameter", "ResourceId": name}


def _backup(at_creation: str) -> Tagging:
    return _by_member("ResourceArn", write=dict, keys="TagKeyList", at_creation=at_creation, list="ListTags")


BACKUP_PLAN = _backup("BackupPlanTags")
BACKUP_VAULT = _backup("BackupVaultTags")
SUBNET = of_ec2("subnet")
SECURITY_GROUP = of_ec2("security-group")
SECURITY_GROUP_RULE = of_ec2("security-group-rule")
RDS = ELASTICACHE = _by_member(
    "ResourceName",
    add="AddTagsToResource",
    remove="RemoveTagsFromResource",
    list="ListTagsForResource",
    listed="TagList",
)
CLOUDWATCH = EVENTS = _by_member("ResourceARN", list="ListTagsForResource")
SNS = _by_member("ResourceArn", list="ListTagsForResource")
SECRETS_MANAGER = _by_member("SecretId", target="id")
SSM = Tagging(
    at_creation=lambda tags: {"Tags": _pairs(tags)},
    add="AddTagsToResource",
    add_arguments=lambda target, tags: {**_ssm(target), "Tags": _pairs(tags)},
    remove="RemoveTagsFromResource",
    remove_arguments=lambda target, gone: {**_ssm(target), "TagKeys": gone},
    target="id",
    listed="TagList",
)
IAM_POLICY = _by_member("PolicyArn", add="TagPolicy", remove="UntagPolicy", target="id")
IAM_ROLE = _by_member("RoleName", add="TagRole", remove="UntagRole", target="id")
IAM_USER = _by_member("UserName", add="TagUser", remove="UntagUser", target="id")
IAM_INSTANCE_PROFILE = _by_member(
    "InstanceProfileName", add="TagInstanceProfile", remove="UntagInstanceProfile", target="id"
)
ECS = _by_member(
    "resourceArn",
    write=_lower_pairs,
    tags="tags",
    keys="tagKeys",
    list="ListTagsForResource",
    listed="tags[].{Key: key, Value: value}",
)
ELBV2 = Tagging(
    at_creation=lambda tags: {"Tags": _pairs(tags)},
    add="AddTags",
    add_arguments=lambda target, tags: {"ResourceArns": [target], "Tags": _pairs(tags)},
    remove="RemoveTags",
    remove_arguments=lambda target, gone: {"ResourceArns": [target], "TagKeys": gone},
    list="DescribeTags",
    list_member="ResourceArns",
    list_several=True,
    listed="TagDescriptions[0].Tags",
)
LAMBDA = _by_member("Resource", write=dict, list="ListTags")
ROUTE_53_ZONE = Tagging(
    at_creation=lambda _tags: {},
    add="ChangeTagsForResource",
    add_arguments=lambda target, tags: {**_zone(target), "AddTags": _pairs(tags)},
    remove="ChangeTagsForResource",
    remove_arguments=lambda target, gone: {**_zone(target), "RemoveTagKeys": gone},
    target="id",
)
S3 = Tagging(
    at_creation=lambda _tags: {},
    # The call replaces all tags.
    add="PutBucketTagging",
    add_arguments=lambda target, tags: {"Bucket": target, "Tagging": {"TagSet": _pairs(tags)}},
    remove="DeleteBucketTagging",
    remove_arguments=lambda target, _gone: {"Bucket": target},
    target="id",
)
S3_OBJECT = Tagging(
    at_creation=lambda tags: {"Tagging": urlencode(tags)},
    add="PutObjectTagging",
    add_arguments=lambda target, tags: {**_object(target), "Tagging": {"TagSet": _pairs(tags)}},
    remove="DeleteObjectTagging",
    remove_arguments=lambda target, _gone: _object(target),
)
LOGS = _by_member("resourceArn", write=dict, tags="tags", keys="tagKeys", list="ListTagsForResource", listed="tags")
KMS = _by_member(
    "KeyId",
    write=_kms_pairs,
    target="id",
    list="ListResourceTags",
    listed="Tags[].{Key: TagKey, Value: TagValue}",
)
