"""One region's side of a database."""

from dataclasses import dataclass

from orion_rds import names
from orion_rds.config import DatabaseConfig, FleetInstance, NetworkConfig, RegionalEncryptionConfig, Wire
from orion_rds.tags import tags


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

    topic_arns: tuple[Wire, ...] = ()
    """Topics here that alarms tell; with none, one is made."""

    events_topic_arn: Wire | None = None
    """Topic of the events here; with none, the first of those of the alarms."""

    protected: bool
    """Whether the cluster here is protected against deletion."""

    @property
    def monitors(self) -> bool:
        """Whether there is enhanced monitoring, and an instance that it is for."""
        return bool(self.config.monitoring.interval_seconds and self.fleet)

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
