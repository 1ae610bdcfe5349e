"""Copies of the backups in a second region."""

import json
from typing import Any

import pulumi
import pytest

from orion_rds.testing import RecordedResource, Recording
from tests.component.stacks import CLUSTER, POLICY_ATTACHMENT, ROLE, only, record_stack, stack_config

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
KEY = "aws:kms/key:Key"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN = "aws:backup/plan:Plan"
RULE = "aws:cloudwatch/eventRule:EventRule"
SELECTION = "aws:backup/selection:Selection"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
VAULT = "aws:backup/vault:Vault"

REGION = "us-west-2"
FAR_KEY = "arn:aws:kms:us-west-2:123456789012:key/22222222-0000-4000-8000-000000000000"
TOPIC = "arn:aws:sns:us-east-1:123456789012:operations"
FAR_TOPIC = "arn:aws:sns:us-west-2:123456789012:operations"
STANDBY = {
    "region": REGION,
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": FAR_KEY},
}
PROVISIONED = {"count": 1, "instance_class": "db.r7g.large"}


def copied(stack: str = "test", copies: dict[str, Any] | None = None, **sections: Any) -> Recording:
    """Record a stack with copies."""
    return record_stack(stack, backup={"copies": {"region": REGION, **(copies or {})}}, **sections)


@pytest.fixture(scope="module")
def one_way() -> Recording:
    """Copies of the test stack, which has one region."""
    return copied(alarms={"topic_arns": [TOPIC]})


@pytest.fixture(scope="module")
def both_ways() -> Recording:
    """Copies of the test stack with a standby."""
    alarms, standby = {"topic_arns": [TOPIC]}, STANDBY | {"topic_arns": [FAR_TOPIC]}
    return copied(alarms=alarms, disaster_recovery=standby, instances=PROVISIONED)


def in_region(resources: tuple[RecordedResource, ...], region: str | None) -> RecordedResource:
    """Return the one resource of a region."""
    (found,) = [resource for resource in resources if resource.inputs.get("region") == region]
    return found


def rule_of(plan: RecordedResource) -> dict[str, Any]:
    """Return the one rule of a plan."""
    (rule,) = plan.inputs["rules"]
    return rule


def test_without_copies_there_is_nothing_of_aws_backup() -> None:
    """Vaults and keys cost."""
    recording = record_stack("test", backup={"retention_days": 7})

    assert not any(recording.of(type_) for type_ in (VAULT, LOCK, PLAN, SELECTION))


def test_copies_are_snapshots_of_aws_backup_and_no_replicated_automated_backups(one_way: Recording) -> None:
    """RDS replicates those of instances only. A continuous rule would take the cluster's retention over."""
    assert not one_way.of("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication")
    rule = rule_of(only(one_way, PLAN))

    assert rule["enableContinuousBackup"] is False
    assert rule["schedule"] == "cron(0 5 * * ? *)"
    assert rule["lifecycle"] == {"deleteAfter": 35}
    assert rule["completionWindow"] >= rule["startWindow"] + 60


def test_the_snapshot_goes_into_the_vault_here_and_its_copy_into_the_one_there(one_way: Recording) -> None:
    """By name where it is the same region, by ARN where it is another."""
    rule = rule_of(only(one_way, PLAN))
    (copy,) = rule["copyActions"]

    assert rule["targetVaultName"] == "orion-test-aurora"
    assert copy["destinationVaultArn"].endswith(":us-west-2:123456789012:backup-vault:orion-test-aurora-copies")
    assert copy["lifecycle"] == {"deleteAfter": 35}
    assert {vault.inputs.get("region") for vault in one_way.of(VAULT)} == {None, REGION}


def test_the_cluster_is_selected_by_its_arn_once_the_role_can_back_up(one_way: Recording) -> None:
    """AWS Backup refuses a role without the service's policies."""
    selection, (cluster,) = only(one_way, SELECTION), one_way.of(CLUSTER)
    attached = [each.urn for each in one_way.of(POLICY_ATTACHMENT) if "AWSBackup" in each.inputs["policyArn"]]

    assert selection.inputs["resources"] == ["arn:aws:rds:us-east-1:123456789012:cluster:orion-test-aurora"]
    assert cluster.urn in selection.dependencies
    assert len(attached) == 2
    assert set(attached) <= selection.dependencies


def test_the_role_is_named_after_the_configuration(one_way: Recording) -> None:
    """Pulumi's own name would follow the component's, and 64 characters are soon full."""
    role = next(role for role in one_way.of(ROLE) if "backup" in role.name)

    assert "name" not in role.inputs
    assert role.inputs["namePrefix"] == "orion-test-aurora-backup-"


def test_a_key_is_made_in_each_region_where_none_is_given(one_way: Recording) -> None:
    """AWS's own key cannot be shared with another account, nor seen in its own policy."""
    here, there = in_region(one_way.of(VAULT), None), in_region(one_way.of(VAULT), REGION)
    keys = [key for key in one_way.of(KEY) if "vault" in key.name]

    assert {key.inputs.get("region") for key in keys} == {None, REGION}
    assert all(key.inputs["enableKeyRotation"] for key in keys)
    assert here.inputs["kmsKeyArn"].startswith("arn:aws:kms:us-east-1:")
    assert there.inputs["kmsKeyArn"].startswith("arn:aws:kms:us-west-2:")
    assert "backup.us-west-2.amazonaws.com" in in_region(tuple(keys), REGION).inputs["policy"]


def test_given_keys_are_taken() -> None:
    """The one for vaults before the one for all, and the second region's own."""
    mine = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"
    recording = copied(copies={"kms_key_arn": FAR_KEY}, encryption={"vault_key_arn": mine})

    assert in_region(recording.of(VAULT), None).inputs["kmsKeyArn"] == mine
    assert in_region(recording.of(VAULT), REGION).inputs["kmsKeyArn"] == FAR_KEY
    assert not [key for key in recording.of(KEY) if "vault" in key.name]


def test_the_standbys_arrival_replaces_no_vault(one_way: Recording, both_ways: Recording) -> None:
    """A vault with another name or key is another vault, and AWS deletes none that holds backups."""
    before = {vault.name: dict(vault.inputs) for vault in one_way.of(VAULT)}

    assert {vault.name: dict(vault.inputs) for vault in both_ways.of(VAULT)} == before
    assert len(before) == 2


def test_with_a_standby_copies_go_both_ways(both_ways: Recording) -> None:
    """After a switch of regions the writer is in the second one, and its copies must be in the first."""
    here, there = in_region(both_ways.of(PLAN), None), in_region(both_ways.of(PLAN), REGION)
    (copy,) = rule_of(there)["copyActions"]
    selection = in_region(both_ways.of(SELECTION), REGION)

    assert rule_of(here)["targetVaultName"] == "orion-test-aurora"
    assert rule_of(there)["targetVaultName"] == "orion-test-aurora-copies"
    assert copy["destinationVaultArn"].endswith(":backup-vault:orion-test-aurora")
    assert selection.inputs["resources"] == ["arn:aws:rds:us-west-2:123456789012:cluster:orion-test-dr-aurora"]


def test_the_lock_is_on_before_the_first_backup(one_way: Recording) -> None:
    """And in governance mode: with a cooling-off time it could never be taken off again."""
    locks = one_way.of(LOCK)

    assert len(locks) == 2
    assert {lock.urn for lock in locks} <= only(one_way, PLAN).dependencies
    for lock in locks:
        assert lock.inputs["minRetentionDays"] == 7
        assert "changeableForDays" not in lock.inputs


def test_a_lock_that_changes_is_not_lost(one_way: Recording) -> None:
    """The provider replaces it, and a vault has one lock: the old one's deletion must not come last."""
    assert all(lock.delete_before_replace for lock in one_way.of(LOCK))


def test_compliance_is_only_what_was_written() -> None:
    """Both vaults, with its cooling-off time."""
    recording = copied(copies={"vault_lock": {"mode": "compliance", "changeable_for_days": 10}})

    assert [lock.inputs["changeableForDays"] for lock in recording.of(LOCK)] == [10, 10]
    assert not copied(copies={"vault_lock": {"mode": "off"}}).of(LOCK)


def test_vaults_and_their_keys_are_protected_where_the_database_is() -> None:
    """Where nothing is protected, the backups go with the vaults."""
    protected = copied("prod", encryption={})
    free = copied("test")

    for recording, protect, force in ((protected, True, False), (free, None, True)):
        keys = [key for key in recording.of(KEY) if "vault" in key.name]
        assert len(keys) == len(recording.of(VAULT)) == 2
        assert {resource.protect for resource in (*recording.of(VAULT), *keys)} == {protect}
        assert {vault.inputs["forceDestroy"] for vault in recording.of(VAULT)} == {force}


def test_failed_jobs_reach_the_topic_through_rules(one_way: Recording) -> None:
    """The vault's own notifications of failures are deprecated and never come."""
    rules = {rule.inputs["name"]: rule for rule in one_way.of(RULE)}
    targets = one_way.of(TARGET)

    assert not one_way.of("aws:backup/vaultNotifications:VaultNotifications")
    assert set(rules) == {f"orion-test-aurora-{what}" for what in ("backup-jobs", "copy-jobs", "vaults")}
    assert {target.inputs["rule"] for target in targets} == set(rules)
    assert {target.inputs["arn"] for target in targets} == {TOPIC}
    copies = json.loads(rules["orion-test-aurora-copy-jobs"].inputs["eventPattern"])
    assert copies["detail"]["state"] == ["FAILED", "PARTIAL"]
    assert len(copies["detail"]["sourceBackupVaultArn"]) == 2


def test_each_topic_has_a_target_of_its_own_name() -> None:
    """Numbered targets would all be rewritten behind one that is removed."""
    topics = [TOPIC, f"{TOPIC}-more", pulumi.Output.from_input(f"{TOPIC}-of-another-resource")]
    three, two, exchanged = (
        {each.name: each.inputs for each in copied(alarms={"topic_arns": some}).of(TARGET)}
        for some in (topics, topics[1:], topics[::-1])
    )

    assert len(three) == 9
    assert two == {name: inputs for name, inputs in three.items() if inputs["arn"] != TOPIC}
    assert exchanged == three
    assert len({inputs["targetId"] for inputs in three.values()}) == 3


def test_the_second_region_tells_topics_of_its_own(both_ways: Recording) -> None:
    """EventBridge reaches no topic of another region."""
    by_region = {(rule.inputs.get("region"), rule.inputs["name"]) for rule in both_ways.of(RULE)}
    there = [target for target in both_ways.of(TARGET) if target.inputs.get("region") == REGION]

    assert len(by_region) == 6
    assert {target.inputs["arn"] for target in there} == {FAR_TOPIC}


def test_without_a_standby_a_topic_of_the_second_region_may_be_given() -> None:
    """There is none of ours there."""
    recording = copied(copies={"topic_arn": FAR_TOPIC}, alarms={"topic_arns": [TOPIC]})
    targets = {(target.inputs.get("region"), target.inputs["arn"]) for target in recording.of(TARGET)}

    assert targets == {(None, TOPIC), (REGION, FAR_TOPIC)}


def metric_of(alarm: RecordedResource) -> dict[str, Any]:
    """Return the metric of an alarm of a formula."""
    metric, filled = alarm.inputs["metricQueries"]
    assert (metric["id"], metric["returnData"]) == ("completed", False)
    assert (filled["expression"], filled["returnData"]) == ("FILL(completed, 0)", True)
    return metric["metric"]


def absences(recording: Recording, region: str | None) -> dict[str, RecordedResource]:
    """Return the alarms of jobs that did not run, by their names."""
    alarms = [alarm for alarm in recording.of(ALARM) if alarm.inputs["name"].endswith("-missing")]
    return {alarm.inputs["name"]: alarm for alarm in alarms if alarm.inputs.get("region") == region}


def vaults_of(recording: Recording, region: str | None) -> dict[str, Any]:
    """Return the dimensions of the alarms of jobs that did not run."""
    return {name: metric_of(alarm)["dimensions"] for name, alarm in absences(recording, region).items()}


def test_jobs_that_never_start_are_noticed(one_way: Recording) -> None:
    """Aurora not opted in, a plan deleted by hand, a role gone: no job, and no event of a failure."""
    assert vaults_of(one_way, None) == {
        "orion-test-backups-missing": {"BackupVaultName": "orion-test-aurora"},
        "orion-test-copies-missing": {"BackupVaultName": "orion-test-aurora-copies"},
    }
    alarms = absences(one_way, None).values()
    metrics = [metric_of(alarm) for alarm in alarms]
    assert [metric["metricName"] for metric in metrics] == ["NumberOfBackupJobsCompleted", "NumberOfCopyJobsCompleted"]
    assert {(each["namespace"], each["stat"], each["period"]) for each in metrics} == {("AWS/Backup", "Sum", 86400)}
    for alarm in alarms:
        assert (alarm.inputs["comparisonOperator"], alarm.inputs["threshold"]) == ("LessThanThreshold", 1)
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [TOPIC]


def test_missing_data_are_no_backups(both_ways: Recording) -> None:
    """AWS Backup publishes no zeros: an alarm that waits for data would be silent for ever, and one that only takes
    missing data for none comes days late.
    """
    every = [*absences(both_ways, None).values(), *absences(both_ways, REGION).values()]

    assert len([metric_of(alarm) for alarm in every]) == 4
    assert {alarm.inputs["treatMissingData"] for alarm in every} == {"breaching"}
    assert {(alarm.inputs["evaluationPeriods"], alarm.inputs["datapointsToAlarm"]) for alarm in every} == {(2, 2)}


def test_the_alarm_of_a_missing_backup_says_what_it_assumes(both_ways: Recording) -> None:
    """On the first day there is no backup yet, and the dimensions of the metric may be others."""
    for region, cluster in ((None, "orion-test-aurora"), (REGION, "orion-test-dr-aurora")):
        for alarm in absences(both_ways, region).values():
            text = alarm.inputs["alarmDescription"]
            assert f"none since the creation: {cluster}." in text
            assert "`aws cloudwatch list-metrics --namespace AWS/Backup`" in text


def test_the_snapshots_of_a_standby_are_watched_in_its_region(one_way: Recording, both_ways: Recording) -> None:
    """Where they are taken; without a standby nothing is taken there."""
    assert vaults_of(both_ways, REGION) == {
        "orion-test-backups-missing": {"BackupVaultName": "orion-test-aurora-copies"},
        "orion-test-copies-missing": {"BackupVaultName": "orion-test-aurora"},
    }
    assert {alarm.inputs["alarmActions"][0] for alarm in absences(both_ways, REGION).values()} == {FAR_TOPIC}
    assert not absences(one_way, REGION)
    assert not absences(copied(copies={"topic_arn": FAR_TOPIC}), REGION)


@pytest.mark.parametrize("topics", [[TOPIC], []])
@pytest.mark.parametrize(("profile", "count"), [("quiet", 2), ("off", 0)])
def test_alarms_of_missing_backups_follow_the_profile(profile: str, count: int, topics: list[str]) -> None:
    """Quiet ones notify nobody, with a topic and without, and `off` creates none."""
    alarms = absences(copied(alarms={"topic_arns": topics, "profile": profile}), None)

    assert [alarm.inputs.get("alarmActions", []) for alarm in alarms.values()] == [[]] * count


def test_alarms_of_missing_backups_are_among_the_outputs(both_ways: Recording) -> None:
    """Of both regions, behind the others."""
    (database,) = both_ways.of("orion-rds:index:AuroraDatabase")

    alarm_names = both_ways.outputs[database.urn]["alarm_names"]
    assert alarm_names[-4:] == ["orion-test-backups-missing", "orion-test-copies-missing"] * 2
    assert len(alarm_names) == len(both_ways.of(ALARM)) + len(both_ways.of(COMPOSITE))


def test_the_vaults_are_outputs(one_way: Recording) -> None:
    """Restores and other stacks need them; without copies the list is empty."""
    (database,) = one_way.of("orion-rds:index:AuroraDatabase")
    (without,) = (plain := record_stack("test")).of("orion-rds:index:AuroraDatabase")

    assert [arn.rpartition(":")[2] for arn in one_way.outputs[database.urn]["backup_vault_arns"]] == [
        "orion-test-aurora",
        "orion-test-aurora-copies",
    ]
    assert stack_config("test").get("backup", {}).get("copies") is None
    assert plain.outputs[without.urn]["backup_vault_arns"] == []
