"""Changes between a program's old and new inputs."""

from typing import Any

import pytest

from orion_rds.testing import UNKNOWN
from orion_sandbox.providers.difference import difference
from orion_sandbox.providers.provider import Difference
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.values import DEFAULTS

CLUSTER = ROWS["aws:rds/cluster:Cluster"]
CACHE_GROUP = ROWS["aws:elasticache/parameterGroup:ParameterGroup"]
GROUP = ROWS["aws:rds/clusterParameterGroup:ClusterParameterGroup"]


def compare(old: dict[str, Any], new: dict[str, Any], row: Any = CLUSTER, **state: Any) -> Difference:
    """Return the difference of two sets of inputs with equal tags."""
    return difference(row, old, {"tagsAll": {}, **state}, new, {})


def test_equal_inputs_are_no_change() -> None:
    """Otherwise no preview is ever empty."""
    assert compare({"port": 5432}, {"port": 5432}) == Difference()


def test_a_change_in_place_is_an_update() -> None:
    """ModifyDBCluster takes it."""
    assert compare({"backupRetentionPeriod": 7}, {"backupRetentionPeriod": 35}).changes == {
        "backupRetentionPeriod": "UPDATE"
    }


def test_a_change_of_what_aws_fixes_replaces() -> None:
    """The storage key cannot be changed."""
    changes = compare({"kmsKeyId": "a"}, {"kmsKeyId": "b"}).changes

    assert changes == {"kmsKeyId": "UPDATE_REPLACE"}


def test_the_order_of_a_set_is_no_change() -> None:
    """AWS returns security groups in any order."""
    assert compare({"vpcSecurityGroupIds": ["a", "b"]}, {"vpcSecurityGroupIds": ["b", "a"]}) == Difference()


def test_the_order_of_keys_is_no_change_of_any_property() -> None:
    """Protobuf keeps none: a mapping off the wire has its keys in one order today and in another tomorrow."""
    one, other = [{"logType": "slow-log", "logFormat": "json"}], [{"logFormat": "json", "logType": "slow-log"}]

    assert list(one[0]) != list(other[0])
    assert [each.name for row in ROWS.values() for each in row.properties if not each.equal(one, other)] == []


@pytest.mark.parametrize("other", [["a", "b", "b"], ["a"], ["a", "c"], []])
def test_a_set_of_something_else_is_a_change(other: list[str]) -> None:
    """One more, one fewer, another, and none."""
    assert compare({"vpcSecurityGroupIds": ["a", "b"]}, {"vpcSecurityGroupIds": other}).changes


def test_a_major_version_is_at_rest_with_any_of_its_releases() -> None:
    """After AWS patched 17.7 to 17.9, a program that says 17 has nothing to change."""
    old, new = {"engineVersion": "17.9"}, {"engineVersion": "17"}

    assert compare(old, new, engineVersionActual="17.9") == Difference()
    assert compare(old, {"engineVersion": "18"}, engineVersionActual="17.9").changes == {"engineVersion": "UPDATE"}


def test_a_later_release_than_was_asked_for_is_no_change() -> None:
    """AWS patched it; a request for the old release would fail."""
    assert compare({"engineVersion": "17.9"}, {"engineVersion": "17.7"}, engineVersionActual="17.9") == Difference()


def test_pinning_the_release_that_runs_is_no_change() -> None:
    """From 17 to 17.9, if AWS has patched 17 to 17.9."""
    old, new = {"engineVersion": "17"}, {"engineVersion": "17.9"}

    assert compare(old, new, engineVersion="17", engineVersionActual="17.9") == Difference()
    assert compare(old, new, engineVersion="17", engineVersionActual="17.7").changes == {"engineVersion": "UPDATE"}


def test_one_version_does_not_begin_another() -> None:
    """17.10 is a later release than 17.1, not one of its patches."""
    asked = {"engineVersion": "17.10"}

    assert compare({"engineVersion": "17.1"}, asked, engineVersionActual="17.1").changes == {"engineVersion": "UPDATE"}


def test_what_was_done_before_an_update_failed_is_not_done_again() -> None:
    """The engine keeps the old inputs of a failed update; the state has what AWS returned after it."""
    old, new = {"port": 5432, "backupRetentionPeriod": 7}, {"port": 6543, "backupRetentionPeriod": 35}

    assert compare(old, new, port=6543, backupRetentionPeriod=7).changes == {"backupRetentionPeriod": "UPDATE"}


def test_taking_out_a_computed_property_is_no_change() -> None:
    """AWS keeps its port."""
    assert compare({"port": 5432}, {}) == Difference()


def test_taking_out_a_switch_turns_it_off() -> None:
    """Deletion protection that the program no longer has is turned off."""
    assert compare({"deletionProtection": True}, {}).changes == {"deletionProtection": "DELETE"}
    assert compare({"deletionProtection": False}, {}) == Difference()


@pytest.mark.parametrize(
    ("kind", "name", "value", "change"),
    [
        ("rds/cluster:Cluster", "applyImmediately", True, ""),
        ("rds/cluster:Cluster", "backupRetentionPeriod", 7, ""),
        ("rds/cluster:Cluster", "engineLifecycleSupport", "open-source-rds-extended-support", ""),
        ("rds/cluster:Cluster", "masterPassword", "secret", "DELETE"),
        ("rds/cluster:Cluster", "performanceInsightsEnabled", True, "DELETE"),
        ("rds/cluster:Cluster", "performanceInsightsKmsKeyId", "a", ""),
        ("elasticache/replicationGroup:ReplicationGroup", "authToken", "secret", "DELETE"),
        ("elasticache/replicationGroup:ReplicationGroup", "kmsKeyId", "a", "DELETE_REPLACE"),
        ("elasticache/replicationGroup:ReplicationGroup", "notificationTopicArn", "a", "DELETE"),
        ("elasticache/replicationGroup:ReplicationGroup", "port", 6380, "DELETE_REPLACE"),
        ("elasticache/replicationGroup:ReplicationGroup", "port", 6379, ""),
        ("elasticache/replicationGroup:ReplicationGroup", "subnetGroupName", "a", ""),
        ("secretsmanager/secret:Secret", "kmsKeyId", "a", "DELETE"),
        ("secretsmanager/secretVersion:SecretVersion", "secretString", "a", "DELETE_REPLACE"),
        ("backup/vault:Vault", "kmsKeyArn", "a", ""),
        ("backup/vaultLockConfiguration:VaultLockConfiguration", "changeableForDays", 7, "DELETE_REPLACE"),
        ("backup/vaultLockConfiguration:VaultLockConfiguration", "maxRetentionDays", 100, "DELETE_REPLACE"),
        ("backup/vaultLockConfiguration:VaultLockConfiguration", "minRetentionDays", 7, "DELETE_REPLACE"),
        ("kms/key:Key", "description", "a", ""),
        ("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "fromPort", 5432, "DELETE"),
    ],
)
def test_taking_a_property_away_is_what_the_real_provider_makes_of_it(
    kind: str, name: str, value: Any, change: str
) -> None:
    """As terraform-provider-aws 5.100.0 plans it for a resource that has the property."""
    old = {name: value}

    assert compare(old, {}, ROWS[f"aws:{kind}"], **old).changes == ({name: change} if change else {})
    assert compare({}, {}, ROWS[f"aws:{kind}"]).changes == {}


def test_what_aws_is_not_told_of_is_shown_again() -> None:
    """AWS keeps the key of a secret that its program no longer names; every preview shows it."""
    secret = ROWS["aws:secretsmanager/secret:Secret"]

    assert compare({}, {}, secret, kmsKeyId="a").changes == {"kmsKeyId": "DELETE"}


def test_capacity_that_is_taken_away_is_a_minimum_of_nothing() -> None:
    """The provider sends a minimum of 0, and shows no change after that."""
    old = {"serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 4}}

    assert compare(old, {}, **old).changes == {"serverlessv2ScalingConfiguration": "DELETE"}
    assert compare({}, {}, serverlessv2ScalingConfiguration={"minCapacity": 0, "maxCapacity": 4}) == Difference()


def test_a_minimum_of_one_that_becomes_nothing_is_no_change() -> None:
    """The provider takes it for a list of one that becomes empty. Any other minimum is seen."""
    one, zero, half = ({"serverlessv2ScalingConfiguration": {"minCapacity": n, "maxCapacity": 4}} for n in (1, 0, 0.5))

    assert compare(one, zero, **one) == Difference()
    assert compare(half, zero, **half).changes == {"serverlessv2ScalingConfiguration.minCapacity": "UPDATE"}
    assert compare(zero, one, **zero).changes == {"serverlessv2ScalingConfiguration.minCapacity": "UPDATE"}
    assert compare({}, zero).changes == {"serverlessv2ScalingConfiguration": "ADD"}


def test_a_switch_that_was_never_on_may_be_written_off() -> None:
    """Terraform's SDK knows no difference between false and nothing."""
    assert compare({}, {"applyImmediately": False}) == Difference()
    assert compare({}, {"applyImmediately": True}).changes == {"applyImmediately": "ADD"}


def test_a_changed_tag_is_named() -> None:
    """The preview shows the key, not the whole mapping."""
    old, new = {"tags": {"a": "1", "b/c": "1"}}, {"tags": {"a": "2", "d": "1"}}
    found = difference(CLUSTER, old, {"tagsAll": {"a": "1", "b/c": "1"}}, new, {"a": "2", "d": "1"})

    assert found.changes == {"tags.a": "UPDATE", 'tags["b/c"]': "DELETE", "tags.d": "ADD"}


def test_new_default_tags_are_a_change() -> None:
    """They come from the provider's configuration, so the inputs are the same."""
    assert difference(CLUSTER, {}, {"tagsAll": {}}, {}, {"Owner": "data"}).changes == {"tagsAll": "UPDATE"}


def test_an_unknown_that_would_replace_is_shown_as_a_replacement() -> None:
    """A preview must not promise less than `up` may do."""
    assert compare({"kmsKeyId": "a"}, {"kmsKeyId": UNKNOWN}).changes == {"kmsKeyId": "UPDATE_REPLACE"}


def test_what_bears_a_written_name_is_deleted_before_its_replacement_comes() -> None:
    """Pulumi's bridge does not distinguish a taken name from a new one."""
    old = {"name": "one", "family": "redis7", DEFAULTS: []}

    assert compare(old, {**old, "family": "valkey8"}, CACHE_GROUP).delete_first
    assert compare(old, {**old, "family": "valkey8", "name": "another"}, CACHE_GROUP).delete_first


def test_a_cluster_whose_name_is_taken_is_not_deleted_first() -> None:
    """The Terraform provider generates its name, not Pulumi's bridge."""
    old = {"clusterIdentifier": "orion", "kmsKeyId": "a", DEFAULTS: []}

    assert not compare(old, {**old, "kmsKeyId": "b"}).delete_first


def test_a_generated_name_lets_the_replacement_come_first() -> None:
    """A cluster leaves its parameter group only for an existing one."""
    old = {"name": "pg-1", "namePrefix": "pg-", "family": "aurora-postgresql16", DEFAULTS: ["name"]}
    found = compare(old, {**old, "family": "aurora-postgresql17"}, GROUP)

    assert found.changes == {"family": "UPDATE_REPLACE"}
    assert not found.delete_first


def test_a_rule_keeps_its_place_with_another_block_and_not_with_another_kind_of_source() -> None:
    """AWS changes the CIDR block of a rule in place; for another kind of source the provider replaces the rule."""
    rule = ROWS["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]
    old = {"cidrIpv4": "10.0.0.0/16"}

    assert compare(old, {"cidrIpv4": "10.1.0.0/16"}, rule).changes == {"cidrIpv4": "UPDATE"}
    assert compare(old, {"referencedSecurityGroupId": "sg-1"}, rule).changes == {
        "cidrIpv4": "DELETE_REPLACE",
        "referencedSecurityGroupId": "ADD_REPLACE",
    }


def test_an_empty_text_for_a_computed_property_is_no_change() -> None:
    """So `storageType: ""` does not change I/O-optimized storage, on AWS neither."""
    assert compare({"storageType": "aurora-iopt1"}, {"storageType": ""}, storageType="aurora-iopt1") == Difference()
    assert compare({"storageType": "aurora-iopt1"}, {"storageType": "aurora"}).changes == {"storageType": "UPDATE"}


def test_another_region_replaces() -> None:
    """No resource moves between regions."""
    assert compare({"region": "us-east-1"}, {"region": "us-west-2"}).changes == {"region": "UPDATE_REPLACE"}


def test_a_document_that_is_not_known_yet_is_a_change() -> None:
    """It is compared by meaning, which is unknown while another resource is replaced."""
    rule = ROWS["aws:cloudwatch/eventRule:EventRule"]

    assert compare({"eventPattern": "{}"}, {"eventPattern": UNKNOWN}, rule).changes == {"eventPattern": "UPDATE"}
