"""Aurora global databases: clusters in two regions, one of which writes."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from orion_sandbox import daemon
from tests.contract.aws_api.asking import ask
from tests.contract.aws_api.conftest import ClientOf

HERE, THERE = "us-east-1", "us-west-2"
TAGS = [{"Key": "Name", "Value": "both regions"}]
PASSWORD = "long-enough-1"


class Pair:
    """A global database over two regions, and the clients of both."""

    def __init__(self, client: ClientOf, name: str) -> None:
        self.name = name
        self.rds = {region: client("rds", region) for region in (HERE, THERE)}
        self.arns = {HERE: self._make(HERE, MasterUsername="orion_admin", MasterUserPassword=PASSWORD)}
        self.rds[HERE].create_global_cluster(
            GlobalClusterIdentifier=name, SourceDBClusterIdentifier=self.arns[HERE], Tags=TAGS
        )
        self.arns[THERE] = self._make(THERE, GlobalClusterIdentifier=name)

    def _make(self, region: str, **arguments: str) -> str:
        rds = self.rds[region]
        cluster = f"{self.name}-{region}"
        made = rds.create_db_cluster(DBClusterIdentifier=cluster, Engine="aurora-postgresql", **arguments)
        rds.create_db_instance(
            DBInstanceIdentifier=f"{cluster}-1",
            DBClusterIdentifier=cluster,
            Engine="aurora-postgresql",
            DBInstanceClass="db.r7g.large",
        )
        return made["DBCluster"]["DBClusterArn"]

    def cluster(self, region: str) -> dict[str, Any]:
        """Return the description of a cluster in its region."""
        (found,) = self.rds[region].describe_db_clusters(DBClusterIdentifier=self.arns[region])["DBClusters"]
        return found

    def whole(self, region: str = HERE) -> dict[str, Any]:
        """Return the description of the global database in a region."""
        (found,) = self.rds[region].describe_global_clusters(GlobalClusterIdentifier=self.name)["GlobalClusters"]
        return found

    def switch(self, region: str) -> None:
        """Make the cluster of another region the writer."""
        self.rds[region].switchover_global_cluster(
            GlobalClusterIdentifier=self.name, TargetDbClusterIdentifier=self.arns[region]
        )


@pytest.fixture
def pair(client: ClientOf, name: str) -> Pair:
    """Create one for each test."""
    return Pair(client, name)


def test_a_restored_cluster_is_in_no_global_database(pair: Pair) -> None:
    """It has the data of one, and can be deleted."""
    rds, restored = pair.rds[HERE], f"{pair.name}-restored"
    rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=restored, SourceDBClusterIdentifier=f"{pair.name}-{HERE}", UseLatestRestorableTime=True
    )

    assert {each["DBClusterArn"] for each in pair.whole()["GlobalClusterMembers"]} == set(pair.arns.values())
    rds.delete_db_cluster(DBClusterIdentifier=restored, SkipFinalSnapshot=True)


def test_members_are_of_two_regions_and_one_of_them_writes(pair: Pair) -> None:
    """The description is the same in both regions."""
    members = {each["DBClusterArn"]: each for each in pair.whole()["GlobalClusterMembers"]}

    assert members.keys() == set(pair.arns.values())
    assert members[pair.arns[HERE]]["IsWriter"]
    assert members[pair.arns[HERE]]["Readers"] == [pair.arns[THERE]]
    assert not members[pair.arns[THERE]]["IsWriter"]
    assert pair.whole(THERE) == pair.whole()


def test_a_secondary_cluster_says_whom_it_replicates(pair: Pair) -> None:
    """Its user and its version are from there too."""
    first, second = pair.cluster(HERE), pair.cluster(THERE)

    assert second["ReplicationSourceIdentifier"] == pair.arns[HERE]
    assert "ReplicationSourceIdentifier" not in first
    assert first["ReadReplicaIdentifiers"] == [pair.arns[THERE]]
    assert {each["GlobalClusterIdentifier"] for each in (first, second)} == {pair.name}
    assert second["MasterUsername"] == "orion_admin"
    assert second["EngineVersion"] == first["EngineVersion"]


@pytest.mark.parametrize("asked", [{}, {"EngineVersion": "16"}], ids=["none", "major"])
def test_a_secondary_cluster_is_asked_for_the_very_version_of_the_first(
    asked: dict[str, str], client: ClientOf, name: str
) -> None:
    """Otherwise it would have AWS's default version, which may be older, and could not join."""
    rds = {region: client("rds", region) for region in (HERE, THERE)}
    first = rds[HERE].create_db_cluster(
        DBClusterIdentifier=f"{name}-1",
        Engine="aurora-postgresql",
        EngineVersion="16.13",
        MasterUsername="orion_admin",
        MasterUserPassword=PASSWORD,
    )["DBCluster"]
    rds[HERE].create_db_instance(
        DBInstanceIdentifier=name,
        DBClusterIdentifier=f"{name}-1",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )
    rds[HERE].create_global_cluster(GlobalClusterIdentifier=name, SourceDBClusterIdentifier=first["DBClusterArn"])

    joining = {"DBClusterIdentifier": f"{name}-2", "Engine": "aurora-postgresql", "GlobalClusterIdentifier": name}

    with pytest.raises(ClientError, match="Value for engineVersion should match setting for global cluster"):
        rds[THERE].create_db_cluster(**joining, **asked)
    second = rds[THERE].create_db_cluster(**joining, EngineVersion="16.13")["DBCluster"]

    assert second["EngineVersion"] == "16.13"


def test_a_source_is_found_in_any_region(client: ClientOf, name: str) -> None:
    """The call is made in the source's region."""
    rds = client("rds", THERE)
    source = rds.create_db_cluster(
        DBClusterIdentifier=name,
        Engine="aurora-postgresql",
        MasterUsername="orion_admin",
        MasterUserPassword=PASSWORD,
        DatabaseName="orion",
    )["DBCluster"]

    made = rds.create_global_cluster(GlobalClusterIdentifier=name, SourceDBClusterIdentifier=source["DBClusterArn"])

    assert made["GlobalCluster"]["EngineVersion"] == source["EngineVersion"]
    assert made["GlobalCluster"]["DatabaseName"] == "orion"
    assert [each["IsWriter"] for each in made["GlobalCluster"]["GlobalClusterMembers"]] == [True]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "open-source-rds-extended-support"),
        (
            {"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
            "open-source-rds-extended-support-disabled",
        ),
    ],
)
def test_extended_support_is_not_a_setting_of_the_source(
    asked: dict[str, str], told: str, client: ClientOf, name: str
) -> None:
    """CreateGlobalCluster lists the settings taken from the source, and this one has its own default."""
    rds = client("rds", HERE)
    source = rds.create_db_cluster(
        DBClusterIdentifier=name,
        Engine="aurora-postgresql",
        EngineLifecycleSupport="open-source-rds-extended-support-disabled",
        MasterUsername="orion_admin",
        MasterUserPassword=PASSWORD,
    )["DBCluster"]

    made = rds.create_global_cluster(
        GlobalClusterIdentifier=name, SourceDBClusterIdentifier=source["DBClusterArn"], **asked
    )

    assert made["GlobalCluster"]["EngineLifecycleSupport"] == told


@pytest.mark.parametrize("operation", ["switchover_global_cluster", "failover_global_cluster"])
def test_after_a_switch_the_other_region_writes(pair: Pair, operation: str) -> None:
    """With every attribute that shows it, which a program must ignore."""
    endpoint = pair.whole()["Endpoint"]
    force = {"AllowDataLoss": True} if operation.startswith("failover") else {}

    getattr(pair.rds[THERE], operation)(
        GlobalClusterIdentifier=pair.name, TargetDbClusterIdentifier=pair.arns[THERE], **force
    )

    writers = {each["DBClusterArn"]: each["IsWriter"] for each in pair.whole()["GlobalClusterMembers"]}
    assert writers == {pair.arns[HERE]: False, pair.arns[THERE]: True}
    assert pair.cluster(HERE)["ReplicationSourceIdentifier"] == pair.arns[THERE]
    assert "ReplicationSourceIdentifier" not in pair.cluster(THERE)
    assert pair.cluster(THERE)["ReadReplicaIdentifiers"] == [pair.arns[HERE]]
    assert pair.whole()["Endpoint"] == endpoint


def test_the_global_endpoint_leads_to_the_cluster_that_writes(pair: Pair, api: daemon.Api) -> None:
    """Before a switch and after it, with the same password."""
    login = {"host": pair.whole()["Endpoint"], "username": "orion_admin", "password": PASSWORD}

    before = ask(api, "login", **login)
    pair.switch(THERE)
    after = ask(api, "login", **login)

    assert before == {"accepted": True, "cluster": pair.arns[HERE], "writes": True}
    assert after == {"accepted": True, "cluster": pair.arns[THERE], "writes": True}


def test_the_clusters_of_a_global_database_have_one_password(pair: Pair, api: daemon.Api) -> None:
    """The password is part of the replicated data; a cluster that leaves keeps it."""
    new = "another-one-2"
    pair.rds[HERE].modify_db_cluster(
        DBClusterIdentifier=pair.cluster(HERE)["DBClusterIdentifier"], MasterUserPassword=new, ApplyImmediately=True
    )
    there = {"cluster": pair.arns[THERE], "username": "orion_admin"}

    assert ask(api, "login", **there, password=new) == {
        "accepted": True,
        "cluster": pair.arns[THERE],
        "writes": False,
    }
    assert not ask(api, "login", **there, password=PASSWORD)["accepted"]

    pair.rds[HERE].remove_from_global_cluster(GlobalClusterIdentifier=pair.name, DbClusterIdentifier=pair.arns[THERE])
    assert ask(api, "login", **there, password=new) == {
        "accepted": True,
        "cluster": pair.arns[THERE],
        "writes": True,
    }


def test_a_cluster_of_another_region_can_be_removed(pair: Pair) -> None:
    """It becomes a cluster of its own; then the rest can be deleted."""
    rds = pair.rds[HERE]

    rds.remove_from_global_cluster(GlobalClusterIdentifier=pair.name, DbClusterIdentifier=pair.arns[THERE])

    assert [each["DBClusterArn"] for each in pair.whole()["GlobalClusterMembers"]] == [pair.arns[HERE]]
    assert "ReplicationSourceIdentifier" not in pair.cluster(THERE)
    assert "GlobalClusterIdentifier" not in pair.cluster(THERE)
    assert not pair.cluster(HERE).get("ReadReplicaIdentifiers")

    rds.remove_from_global_cluster(GlobalClusterIdentifier=pair.name, DbClusterIdentifier=pair.arns[HERE])
    rds.delete_global_cluster(GlobalClusterIdentifier=pair.name)
    with pytest.raises(ClientError) as gone:
        pair.whole()
    assert gone.value.response["Error"]["Code"] == "GlobalClusterNotFoundFault"


def test_promoting_a_secondary_cluster_detaches_it(pair: Pair) -> None:
    """A program that no longer names the source does this; hashicorp/terraform-provider-aws#40921."""
    pair.rds[THERE].promote_read_replica_db_cluster(DBClusterIdentifier=pair.cluster(THERE)["DBClusterIdentifier"])

    assert [each["DBClusterArn"] for each in pair.whole()["GlobalClusterMembers"]] == [pair.arns[HERE]]


def test_a_global_database_is_found_by_cluster_and_by_region(pair: Pair) -> None:
    """The provider finds the global database of a cluster with it."""
    rds = pair.rds[HERE]

    def found(name: str, value: str) -> list[str]:
        answer = rds.describe_global_clusters(Filters=[{"Name": name, "Values": [value]}])
        return [each["GlobalClusterIdentifier"] for each in answer["GlobalClusters"]]

    assert found("db-cluster-id", pair.arns[THERE]) == [pair.name]
    assert pair.name in found("region", THERE)
    assert pair.name not in found("region", "eu-west-1")


def test_tags_and_protection_can_be_changed(pair: Pair) -> None:
    """Its ARN has no region."""
    rds, arn = pair.rds[THERE], pair.whole()["GlobalClusterArn"]
    rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "Team", "Value": "data"}])
    rds.remove_tags_from_resource(ResourceName=arn, TagKeys=["Name"])
    rds.modify_global_cluster(GlobalClusterIdentifier=pair.name, DeletionProtection=True)

    assert pair.whole()["DeletionProtection"]
    assert pair.whole()["TagList"] == [{"Key": "Team", "Value": "data"}]
    assert rds.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "Team", "Value": "data"}]


def test_an_upgrade_to_a_major_version_is_one_call(pair: Pair) -> None:
    """All its clusters are upgraded."""
    pair.rds[HERE].modify_global_cluster(
        GlobalClusterIdentifier=pair.name, EngineVersion="18.3", AllowMajorVersionUpgrade=True
    )

    versions = {pair.cluster(region)["EngineVersion"] for region in (HERE, THERE)} | {pair.whole()["EngineVersion"]}
    assert versions == {"18.3"}
