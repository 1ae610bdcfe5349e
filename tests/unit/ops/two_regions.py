"""A global database of two regions whose writer moves, as AWS answers `orion-rds dr`."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_ops.aws import Aws
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import CLUSTERS, FLEETS, HERE, NOW, THERE, arn, healthy

GLOBAL = "orion-prod-aurora-global"
ENDPOINT = "orion.global.rds.amazonaws.com"
ARNS = {region: arn(region, "cluster", name) for region, name in CLUSTERS.items()}


class Regions:
    """What AWS describes. Tests change it, and switches do."""

    def __init__(self) -> None:
        self.writer = HERE
        self.calls = list[tuple[str, str, Mapping[str, Any]]]()
        """Region, operation and arguments of each switch."""

        self.asked = list[Aws]()
        self.database: dict[str, Any] = {"GlobalClusterIdentifier": GLOBAL, "Status": "available", "Endpoint": ENDPOINT}
        self.synchronization = "connected"
        self.clusters: dict[str, dict[str, Any]] = {}
        self.instances: dict[str, list[dict[str, Any]]] = {}
        self.answers, base = Answers(), healthy()
        for region in (HERE, THERE):
            clusters: Any = base[region, "describe_db_clusters"]
            instances: Any = base[region, "describe_db_instances"]
            (self.clusters[region],) = clusters["DBClusters"]
            self.clusters[region]["Endpoint"] = f"cluster.{region}"
            self.instances[region] = instances["DBInstances"]
            self.answers[region, "describe_global_clusters"] = lambda _: self._database()
            self.answers[region, "describe_db_clusters"] = self._clusters_of(region)
            self.answers[region, "describe_db_instances"] = self._instances_of(region)
            self.answers[region, "get_metric_data"] = base[THERE, "get_metric_data"]
            for operation in ("switchover_global_cluster", "failover_global_cluster"):
                self.answers[region, operation] = self.switch(region, operation)

    def aws(self, region: str) -> Aws:
        """Return AWS, which is kept in `asked`."""
        self.asked.append(self.answers.aws(region))
        return self.asked[-1]

    def switch(self, region: str, operation: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """Return what switches when it is called in a region."""

        def answer(given: Mapping[str, Any]) -> Mapping[str, Any]:
            self.calls.append((region, operation, given))
            (self.writer,) = (each for each, its in ARNS.items() if its == given["TargetDbClusterIdentifier"])
            return {"GlobalCluster": {}}

        return answer

    def _database(self) -> dict[str, Any]:
        members = [
            {"DBClusterArn": its, "IsWriter": region == self.writer}
            | ({} if region == self.writer else {"SynchronizationStatus": self.synchronization})
            for region, its in ARNS.items()
        ]
        return {"GlobalClusters": [{"GlobalClusterMembers": members, **self.database}]}

    def _clusters_of(self, region: str) -> Callable[[object], dict[str, Any]]:
        def answer(_: object) -> dict[str, Any]:
            members = [
                {"DBInstanceIdentifier": name, "IsClusterWriter": region == self.writer and not number}
                for number, name in enumerate(FLEETS[region])
            ]
            return {"DBClusters": [{**self.clusters[region], "DBClusterMembers": members}]}

        return answer

    def _instances_of(self, region: str) -> Callable[[object], dict[str, Any]]:
        return lambda _: {"DBInstances": self.instances[region]}


def switching() -> Answers:
    """Return exactly the answers that the command needs."""
    return Regions().answers


__all__ = ["ARNS", "ENDPOINT", "GLOBAL", "HERE", "NOW", "THERE", "Regions", "switching"]
