"""The source of a restore drill: the automated backups, or a copy of AWS Backup in the second region."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orion_ops.aws import Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.errors import OpsError
from orion_ops.restore import beside
from orion_ops.restore.beside import ENGINE, check_restorable
from orion_ops.restore.clusters import Clusters
from orion_rds.config.instances import first_writer
from orion_rds.plan import names

COMPLETED = frozenset({"AVAILABLE", "COMPLETED"})
"""Statuses of recovery points that can be restored."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a restore, and the settings of the temporary cluster."""

    clusters: Clusters
    """The clusters of the region to restore in."""
    identifier: str
    """The cluster with the backups."""
    like: Record
    """A cluster with the settings for the temporary one."""
    instance: Record
    """An instance with the settings for that of the temporary cluster."""
    moment: datetime | None
    """The time to restore to; None for a time between two markers."""
    snapshot: str = ""
    """The ARN of the copy."""

    @property
    def region(self) -> str:
        """The region to restore in."""
        return self.clusters.region or self.clusters.aws.region

    def restore(self, name: str, moment: datetime, tags: Mapping[str, str]) -> None:
        """Start the restore. Raises `AwsError`."""
        if self.snapshot:
            beside.restore_snapshot(self.clusters, self.like, name, self.snapshot, tags)
        else:
            beside.restore(self.clusters, self.like, name, moment, tags)


def from_backups(given: argparse.Namespace, deployed: Deployed) -> Origin:
    """Return the automated backups of the cluster in the writer region.

    Raises:
        OpsError: The cluster cannot be restored.
    """
    site = deployed.writing_first()[0]
    cluster, writer = deployed.cluster(site), deployed.writer(site)
    if cluster is None or writer is None or cluster["Status"] not in STEADY:
        status = cluster["Status"] if cluster and writer else "without a writer"
        raise OpsError(
            f"The cluster {site.cluster_identifier} is `{status}`. Wait until `orion-rds status` shows it as available."
        )
    if given.to:
        check_restorable(cluster, given.to)
    return Origin(Clusters(deployed.aws, site.region), site.cluster_identifier, cluster, writer, given.to)


def from_copy(given: argparse.Namespace, deployed: Deployed) -> Origin:
    """Return the newest copy in the second region. The first region is not called, because it may be lost.

    Raises:
        OpsError: There is no copy, or no network for it.
    """
    config, site = deployed.config, deployed.sites[0]
    if (copies := config.backup.copies) is None:
        raise OpsError("There are no copies: `backup.copies` is not set. Leave --from-copy out.")
    vault, source = names.copies_vault(config.prefix), f":{deployed.aws.region}:"
    points = [
        each
        for each in deployed.aws.pages(
            "backup",
            "list_recovery_points_by_backup_vault",
            "RecoveryPoints",
            copies.region,
            BackupVaultName=vault,
        )
        if each["Status"] in COMPLETED
        and each["ResourceArn"].endswith(f":cluster:{site.cluster_identifier}")
        and source in each["ResourceArn"]
    ]
    if not points:
        raise OpsError(f"The vault {vault} in {copies.region} has no copy of {site.cluster_identifier}.")
    newest = max(points, key=lambda each: each["CreationDate"])
    clusters = Clusters(deployed.aws, copies.region)
    return Origin(
        clusters,
        site.cluster_identifier,
        _like(given, deployed, clusters),
        {"Engine": ENGINE, "DBInstanceClass": first_writer(config.fleet).instance_class},
        newest["CreationDate"],
        newest["RecoveryPointArn"],
    )


def _like(given: argparse.Namespace, deployed: Deployed, clusters: Clusters) -> Record:
    """Return the settings of the standby, if it is in the region, with the network of the arguments."""
    config = deployed.config
    standby = next((each for each in deployed.sites[1:] if each.region == clusters.region), None)
    scaling = config.serverless and {"MinCapacity": config.serverless.min_acu, "MaxCapacity": config.serverless.max_acu}
    like: Record = (clusters.find(standby.cluster_identifier) if standby else None) or {
        "Port": config.network.port,
        "ServerlessV2ScalingConfiguration": scaling,
    }
    network = {
        **({"DBSubnetGroup": given.subnet_group} if given.subnet_group else {}),
        **({"VpcSecurityGroups": _groups(given.security_group)} if given.security_group else {}),
    }
    found = {**like, **network}
    if not found.get("DBSubnetGroup") or not found.get("VpcSecurityGroups"):
        raise OpsError(
            f"{clusters.region} has no standby whose network the drill can use. Pass a DB subnet group of this region "
            "with --subnet-group, and a security group with --security-group."
        )
    return found


def _groups(identifiers: list[str]) -> list[Record]:
    return [{"VpcSecurityGroupId": each} for each in identifiers]
