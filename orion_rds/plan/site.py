"""One region's side of a database."""

from dataclasses import dataclass

from orion_rds.config import (
    AdoptConfig,
    DatabaseConfig,
    FleetInstance,
    NetworkConfig,
    RegionalEncryptionConfig,
    StrInput,
)
from orion_rds.plan import names
from orion_rds.plan.tags import tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the parts in one region are made from.

    `config` is what every region shares; the other fields are of this one.
    """

    config: DatabaseConfig

    region: str | None
    """Where the parts are; none for the region of the stack."""

    prefix: str
    """First part of every physical name here."""

    encryption: RegionalEncryptionConfig
    network: NetworkConfig
    fleet: tuple[FleetInstance, ...]

    topic_arns: tuple[StrInput, ...] = ()
    """Topics here that alarms tell; with none, one is made."""

    events_topic_arn: StrInput | None = None
    """Topic of the events here; with none, the first of those of the alarms."""

    protected: bool
    """Whether the cluster here is protected against deletion."""

    adopted: AdoptConfig | None = None
    """What exists here already and keeps its name."""

    @property
    def leaves_something(self) -> bool:
        """Whether what can be restored is left when the database is deleted.

        Not the same as being protected: whoever deletes a protected database takes its protection off first.
        """
        return self.config.protection.final_snapshot

    @property
    def monitors(self) -> bool:
        """Whether there is enhanced monitoring, and an instance that it is for."""
        return bool(self.config.monitoring.interval_seconds and self.fleet)

    @property
    def events_use_alarm_topics(self) -> bool:
        """Whether events notify the topics of the alarms, as they have none of their own."""
        return self.config.events.mode == "own" and self.events_topic_arn is None

    @property
    def needs_a_topic(self) -> bool:
        """Whether alarms or events notify a topic, and none is given."""
        return not self.topic_arns and (self.config.alarms.profile == "production" or self.events_use_alarm_topics)

    @property
    def cluster_identifier(self) -> str:
        """Identifier of the cluster here."""
        return self.adopted.cluster if self.adopted else names.cluster(self.prefix)

    @property
    def secret_name(self) -> str:
        """Name of the master user's secret."""
        return self.adopted.secret if self.adopted else names.secret(self.prefix)

    @property
    def redis_identifier(self) -> str:
        """Identifier of the replication group."""
        adopted = self.adopted and self.adopted.redis
        return adopted.replication_group if adopted else names.redis(self.prefix)

    def instance_identifier(self, number: int) -> str | None:
        """Give the identifier of an adopted instance, the first being 1; nothing for one whose identifier is made."""
        adopted = self.adopted.instances if self.adopted else ()
        return adopted[number - 1] if number <= len(adopted) else None

    def tags(self, name: str) -> dict[str, str]:
        """Give the tags of one resource, whose name in AWS's console is `name`."""
        return tags(self.config, name)


def primary(config: DatabaseConfig) -> Site:
    """Give the side of the cluster that the applications write to at first."""
    return Site(
        config=config,
        region=None,
        prefix=config.prefix,
        encryption=config.encryption,
        network=config.network,
        fleet=config.fleet,
        topic_arns=config.alarms.topic_arns,
        events_topic_arn=config.events.topic_arn,
        protected=config.protection.deletion,
        adopted=config.adopt,
    )


def standby(config: DatabaseConfig) -> Site | None:
    """Give the side of the secondary cluster; nothing without a second region."""
    if (second := config.disaster_recovery) is None:
        return None
    return Site(
        config=config,
        region=second.region,
        prefix=names.standby_prefix(config.prefix),
        encryption=second.encryption,
        network=second.network,
        fleet=config.standby_fleet,
        topic_arns=second.topic_arns,
        protected=second.deletion_protection,
    )
