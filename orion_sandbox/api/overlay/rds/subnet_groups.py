"""DB subnet groups: taken names, and changes that keep the group."""

from collections.abc import Callable
from typing import Any

from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBSubnetGroup, RDSBackend

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(RDSBackend)
def create_subnet_group(
    original: Callable[..., DBSubnetGroup], backend: RDSBackend, subnet_name: str, *arguments: Any
) -> DBSubnetGroup:
    """Moto puts the new group in the place of one that has the name."""
    if subnet_name in backend.subnet_groups:
        raise RDSClientError("DBSubnetGroupAlreadyExists", f"The DB subnet group '{subnet_name}' already exists.")
    return original(backend, subnet_name, *arguments)


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
def supported_network_types(_group: DBSubnetGroup) -> list[str]:
    """The subnets that the sandbox makes have no IPv6."""
    return ["IPV4"]
