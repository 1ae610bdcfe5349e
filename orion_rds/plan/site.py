"""One region of a database: the values that its resources share."""

from collections.abc import Sequence
from dataclasses import dataclass

from orion_rds.config import (
    AdoptConfig,
    CopiesConfig,
    DatabaseConfig,
    FleetInstance,
    NetworkConfig,
    RegionalEncryptionConfig,
    StrInput,
)
from orion_rds.config.encryption import Purpose
from orion_rds.facts.instance_classes import SERVERLESS
from orion_rds.plan import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A region, and the values that all resources in it share."""

    config: DatabaseConfig

    region: str | None
    """Region of the resources; None for the region of the stack."""

    prefix: str
    """First part of every physical name."""

    protected: bool
    """Whether the data in the region is protected against deletion."""

    @property
    def keeps_backups(self) -> bool:
        """Whether backups, secrets and keys can still be restored after the database is deleted.

        This differs from `protected`: a database can be deleted once its protection is turned off.
        """
        return self.config.protection.final_snapshot

    def tags(self, name: str) -> dict[str, StrInput]:
        """Return the tags of a resource: the user's, then those of this component. AWS's console shows `name`."""
        return {
            **self.config.tags,
            "Project": self.config.project,
            "Environment": self.config.environment,
            "ManagedBy": "pulumi",
            "Name": name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Location):
    """A region with a cluster."""

    encryption: RegionalEncryptionConfig
    network: NetworkConfig
    fleet: tuple[FleetInstance, ...]

    topic_arns: Sequence[StrInput] = ()
    """Topics in the region that alarms notify; without any, one is created."""

    events_topic_arn: StrInput | None = None
    """Topic of the events in the region; without one, the first topic of the alarms."""

    adopted: AdoptConfig | None = None
    """Existing resources that keep their names."""

    def key(self, purpose: Purpose) -> StrInput | None:
        """Return the key for a purpose; None if it is AWS's own key or is created."""
        return self.encryption.key_for(purpose)

    @property
    def monitors(self) -> bool:
        """Whether enhanced monitoring is on, and there is an instance to monitor."""
        return bool(self.config.monitoring.interval_seconds and self.fleet)

    @property
    def events_use_alarm_topics(self) -> bool:
        """Whether events notify the topics of the alarms, because they have no topic of their own."""
        events = self.config.events
        return events.mode == "own" and self.events_topic_arn is None and not events.emails

    @property
    def needs_an_events_topic(self) -> bool:
        """Whether a topic of the events is created, for addresses that get no alarms."""
        return bool(self.config.events.emails) and self.events_topic_arn is None

    @property
    def pauses(self) -> bool:
        """Whether an instance in the region pauses without connections."""
        serverless = self.config.serverless
        classes = {instance.instance_class for instance in self.fleet}
        return serverless is not None and serverless.min_acu == 0 and SERVERLESS in classes

    @property
    def needs_a_topic(self) -> bool:
        """Whether alarms or events need a topic, and none is configured."""
        return not self.topic_arns and (self.config.alarms.profile == "production" or self.events_use_alarm_topics)

    @property
    def cluster_identifier(self) -> str:
        """Identifier of the cluster in the region."""
        return self.adopted.cluster if self.adopted else names.cluster(self.prefix)

    @property
    def redis_identifier(self) -> str:
        """Identifier of the replication group."""
        adopted = self.adopted and self.adopted.redis
        return adopted.replication_group if adopted else names.redis(self.prefix)

    def instance_identifier(self, name: str) -> str | None:
        """Return the identifier of an adopted instance; None where it is generated."""
        return self.adopted.instances.get(name) if self.adopted else None


def primary_site(config: DatabaseConfig) -> Site:
    """Return the region of the stack, with the primary cluster."""
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


def standby_site(config: DatabaseConfig) -> Site | None:
    """Return the region of the secondary cluster, if there is one."""
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


def copies_location(config: DatabaseConfig, copies: CopiesConfig) -> Location:
    """Return the location of the second backup vault, whose name and key do not depend on a standby in that region."""
    return Location(config=config, region=copies.region, prefix=config.prefix, protected=config.protection.deletion)
