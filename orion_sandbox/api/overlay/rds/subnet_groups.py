"""DB subnet groups: changes that keep the group."""

from typing import Any

from moto.rds.models import DBSubnetGroup, RDSBackend

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.method(RDSBackend)
def modify_db_subnet_group(
    backend: RDSBackend, subnet_name: str, description: str | None, subnets: list[Any]
) -> DBSubnetGroup:
    """Moto takes the group out and does not put it back, so any change deletes it."""
    (group,) = backend.describe_db_subnet_groups(subnet_name)
    group._subnets = subnets
    if description is not None:
        group.description = description
    return group


@PATCHES.computed(DBSubnetGroup)
def supported_network_types(group: Any) -> list[str]:
    """Moto does not look at the subnets: with IPv6 in all of them, a cluster may have both."""
    dual = all(subnet.ipv6_cidr_block_associations for subnet in group._subnets)
    return ["IPV4", "DUAL"] if dual else ["IPV4"]
