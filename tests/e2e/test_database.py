"""The whole database on the real engine, from this repository's program and stack files."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.passwords import connection, told
from tests.e2e.sandboxes import Sandbox

POSTGRESQL = 5432


def settings(repository: Path, name: str) -> dict[str, Any]:
    """The values of a committed stack file."""
    return yaml.safe_load((repository / f"Pulumi.{name}.yaml").read_text())["config"]


def the_cluster(stack: SandboxStack) -> dict[str, Any]:
    """What AWS says of the one cluster."""
    (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    return cluster


def resources(stack: SandboxStack) -> list[Any]:
    """What Pulumi's state holds."""
    return (stack.automation().export_stack().deployment or {}).get("resources", [])


def outputs(stack: SandboxStack) -> dict[str, Any]:
    """The stack's outputs by name."""
    return {name: output.value for name, output in stack.outputs().items()}


def test_the_test_stack_comes_up_stays_and_goes(sandbox: Sandbox, tmp_path: Path) -> None:
    """The test of the Terraform module: one instance and an endpoint; then no change, and nothing left."""
    stack = sandbox.stack("test")
    up = stack.up()

    cluster = the_cluster(stack)
    assert up.outputs["cluster_endpoint"].value
    assert up.outputs["cluster_endpoint"].value == cluster["Endpoint"]
    assert cluster["BackupRetentionPeriod"] == 1
    assert [member["IsClusterWriter"] for member in cluster["DBClusterMembers"]] == [True]

    assert set(stack.up(refresh=True).summary.resource_changes or {}) == {OpType.SAME}

    password = told(stack)["password"]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(password) == 32
    assert written, "a folder without files proves nothing"
    assert [path for path in written if password.encode() in path.read_bytes()] == []
    assert password not in up.stdout

    stack.destroy()
    assert stack.client("rds").describe_db_clusters()["DBClusters"] == []
    assert stack.client("secretsmanager").list_secrets()["SecretList"] == []
    assert stack.client("logs").describe_log_groups()["logGroups"] == []


def test_production_is_what_its_file_says(production: SandboxStack, repository: Path) -> None:
    """AWS has the settings of `Pulumi.prod.yaml`, and those of the Terraform module where the file is silent."""
    asked = settings(repository, "prod")["orion-rds:database"]
    cluster = the_cluster(production)

    assert {
        "identifier": cluster["DBClusterIdentifier"],
        "engine": cluster["Engine"],
        "mode": cluster["EngineMode"],
        "version": cluster["EngineVersion"].split(".")[0],
        "retention": cluster["BackupRetentionPeriod"],
        "backup": cluster["PreferredBackupWindow"],
        "maintenance": cluster["PreferredMaintenanceWindow"],
        "encrypted": cluster["StorageEncrypted"],
        "key": cluster["KmsKeyId"],
        "protected": cluster["DeletionProtection"],
        "iam": cluster["IAMDatabaseAuthenticationEnabled"],
        "logs": cluster["EnabledCloudwatchLogsExports"],
        "insights": (cluster["PerformanceInsightsEnabled"], cluster["PerformanceInsightsRetentionPeriod"]),
        "database": cluster["DatabaseName"],
        "user": cluster["MasterUsername"],
    } == {
        "identifier": "orion-prod-aurora",
        "engine": "aurora-postgresql",
        "mode": "provisioned",
        "version": asked["engine"]["version"],
        "retention": asked["backup"]["retention_days"],
        "backup": asked["backup"]["window"],
        "maintenance": asked["maintenance_window"],
        "encrypted": True,
        "key": asked["encryption"]["kms_key_arn"],
        "protected": True,
        "iam": True,
        "logs": ["postgresql"],
        "insights": (True, 7),
        "database": "orion",
        "user": "orion_admin",
    }


def test_production_has_three_instances_and_one_writer(production: SandboxStack, repository: Path) -> None:
    """Of the class that the file says, and all in one cluster."""
    asked = settings(repository, "prod")["orion-rds:database"]
    instances = production.client("rds").describe_db_instances()["DBInstances"]

    assert len(instances) == asked["instances"]["count"]
    assert {instance["DBInstanceClass"] for instance in instances} == {asked["instances"]["instance_class"]}
    assert sum(member["IsClusterWriter"] for member in the_cluster(production)["DBClusterMembers"]) == 1


def test_production_lets_in_what_was_asked_and_nothing_out(production: SandboxStack, repository: Path) -> None:
    """Two sources, one port each, and no rule for egress."""
    asked = settings(repository, "prod")["orion-rds:database"]["network"]["allow_from"]
    (attached,) = the_cluster(production)["VpcSecurityGroups"]
    only_ours = [{"Name": "group-id", "Values": [attached["VpcSecurityGroupId"]]}]
    rules = production.client("ec2").describe_security_group_rules(Filters=only_ours)["SecurityGroupRules"]

    assert not any(rule["IsEgress"] for rule in rules)
    assert {(rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) for rule in rules} == {
        ("tcp", POSTGRESQL, POSTGRESQL)
    }
    sources = {rule.get("CidrIpv4") or rule["ReferencedGroupInfo"]["GroupId"] for rule in rules}
    assert len(rules) == len(asked)
    assert sources == set(asked.values())


def test_productions_parameter_and_secret_say_how_to_connect(production: SandboxStack) -> None:
    """All that a client needs, and in the secret what AWS's rotation function needs."""
    given = outputs(production)
    where = {"port": POSTGRESQL, "dbname": "orion"}
    parameter = connection(production, name=given["connection_parameter_name"])
    assert parameter == {
        **where,
        "host": given["writer_endpoint"],
        "reader_host": given["cluster_reader_endpoint"],
        "secret_arn": given["secrets_manager_secret_arn"],
    }

    secret = told(production, secret=parameter["secret_arn"])
    password = secret.pop("password")
    assert secret == {**where, "engine": "postgres", "host": given["cluster_endpoint"], "username": "orion_admin"}
    assert len(password) == 32
    assert password.isalnum()


def test_production_shows_no_change_after_looking_at_aws(sandbox: Sandbox, production: SandboxStack) -> None:
    """The next day's preview is clean, with the program in a process of its own."""
    sandbox.clone(production, "prod")

    assert set(sandbox.stack("prod").preview(refresh=True).change_summary) == {OpType.SAME}


def test_production_is_destroyed_in_two_steps_and_leaves_what_can_be_restored(
    sandbox: Sandbox, production: SandboxStack
) -> None:
    """Without the first step nothing is deleted: a database that lost its readers and rules is down.

    After both steps, exactly this is left on AWS.
    """
    stack = sandbox.clone(production, "prod")
    before = resources(stack)
    assert before, "an empty stack proves nothing"
    with pytest.raises(CommandError, match="protected"):
        stack.destroy()
    assert resources(stack) == before
    assert len(stack.client("rds").describe_db_instances()["DBInstances"]) == 3

    stack.unprotect()
    stack.up()
    stack.destroy()

    assert left(stack) == {
        "clusters": [],
        "instances": [],
        "replication groups": [],
        "vaults": [],
        "cluster snapshots": ["orion-prod-aurora-final"],
        "secrets": ["orion-prod/aurora/master", "orion-prod/redis/app", "orion-prod/redis/default"],
        "redis snapshots": ["orion-prod-redis-final"],
    }


def left(stack: SandboxStack) -> dict[str, list[str]]:
    """What AWS still has in both regions, less the digits that make names unique."""
    found: dict[str, list[str]] = {}
    for region in ("us-east-1", "us-west-2"):
        rds, cache = stack.client("rds", region), stack.client("elasticache", region)
        secrets = stack.client("secretsmanager", region).list_secrets(IncludePlannedDeletion=True)["SecretList"]
        snapshots = rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]
        for kind, names in {
            "clusters": [each["DBClusterIdentifier"] for each in rds.describe_db_clusters()["DBClusters"]],
            "instances": [each["DBInstanceIdentifier"] for each in rds.describe_db_instances()["DBInstances"]],
            "replication groups": [
                each["ReplicationGroupId"] for each in cache.describe_replication_groups()["ReplicationGroups"]
            ],
            "vaults": [
                each["BackupVaultName"]
                for each in stack.client("backup", region).list_backup_vaults()["BackupVaultList"]
            ],
            "cluster snapshots": [each["DBClusterSnapshotIdentifier"].rpartition("-")[0] for each in snapshots],
            "secrets": [each["Name"].rpartition("-")[0] for each in secrets if "DeletedDate" in each],
            "redis snapshots": [
                each["SnapshotName"].rpartition("-")[0] for each in cache.describe_snapshots()["Snapshots"]
            ],
        }.items():
            found[kind] = sorted([*found.get(kind, []), *names])
    return found


def test_production_keeps_the_key_of_its_storage(sandbox: Sandbox, production: SandboxStack, repository: Path) -> None:
    """Storage is encrypted once; with another key it would be another cluster, without the data."""
    key = "arn:aws:kms:us-east-1:123456789012:key/1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    asked = settings(repository, "prod")["orion-rds:database"]["encryption"]
    sandbox.clone(production, "prod")
    other = sandbox.stack("prod", config=changed(repository, "prod", encryption={**asked, "storage_key_arn": key}))

    with pytest.raises(CommandError) as refused:
        other.preview()

    assert f'encryption.storage_key_arn: "{key}"' in str(refused.value)
    assert f"The cluster is encrypted with `{asked['kms_key_arn']}`" in " ".join(str(refused.value).split())
    assert the_cluster(other)["KmsKeyId"] == asked["kms_key_arn"]


def changed(repository: Path, stack: str = "test", **sections: Any) -> dict[str, Any]:
    """A stack file's configuration with some sections written anew."""
    config = settings(repository, stack)
    return {**config, "orion-rds:database": {**config["orion-rds:database"], **sections}}


def test_all_that_would_replace_the_cluster_is_refused_at_once(
    sandbox: Sandbox, bases: Bases, repository: Path
) -> None:
    """In the preview already: one after the other would cost a preview each."""
    sandbox.clone(bases.deployed("test", changed(repository)), "test")
    other = sandbox.stack("test", config=changed(repository, database_name="vega", master={"username": "vega"}))

    with pytest.raises(CommandError) as caught:
        other.preview()

    assert "2 problems" in str(caught.value)
    assert 'database_name: "vega"' in str(caught.value)
    assert 'master.username: "vega"' in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_wrong_configuration_stops_before_anything_is_made(sandbox: Sandbox, repository: Path) -> None:
    """Every problem at once, with path and fix, and no traceback."""
    wrong = changed(repository, backup={"retention_days": 99, "windw": "03:00-04:00"}, instances={"count": 0})
    stack = sandbox.stack("test", config=wrong)

    with pytest.raises(CommandError) as refused:
        stack.up()

    message = str(refused.value)
    assert "orion-rds:database.backup.retention_days: 99" in message
    assert "pulumi config set --path 'orion-rds:database.backup.retention_days' 35" in message
    assert "orion-rds:database.backup.windw" in message
    assert "orion-rds:database.instances.count: 0" in message
    assert "Traceback" not in message
    assert stack.client("rds").describe_db_clusters()["DBClusters"] == []
    assert stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"] == []
