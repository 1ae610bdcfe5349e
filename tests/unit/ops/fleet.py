"""The instances of production in both regions, which restarts and a failover change, as AWS describes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.unit.ops.answers import Answers
from tests.unit.ops.production import HERE, THERE, arn, healthy

CALLS = ("apply_pending_maintenance_action", "failover_db_cluster", "modify_db_instance", "reboot_db_instance")


@dataclass
class Server:
    """An instance."""

    region: str
    name: str
    described: dict[str, Any]
    reboot: bool = False
    changes: dict[str, str] = field(default_factory=dict[str, str])
    actions: list[str] = field(default_factory=list[str])
    statuses: list[str] = field(default_factory=list[str])
    """What it is for so many looks, before it is available."""


class Fleet:
    """The instances of production, of which `one` writes. Calls change them as AWS does."""

    def __init__(self) -> None:
        self.writer = "one"
        self.calls = list[tuple[str, str]]()
        """Operation and instance, or the target of a failover."""

        self.status = "available"
        self.answers, self.servers = healthy(), dict[str, Server]()
        for region in (HERE, THERE):
            self._take_over(region)

    def _take_over(self, region: str) -> None:
        instances: Any = self.answers[region, "describe_db_instances"]
        clusters: Any = self.answers[region, "describe_db_clusters"]
        for each in instances["DBInstances"]:
            name = each["DBInstanceIdentifier"]
            self.servers[name] = Server(region, name, each)
        (cluster,) = clusters["DBClusters"]
        self.answers[region, "describe_db_clusters"] = lambda _: self._cluster(region, cluster)
        self.answers[region, "describe_db_instances"] = lambda _: self._instances(region)
        self.answers[region, "describe_pending_maintenance_actions"] = lambda _: self._maintenance(region)
        for operation in CALLS:
            self.answers[region, operation] = self.does(operation)

    def does(self, operation: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """Return what an operation does."""

        def answer(given: Mapping[str, Any]) -> Mapping[str, Any]:
            if operation == "failover_db_cluster":
                target = given["TargetDBInstanceIdentifier"]
                # The old writer restarts.
                self.servers[self.writer].reboot = False
                self.writer = target
            elif operation == "apply_pending_maintenance_action":
                target = given["ResourceIdentifier"].rsplit(":", 1)[1]
                self.servers[target].actions.remove(given["ApplyAction"])
            elif operation == "modify_db_instance":
                target = given["DBInstanceIdentifier"]
                assert given["ApplyImmediately"]
                assert given["DBInstanceClass"] == self.servers[target].changes.pop("DBInstanceClass")
            else:
                target = given["DBInstanceIdentifier"]
                self.servers[target].reboot = False
            self.calls.append((operation, target))
            self.servers[target].statuses = ["modifying", "modifying", "rebooting"]
            return {}

        return answer

    def _cluster(self, region: str, cluster: dict[str, Any]) -> dict[str, Any]:
        members = [
            {
                "DBInstanceIdentifier": each.name,
                "IsClusterWriter": each.name == self.writer,
                "DBClusterParameterGroupStatus": "pending-reboot" if each.reboot else "in-sync",
                "PromotionTier": 1,
            }
            for each in self.servers.values()
            if each.region == region
        ]
        return {"DBClusters": [{**cluster, "Status": self.status, "DBClusterMembers": members}]}

    def _instances(self, region: str) -> dict[str, Any]:
        return {
            "DBInstances": [
                {
                    **each.described,
                    "DBInstanceStatus": each.statuses.pop(0) if each.statuses else "available",
                    "PendingModifiedValues": each.changes,
                }
                for each in self.servers.values()
                if each.region == region
            ]
        }

    def _maintenance(self, region: str) -> dict[str, Any]:
        return {
            "PendingMaintenanceActions": [
                {
                    "ResourceIdentifier": arn(region, "db", each.name),
                    "PendingMaintenanceActionDetails": [{"Action": action} for action in each.actions],
                }
                for each in self.servers.values()
                if each.region == region
            ]
        }

    def wait_for_reboot(self, *names: str) -> None:
        """Let static parameters wait."""
        for each in names or self.servers:
            self.servers[each].reboot = True


def rolling() -> Answers:
    """Return exactly the answers that the command needs."""
    needed = (*CALLS, "describe_db_clusters", "describe_db_instances", "describe_pending_maintenance_actions")
    return Answers({key: answer for key, answer in Fleet().answers.items() if key[1] in needed})
