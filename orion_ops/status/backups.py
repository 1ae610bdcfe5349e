"""Restorable times: automated backups, and copies in the second region."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Section
from orion_rds.config.backup import CopiesConfig
from orion_rds.facts.arns import region_of
from orion_rds.plan import names
from orion_rds.plan.backups import ABSENCE_PERIOD_SECONDS, ABSENCE_PERIODS
from orion_rds.plan.site import Site

MAXIMUM_RESTORABLE_LAG = timedelta(hours=1)
"""The latest restorable time is usually that of five minutes ago.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
"""

MAXIMUM_AGE = timedelta(seconds=ABSENCE_PERIOD_SECONDS * ABSENCE_PERIODS)
"""Of daily backups, as in the alarms for missing backups."""


def backups(deployed: Deployed, section: Section) -> None:
    """Add the automated backups of each region."""
    for site in deployed.sites:
        with section.reading():
            if (cluster := deployed.cluster(site)) is None:
                continue
            last = _last_snapshot(deployed, site)
            section.rows.append(
                {
                    "cluster": site.cluster_identifier,
                    "region": deployed.region(site),
                    "retention_days": cluster["BackupRetentionPeriod"],
                    "earliest": cluster.get("EarliestRestorableTime"),
                    "latest": cluster.get("LatestRestorableTime"),
                    "last_snapshot": last,
                }
            )
            section.problems += _problems(deployed, site, cluster, last)


def _last_snapshot(deployed: Deployed, site: Site) -> datetime | None:
    snapshots = deployed.aws.pages(
        "rds",
        "describe_db_cluster_snapshots",
        "DBClusterSnapshots",
        site.region,
        DBClusterIdentifier=site.cluster_identifier,
        SnapshotType="automated",
    )
    taken = [each["SnapshotCreateTime"] for each in snapshots if each["Status"] == "available"]
    return max(taken, default=None)


def _problems(deployed: Deployed, site: Site, cluster: Record, last: datetime | None) -> Iterator[str]:
    identifier, latest = site.cluster_identifier, cluster.get("LatestRestorableTime")
    events = (
        f"`aws rds describe-events --source-identifier {identifier} --source-type db-cluster --duration 2880 --region "
        f"{deployed.region(site)}` says why."
    )
    is_late = latest is None or deployed.now - latest > MAXIMUM_RESTORABLE_LAG
    if is_late and not deployed.is_new(cluster, MAXIMUM_RESTORABLE_LAG):
        yield f"{identifier} cannot be restored to the last hour. {events}"
    # With AWS Backup, its plan decides when snapshots are created.
    is_due = deployed.config.backup.managed_by == "rds" and not deployed.is_new(cluster, MAXIMUM_AGE)
    if is_due and (last is None or deployed.now - last > MAXIMUM_AGE):
        yield f"{identifier} has no automated snapshot of the last two days. {events}"


class _Vault(NamedTuple):
    """A vault, and its region."""

    name: str
    region: str


def copies(deployed: Deployed, section: Section) -> None:
    """Add the newest recovery point of each cluster in each vault."""
    if (config := deployed.config.backup.copies) is None:
        return
    clusters = {}
    for site in deployed.sites:
        with section.reading():
            if cluster := deployed.cluster(site):
                clusters[site.cluster_identifier] = cluster
    for vault in _vaults(deployed, config):
        with section.reading():
            points = deployed.aws.pages(
                "backup",
                "list_recovery_points_by_backup_vault",
                "RecoveryPoints",
                vault.region,
                BackupVaultName=vault.name,
            )
            for identifier, cluster in clusters.items():
                _add_copies(deployed, section, vault, identifier, cluster, points)


def _vaults(deployed: Deployed, config: CopiesConfig) -> Sequence[_Vault]:
    prefix = deployed.config.prefix
    return (
        _Vault(names.vault(prefix), deployed.aws.region),
        _Vault(names.copies_vault(prefix), config.region),
    )


def _add_copies(
    deployed: Deployed, section: Section, vault: _Vault, identifier: str, cluster: Record, points: Sequence[Record]
) -> None:
    arn = cluster["DBClusterArn"]
    completed = [each for each in points if each["ResourceArn"] == arn and each["Status"] in ("COMPLETED", "AVAILABLE")]
    newest: Record = max(completed, key=lambda each: each["CreationDate"], default={})
    created, ends = newest.get("CreationDate"), _calculated(newest).get("DeleteAt")
    section.rows.append(
        {
            "vault": vault.name,
            "region": vault.region,
            "cluster": identifier,
            "kind": "snapshots" if region_of(arn) == vault.region else "copies",
            "recovery_points": len(completed),
            "newest": created,
            "kept_until": ends,
        }
    )
    if created and deployed.now - created <= MAXIMUM_AGE:
        return
    what = f"{vault.name} in {vault.region} has no backup of {identifier} of the last two days"
    if deployed.is_new(cluster, MAXIMUM_AGE):
        section.notes.append(f"{what}: the cluster is new.")
    else:
        section.problems.append(
            f"{what}. `aws backup list-backup-jobs --by-resource-arn {arn} --region {region_of(arn)}` and "
            "`list-copy-jobs` say why."
        )


def _calculated(point: Record) -> Mapping[str, datetime]:
    return point.get("CalculatedLifecycle") or {}
