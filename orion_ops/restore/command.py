"""`orion-rds restore`."""

import argparse
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from orion_ops.agreeing import agree
from orion_ops.aws import Aws, Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.errors import OpsError
from orion_ops.postgres import Access, check_connection_arguments, master_password, server_of
from orion_ops.progress import say
from orion_ops.restore import beside, checks
from orion_ops.restore.beside import written
from orion_ops.restore.clusters import Clusters
from orion_ops.restore.connecting import connected
from orion_ops.restore.swap import Found, Swap
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

STANDBY = (
    "A cluster of a global database cannot be replaced: AWS restores outside the global database, and the standby "
    "would keep the damaged data. 1. Remove the standby in two deployments: `disaster_recovery.deletion_protection: "
    "false`, then without `disaster_recovery`. 2. Run `orion-rds restore`, then `pulumi up --refresh`. 3. Add "
    "`disaster_recovery` again and deploy, which creates a new standby."
)

SWAPPING = "The swap of the names has started: run the command again to complete it, before any `pulumi up`."


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Replace a damaged database with a restored one, and return the exit code."""
    statements = checks.read(given.check)
    deployed = Deployed(Aws(provider.region), config, datetime.now(UTC))
    if config.disaster_recovery:
        raise OpsError(STANDBY)
    site = deployed.sites[0]
    swap = Swap(Clusters(deployed.aws, site.region), site.cluster_identifier)
    restore = _Restore(given, deployed, swap, statements)
    found = restore.begin(swap.look())
    if not found.is_in_place:
        restore.prepare(found)
        agree(given, "Cancelled. No name was changed. Run the command again to continue from here.")
    try:
        if not found.is_in_place:
            swap.exchange(found)
        restore.end(swap.look())
    except OpsError as error:
        raise OpsError(f"{error} {SWAPPING}") from None
    except KeyboardInterrupt:
        say(f"Interrupted. AWS completes the change in progress. {SWAPPING}")
        raise
    return 0


@dataclass(frozen=True, slots=True)
class _Restore:
    """The steps before and after the swap of the names."""

    given: argparse.Namespace
    deployed: Deployed
    swap: Swap
    statements: str

    @property
    def clusters(self) -> Clusters:
        return self.swap.clusters

    def begin(self, found: Found) -> Found:
        """Start the restore, or resume one that another run has started."""
        name, given = self.swap.name, self.given
        if found.restored:
            if given.to and written(given.to) != found.moment:
                raise OpsError(
                    f"A restore to {found.moment} is in progress. Resume it without --to, or delete the cluster "
                    f"{found.restored['DBClusterIdentifier']} with its instances."
                )
            check_connection_arguments(given)
            say(f"Resuming the restore of {name} to {found.moment}.")
            return found
        if found.old is None:
            raise OpsError(f"The cluster {name} does not exist in {self.deployed.aws.region}.")
        if given.to is None:
            raise OpsError("No restore is in progress. Pass the time to restore to with --to.")
        self._check(found.old)
        say(
            f"This restores {name} in {self.deployed.aws.region} to {written(given.to)} as {self.swap.beside}, with "
            "the same number of instances, and checks it. After a second confirmation, it swaps the names: the "
            "endpoints are unavailable for minutes. Later writes are only in the old cluster, which is kept under "
            "another name."
        )
        agree(given)
        self.swap.restore(found.old, given.to, self.deployed.now)
        self.clusters.wait(self.swap.beside)
        return self.swap.look()

    def prepare(self, found: Found) -> None:
        """Complete the restored cluster, and check its data."""
        # Once the old cluster is renamed, this is done.
        if found.old and found.old["DBClusterIdentifier"] == self.swap.name:
            beside.adapt(
                self.clusters, found.old, self.swap.beside, **self._password(self.clusters.wait(self.swap.beside))
            )
            self.swap.create_instances(found)
            self._connect(self.clusters.wait(self.swap.beside), self.statements)
        say(
            f"{self.swap.beside} is ready. Next, {self.swap.name} is renamed to {found.old_name}, and "
            f"{self.swap.beside} to {self.swap.name}."
        )

    def end(self, found: Found) -> None:
        """Set the current master password, finish the replacement, and print the next steps."""
        old = found.old_name
        restored = self.clusters.wait(self.swap.name)
        if password := self._password(restored):
            # It may have been rotated since the restored cluster got it.
            self.clusters.change(
                "modify_db_cluster", DBClusterIdentifier=self.swap.name, ApplyImmediately=True, **password
            )
        self._connect(self.clusters.wait(self.swap.name))
        self.swap.finish(found)
        print(f"{self.swap.name} has the data of {found.moment}. Next: `pulumi up --refresh`, which updates outputs.")
        if self.deployed.config.roles:
            print("Then `orion-rds sql`: the database has the roles and passwords of that time.")
        if found.old:
            print(
                f"The damaged cluster is {old}, and keeps its backups. When you no longer need it, delete its "
                "instances with `aws rds delete-db-instance`, then the cluster with `aws rds delete-db-cluster`."
            )

    def _check(self, old: Record) -> None:
        if old.get("GlobalClusterIdentifier"):
            raise OpsError(STANDBY)
        if not (instances := self.clusters.instances(old)):
            raise OpsError(
                f"{old['DBClusterIdentifier']} has no instances, so the restored cluster would have none either. Run "
                "`pulumi up --refresh` first, which creates them."
            )
        states = {old["DBClusterIdentifier"]: old["Status"]} | {
            each["DBInstanceIdentifier"]: each["DBInstanceStatus"] for each in instances
        }
        if busy := [f"{name} is `{status}`" for name, status in states.items() if status not in STEADY]:
            raise OpsError(f"{', '.join(busy)}. Wait until `orion-rds status` shows it as available.")
        beside.check_restorable(old, self.given.to)
        check_connection_arguments(self.given)
        self._secret_password(old)

    def _password(self, restored: Record) -> Mapping[str, str | bool]:
        """Return the parameters that set the current master password; none if RDS manages a secret already."""
        master = self.deployed.config.master
        if not master.is_rds_managed:
            return {"MasterUserPassword": master_password(self.deployed, self.deployed.sites[0])}
        if restored.get("MasterUserSecret"):
            return {}
        key = (self.deployed.cluster(self.deployed.sites[0]) or {}).get("MasterUserSecret", {}).get("KmsKeyId")
        return {"ManageMasterUserPassword": True, **({"MasterUserSecretKmsKeyId": key} if key else {})}

    def _connect(self, restored: Record, statements: str = "") -> None:
        def access() -> Access:
            # Without instance endpoints: after a rename, a name resolves to the old host for some time.
            return Access(server_of(restored, (), self.given), partial(self._secret_password, restored))

        with closing(connected(access)) as connection:
            failures = checks.failures(connection, statements)
        if failures:
            name = restored["DBClusterIdentifier"]
            raise OpsError(
                f"The check of {name} failed: {'; '.join(failures)}. No name was changed. Correct the file of --check "
                f"and run the command again, or delete {name} with its instances and start with another --to."
            )

    def _secret_password(self, restored: Record) -> str:
        secret = restored.get("MasterUserSecret")
        return master_password(self.deployed, self.deployed.sites[0], secret["SecretArn"] if secret else None)
