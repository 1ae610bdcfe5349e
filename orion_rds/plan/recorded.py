"""The record that a deployment keeps in the state, so that the next one can check changes before it makes any.

The record has an entry for each section of the configuration. A setting is recorded by its path, with its effective
value, so a default that a release changes counts as a change.
"""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

from orion_rds.config import NetworkConfig, RedisConfig, Source, StrInput
from orion_rds.config.errors import written as written_path
from orion_rds.config.known_values import digest, outputs
from orion_rds.config.network import StrInputs
from orion_rds.config.provider_settings import ProviderInputs, TagsInput
from orion_rds.plan import waits
from orion_rds.plan.backups import target_keys
from orion_rds.plan.identity import cluster_identity, redis_identity
from orion_rds.plan.names_taken import given_names, written
from orion_rds.plan.redis import Placement, family, placement
from orion_rds.plan.renamed import zone_path
from orion_rds.plan.site import Site, copies_location

Section = Literal["cluster", "disaster_recovery", "redis", "backup.copies"]
"""A part of the database that holds data; the first is the database itself."""

Value = StrInput | StrInputs | Mapping[str, StrInput] | float | None


class Unchecked(TypedDict):
    """Values that were unknown when the configuration was checked. Pulumi runs the guard when they change, and the
    guard checks them.
    """

    outputs: Mapping[str, object]
    default_tags: TagsInput
    account: NotRequired[str]

    plain: str
    """Digest of the plain values, which are checked together with these."""


class RecordedSection(TypedDict):
    """The record of one section of the configuration."""

    protected: bool
    region: str | None
    settings: dict[str, Value]


class Recorded(TypedDict):
    """The record, which is the input of the component."""

    sections: dict[Section, RecordedSection]

    names: dict[str, list[str]]
    """Names that AWS accepts once, by kind, as `names_taken` writes them."""

    waits: dict[str, waits.Plain]
    """The values that `waits` compares."""

    retain: bool
    """Whether resources stay on AWS when Pulumi deletes them, by the component's option `retain_on_delete`."""

    provider: StrInput
    """URN of the provider that a program passes; empty for the default provider."""

    unchecked: NotRequired[Unchecked]


def recorded(primary: Site, standby: Site | None, provider: ProviderInputs, *, retain: bool = False) -> Recorded:
    """Return the record of a deployment."""
    settings = {"aws:region": provider.region, **_cluster_settings(primary)}
    sections: dict[Section, RecordedSection] = {"cluster": _section(primary, settings)}
    if standby:
        sections["disaster_recovery"] = _section(standby, _standby_settings(standby))
    if redis := primary.config.redis:
        sections["redis"] = _section(primary, _redis_settings(primary, redis))
    if copies := primary.config.backup.copies:
        location = copies_location(primary.config, copies)
        settings: dict[str, Value] = {
            "backup.copies.region": copies.region,
            "backup.copies.kms_key_arn": copies.kms_key_arn,
            "backup.copies.topic_arn": copies.topic_arn,
            "encryption.vault_key_arn": primary.key("vault"),
            **{f"backup.copies.vault_lock.{name}": value for name, value in copies.vault_lock},
            "alarms.topic_arns": list(target_keys(primary.topic_arns)),
            "disaster_recovery.topic_arns": list(target_keys(standby.topic_arns if standby else ())),
        }
        sections["backup.copies"] = {
            "protected": location.protected,
            "region": location.region,
            "settings": settings,
        }
    found: Recorded = {
        "sections": sections,
        "names": written(given_names(primary, standby)),
        "waits": waits.settings(primary, standby),
        "retain": retain,
        "provider": provider.urn,
    }
    by_path = {written_path(path, ""): output for path, output in outputs(primary.config)}
    if by_path or not provider.are_known:
        found["unchecked"] = {
            "outputs": by_path,
            "default_tags": provider.default_tags,
            "plain": digest(primary.config),
        }
        if provider.account:
            found["unchecked"]["account"] = provider.account
    return found


def _section(site: Site, settings: dict[str, Value]) -> RecordedSection:
    return {"protected": site.protected, "region": site.region, "settings": settings}


def _cluster_settings(site: Site) -> dict[str, Value]:
    config = site.config
    return {
        "cluster_identifier": site.cluster_identifier,
        "project": config.project,
        "environment": config.environment,
        **_without_identifier(cluster_identity(site)),
        "engine.version": config.engine.version,
        "engine.lifecycle_support": config.engine.lifecycle_support,
        **_places("network", site.network),
        "network.allow_from": _sources(site.network.sources),
        "instances": {each.name: site.instance_identifier(each.name) or "" for each in site.fleet},
        "master.password_source": config.master.password_source,
        "monitoring.insights": config.monitoring.insights,
        "serverless.min_acu": config.serverless and config.serverless.min_acu,
        "encryption.insights_key_arn": site.key("insights"),
        "encryption.secret_key_arn": site.key("secret"),
        "adopt.cluster": site.adopted and site.adopted.cluster,
        "adopt.secret": site.adopted and site.adopted.secret,
        **_adopted_names(site),
        "alarms.topic_arns": list(site.topic_arns),
        "events.topic_arn": site.events_topic_arn,
    }


def _adopted_names(site: Site) -> dict[str, Value]:
    """Return the adopted names of resources, empty where a name is generated, and the zones of adopted instances."""
    adopted = site.adopted
    return {
        "adopt.cluster_parameter_group": (adopted and adopted.cluster_parameter_group) or "",
        "adopt.instance_parameter_group": (adopted and adopted.instance_parameter_group) or "",
        "adopt.monitoring_role": ((adopted and adopted.monitoring_role) or "") if site.monitors else None,
        **{zone_path(each.name): each.availability_zone for each in site.fleet if site.instance_identifier(each.name)},
    }


def _standby_settings(site: Site) -> dict[str, Value]:
    identity = cluster_identity(site)
    settings: dict[str, Value] = {
        "cluster_identifier": site.cluster_identifier,
        "region": site.region,
        "encryption.storage_key_arn": identity["encryption.storage_key_arn"],
        "network.subnet_group_name": identity["network.subnet_group_name"],
        "network.allow_from": _sources(site.network.sources),
        "encryption.insights_key_arn": site.key("insights"),
        "topic_arns": list(site.topic_arns),
        **_places("network", site.network),
    }
    own: dict[str, Value] = {f"disaster_recovery.{path}": value for path, value in settings.items()}
    return {**own, "monitoring.insights": site.config.monitoring.insights}


def _redis_settings(site: Site, redis: RedisConfig) -> dict[str, Value]:
    place, adopted = placement(site, redis), site.adopted and site.adopted.redis
    return {
        **_without_identifier(redis_identity(site, redis)),
        "redis.identifier": site.redis_identifier,
        "redis.family": family(redis),
        "apply": site.config.apply,
        "redis.engine": redis.engine,
        "redis.version": redis.version,
        "redis.node_type": redis.node_type,
        "redis.shards": redis.shards,
        "redis.authentication": redis.authentication,
        "redis.former_clients": redis.former_clients,
        "redis.password_version": redis.password_version,
        "redis.events.mode": redis.events.mode,
        "redis.events.topic_arn": redis.events.topic_arn,
        "redis.snapshot_retention_days": redis.snapshot_retention_days,
        **_places("redis.network", place),
        "redis.network.allow_from": _sources(place.allow_from if place.security_group_ids is None else {}),
        "adopt.redis.replication_group": adopted and adopted.replication_group,
        "adopt.redis.parameter_group": (adopted and adopted.parameter_group) or "",
    }


def _without_identifier(identity: Mapping[str, StrInput | None]) -> dict[str, Value]:
    """Return an identity without the identifier, which follows from `project` and `environment`."""
    return {path: value for path, value in identity.items() if "." in path or path == "database_name"}


def _places(path: str, network: NetworkConfig | Placement) -> dict[str, Value]:
    return {
        f"{path}.vpc_id": network.vpc_id,
        f"{path}.subnet_ids": _list(network.subnet_ids),
        f"{path}.security_group_ids": _list(network.security_group_ids),
    }


def _sources(sources: Mapping[str, Source]) -> Mapping[str, StrInput]:
    """Return the sources by the names of their rules."""
    return {source.rule(name): source.value for name, source in sources.items()}


def _list(values: StrInputs | None) -> StrInputs | None:
    return list(values) if isinstance(values, tuple) else values
