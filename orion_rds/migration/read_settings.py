"""Functions that read settings from an existing database. Default values are left out."""

from collections.abc import Mapping
from typing import Any

from orion_rds.config import DatabaseConfig, RedisConfig
from orion_rds.config.backup import BackupConfig
from orion_rds.config.database import ProtectionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.monitoring import MonitoringConfig
from orion_rds.config.section import Section
from orion_rds.config.tags import OUR_TAGS
from orion_rds.migration.found import Found
from orion_rds.migration.state import Attributes

Settings = Mapping[str, Any]


def encryption(found: Found) -> Settings:
    """Return the key of each purpose. `kms_key_arn` also applies to new resources, so it is used only if storage,
    secret and Redis share a key. A shared key is customer managed, as AWS has a separate key for each service.
    """
    cluster = found.cluster.attributes
    keys = {
        "storage_key_arn": _arn(cluster.get("kms_key_id")),
        "insights_key_arn": _arn(_with_insights(found).get("performance_insights_kms_key_id")),
        "secret_key_arn": _arn(_secret_key(found)),
    }
    if found.redis:
        keys["redis_key_arn"] = _arn(found.redis.attributes.get("kms_key_id"))
    alike = {key for purpose, key in keys.items() if purpose != "insights_key_arn"}
    if len(alike) > 1 or None in alike:
        return keys
    (shared,) = alike
    return {"kms_key_arn": shared, **{purpose: key for purpose, key in keys.items() if key != shared}}


def _secret_key(found: Found) -> str | None:
    if found.managed_secret:
        return found.managed_secret.get("kms_key_id")
    return found.secret.attributes.get("kms_key_id") if found.secret else None


def _arn(key: str | None) -> str | None:
    """Return the ARN of a key; None for an alias, which may move to another key."""
    return key if key and key.startswith("arn:") and ":key/" in key else None


def backup(found: Found) -> Settings:
    """Return the owner of the automated backups, or their retention and window."""
    cluster = found.cluster.attributes
    if cluster.get("managed_by_aws_backup"):
        return {"managed_by": "aws_backup"}
    window = _unless_default(BackupConfig, "window", cluster.get("preferred_backup_window"))
    return {"retention_days": cluster["backup_retention_period"], "window": window}


def maintenance_window(attributes: Attributes) -> str | None:
    """Return the maintenance window of the cluster."""
    return _unless_default(DatabaseConfig, "maintenance_window", attributes.get("preferred_maintenance_window"))


def monitoring(found: Found) -> Settings:
    """Return the interval of enhanced monitoring, and the mode and retention of insights."""
    intervals = [each.attributes.get("monitoring_interval") for each in (found.cluster, *found.instances)]
    interval = next((each for each in intervals if each), next((each for each in intervals if each is not None), None))
    settings = {"interval_seconds": _unless_default(MonitoringConfig, "interval_seconds", interval)}
    insights = _with_insights(found)
    enabled = insights.get("performance_insights_enabled")
    if enabled is None:
        return settings
    mode = (found.cluster.attributes.get("database_insights_mode") or "standard") if enabled else "off"
    default = MonitoringConfig(insights=mode).insights_retention_days
    days = insights.get("performance_insights_retention_period") if enabled else None
    return {
        **settings,
        "insights": _unless_default(MonitoringConfig, "insights", mode),
        "insights_retention_days": None if days == default else days or None,
    }


def _with_insights(found: Found) -> Attributes:
    """Return the attributes of the cluster or instance with insights enabled; otherwise of the first with a known
    state, or of the cluster.
    """
    every = [each.attributes for each in (found.cluster, *found.instances)]
    known = [each for each in every if each.get("performance_insights_enabled") is not None]
    return next((each for each in known if each["performance_insights_enabled"]), known[0] if known else every[0])


def certificate_authority(found: Found) -> str | None:
    """Return the certificate authority of the instances."""
    authority = found.instances[0].attributes.get("ca_cert_identifier") if found.instances else None
    return _unless_default(EngineConfig, "certificate_authority", authority)


def protection(attributes: Attributes) -> Settings:
    """Return the protection of the cluster."""
    skipped = attributes.get("skip_final_snapshot")
    final = None if skipped is None else not skipped
    return {
        "deletion": _unless_default(ProtectionConfig, "deletion", attributes.get("deletion_protection")),
        "final_snapshot": _unless_default(ProtectionConfig, "final_snapshot", final),
    }


def tags(attributes: Attributes) -> Settings:
    """Return the tags, without those of AWS and of the component."""
    found: Mapping[str, str] = attributes.get("tags") or {}
    return {key: value for key, value in found.items() if key not in OUR_TAGS and not key.startswith("aws:")}


def redis(group: Attributes) -> Settings:
    """Return the windows of Redis and the retention of its snapshots."""
    names = {
        "maintenance_window": "maintenance_window",
        "snapshot_window": "snapshot_window",
        "snapshot_retention_days": "snapshot_retention_limit",
    }
    return {name: _unless_default(RedisConfig, name, group.get(member)) for name, member in names.items()}


def _unless_default(section: type[Section], name: str, value: Any) -> Any:
    return None if value == section.model_fields[name].default else value
