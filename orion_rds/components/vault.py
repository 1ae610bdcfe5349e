"""A backup vault of one region."""

from __future__ import annotations

import pulumi
from pulumi_aws import backup

from orion_rds.components.key import make_key
from orion_rds.plan.backups import Lock
from orion_rds.plan.site import Site


class Vault(pulumi.ComponentResource):
    """An encrypted vault, and what keeps its backups from being deleted. The key is the one that is given, or made."""

    arn: pulumi.Output[str]
    vault_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        vault_name: str,
        key_arn: pulumi.Input[str] | None,
        lock: Lock | None,
        cluster_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`cluster_arn` is read for the account and the partition."""
        super().__init__("orion-rds:index:Vault", name, None, opts)
        # Without the key, what is in the vault is lost. Not False otherwise: see `Cluster`.
        kept = pulumi.ResourceOptions(parent=self, protect=True if site.protected else None)
        if key_arn is None:
            key = make_key(f"{name}-key", site, "vault", display_name=vault_name, cluster_arn=cluster_arn, opts=kept)
            key_arn = key.arn
        vault = backup.Vault(
            name,
            region=site.region,
            name=vault_name,
            kms_key_arn=key_arn,
            # AWS Backup deletes no vault that holds backups; where nothing is protected, they go with it.
            force_destroy=not site.protected,
            tags=site.tags(vault_name),
            opts=kept,
        )
        if lock is not None:
            self._lock(f"{name}-lock", site, vault, lock)
        self.arn = vault.arn
        self.vault_name = vault.name
        self.register_outputs({"arn": self.arn})

    def _lock(self, name: str, site: Site, vault: backup.Vault, lock: Lock) -> None:
        backup.VaultLockConfiguration(
            name,
            region=site.region,
            backup_vault_name=vault.name,
            changeable_for_days=lock.changeable_for_days,
            min_retention_days=lock.min_retention_days,
            max_retention_days=lock.max_retention_days,
            # The provider replaces a lock that changes. A vault has one lock, so that to delete the old one after the
            # new one was made would leave none.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
