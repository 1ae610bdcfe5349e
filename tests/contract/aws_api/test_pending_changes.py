"""Changes that wait for the maintenance window."""

from typing import Any

from orion_sandbox.daemon import Api
from tests.contract.aws_api.asking import ask
from tests.contract.aws_api.test_clusters import describe


def pass_maintenance_window(api: Api) -> list[str]:
    """Pass the maintenance window."""
    return ask(api, "maintenance-window")["changed"]


def instance(rds: Any, cluster: str) -> dict[str, Any]:
    """Create an instance of a cluster."""
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-1",
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )
    return described(rds, cluster)


def described(rds: Any, cluster: str) -> dict[str, Any]:
    """Return its description."""
    return rds.describe_db_instances(DBInstanceIdentifier=f"{cluster}-1")["DBInstances"][0]


def test_another_class_waits_for_the_window(rds: Any, cluster: str, api: Api) -> None:
    """A change of class interrupts the service, so the operator chooses when it happens."""
    arn = instance(rds, cluster)["DBInstanceArn"]
    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", DBInstanceClass="db.r7g.xlarge", PromotionTier=3)

    before = described(rds, cluster)
    assert before["DBInstanceClass"] == "db.r7g.large"
    assert before["PendingModifiedValues"] == {"DBInstanceClass": "db.r7g.xlarge"}
    assert before["PromotionTier"] == 3, "what needs no outage does not wait"

    assert arn in pass_maintenance_window(api)
    after = described(rds, cluster)
    assert after["DBInstanceClass"] == "db.r7g.xlarge"
    assert not after.get("PendingModifiedValues")


def test_another_version_waits_for_the_window(rds: Any, cluster: str, api: Api) -> None:
    """The same for a cluster."""
    rds.modify_db_cluster(DBClusterIdentifier=cluster, EngineVersion="17.9", BackupRetentionPeriod=9)

    assert describe(rds, cluster)["EngineVersion"] == "17.7"
    assert describe(rds, cluster)["PendingModifiedValues"] == {"EngineVersion": "17.9"}
    assert describe(rds, cluster)["BackupRetentionPeriod"] == 9

    pass_maintenance_window(api)
    assert describe(rds, cluster)["EngineVersion"] == "17.9"


def test_a_new_password_waits_for_no_window(rds: Any, cluster: str, api: Api) -> None:
    """So that the cluster and the secret, which is written at once, have the same one."""
    rds.modify_db_cluster(DBClusterIdentifier=cluster, MasterUserPassword="another-password", ApplyImmediately=False)

    arn = describe(rds, cluster)["DBClusterArn"]
    assert ask(api, "login", cluster=arn, username="orion_admin", password="another-password")["accepted"] is True
    assert not describe(rds, cluster).get("PendingModifiedValues")


def test_a_change_that_is_applied_at_once_takes_with_it_what_waited(rds: Any, cluster: str) -> None:
    """AWS applies all pending changes."""
    instance(rds, cluster)
    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", DBInstanceClass="db.r7g.xlarge")
    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", PromotionTier=4, ApplyImmediately=True)

    assert described(rds, cluster)["DBInstanceClass"] == "db.r7g.xlarge"
    assert not described(rds, cluster).get("PendingModifiedValues")
