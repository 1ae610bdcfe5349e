"""One region's side of a database."""

from dataclasses import dataclass

from orion_rds.config import DatabaseConfig, EncryptionConfig, FleetInstance, NetworkConfig
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

    encryption: EncryptionConfig
    network: NetworkConfig
    fleet: tuple[FleetInstance, ...]

    protected: bool
    """Whether the cluster here is protected against deletion."""

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
        protected=config.protection.deletion,
    )
