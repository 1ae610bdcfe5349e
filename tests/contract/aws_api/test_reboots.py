"""Static parameters wait for a restart of each instance, and are described as waiting until then."""

from typing import Any

import pytest

from tests.contract.aws_api.conftest import ClientOf

FAMILY = "aurora-postgresql17"


class Waiting:
    """A cluster with a writer and a reader, and groups of its own."""

    def __init__(self, rds: Any, name: str) -> None:
        self.rds, self.name = rds, name
        rds.create_db_cluster_parameter_group(
            DBClusterParameterGroupName=name, DBParameterGroupFamily=FAMILY, Description="ours"
        )
        rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily=FAMILY, Description="ours")
        self.set("db_cluster", "track_activity_query_size", "4096")
        rds.create_db_cluster(
            DBClusterIdentifier=name,
            Engine="aurora-postgresql",
            MasterUsername="orion_admin",
            MasterUserPassword="long-enough-1",
            DBClusterParameterGroupName=name,
        )
        for each in ("one", "two"):
            rds.create_db_instance(
                DBInstanceIdentifier=f"{name}-{each}",
                DBClusterIdentifier=name,
                Engine="aurora-postgresql",
                DBInstanceClass="db.r7g.large",
                DBParameterGroupName=name,
            )

    def set(self, kind: str, parameter: str, value: str, method: str = "pending-reboot") -> None:
        """Set a parameter of the group of a kind, `db` or `db_cluster`."""
        member = {"db": "DBParameterGroupName", "db_cluster": "DBClusterParameterGroupName"}[kind]
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": method}
        getattr(self.rds, f"modify_{kind}_parameter_group")(**{member: self.name}, Parameters=[change])

    def waiting(self) -> dict[str, tuple[bool, bool]]:
        """Return of each instance whether parameters of the cluster's group wait, and of its own."""
        (cluster,) = self.rds.describe_db_clusters(DBClusterIdentifier=self.name)["DBClusters"]
        found = dict[str, tuple[bool, bool]]()
        for member in cluster["DBClusterMembers"]:
            identifier = member["DBInstanceIdentifier"]
            (instance,) = self.rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"]
            (group,) = instance["DBParameterGroups"]
            states = (member["DBClusterParameterGroupStatus"], group["ParameterApplyStatus"])
            assert {*states} <= {"in-sync", "pending-reboot"}
            found[identifier.removeprefix(f"{self.name}-")] = (
                states[0] == "pending-reboot",
                states[1] == "pending-reboot",
            )
        return found


@pytest.fixture
def cluster(client: ClientOf, name: str) -> Waiting:
    """Create one for each test."""
    return Waiting(client("rds", "us-east-1"), name)


NOTHING = (False, False)


def test_what_was_set_before_the_instances_does_not_wait(cluster: Waiting) -> None:
    """Nor does a dynamic parameter."""
    cluster.set("db_cluster", "work_mem", "8192", "immediate")

    assert cluster.waiting() == {"one": NOTHING, "two": NOTHING}


def test_a_static_parameter_waits_for_a_reboot_of_each_instance(cluster: Waiting) -> None:
    """Of either group."""
    cluster.set("db_cluster", "track_activity_query_size", "8192")
    assert cluster.waiting() == {"one": (True, False), "two": (True, False)}
    cluster.set("db", "max_locks_per_transaction", "128")
    assert cluster.waiting() == {"one": (True, True), "two": (True, True)}

    cluster.rds.reboot_db_instance(DBInstanceIdentifier=f"{cluster.name}-two")

    assert cluster.waiting() == {"one": (True, True), "two": NOTHING}


def test_a_value_that_is_back_does_not_wait(cluster: Waiting) -> None:
    """It is the one in force."""
    cluster.set("db_cluster", "track_activity_query_size", "8192")
    cluster.set("db_cluster", "track_activity_query_size", "4096")

    assert cluster.waiting() == {"one": NOTHING, "two": NOTHING}


def test_a_failover_restarts_the_old_writer(cluster: Waiting) -> None:
    """And not the new one."""
    cluster.set("db_cluster", "track_activity_query_size", "8192")

    cluster.rds.failover_db_cluster(DBClusterIdentifier=cluster.name)

    assert cluster.waiting() == {"one": NOTHING, "two": (True, False)}


def test_another_class_restarts_an_instance_when_it_is_applied(cluster: Waiting) -> None:
    """Until the maintenance window both wait."""
    cluster.set("db_cluster", "track_activity_query_size", "8192")
    change = {"DBInstanceIdentifier": f"{cluster.name}-two", "DBInstanceClass": "db.r7g.xlarge"}

    cluster.rds.modify_db_instance(**change)
    assert cluster.waiting()["two"] == (True, False)
    cluster.rds.modify_db_instance(**change, ApplyImmediately=True)

    assert cluster.waiting()["two"] == NOTHING
