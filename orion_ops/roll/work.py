"""Pending changes of instances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orion_ops.aws import Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.status.pending import maintenance, needs_reboot
from orion_rds.plan.site import Site

RESTARTING = ("CACertificateIdentifier", "DBInstanceClass")
"""Members of `PendingModifiedValues` that `ModifyDBInstance` takes by the same name."""


@dataclass(frozen=True, slots=True)
class Work:
    """An instance and its pending changes."""

    instance: str
    arn: str
    status: str
    writes: bool
    tier: int
    changes: Mapping[str, str] = field(default_factory=dict[str, str])
    """From `PendingModifiedValues`."""

    actions: Sequence[str] = ()
    """Pending maintenance actions, such as `system-update`."""

    reboot: bool = False

    @property
    def is_steady(self) -> bool:
        """Whether it is available and not being changed."""
        return self.status in STEADY

    @property
    def is_needed(self) -> bool:
        """Whether there are pending changes."""
        return bool(self.changes or self.actions or self.reboot)

    @property
    def text(self) -> str:
        """The pending changes."""
        changes = (f"{name} {value}" for name, value in self.changes.items())
        return ", ".join((*changes, *self.actions, *(["reboot for static parameters"] if self.reboot else [])))


def works(deployed: Deployed, site: Site) -> Sequence[Work]:
    """Return all instances of a region, the writer last, the others by promotion tier.

    Raises:
        AwsError: A call fails.
    """
    actions = list(maintenance(deployed, site))
    found = [_work(each, actions) for each in deployed.instances(site)]
    return sorted(found, key=lambda each: (each.writes, each.tier, each.instance))


def of_cluster(deployed: Deployed, site: Site) -> Iterator[str]:
    """Yield the pending changes of the whole cluster. Raises `AwsError`."""
    yield from (deployed.cluster(site) or {}).get("PendingModifiedValues") or {}
    for identifier, action in maintenance(deployed, site):
        if identifier == site.cluster_identifier:
            yield action["Action"]


def _work(instance: Record, actions: Sequence[tuple[str, Record]]) -> Work:
    identifier, waiting = instance["DBInstanceIdentifier"], instance.get("PendingModifiedValues") or {}
    return Work(
        instance=identifier,
        arn=instance["DBInstanceArn"],
        status=instance["DBInstanceStatus"],
        writes=bool(instance.get("IsClusterWriter")),
        tier=instance.get("PromotionTier") or 0,
        changes={name: waiting[name] for name in RESTARTING if name in waiting},
        actions=[action["Action"] for of, action in actions if of == identifier],
        reboot=needs_reboot(instance),
    )
