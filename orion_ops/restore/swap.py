"""Replacement of a cluster by a restored one. Each step reads the progress from AWS, so it can be repeated."""

from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.errors import OpsError
from orion_ops.progress import say
from orion_ops.restore import beside
from orion_ops.restore.clusters import Clusters, tags_of
from orion_ops.target import NOT_FOUND

SUFFIX = "-restored"
MOMENT, OLD_NAME = "orion-rds:restored-to", "orion-rds:replaces"
"""Tags of the restored cluster until the replacement is complete: the time, and the new name of the old cluster."""
IDENTIFIER = "orion-rds:identifier"
"""Tag of a restored instance until the replacement is complete: the identifier of the instance that it replaces."""
MAXIMUM_CHARACTERS = 63
"""Of an identifier of a cluster or an instance.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The current clusters."""

    old: Record | None
    """The cluster that is replaced, under its own name or its new one."""
    restored: Record | None
    is_in_place: bool
    """Whether the restored cluster has the name."""

    @property
    def moment(self) -> str:
        """The time that the cluster is restored to."""
        return tags_of(self.restored or {}).get(MOMENT, "")

    @property
    def old_name(self) -> str:
        """The new name of the old cluster."""
        return tags_of(self.restored or {})[OLD_NAME]


@dataclass(frozen=True, slots=True)
class Swap:
    """The steps of the replacement. Every method raises `OpsError`."""

    clusters: Clusters
    name: str

    @property
    def beside(self) -> str:
        """The name of the restored cluster before the swap."""
        return f"{self.name}{SUFFIX}"

    def look(self) -> Found:
        """Read the progress from AWS."""
        named, other = self.clusters.find(self.name), self.clusters.find(self.beside)
        if other and MOMENT not in tags_of(other):
            raise OpsError(
                f"The cluster {self.beside} was not created by this command: it has no tag {MOMENT}. Rename it, or "
                "delete it if it is not needed."
            )
        if named and MOMENT in tags_of(named):
            return Found(self.clusters.find(tags_of(named)[OLD_NAME]), named, is_in_place=True)
        if named is None and other:
            return Found(self.clusters.find(tags_of(other)[OLD_NAME]), other, is_in_place=False)
        return Found(named, other, is_in_place=False)

    def restore(self, old: Record, moment: datetime, now: datetime) -> None:
        """Restore a second cluster from the old one."""
        old_name = f"{self.name}-old-{now:%y%m%d%H%M}"
        if len(f"{old_name}-{len(old['DBClusterMembers'])}") > MAXIMUM_CHARACTERS:
            raise OpsError(f"{self.name} is too long a name for {old_name} and its instances. Restore by hand.")
        roles = [
            {name: each[name] for name in ("RoleArn", "FeatureName") if each.get(name)}
            for each in old.get("AssociatedRoles", ())
            # The cluster cannot assume such a role, as it was deleted for example.
            if each.get("Status") != "INVALID"
        ]
        say(f"Restoring {self.beside} to {beside.written(moment)}.")
        beside.restore(
            self.clusters,
            old,
            self.beside,
            moment,
            {**tags_of(old), MOMENT: beside.written(moment), OLD_NAME: old_name},
            CopyTagsToSnapshot=old.get("CopyTagsToSnapshot", False),
            DeletionProtection=old.get("DeletionProtection", False),
            **({"AssociatedRoles": roles} if roles else {}),
        )

    def create_instances(self, found: Found) -> None:
        """Create an instance for each instance of the old cluster, the writer first."""
        old, restored = found.old, self.clusters.wait(self.beside)
        made = self._identifiers(restored)
        for like in self.clusters.instances(old) if old else ():
            replaced = like["DBInstanceIdentifier"]
            if replaced in made or replaced.startswith(found.old_name):
                continue
            identifier = _unused(self.beside, made.values())
            say(f"Creating the instance {identifier}, which will replace {replaced}.")
            beside.create_instance(
                self.clusters, self.beside, identifier, like, {**tags_of(like), IDENTIFIER: replaced}
            )
            if not made:
                # The first available instance becomes the writer.
                self.clusters.wait_for_instance(identifier)
            made[replaced] = identifier
        for identifier in made.values():
            self.clusters.wait_for_instance(identifier)

    def exchange(self, found: Found) -> None:
        """Rename the old cluster and its instances, then give the restored ones their names."""
        old_name, restored = found.old_name, found.restored or {}
        if found.old:
            self._rename_instances(self._free_names(found.old, old_name))
            if found.old["DBClusterIdentifier"] == self.name:
                self._rename(self.name, old_name)
        taken = self._identifiers(restored)
        self._rename_instances({now: name for name, now in taken.items() if name != now})
        if not found.is_in_place:
            self._rename(self.beside, self.name)

    def finish(self, found: Found) -> None:
        """Enable the log exports, and remove the tags."""
        restored = self.clusters.wait(self.name)
        exports = (found.old or {}).get("EnabledCloudwatchLogsExports", ())
        if missing := [each for each in exports if each not in restored.get("EnabledCloudwatchLogsExports", ())]:
            self.clusters.change(
                "modify_db_cluster",
                DBClusterIdentifier=self.name,
                CloudwatchLogsExportConfiguration={"EnableLogTypes": missing},
                ApplyImmediately=True,
            )
        for each in self.clusters.instances(restored):
            self.clusters.call("remove_tags_from_resource", ResourceName=each["DBInstanceArn"], TagKeys=[IDENTIFIER])
        # The last step: without these tags the replacement is complete.
        self.clusters.call(
            "remove_tags_from_resource", ResourceName=restored["DBClusterArn"], TagKeys=[MOMENT, OLD_NAME]
        )

    def _identifiers(self, restored: Record) -> dict[str, str]:
        """Return the current identifiers of the restored instances, by their final ones."""
        found = {
            tags_of(each).get(IDENTIFIER): each["DBInstanceIdentifier"] for each in self.clusters.instances(restored)
        }
        return {name: now for name, now in found.items() if name}

    def _free_names(self, old: Record, old_name: str) -> Mapping[str, str]:
        """Return the new names of the old instances, by their current ones."""
        # In the order of the names: the roles may change until the command is run again.
        names = sorted(each["DBInstanceIdentifier"] for each in self.clusters.instances(old))
        taken = {each for each in names if each.startswith(old_name)}
        found = dict[str, str]()
        for name in names:
            if name not in taken:
                found[name] = _unused(old_name, {*taken, *found.values()})
        return found

    def _rename_instances(self, names: Mapping[str, str]) -> None:
        """Rename instances, which restarts them."""
        for name, new in names.items():
            say(f"Renaming the instance {name} to {new}.")
            with _unless_renamed(partial(self.clusters.find_instance, new)):
                self.clusters.change(
                    "modify_db_instance", DBInstanceIdentifier=name, NewDBInstanceIdentifier=new, ApplyImmediately=True
                )
        for new in names.values():
            self.clusters.wait_for_instance(new)

    def _rename(self, name: str, new: str) -> None:
        say(f"Renaming the cluster {name} to {new}.")
        with _unless_renamed(partial(self.clusters.find, new)):
            self.clusters.change(
                "modify_db_cluster", DBClusterIdentifier=name, NewDBClusterIdentifier=new, ApplyImmediately=True
            )
        self.clusters.wait(new)


@contextmanager
def _unless_renamed(find: Callable[[], Record | None]) -> Generator[None]:
    """Ignore that the old name does not exist if the new one does: AWS takes minutes to rename, and may have accepted
    the call of an interrupted run, or one whose response was lost.
    """
    try:
        yield
    except AwsError as error:
        if NOT_FOUND not in error.code or find() is None:
            raise


def _unused(prefix: str, taken: Collection[str]) -> str:
    """Return the prefix with the first number that is not taken."""
    return next(name for number in count(1) if (name := f"{prefix}-{number}") not in taken)
