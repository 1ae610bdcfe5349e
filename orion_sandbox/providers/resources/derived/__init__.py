"""Declarations of common resource types around a database, one module for each subject."""

from collections.abc import Mapping
from types import MappingProxyType

from orion_sandbox.providers.resources.declaration import Declaration
from orion_sandbox.providers.resources.derived import (
    access,
    buckets,
    containers,
    databases,
    dns,
    instances,
    networks,
    routes,
)

DECLARED: Mapping[str, Declaration] = MappingProxyType(
    {
        declared.type: declared
        for module in (access, buckets, containers, databases, dns, instances, networks, routes)
        for declared in module.DECLARATIONS
    }
)
"""Pulumi's type token to the declaration."""
