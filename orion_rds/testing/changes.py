"""Checks of a changed program against the deployed one."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from orion_rds.testing.recording import RecordedResource, Recording
from orion_rds.testing.wire_format import UNKNOWN

REPLACED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "aws:backup/vault:Vault": ("kmsKeyArn", "name"),
        "aws:cloudwatch/logGroup:LogGroup": ("name", "namePrefix"),
        "aws:elasticache/replicationGroup:ReplicationGroup": (
            "atRestEncryptionEnabled",
            "dataTieringEnabled",
            "kmsKeyId",
            "networkType",
            "port",
            "replicationGroupId",
            "subnetGroupName",
        ),
        "aws:kms/key:Key": ("customerMasterKeySpec", "keyUsage", "multiRegion"),
        "aws:rds/cluster:Cluster": (
            "clusterIdentifier",
            "clusterIdentifierPrefix",
            "databaseName",
            "dbSubnetGroupName",
            "engine",
            "engineMode",
            "kmsKeyId",
            "masterUsername",
            "sourceRegion",
            "storageEncrypted",
        ),
        "aws:rds/clusterInstance:ClusterInstance": (
            "availabilityZone",
            "clusterIdentifier",
            "engine",
            "identifier",
            "identifierPrefix",
        ),
        "aws:rds/globalCluster:GlobalCluster": (
            "databaseName",
            "engine",
            "globalClusterIdentifier",
            "sourceDbClusterIdentifier",
            "storageEncrypted",
        ),
        "aws:secretsmanager/secret:Secret": ("name", "namePrefix"),
        "random:index/randomPassword:RandomPassword": ("length", "special"),
    }
)
"""Types that hold data, or that applications need to connect, and the properties whose change replaces a resource. For
every type, `region` is one of them. Changed keepers also replace a password, but that is intended, as with a raised
`password_version`.

Source: https://www.pulumi.com/registry/packages/aws/api-docs/
"""


def assert_no_replacement(old: Recording, new: Recording) -> None:
    """Check that a program recorded as `old` can be updated to `new`, with nothing refused, deleted or replaced.

    It checks resources that hold data or are needed to read them: clusters, instances, replication groups, log groups,
    secrets, passwords, vaults and keys. Others, such as alarms and parameter groups, may be created and deleted. A
    password may be replaced if its keepers change.

    Raises:
        AssertionError: with everything that is lost, or with what a component refuses in a hook, as `AuroraDatabase`
            does for each change in docs/changes.md that is refused.
    """
    lost = [*_lost(old, new)]
    refused = _refused(old, new)
    if lost or refused:
        raise AssertionError("\n".join([*lost, *([str(refused)] if refused else [])])) from refused


def _refused(old: Recording, new: Recording) -> Exception | None:
    try:
        new.record_again(old)
    except Exception as error:  # whatever a hook raises
        return error
    return None


def _lost(old: Recording, new: Recording) -> Iterator[str]:
    found = {resource.urn: resource for resource in new.resources}
    found |= {alias: resource for resource in new.resources for alias in resource.aliases}
    for before in old.resources:
        if before.type not in REPLACED_BY:
            continue
        if (after := found.get(before.urn)) is None:
            yield f"{before.type} {before.name!r} would be deleted"
        elif changed := ", ".join(_replacing(before, after)):
            yield f"{before.type} {before.name!r} would be replaced: {changed}"


def _replacing(before: RecordedResource, after: RecordedResource) -> Iterator[str]:
    known = UNKNOWN not in {before.region, after.region} and "region" not in after.ignore_changes
    if known and before.region != after.region and before.type.startswith("aws:"):
        yield "region"
    for name in (*REPLACED_BY[before.type], *after.replace_on_changes):
        if name not in after.ignore_changes and before.inputs.get(name) != after.inputs.get(name):
            yield name
