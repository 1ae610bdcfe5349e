"""The contents of the API as digests by path: two answers are equal if and only if the contents are.

A path leads from a service and region to an attribute, such as `rds/us-east-1/clusters/orion-prod-aurora/port`. Values
are digests, because passwords are among them. Values that the API computes for an answer, such as the time of the call,
are not included.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any, cast

from moto.backends import get_backend
from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend

SERVICES = (
    "backup",
    "cloudwatch",
    "ec2",
    "elasticache",
    "events",
    "iam",
    "kms",
    "logs",
    "rds",
    "route53",
    "secretsmanager",
    "sns",
    "ssm",
    "sts",
)
"""Services that are read even if they are empty. Moto creates an account's backend of a service when it is first
read."""

GLOBAL = "aws"
"""Moto's region for global services."""

DEPTH = 6
"""Steps of a path: a service, a region, a kind of resource, a name, and two levels of attributes. All deeper levels are
one digest."""

PLAIN = (str, bytes, int, float, type(None), date, Enum)
WITHOUT_CONTENT = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, type, partial)
CATALOGUES: Mapping[str, Set[str]] = MappingProxyType(
    {"ec2": frozenset({"amis", "snapshots"}), "iam": frozenset({"aws_managed_policies"})}
)
"""By service, the attributes with moto's built-in catalogues: thousands of objects, which are not read."""

Path = tuple[str, ...]
Leaf = tuple[Path, str]


def content(body: bytes) -> dict[str, str]:
    """Return a digest of everything at each path.

    Args:
        body: The request, JSON: `regions` are read even if they are empty. Moto creates the default resources of a
            region, such as its default subnets, when the region is first read.
    """
    reader = _Reader()
    digests: dict[str, hashlib.blake2b] = {}
    for home, backend in sorted(_backends(json.loads(body)["regions"]), key=_name):
        for path, text in reader.backend(home, vars(backend)):
            digest = digests.setdefault("/".join(path[:DEPTH]), hashlib.blake2b(digest_size=8))
            digest.update(repr((path[DEPTH:], text)).encode())
    return {path: digest.hexdigest() for path, digest in digests.items()}


def _backends(regions: Collection[str]) -> Iterator[tuple[Path, BaseBackend]]:
    """Yield every backend of moto, after creating the same accounts and regions for every service."""
    services = _services()
    ids = {account_id for service in services for account_id in service}
    accounts = [service[account_id] for service in services for account_id in sorted(ids)]
    wanted = {GLOBAL, *regions, *(region for account in accounts for region in account)}
    for account in accounts:
        for region in sorted(wanted):
            if region in account:
                yield (account.service_name, region), account[region]


def _services() -> Sequence[Mapping[str, AccountSpecificBackend[BaseBackend]]]:
    ours = [get_backend(cast("Any", name)) for name in SERVICES]
    used: Sequence[BackendDict[Any]] = cast("Any", BackendDict)._instances
    return [*ours, *(service for service in used if service.service_name not in SERVICES)]


class _Reader:
    """Reads objects, each at the first path that leads to it; paths are in the order of their names."""

    def __init__(self) -> None:
        self._first: dict[int, Path] = {}

    def backend(self, home: Path, attributes: Mapping[str, Any]) -> Iterator[Leaf]:
        """Yield each plain value of a service. References to objects of a catalogue are included as references."""
        catalogues = CATALOGUES.get(home[0], frozenset[str]())
        for name in catalogues & attributes.keys():
            catalogue = attributes[name]
            objects = catalogue.values() if isinstance(catalogue, Mapping) else catalogue
            self._first |= {id(each): (*home, name) for each in cast("Collection[Any]", objects)}
        for name, part in sorted(attributes.items(), key=_name):
            if name not in catalogues:
                yield from self.read((*home, name), part)

    def read(self, path: Path, value: Any) -> Iterator[Leaf]:
        """Yield each plain value at or below an object, by its path."""
        kind: str = type(value).__name__
        if isinstance(value, PLAIN):
            yield path, f"{kind} {value!r}"
        elif isinstance(value, BaseBackend):
            yield path, f"{kind} {value.region_name}"
        elif isinstance(value, WITHOUT_CONTENT):
            yield path, kind
        elif id(value) in self._first:
            yield path, f"see {self._first[id(value)]}"
        else:
            if not isinstance(value, tuple):
                self._first[id(value)] = path
            # An empty mapping or list differs from a missing one.
            yield path, kind
            for name, part in _parts(value):
                yield from self.read((*path, name), part)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case Mapping():
            items = cast("Mapping[Any, Any]", value).items()
            yield from sorted(((str(key), part) for key, part in items), key=_name)
        case Set():
            yield from ((text, None) for text in sorted(map(str, cast("Set[Any]", value))))
        case list() | tuple():
            yield from ((str(position), part) for position, part in enumerate(cast("Sequence[Any]", value)))
        case _:
            yield from sorted(_attributes(value), key=_name)


def _name(named: tuple[Any, object]) -> Any:
    return named[0]


def _attributes(value: object) -> Iterator[tuple[str, Any]]:
    yield from getattr(value, "__dict__", {}).items()
    for owner in type(value).__mro__:
        for name in getattr(owner, "__slots__", ()):
            if hasattr(value, name):
                yield name, getattr(value, name)
