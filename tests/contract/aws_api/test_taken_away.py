"""What the stand-in provider asks of AWS when a program no longer has a property, and what it takes at all."""

import uuid
from typing import Any

import pytest

from orion_sandbox import daemon
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE
from orion_sandbox.providers.provider import ResourceState
from tests.contract.aws_api.conftest import GROUPS, KEY, SUBNETS, ClientOf


class Deployed:
    """A resource that the stand-in made."""

    def __init__(self, kind: str, inputs: dict[str, Any]) -> None:
        self.provider, self.kind = Aws(), f"aws:{kind}"
        self.provider.configure({"region": "us-east-1"})
        self.made = self.provider.create(self.kind, self.checked({}, inputs), preview=False)

    def checked(self, old: Any, new: dict[str, Any]) -> Any:
        """Return the inputs that the engine would pass on."""
        checked = self.provider.check(self.kind, "one", old, new, b"seed")
        assert checked.failures == ()
        return checked.inputs

    def change(self, inputs: dict[str, Any]) -> ResourceState:
        """Deploy it with other inputs."""
        new = self.checked(self.made.inputs, inputs)
        self.made = self.provider.update(
            self.kind, self.made.id, self.made.inputs, self.made.properties, new, preview=False
        )
        return self.made

    def changes(self, inputs: dict[str, Any]) -> dict[str, str]:
        """Return what a preview shows of other inputs."""
        new = self.checked(self.made.inputs, inputs)
        return dict(self.provider.diff(self.kind, self.made.inputs, self.made.properties, new).changes)


@pytest.fixture
def name(api: daemon.Api, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a resource of its own, in the API that the stand-in calls."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    return f"n{uuid.uuid4().hex[:12]}"


def test_a_secret_keeps_its_key_and_the_change_is_shown_for_ever(name: str, client: ClientOf) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/21623"""  # noqa: D400, D415 # an address
    secret = Deployed("secretsmanager/secret:Secret", {"name": name, "kmsKeyId": KEY})
    without = {"name": name}

    assert secret.change(without).failure == ""

    assert client("secretsmanager").describe_secret(SecretId=name)["KmsKeyId"] == KEY
    assert secret.changes(without) == {"kmsKeyId": "DELETE"}
    assert secret.changes({"name": name, "kmsKeyId": KEY}) == {}


def cluster(name: str, **more: Any) -> dict[str, Any]:
    """Return the inputs of a cluster in a subnet group of its own."""
    return {
        "clusterIdentifier": name,
        "dbSubnetGroupName": name,
        "engine": "aurora-postgresql",
        "engineVersion": "17.7",
        "masterUsername": "root",
        "masterPassword": "long-enough-1",
        "skipFinalSnapshot": True,
        **more,
    }


@pytest.fixture
def rds(name: str, client: ClientOf) -> Any:
    """Call RDS, where there is a subnet group of that name."""
    calls = client("rds")
    calls.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="ours", SubnetIds=list(SUBNETS))
    return calls


def described(rds: Any, name: str) -> dict[str, Any]:
    """Return AWS's description of a cluster."""
    return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]


def test_a_lifecycle_is_sent_when_a_cluster_is_created_and_never_after(name: str, rds: Any) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/37619"""  # noqa: D400, D415 # an address
    first, then = "open-source-rds-extended-support-disabled", "open-source-rds-extended-support"
    made = Deployed("rds/cluster:Cluster", cluster(name, engineLifecycleSupport=first))
    wanted = cluster(name, engineLifecycleSupport=then, backupRetentionPeriod=9)

    made.change(wanted)

    found = described(rds, name)
    assert (found["EngineLifecycleSupport"], found["BackupRetentionPeriod"]) == (first, 9)
    assert made.changes(wanted) == {"engineLifecycleSupport": "UPDATE"}


def test_capacity_that_is_taken_away_gets_a_minimum_of_nothing(name: str, rds: Any) -> None:
    """The provider's block without values: the old maximum stays, the minimum becomes 0, and nothing is shown after."""
    made = Deployed(
        "rds/cluster:Cluster", cluster(name, serverlessv2ScalingConfiguration={"minCapacity": 1, "maxCapacity": 4})
    )

    made.change(cluster(name))

    capacity = described(rds, name)["ServerlessV2ScalingConfiguration"]
    assert (capacity["MinCapacity"], capacity["MaxCapacity"]) == (0, 4)
    assert made.changes(cluster(name)) == {}


def test_insights_that_are_taken_away_are_turned_off(name: str, rds: Any) -> None:
    """The switch has no value of AWS's own."""
    made = Deployed("rds/cluster:Cluster", cluster(name, performanceInsightsEnabled=True))

    made.change(cluster(name))

    assert described(rds, name)["PerformanceInsightsEnabled"] is False


def test_another_mode_of_insights_is_sent_with_their_key(name: str, rds: Any) -> None:
    """AWS would take a call without the key for one that asks for its own."""
    insights = {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": KEY}
    made = Deployed("rds/cluster:Cluster", cluster(name, databaseInsightsMode="standard", **insights))
    advanced = {"databaseInsightsMode": "advanced", "performanceInsightsRetentionPeriod": 465}

    assert made.change(cluster(name, **insights, **advanced)).failure == ""

    found = described(rds, name)
    assert (found["DatabaseInsightsMode"], found["PerformanceInsightsKMSKeyId"]) == ("advanced", KEY)


def test_a_password_that_is_taken_away_stays(name: str, rds: Any) -> None:
    """The provider shows a change and sends none."""
    made = Deployed("rds/cluster:Cluster", cluster(name))
    without = {key: value for key, value in cluster(name).items() if key != "masterPassword"}
    assert made.changes(without) == {"masterPassword": "DELETE"}

    assert made.change(without).failure == ""

    assert described(rds, name)["MasterUsername"] == "root"


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        (
            "elasticache/replicationGroup:ReplicationGroup",
            {"authToken": "0123456789abcdef", "userGroupIds": ["users"]},
            'Conflicting configuration arguments: "authToken": conflicts with userGroupIds',
        ),
        (
            "elasticache/replicationGroup:ReplicationGroup",
            {"authToken": "0123456789abcdef", "authTokenUpdateStrategy": "DELETE"},
            '"auth_token" must not be specified when "auth_token_update_strategy" is "DELETE"',
        ),
        (
            "elasticache/replicationGroup:ReplicationGroup",
            {"authTokenUpdateStrategy": "ROTATE"},
            '"auth_token_update_strategy": "auth_token" must be specified',
        ),
        (
            "elasticache/replicationGroup:ReplicationGroup",
            {"multiAzEnabled": True},
            "automatic_failover_enabled must be true if multi_az_enabled is true",
        ),
        (
            "rds/cluster:Cluster",
            {"engine": "aurora-postgresql", "masterPassword": "long-enough-1", "manageMasterUserPassword": True},
            'Conflicting configuration arguments: "manageMasterUserPassword": conflicts with masterPassword',
        ),
        (
            "kms/key:Key",
            {"rotationPeriodInDays": 100},
            '"rotation_period_in_days": all of `enable_key_rotation,rotation_period_in_days` must be specified',
        ),
    ],
)
def test_what_the_provider_refuses_itself_is_refused_in_a_preview(
    kind: str, inputs: dict[str, Any], reason: str
) -> None:
    """Before AWS is asked."""
    provider = Aws()
    provider.configure({"region": "us-east-1"})

    failures = provider.check(f"aws:{kind}", "one", {}, inputs, b"seed").failures

    assert reason in [why for _property, why in failures]


def test_a_token_that_is_taken_away_is_refused(name: str, client: ClientOf) -> None:
    """The provider sends an empty one. A group has a token, another one, or users."""
    client("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=list(SUBNETS)
    )
    group = {
        "replicationGroupId": name,
        "description": "ours",
        "engine": "valkey",
        "engineVersion": "8.0",
        "nodeType": "cache.r7g.large",
        "subnetGroupName": name,
        "transitEncryptionEnabled": True,
        "applyImmediately": True,
    }
    token = {"authToken": "0123456789abcdef", "authTokenUpdateStrategy": "SET"}
    made = Deployed("elasticache/replicationGroup:ReplicationGroup", {**group, **token})

    assert "Invalid AuthToken provided" in made.change(group).failure

    found = client("elasticache").describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]
    assert found["AuthTokenEnabled"] is True


def test_backups_that_are_no_longer_set_stay_as_they_are(name: str, rds: Any) -> None:
    """AWS Backup may own them: pulumi-aws keeps what it reads."""
    set_here = {"backupRetentionPeriod": 9, "preferredBackupWindow": "01:00-02:00"}
    made = Deployed("rds/cluster:Cluster", cluster(name, **set_here))

    assert made.changes(cluster(name)) == {}
    assert made.change(cluster(name)).failure == ""

    found = described(rds, name)
    assert (found["BackupRetentionPeriod"], found["PreferredBackupWindow"]) == (9, "01:00-02:00")


def rule(group: str, **more: Any) -> dict[str, Any]:
    """Return the inputs of a rule for a security group."""
    ports = {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432}
    return {"securityGroupId": GROUPS[0], "referencedSecurityGroupId": group, **ports, **more}


@pytest.mark.usefixtures("name")
@pytest.mark.parametrize("group", ["210987654321/sg-0a1b2c3d4e5f6abcd", GROUPS[1]])
def test_the_group_of_a_rule_is_read_back_as_it_is_written(group: str, client: ClientOf) -> None:
    """With the account where it is another one."""
    made = Deployed("vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule(group))
    read = made.provider.read(made.kind, made.made.id, made.made.inputs, made.made.properties)

    assert read
    assert read.inputs["referencedSecurityGroupId"] == group
    assert made.changes(rule(group)) == {}
    (found,) = client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[made.made.id])["SecurityGroupRules"]
    account, _, own = group.rpartition("/")
    assert found["ReferencedGroupInfo"]["GroupId"] == own
    assert found["ReferencedGroupInfo"]["UserId"] == (account or "123456789012")


@pytest.mark.usefixtures("name")
def test_a_rule_of_another_accounts_group_is_not_updated() -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/30664"""  # noqa: D400, D415 # an address
    group = "210987654321/sg-0a1b2c3d4e5f6abce"
    made = Deployed("vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule(group))

    assert "InvalidGroupId.Malformed" in made.change(rule(group, description="other")).failure
