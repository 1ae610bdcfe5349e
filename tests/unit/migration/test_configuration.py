"""The settings under which what Terraform made stays what it is."""

import json
from typing import Any

import pytest
import yaml

from orion_rds.config import parse
from orion_rds.migration.configuration import configuration, stack_file
from orion_rds.migration.found import find
from orion_rds.migration.state import Resource, read_state
from tests import terraform_module
from tests.terraform_module import PASSWORD, PREFIX, changed, state

CLUSTER, INSTANCES = "aws_rds_cluster.main", "aws_rds_cluster_instance.main"
REDIS, SECRET = "aws_elasticache_replication_group.main", "aws_secretsmanager_secret.db_credentials"  # addresses


def settings(text: str) -> dict[str, Any]:
    """The settings for a state, as they come out of the stack file; they must be right."""
    found = configuration(find(read_state(text)))
    parse(found)
    return json.loads(json.dumps(found))


def test_what_cannot_be_changed_is_as_it_was_found() -> None:
    """Another value of any of these replaces the cluster, or is one that AWS refuses for it."""
    found = settings(state())

    assert (found["project"], found["environment"]) == ("orion", "prod")
    assert found["database_name"] == "vega"
    assert found["master"] == {"username": "vega_admin"}
    assert found["engine"] == {"version": "15.8", "lifecycle_support": "open-source-rds-extended-support"}
    assert found["encryption"] == {"kms_key_arn": terraform_module.CLUSTER["kms_key_id"]}
    assert found["network"]["subnet_group_name"] == "vega-data"
    assert found["network"]["security_group_ids"] == [terraform_module.SECURITY_GROUP]


def test_every_name_that_exists_is_adopted_the_writer_first() -> None:
    """The first instance is the one that the readers wait for; after a failover it is not the first that was made."""
    assert settings(state())["adopt"] == {
        "cluster": f"{PREFIX}-aurora",
        "secret": f"{PREFIX}/aurora/master",
        "instances": {"1": f"{PREFIX}-aurora-2", "2": f"{PREFIX}-aurora-1"},
        "cluster_parameter_group": f"{PREFIX}-aurora-pg15",
        "instance_parameter_group": f"{PREFIX}-aurora-pg15-instance",
        "monitoring_role": f"{PREFIX}-rds-monitoring",
        "redis": {"replication_group": f"{PREFIX}-redis", "parameter_group": f"{PREFIX}-redis7"},
    }


def test_redis_keeps_its_engine_and_stays_without_authentication() -> None:
    """The module has no authentication: to turn it on is a step of its own, with which clients can keep up."""
    redis = settings(state())["redis"]

    assert (redis["engine"], redis["version"], redis["authentication"]) == ("redis", "7.0", "off")
    assert (redis["node_type"], redis["nodes"]) == ("cache.r6g.large", 2)


@pytest.mark.parametrize(
    "attributes",
    [{"auth_token": "x" * 16}, {"user_group_ids": ["g"]}, {"transit_encryption_enabled": False}],
    ids=["token", "users", "no TLS"],
)
def test_a_redis_that_is_another_than_the_modules_is_left_alone(attributes: dict[str, Any]) -> None:
    """Its clients would be cut off, or it would be replaced."""
    found = settings(state(changed(REDIS, **attributes)))

    assert "redis" not in found
    assert "redis" not in found["adopt"]


def test_whoever_was_told_is_told_by_the_alarms_that_are_made() -> None:
    """They would tell a new topic, to which nobody has subscribed."""
    found = settings(state())

    assert found["alarms"] == {"topic_arns": [terraform_module.ALARMS_TOPIC]}
    assert found["events"] == {"topic_arn": terraform_module.EVENTS_TOPIC}


def test_serverless_instances_are_taken_over_as_such() -> None:
    """The module gives every cluster a range of capacity; it counts where the instances are serverless."""
    assert "serverless" not in settings(state())
    found = settings(state(changed(INSTANCES, instance_class="db.serverless")))

    assert found["serverless"] == {"min_acu": 0.5, "max_acu": 16}
    assert found["instances"] == {"count": 2}


def test_instances_that_differ_are_numbered_as_a_count_numbers_them() -> None:
    """The import file names them so. A bare number in YAML would be no name."""
    resources = read_state(state())
    first, second = (each for each in resources if each.type == "aws_rds_cluster_instance")
    larger = Resource(
        second.module,
        second.type,
        second.address,
        {**second.attributes, "instance_class": "db.r6g.4xlarge", "promotion_tier": 3},
    )
    others = tuple(each for each in resources if each is not second)
    found = find((*others, larger))
    text = yaml.safe_load(stack_file(found, others, "orion-rds:database"))

    written = text["config"]["orion-rds:database"]
    parse(written)
    assert written["instances"] == {
        "1": {"instance_class": "db.r6g.4xlarge", "promotion_tier": 3},
        "2": {"instance_class": first.attributes["instance_class"]},
    }
    assert written["adopt"]["instances"] == {"1": f"{PREFIX}-aurora-2", "2": f"{PREFIX}-aurora-1"}


KEYS = [f"arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f{digit}" for digit in range(4)]


def test_each_purpose_keeps_its_key() -> None:
    """The storage and Redis would be replaced with another one; AWS's own keys are one a service."""
    insights = {"performance_insights_enabled": True, "performance_insights_kms_key_id": KEYS[1]}
    resources = {
        **changed(CLUSTER, kms_key_id=KEYS[0], **insights),
        SECRET: changed(SECRET, kms_key_id=KEYS[2])[SECRET],
        REDIS: changed(REDIS, kms_key_id=KEYS[3])[REDIS],
    }

    assert settings(state(resources))["encryption"] == {
        "storage_key_arn": KEYS[0],
        "insights_key_arn": KEYS[1],
        "secret_key_arn": KEYS[2],
        "redis_key_arn": KEYS[3],
    }


@pytest.mark.parametrize("key", ["", None, "alias/aws/secretsmanager"])
def test_a_secret_without_a_key_of_yours_gets_none(key: str | None) -> None:
    """Nor does what is created: the key of the storage may be AWS's own."""
    assert settings(state(changed(SECRET, kms_key_id=key)))["encryption"] == {
        "storage_key_arn": terraform_module.CLUSTER["kms_key_id"],
        "redis_key_arn": terraform_module.CLUSTER["kms_key_id"],
    }


def test_a_redis_without_a_key_gets_none() -> None:
    """With `kms_key_arn` it would be replaced."""
    encryption = settings(state(changed(REDIS, kms_key_id=None)))["encryption"]

    assert encryption.keys() == {"storage_key_arn", "secret_key_arn"}


def test_what_differs_from_the_defaults_is_read() -> None:
    """Each of these would be changed by the first deployment."""
    cluster = {
        "preferred_backup_window": "01:00-02:00",
        "preferred_maintenance_window": "mon:02:30-mon:03:30",
        "deletion_protection": False,
        "skip_final_snapshot": True,
        "performance_insights_enabled": True,
        "performance_insights_retention_period": 731,
        "database_insights_mode": "advanced",
        "tags": {**terraform_module.TAGS, "Team": "data", "aws:x": "y"},
    }
    redis = {
        "snapshot_window": "01:00-02:00",
        "snapshot_retention_limit": 3,
        "maintenance_window": "mon:02:30-mon:03:30",
    }
    resources = {
        **changed(INSTANCES, monitoring_interval=15, ca_cert_identifier="rds-ca-ecc384-g1"),
        CLUSTER: changed(CLUSTER, **cluster)[CLUSTER],
        REDIS: changed(REDIS, **redis)[REDIS],
    }
    found = settings(state(resources))

    assert found["backup"] == {"retention_days": 35, "window": "01:00-02:00"}
    assert found["maintenance_window"] == "mon:02:30-mon:03:30"
    assert found["monitoring"] == {"interval_seconds": 15, "insights": "advanced", "insights_retention_days": 731}
    assert found["engine"]["certificate_authority"] == "rds-ca-ecc384-g1"
    assert found["protection"] == {"deletion": False, "final_snapshot": False}
    assert found["tags"] == {"Team": "data"}
    assert {name: found["redis"][name] for name in ("snapshot_window", "snapshot_retention_days")} == {
        "snapshot_window": "01:00-02:00",
        "snapshot_retention_days": 3,
    }
    assert found["redis"]["maintenance_window"] == "mon:02:30-mon:03:30"


def test_insights_that_are_off_stay_off_and_so_does_monitoring() -> None:
    """Both cost something."""
    resources = {
        **changed(INSTANCES, monitoring_interval=0),
        CLUSTER: changed(CLUSTER, performance_insights_enabled=False)[CLUSTER],
    }

    assert settings(state(resources))["monitoring"] == {"interval_seconds": 0, "insights": "off"}


def test_a_password_that_rds_manages_stays_with_rds() -> None:
    """Other secrets beside the cluster are not the master user's."""
    found = settings(state(changed(CLUSTER, master_user_secret=[{"secret_arn": "x", "kms_key_id": KEYS[0]}])))

    assert found["master"] == {"username": "vega_admin", "password_source": "rds_managed"}
    assert "secret" not in found["adopt"]
    assert found["encryption"]["secret_key_arn"] == KEYS[0]


def test_a_password_that_nothing_holds_is_replaced_and_the_file_says_so() -> None:
    """Pulumi cannot know it."""
    text = state({**terraform_module.RESOURCES, SECRET: []})
    resources = read_state(text)

    assert settings(text)["master"] == {"username": "vega_admin", "password_version": 2}
    assert "# Nothing holds the master password" in stack_file(find(resources), resources, "orion-rds:database")
    assert "# Nothing holds" not in stack_file(find(read_state(state())), resources, "orion-rds:database")


def test_monitoring_of_the_whole_cluster_is_turned_off_first() -> None:
    """AWS refuses that of an instance beside it (hashicorp/terraform-provider-aws#43487)."""
    resources = read_state(state(changed(CLUSTER, monitoring_interval=30)))
    text = stack_file(find(resources), resources, "orion-rds:database")

    assert f"--monitoring-interval 0 --apply-immediately --db-cluster-identifier {PREFIX}-aurora" in text
    assert yaml.safe_load(text)["config"]["orion-rds:database"]["monitoring"]["interval_seconds"] == 30


def test_a_cluster_without_tags_is_named_after_its_identifier() -> None:
    """The file says that this is a choice."""
    resources = read_state(state(changed(CLUSTER, tags={})))
    found = settings(state(changed(CLUSTER, tags={})))

    assert (found["project"], found["environment"]) == ("orion", "prod")
    assert "has no tags" in stack_file(find(resources), resources, "orion-rds:database")


def test_a_group_of_awss_own_is_not_adopted() -> None:
    """One is made, and the cluster changes over to it."""
    found = settings(state(changed(CLUSTER, db_cluster_parameter_group_name="default.aurora-postgresql15")))

    assert "cluster_parameter_group" not in found["adopt"]


def test_terraform_is_to_forget_what_is_taken_over_and_what_writes_the_password() -> None:
    """What it still remembers, its next destroy deletes."""
    resources = read_state(state())
    lines = stack_file(find(resources), resources, "orion-rds:database").splitlines()
    forgotten = {line.split("'")[1] for line in lines if line.startswith("# terraform state rm")}

    assert "module.rds.aws_rds_cluster_instance.main[1]" in forgotten
    assert {
        "module.rds.random_password.master",
        "module.rds.aws_secretsmanager_secret_version.db_credentials",
    } <= forgotten
    assert {line.split()[1] for line in lines if line.startswith("#   ")} == {
        resource.address for resource in resources
    } - forgotten


def test_the_settings_hold_no_secret() -> None:
    """They are committed, and the state has the password in three places."""
    resources = read_state(state())

    assert state().count(PASSWORD) == 3
    assert PASSWORD not in stack_file(find(resources), resources, "orion-rds:database")


@pytest.mark.parametrize(
    ("runs", "version", "logs"),
    [
        ("5.0.6", "5.0.6", {"logs": {"exports": []}}),
        ("6.0.5", "6.0", {"logs": {"exports": ["slow-log"]}}),
        ("6.2.6", "6.2", {}),
    ],
)
def test_an_old_redis_keeps_its_version_and_asks_for_no_log_that_it_lacks(
    runs: str, version: str, logs: dict[str, Any]
) -> None:
    """Before version 6 the provider wants the patch, and from then on it accepts none."""
    found = settings(state(changed(REDIS, engine_version=runs)))["redis"]

    assert found["version"] == version
    assert {name: value for name, value in found.items() if name == "logs"} == logs
