"""S3: buckets, and their configurations as resources of their own."""

import base64
from contextlib import suppress
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound
from orion_sandbox.providers.fitting import asset_bytes
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.declaration import Declaration, declare
from orion_sandbox.providers.values import Values

US_EAST_1 = "us-east-1"
"""The only region that CreateBucket does not accept as a location constraint."""

VERSIONS = ("", "V2")
"""The suffix of type names; in the SDK before version 7 the newer name has it."""


def _region(new: Values) -> dict[str, Any]:
    region = new["region"]
    return {} if region == US_EAST_1 else {"CreateBucketConfiguration": {"LocationConstraint": region}}


def _of_bucket(caller: Caller, identity: str, _item: Values) -> dict[str, Any]:
    tags: list[Any] = []
    with suppress(NotFound):
        tags = caller("GetBucketTagging", Bucket=identity)["TagSet"]
    host = "s3.amazonaws.com" if caller.region == US_EAST_1 else f"s3.{caller.region}.amazonaws.com"
    return {
        "Bucket": identity,
        "Arn": f"arn:{caller.partition}:s3:::{identity}",
        "DomainName": f"{identity}.s3.amazonaws.com",
        "RegionalDomainName": f"{identity}.{host}",
        "Tags": tags,
    }


def _empty(caller: Caller, identity: str, state: Values) -> None:
    if not state.get("forceDestroy"):
        return
    versions = caller("ListObjectVersions", Bucket=identity)
    for each in (*versions.get("Versions", ()), *versions.get("DeleteMarkers", ())):
        caller("DeleteObject", Bucket=identity, Key=each["Key"], VersionId=each["VersionId"])


def _of_bucket_name(_caller: Caller, identity: str, _item: Values) -> dict[str, Any]:
    return {"Bucket": identity}


def _bucket(sdk_name: str) -> Declaration:
    return declare(
        sdk_name,
        "Bucket",
        name="bucket",
        name_limit=63,
        members={"objectLockEnabled": "ObjectLockEnabledForBucket", "acl": "", "grants": ""},
        reads={
            "arn": "Arn",
            "bucket": "Bucket",
            "bucketDomainName": "DomainName",
            "bucketRegionalDomainName": "RegionalDomainName",
            "objectLockEnabled": "",
        },
        defaults={"forceDestroy": False},
        read="HeadBucket",
        found="@",
        key="Bucket",
        identity="inputs.bucket",
        tagging=tagging.S3,
        create_arguments=_region,
        observe=_of_bucket,
        before_delete=_empty,
    )


def _configuration(sdk_name: str, noun: str, inside: str = "", *, delete: str = "", **options: Any) -> Declaration:
    """Declare a configuration of a bucket that one call writes and another reads."""
    return declare(
        sdk_name,
        service="s3",
        inside=inside,
        create=f"Put{noun}",
        modify=f"Put{noun}",
        read=f"Get{noun}",
        delete=delete,
        key="Bucket",
        identity="inputs.bucket",
        observe=_of_bucket_name,
        **{"found": options.pop("found", inside), **options},
    )


def _of_object(caller: Caller, identity: str, item: Values) -> dict[str, Any]:
    tags = caller("GetObjectTagging", Bucket=item["Bucket"], Key=identity)["TagSet"]
    return {"Key": identity, "Tags": tags, "Arn": f"arn:{caller.partition}:s3:::{item['Bucket']}/{identity}"}


def _content(new: Values) -> dict[str, Any]:
    if new.get("contentBase64") is not None:
        return {"Body": base64.b64decode(new["contentBase64"])}
    source = new.get("source")
    return {"Body": str(new.get("content") or "").encode() if source is None else asset_bytes(source)}


def _changed_content(old: Values, new: Values) -> dict[str, Any]:
    names = ("content", "contentBase64", "source", "sourceHash")
    return _content(new) if any(old.get(name) != new.get(name) for name in names) else {}


def _object(sdk_name: str) -> Declaration:
    return declare(
        sdk_name,
        "Object",
        service="s3",
        create="PutObject",
        modify="PutObject",
        read="HeadObject",
        delete="DeleteObject",
        key="Key",
        found="@",
        identity="inputs.key",
        within={"Bucket": "bucket"},
        name="key",
        name_limit=1024,
        exact_name=True,
        members={"acl": "ACL", "kmsKeyId": "SSEKMSKeyId", "websiteRedirect": "WebsiteRedirectLocation"},
        reads={"acl": "", "arn": "Arn", "etag": "", "key": "Key"},
        replaces=("bucket",),
        tagging=tagging.S3_OBJECT,
        create_arguments=_content,
        modify_arguments=_changed_content,
        observe=_of_object,
    )


DECLARATIONS = (
    _object("s3.BucketObject"),
    _object("s3.BucketObjectv2"),
    _bucket("s3.Bucket"),
    _bucket("s3.BucketV2"),
    *(
        _configuration(
            f"s3.BucketVersioning{version}", "BucketVersioning", found="@", reads={"versioningConfiguration": "@"}
        )
        for version in VERSIONS
    ),
    *(
        _configuration(
            f"s3.BucketServerSideEncryptionConfiguration{version}",
            "BucketEncryption",
            "ServerSideEncryptionConfiguration",
            delete="DeleteBucketEncryption",
        )
        for version in VERSIONS
    ),
    *(
        _configuration(
            f"s3.BucketLifecycleConfiguration{version}",
            "BucketLifecycleConfiguration",
            "LifecycleConfiguration",
            delete="DeleteBucketLifecycle",
            found="@",
        )
        for version in VERSIONS
    ),
    _configuration(
        "s3.BucketPublicAccessBlock",
        "PublicAccessBlock",
        "PublicAccessBlockConfiguration",
        delete="DeletePublicAccessBlock",
    ),
    _configuration("s3.BucketPolicy", "BucketPolicy", delete="DeleteBucketPolicy", found="@"),
    _configuration(
        "s3.BucketOwnershipControls",
        "BucketOwnershipControls",
        "OwnershipControls",
        delete="DeleteBucketOwnershipControls",
    ),
)
