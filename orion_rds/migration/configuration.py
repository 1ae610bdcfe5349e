"""The configuration that keeps the imported resources as they are."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from orion_rds.facts import instance_classes, redis_versions
from orion_rds.migration import read_settings
from orion_rds.migration.found import WRITTEN_WITH_THE_PASSWORD, Found, left
from orion_rds.migration.state import Attributes, Resource, StateError

Settings = Mapping[str, Any]

INDENT = "  "

LIFECYCLE_SUPPORT = "open-source-rds-extended-support"
"""AWS's default for a cluster.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (`EngineLifecycleSupport`)
"""


def stack_file(found: Found, resources: tuple[Resource, ...], key: str) -> str:
    """Return the stack file, with the steps for the rest of the module as comments."""
    lines = [
        "# If these differed, the database would be replaced or its clients disconnected. All others have defaults.",
        *_yaml({"config": {key: configuration(found)}}),
    ]
    lines[:0] = _remarks(found)
    if found.cluster.address:
        lines += ["", *_about_terraform(found, resources)]
    return "\n".join(lines) + "\n"


UNTAGGED = """\
# The cluster has no tags `Project` and `Environment`: both are read from its identifier. The names of new resources
# begin with them, and they cannot be changed after the first `pulumi up`."""
UNKNOWN_MASTER = """\
# Nothing holds the master password, and Pulumi cannot read it. `password_version: 2` sets a new one on the cluster with
# the first `pulumi up` and writes it to a new secret: clients must change to it."""
CLUSTER_MONITORED = """\
# Enhanced monitoring is set for the cluster as a whole. The component sets it for each instance, which AWS refuses
# beside it (hashicorp/terraform-provider-aws#43487). Before the import, run:
# aws rds modify-db-cluster --monitoring-interval 0 --apply-immediately --db-cluster-identifier {identifier}"""


def _remarks(found: Found) -> Iterator[str]:
    """Yield comments about properties that no setting expresses."""
    cluster = found.cluster.attributes
    if not found.tagged:
        yield UNTAGGED
    if not found.secret and not found.managed_secret:
        yield UNKNOWN_MASTER
    if cluster.get("monitoring_interval"):
        yield CLUSTER_MONITORED.format(identifier=cluster["cluster_identifier"])


def _about_terraform(found: Found, resources: tuple[Resource, ...]) -> Iterator[str]:
    yield "# After the first `pulumi up`, remove the imported resources from Terraform's state:"
    for resource in (*found.taken(), *_of_the_password(found, resources)):
        yield f"# terraform state rm '{resource.address}'"
    yield "# This component creates its own of the following. Remove the module from the code, and Terraform destroys:"
    for resource in left(resources, found):
        yield f"#   {resource.address}"


def configuration(found: Found) -> Settings:
    """Return the configuration as plain values."""
    cluster = found.cluster.attributes
    settings = {
        "project": found.project,
        "environment": found.environment,
        "tags": read_settings.tags(cluster),
        "encryption": read_settings.encryption(found),
        "network": {
            "subnet_group_name": cluster["db_subnet_group_name"],
            "security_group_ids": cluster["vpc_security_group_ids"],
            "port": cluster["port"],
        },
        "engine": {
            "version": cluster.get("engine_version_actual") or cluster["engine_version"],
            "lifecycle_support": cluster.get("engine_lifecycle_support") or LIFECYCLE_SUPPORT,
            "certificate_authority": read_settings.certificate_authority(found),
            "storage": "io_optimized" if cluster.get("storage_type") == "aurora-iopt1" else None,
        },
        "master": {"username": cluster["master_username"], **_password(found)},
        "database_name": cluster["database_name"],
        **_capacity(found),
        "backup": read_settings.backup(found),
        "maintenance_window": read_settings.maintenance_window(cluster),
        "monitoring": read_settings.monitoring(found),
        "protection": read_settings.protection(cluster),
        "logs": {"exports": cluster.get("enabled_cloudwatch_logs_exports")},
        "alarms": {"topic_arns": list(found.alarm_topic_arns)},
        "events": {"topic_arn": found.events_topic_arn},
        "redis": _redis(found.redis.attributes) if found.redis else None,
        "adopt": _adopt(found),
    }
    return _without_nothing(settings)


def _password(found: Found) -> Settings:
    """Return the settings of the password. A password that no secret holds is replaced, as Pulumi cannot read it."""
    if found.managed_secret:
        return {"password_source": "rds_managed"}
    return {} if found.secret else {"password_version": 2}


def _capacity(found: Found) -> Settings:
    classes = [instance.attributes["instance_class"] for instance in found.instances]
    settings: dict[str, Any] = {}
    if instance_classes.SERVERLESS in classes:
        scaling = _scaling(found.cluster.attributes)
        settings["serverless"] = {"min_acu": scaling["min_capacity"], "max_acu": scaling["max_capacity"]}
    if len(set(classes)) > 1:
        return settings | {"instances": _numbered(map(_instance, found.instances))}
    alike = classes[0] if classes and classes[0] != instance_classes.SERVERLESS else None
    return settings | {"instances": {"count": len(classes) or None, "instance_class": alike}}


def _scaling(cluster: Attributes) -> Attributes:
    scaling: Attributes | None = next(iter(cluster["serverlessv2_scaling_configuration"] or ()), None)
    if not scaling:
        raise StateError(
            "an instance is serverless, and the cluster has no capacity range (`ServerlessV2ScalingConfiguration`)."
        )
    return scaling


def _redis(group: Attributes) -> Settings:
    return {
        "engine": group["engine"],
        "version": (version := redis_versions.written(str(group["engine_version"]))),
        "node_type": group["node_type"],
        "nodes": group["num_cache_clusters"],
        "authentication": "off",
        **read_settings.redis(group),
        **_logs(version),
        "network": {
            "subnet_group_name": group["subnet_group_name"],
            "security_group_ids": group["security_group_ids"],
            "port": group["port"],
        },
    }


def _logs(version: str) -> Settings:
    """Return the logs that an old version supports. The default exports both."""
    if not redis_versions.lacks(version, redis_versions.ENGINE_LOG):
        return {}
    # A tuple, because an empty list counts as an unknown setting.
    return {"logs": {"exports": () if redis_versions.lacks(version, redis_versions.SLOW_LOG) else ("slow-log",)}}


def _adopt(found: Found) -> Settings:
    redis = found.redis and {
        "replication_group": found.redis.attributes["id"],
        "parameter_group": _name(found.redis_parameter_group),
    }
    return {
        "cluster": found.cluster.attributes["id"],
        "secret": _name(found.secret),
        "instances": _numbered(instance.attributes["id"] for instance in found.instances),
        "cluster_parameter_group": _name(found.cluster_parameter_group),
        "instance_parameter_group": _name(found.instance_parameter_group),
        "monitoring_role": _name(found.monitoring_role),
        "redis": redis,
    }


def _instance(instance: Resource) -> Settings:
    return {name: instance.attributes.get(name) for name in ("instance_class", "promotion_tier")}


def _numbered(instances: Iterable[Any]) -> Settings:
    """Return the instances by number, which is their name with `count`."""
    return {str(number): instance for number, instance in enumerate(instances, start=1)}


def _name(resource: Resource | None) -> str | None:
    return resource.attributes["name"] if resource else None


def _of_the_password(found: Found, resources: tuple[Resource, ...]) -> list[Resource]:
    return [
        each for each in resources if each.module == found.cluster.module and each.type in WRITTEN_WITH_THE_PASSWORD
    ]


def _without_nothing(settings: Settings) -> dict[str, Any]:
    """Return the settings without those that are unknown or empty."""
    kept = {key: _without_nothing(value) if _is_section(value) else value for key, value in settings.items()}
    return {key: value for key, value in kept.items() if value not in (None, "", {}, [])}


def _is_section(value: object) -> TypeGuard[Settings]:
    return isinstance(value, Mapping)


def _yaml(settings: Settings, depth: int = 0) -> Iterator[str]:
    """Write mappings with indentation, and other values as JSON, which is YAML too."""
    for key, value in settings.items():
        # Without quotes, a number is not text.
        name = json.dumps(key) if key.isdigit() else key
        if _is_section(value):
            yield f"{INDENT * depth}{name}:"
            yield from _yaml(value, depth + 1)
        else:
            yield f"{INDENT * depth}{name}: {json.dumps(value)}"
