"""`orion-rds restore` and `orion-rds drill restore`: what they refuse before they do anything, and what AWS refuses."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from botocore.exceptions import ReadTimeoutError

from orion_ops.aws_errors import AwsError
from orion_ops.drill import command as drill_command
from orion_ops.errors import OpsError
from orion_ops.postgres import check_connection_arguments
from orion_ops.reaching import CONNECT_TO, ROOT_CERTIFICATE, Address, addresses
from orion_ops.restore import clusters as clusters_module
from orion_ops.restore import command, connecting
from orion_ops.restore.beside import remove
from orion_ops.restore.checks import read
from orion_ops.restore.clusters import Clusters
from orion_ops.restore.moment import moment
from orion_ops.restore.swap import OLD_NAME, Found, Swap
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answer, Answers, Refused
from tests.unit.ops.production import HERE, NOW, THERE, healthy

NAME = "orion-prod-aurora"
PRODUCTION = ["--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
DRILL = ["drill", "restore", "--yes", "--root-certificate", __file__, *PRODUCTION]
TO = ["--to", "2026-11-29T11:00:00Z"]
ROLE = "arn:aws:iam::123456789012:role"
MARKED = [{"Key": "orion-rds:restored-to", "Value": "2026-11-29T11:00:00Z"}]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, a healthy stack."""
    answers = healthy()
    for module in (command, drill_command):
        monkeypatch.setattr(module, "Aws", answers.aws)
    monkeypatch.delenv(CONNECT_TO, raising=False)
    monkeypatch.delenv(ROOT_CERTIFICATE, raising=False)
    return answers


@pytest.fixture
def alone(tmp_path: Path) -> list[str]:
    """`restore` of the production stack without its standby."""
    file: Any = yaml.safe_load((REPOSITORY / "Pulumi.prod.yaml").read_text())
    del file["config"]["orion-rds:database"]["disaster_recovery"]
    path = tmp_path / "Pulumi.alone.yaml"
    path.write_text(yaml.safe_dump(file))
    return ["restore", "--yes", "--key", "orion-rds:database", "--stack-file", str(path)]


def add(answers: Answers, name: str, **values: Any) -> None:
    """Let another cluster exist, as the first one."""
    known: Any = healthy()[HERE, "describe_db_clusters"]
    other = {**known["DBClusters"][0], **values, "DBClusterIdentifier": name}
    answers[HERE, "describe_db_clusters"] = lambda given: {"DBClusters": [other]} if named(given) == name else known


def named(given: Any) -> str:
    """Return the cluster that is asked for."""
    return given.get("DBClusterIdentifier", "")


def alone_there(answers: Answers, missing: str) -> None:
    """Let a cluster not exist."""
    known: Any = answers[HERE, "describe_db_clusters"]
    answers[HERE, "describe_db_clusters"] = lambda given: {"DBClusters": []} if named(given) == missing else known


@pytest.mark.usefixtures("answers")
def test_with_a_standby_the_steps_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The standby would keep what is damaged."""
    assert main(["restore", "--yes", *TO, *PRODUCTION]) == 1
    told = capsys.readouterr().err
    assert "1. Remove the standby in two deployments" in told
    assert "3. Add `disaster_recovery` again" in told


def test_a_foreign_cluster_of_the_name_is_left_alone(
    answers: Answers, alone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Of both commands."""
    add(answers, f"{NAME}-restored")
    assert main([*alone, *TO]) == 1
    assert f"The cluster {NAME}-restored was not created by this command" in capsys.readouterr().err

    add(answers, f"{NAME}-drill")
    assert main([*DRILL, *TO]) == 1
    assert f"The cluster {NAME}-drill was not created by a drill" in capsys.readouterr().err


def test_a_name_that_leaves_no_room_for_that_of_the_old_cluster(answers: Answers) -> None:
    """An adopted cluster may have one of 63 characters."""
    swap = Swap(Clusters(answers.aws(), None), "x" * 47)

    with pytest.raises(OpsError, match=r"is too long a name for x{47}-old-2611291200 and its instances"):
        swap.restore({"DBClusterMembers": [{}]}, NOW, NOW)


def test_associated_roles_are_those_of_the_damaged_cluster(answers: Answers) -> None:
    """Such as that of an import from S3, without those that do not work. AWS leaves out the feature of one without."""
    asked = dict[str, Any]()

    def restore(given: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.update(given)
        return {}

    answers[HERE, "restore_db_cluster_to_point_in_time"] = restore
    import_role, other = f"{ROLE}/import", f"{ROLE}/other"
    roles = [
        {"RoleArn": import_role, "FeatureName": "s3Import", "Status": "ACTIVE"},
        {"RoleArn": other, "Status": "PENDING"},
    ]
    roles.append({"RoleArn": f"{ROLE}/deleted", "FeatureName": "s3Export", "Status": "INVALID"})
    old = {"DBClusterIdentifier": NAME, "DBClusterMembers": [], "AssociatedRoles": roles}

    Swap(Clusters(answers.aws(), None), NAME).restore(old, NOW, NOW)

    assert asked["AssociatedRoles"] == [{"RoleArn": import_role, "FeatureName": "s3Import"}, {"RoleArn": other}]


def test_run_again_while_aws_renames_it_goes_on(answers: Answers) -> None:
    """With the names that the interrupted run gave: AWS lists an instance by its old name for minutes."""
    old_name = f"{NAME}-old-2611291200"
    listed, others, asked = ["b", "a", f"{old_name}-3"], [f"{old_name}-1"], list[str]()

    def describe(given: Mapping[str, Any]) -> dict[str, Any]:
        found = [each for each in (*listed, *others) if each == given.get("DBInstanceIdentifier")] or listed
        return {"DBInstances": [{"DBInstanceIdentifier": each, "DBInstanceStatus": "available"} for each in found]}

    def rename(given: Mapping[str, Any]) -> dict[str, Any] | Exception:
        asked.append(f"{given['DBInstanceIdentifier']} -> {given['NewDBInstanceIdentifier']}")
        others.append(given["NewDBInstanceIdentifier"])
        return Refused("DBInstanceNotFound") if given["DBInstanceIdentifier"] == "a" else {}

    answers[HERE, "describe_db_instances"], answers[HERE, "modify_db_instance"] = describe, rename
    members = [{"DBInstanceIdentifier": each, "IsClusterWriter": each == "b"} for each in listed]
    old = {"DBClusterIdentifier": old_name, "DBClusterMembers": members}
    restored = {"DBClusterIdentifier": NAME, "DBClusterMembers": [], "TagList": [{"Key": OLD_NAME, "Value": old_name}]}

    Swap(Clusters(answers.aws(), None), NAME).exchange(Found(old, restored, is_in_place=True))

    assert asked == [f"a -> {old_name}-1", f"b -> {old_name}-2"]


@pytest.mark.usefixtures("no_time")
def test_a_cluster_that_is_missing_is_not_taken_for_a_renamed_one(answers: Answers) -> None:
    """It would be waited for for hours."""
    restored = {"DBClusterIdentifier": "r", "DBClusterMembers": [], "TagList": [{"Key": OLD_NAME, "Value": "o"}]}
    answers[HERE, "describe_db_clusters"] = answers[HERE, "modify_db_cluster"] = Refused("DBClusterNotFoundFault")

    with pytest.raises(AwsError, match="DBClusterNotFoundFault"):
        Swap(Clusters(answers.aws(), None), NAME).exchange(Found(None, restored, is_in_place=False))


@pytest.fixture
def swapped(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """A restored cluster that has the name already, and the damaged one was deleted."""
    known: Any = answers[HERE, "describe_db_clusters"]
    restored = {**known["DBClusters"][0], "TagList": [*MARKED, {"Key": OLD_NAME, "Value": "old"}]}
    answers[HERE, "describe_db_clusters"] = (
        lambda given: {"DBClusters": [restored] if named(given) == NAME else []}
    )  # fmt: skip
    answers[HERE, "get_parameter"] = {"Parameter": {"Value": '{"secret_arn": "s"}'}}
    answers[HERE, "get_secret_value"] = {"SecretString": '{"password": "p"}'}
    answers[HERE, "modify_db_cluster"] = answers[HERE, "remove_tags_from_resource"] = {}

    monkeypatch.setenv(ROOT_CERTIFICATE, __file__)

    def connected(_access: object) -> Any:
        return argparse.Namespace(close=lambda: None)

    monkeypatch.setattr(command, "connected", connected)
    return answers


@pytest.mark.usefixtures("swapped")
def test_roles_and_their_passwords_are_those_of_the_moment(
    alone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Applications cannot connect until `orion-rds sql` sets those of the secrets."""
    path = Path(alone[-1])
    assert main(alone) == 0
    assert "orion-rds sql" not in capsys.readouterr().out

    file: Any = yaml.safe_load(path.read_text())
    file["config"]["orion-rds:database"]["roles"] = {"app": "read_write"}
    path.write_text(yaml.safe_dump(file))
    assert main(alone) == 0
    assert "Then `orion-rds sql`: the database has the roles and passwords" in capsys.readouterr().out


def interrupt(_given: object) -> Any:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (Refused("ExpiredToken"), 1, "error: rds:RemoveTagsFromResource in us-east-1 was refused"),
        (interrupt, 130, "Interrupted. AWS completes the change in progress. The swap"),
    ],
    ids=["error", "interrupt"],
)
def test_what_ends_during_the_swap_says_how_to_complete_it(
    swapped: Answers, alone: list[str], capsys: pytest.CaptureFixture[str], answer: Any, code: int, told: str
) -> None:
    """Names may lead to no cluster, and `pulumi up` would make another one."""
    swapped[HERE, "remove_tags_from_resource"] = answer

    assert main(alone) == code
    said = capsys.readouterr().err
    assert told in said
    assert said.rstrip().endswith("run the command again to complete it, before any `pulumi up`.")


def test_another_moment_than_that_of_the_restore_under_way(
    answers: Answers, alone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there has the first one."""
    add(answers, f"{NAME}-restored", TagList=MARKED)

    assert main([*alone, "--to", "2026-11-29T11:30:00Z"]) == 1
    assert "A restore to 2026-11-29T11:00:00Z is in progress. Resume it without --to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"GlobalClusterIdentifier": "g"}, "A cluster of a global database cannot be replaced"),
        ({"Status": "modifying"}, f"{NAME} is `modifying`. Wait until `orion-rds status` shows it as available."),
        ({"LatestRestorableTime": datetime(2026, 11, 29, 10, tzinfo=UTC)}, "to 2026-11-29T10:00:00Z."),
        ({}, "No root certificates to verify the server with."),
    ],
    ids=["global", "modified", "too late", "no certificate"],
)
def test_what_a_restore_needs_is_checked_before_it(
    answers: Answers, alone: list[str], values: dict[str, Any], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """AWS is not asked to restore anything, which would be another error."""
    known: Any = answers[HERE, "describe_db_clusters"]
    cluster = {**known["DBClusters"][0], "EarliestRestorableTime": datetime(2026, 11, 1, tzinfo=UTC), **values}
    answers[HERE, "describe_db_clusters"] = {"DBClusters": [cluster]}
    alone_there(answers, f"{NAME}-restored")

    assert main([*alone, *TO]) == 1
    assert told in capsys.readouterr().err


def test_a_cluster_without_instances_is_not_restored(
    answers: Answers, alone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody may have deleted them. Nothing could connect to the restored cluster."""
    alone_there(answers, f"{NAME}-restored")
    answers[HERE, "describe_db_instances"] = {"DBInstances": []}

    assert main([*alone, *TO]) == 1
    assert f"{NAME} has no instances, so the restored cluster would have none" in capsys.readouterr().err


def test_a_certificate_that_is_missing_is_known_before_anything_is_created(
    answers: Answers, alone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A restore takes hours, and the first connection is after it. Of both commands, and of one that goes on."""
    missing = ["--root-certificate", "missing.pem"]
    alone_there(answers, f"{NAME}-drill")
    assert main([*DRILL, *TO, *missing]) == 1
    assert "error: --root-certificate: missing.pem is not a file." in capsys.readouterr().err
    add(answers, f"{NAME}-restored", TagList=MARKED)
    assert main([*alone, *missing]) == 1
    assert "error: --root-certificate: missing.pem is not a file." in capsys.readouterr().err
    check_connection_arguments(argparse.Namespace(root_certificate="system", connect_to=None))


FAULTS: dict[str, tuple[Answer, str]] = {
    "throttled": (Refused("Throttling"), "was throttled"),
    "refused": (Refused("AccessDenied"), "is not allowed"),
    "timed out": (ReadTimeoutError(endpoint_url="https://rds"), "timed out"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_call_that_fails_is_named(
    answers: Answers, alone: list[str], case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the next step."""
    answers[HERE, "describe_db_clusters"], told = FAULTS[case]

    assert main([*alone, *TO]) == 1
    assert f"rds:DescribeDBClusters in us-east-1 {told}" in capsys.readouterr().err


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not so at once is a failure."""
    for module, name in (
        (clusters_module, "BUSY_SECONDS"),
        (clusters_module, "AVAILABLE_SECONDS"),
        (connecting, "CONNECT_SECONDS"),
    ):
        monkeypatch.setattr(module, name, -1.0)


@pytest.mark.usefixtures("no_time")
def test_a_cluster_that_is_changed_for_too_long(answers: Answers) -> None:
    """The error is that of AWS."""
    answers[HERE, "modify_db_cluster"] = Refused("InvalidDBClusterStateFault", "It is upgrading.")

    with pytest.raises(AwsError, match="It is upgrading"):
        Clusters(answers.aws(), None).change("modify_db_cluster", DBClusterIdentifier=NAME)


ENDED = (
    "cloning-failed", "deleting", "failed", "inaccessible-encryption-credentials", "incompatible-network",
    "incompatible-parameters", "incompatible-restore", "insufficient-capacity", "migration-failed", "restore-error",
    "stopped", "storage-full",
)  # fmt: skip


@pytest.mark.usefixtures("no_time")
def test_a_cluster_that_never_becomes_available(answers: Answers) -> None:
    """One that has failed, is stopped or is being deleted is not waited for."""
    clusters = Clusters(answers.aws(), None)
    for status in ENDED:
        add(answers, "broken", Status=status)
        with pytest.raises(OpsError, match=f"The cluster broken is `{status}`"):
            clusters.wait("broken")
    add(answers, "slow", Status="creating")
    with pytest.raises(OpsError, match="The cluster slow is not available"):
        clusters.wait("slow")


def test_what_is_being_created_is_deleted_later(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drill that was interrupted while AWS restores leaves nothing either."""
    monkeypatch.setattr("orion_ops.waiting.time.sleep", list[float]().append)
    known: Any = answers[HERE, "describe_db_clusters"]
    refusals = [Refused("InvalidDBClusterStateFault")]
    deleted = list[str]()

    def delete(given: Any) -> Any:
        deleted.append(named(given))
        answers[HERE, "describe_db_clusters"] = Refused("DBClusterNotFoundFault")
        return {"DBCluster": known["DBClusters"][0]}

    def describe(_given: Any) -> Any:
        answers[HERE, "delete_db_cluster"] = refusals.pop() if refusals else delete
        return known

    answers[HERE, "describe_db_clusters"] = describe
    answers[HERE, "describe_db_instances"] = {"DBInstances": []}

    remove(Clusters(answers.aws(), None), NAME)

    assert deleted == [NAME]
    assert not refusals


@pytest.mark.usefixtures("no_time")
def test_an_endpoint_that_does_not_resolve() -> None:
    """The error says what to do about private addresses."""

    class Unreached:
        server = argparse.Namespace(writer="w.example")

        def writer(self) -> None:
            raise psycopg.OperationalError("could not translate host name\n")

    access: Any = Unreached
    with pytest.raises(OpsError, match=r"No connection to w\.example .*host name\. If its hosts have private"):
        connecting.connected(access)


def test_a_secret_that_cannot_be_read_is_not_reported_as_no_connection() -> None:
    """The error is that of AWS, even if the next call succeeds."""
    answers = iter([AwsError("secretsmanager:GetSecretValue was throttled."), None])

    def access() -> Any:
        if error := next(answers):
            raise error

    with pytest.raises(AwsError, match="GetSecretValue was throttled"):
        connecting.connected(access)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["restore", "--protected", "--html", "a.html"], "`drill restore` has no --html and no --protected."),
        (["failover", *TO], "`drill failover` has no --to."),
        (["restore", "--from-copy", *TO], "A copy cannot be restored to a time."),
        (["restore", "--subnet-group", "data"], "are for a copy. Leave them out, or add --from-copy."),
    ],
    ids=["restore", "failover", "a copy at a moment", "a network without a copy"],
)
@pytest.mark.usefixtures("answers")
def test_an_option_without_effect(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused."""
    assert main(["drill", "--yes", *PRODUCTION, *options]) == 1
    assert told in capsys.readouterr().err


def test_a_cluster_that_is_being_changed_is_not_drilled(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """What is measured would be another thing."""
    known: Any = answers[HERE, "describe_db_clusters"]
    answers[HERE, "describe_db_clusters"] = {"DBClusters": [{**known["DBClusters"][0], "Status": "modifying"}]}

    assert main(DRILL) == 1
    assert f"The cluster {NAME} is `modifying`. Wait until" in capsys.readouterr().err


def test_a_copy_that_there_is_not(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """Of another cluster, or not yet complete. The standby has a network for it."""
    copy = ["drill", "restore", "--from-copy", "--root-certificate", __file__, *PRODUCTION]
    known: Any = answers[THERE, "list_recovery_points_by_backup_vault"]
    point = known["RecoveryPoints"][0]
    for other in ({"Status": "PARTIAL"}, {"ResourceArn": point["ResourceArn"].replace(HERE, "eu-west-1")}):
        answers[THERE, "list_recovery_points_by_backup_vault"] = {"RecoveryPoints": [{**point, **other}]}
        assert main([*copy, "--yes"]) == 1
        assert f"The vault {NAME}-copies in {THERE} has no copy of {NAME}." in capsys.readouterr().err

    answers[THERE, "list_recovery_points_by_backup_vault"] = known
    network = {"DBSubnetGroup": "data", "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1", "Status": "active"}]}
    standby: Any = answers[THERE, "describe_db_clusters"]
    cluster = {**standby["DBClusters"][0], **network}
    answers[THERE, "describe_db_clusters"] = (
        lambda given: {"DBClusters": [] if named(given) == f"{NAME}-drill" else [cluster]}
    )  # fmt: skip
    assert main(copy) == 1
    assert f"from the copy of 2026-11-29T05:00:00Z in {THERE}" in capsys.readouterr().err


def test_a_moment_has_a_time_zone() -> None:
    """AWS's times are those of UTC, and a clock on the wall is not."""
    assert moment("2026-11-29T23:15:00+01:00") == datetime(2026, 11, 29, 22, 15, tzinfo=UTC)
    for text in ("2026-11-29T22:15:00", "yesterday"):
        with pytest.raises(argparse.ArgumentTypeError, match="is not a time with a time zone, such as 2026"):
            moment(text)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Before anything is restored."""
    with pytest.raises(OpsError, match=r"--check .*No such file"):
        read(tmp_path / "missing.sql")
    assert read(None) == ""


def test_addresses_in_a_file(tmp_path: Path) -> None:
    """A host that comes later is added there."""
    file = tmp_path / "addresses"
    given = argparse.Namespace(connect_to=[f"@{file}", "b=10.0.0.1:2"])
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        addresses(given)

    file.write_text("a=127.0.0.1:1\n")
    assert addresses(given) == {"a": Address("127.0.0.1", 1), "b": Address("10.0.0.1", 2)}
