"""Global databases, and secrets with replicas and labels."""

from collections.abc import Iterable
from typing import Any

from tests.contract.aws_api.conftest import ClientOf

HERE, THERE = "us-east-1", "us-west-2"
FURTHER = (
    "us-east-2",
    "us-west-1",
    "ca-central-1",
    "sa-east-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-north-1",
    "ap-south-1",
)
ARN = "arn:aws:rds:{region}:123456789012:cluster:{name}"
ENGINE = "aurora-postgresql"
OWN = {"MasterUsername": "orion_admin", "MasterUserPassword": "long-enough-1"}

JOINED = ("username", "password", "database", "managed", "region", "name", "version", "encryption")
"""Global databases that one correct call joins, each."""

SOURCES = ("unknown", "settings", "member", "password", "class")


def build(client: ClientOf) -> dict[str, str]:
    """Create all of them. `<name>-a` is the primary cluster of the database `<name>`, `<name>-b` the secondary one."""
    for name in ("here", "moved", "lost", "failed", "gone"):
        _make(client, name, HERE, (THERE,))
    for name in ("left", "kept"):
        _make(client, name, THERE, (HERE,))
    for name in ("there", *(f"join-{each}" for each in JOINED)):
        _make(client, name, THERE)
    for name in ("alone", "grown", "upgraded"):
        _make(client, name, HERE)
    _make(client, "crowded", THERE, FURTHER)
    rds = client("rds")
    _cluster(client("rds", THERE), "headless-a", **OWN)
    rds.create_global_cluster(GlobalClusterIdentifier="headless", SourceDBClusterIdentifier=arn("headless-a", THERE))
    for name in ("void", "locked"):
        rds.create_global_cluster(GlobalClusterIdentifier=name, Engine=ENGINE, DeletionProtection=name == "locked")
    _make_single_clusters(rds)
    return {"arn_here": arn("here-a", HERE)} | _make_secrets(client("secretsmanager"))


def arn(name: str, region: str) -> str:
    """Return the ARN of a cluster."""
    return ARN.format(region=region, name=name)


def _make(client: ClientOf, name: str, region: str, others: Iterable[str] = ()) -> None:
    """Create a global database; only the first of its secondary clusters has an instance."""
    _cluster(client("rds", region), f"{name}-a", **OWN)
    _instance(client("rds", region), f"{name}-a")
    client("rds").create_global_cluster(
        GlobalClusterIdentifier=name, SourceDBClusterIdentifier=arn(f"{name}-a", region)
    )
    for number, other in enumerate(others):
        secondary = f"{name}-{'bcdefghijkl'[number]}"
        _cluster(client("rds", other), secondary, GlobalClusterIdentifier=name)
        if name != "lost":
            _instance(client("rds", other), secondary)


def _cluster(rds: Any, name: str, **arguments: Any) -> None:
    rds.create_db_cluster(
        DBClusterIdentifier=name, Engine=ENGINE, EngineVersion="17.7", StorageEncrypted=True, **arguments
    )


def _instance(rds: Any, cluster: str, instance_class: str = "db.r7g.large") -> None:
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-1", DBClusterIdentifier=cluster, Engine=ENGINE, DBInstanceClass=instance_class
    )


def _make_single_clusters(rds: Any) -> None:
    for name in (*(f"source-{each}" for each in SOURCES), "single", "managing", "upgrading", "leaving"):
        _cluster(rds, name, **OWN)
    _cluster(rds, "managed", MasterUsername="orion_admin", ManageMasterUserPassword=True)
    _cluster(rds, "burstable", **OWN)
    _instance(rds, "burstable", "db.t4g.medium")
    _instance(rds, "leaving")


def _make_secrets(secrets: Any) -> dict[str, str]:
    """Create a secret with replicas, and one with a version for each label."""
    for name in ("copied", "uncopied"):
        secrets.create_secret(Name=name, SecretString="first")
    secrets.replicate_secret_to_regions(SecretId="copied", AddReplicaRegions=[{"Region": THERE}])
    first = secrets.create_secret(Name="labelled", SecretString="first")["VersionId"]
    second = secrets.put_secret_value(SecretId="labelled", SecretString="second")["VersionId"]
    secrets.update_secret_version_stage(SecretId="labelled", VersionStage="mine", MoveToVersionId=first)
    return {"version_first": first, "version_second": second}
