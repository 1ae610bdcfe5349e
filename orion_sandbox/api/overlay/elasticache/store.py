"""What moto's backend of ElastiCache has no place for: one dictionary a kind of thing, and the tags of all."""

from typing import Any

from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.utilities.utils import get_partition

Thing = dict[str, Any]
Things = dict[str, Thing]

PARAMETER_GROUPS = "parametergroup"
REPLICATION_GROUPS = "replicationgroup"
SNAPSHOTS = "snapshot"
USERS = "user"
USER_GROUPS = "usergroup"
"""Kinds, as ARNs name them."""


def things(backend: ElastiCacheBackend, kind: str) -> Things:
    """Give the things of one kind by their names, as AWS describes them.

    Keys in small letters are our own: moto tells only what AWS's model has.
    """
    return backend.__dict__.setdefault(f"things_{kind}", {})


def of(response: ElastiCacheResponse, kind: str) -> Things:
    """Give the things of one kind in the account and region of a call."""
    return things(response.elasticache_backend, kind)


def keep(response: ElastiCacheResponse, kind: str, name: str, thing: Thing, pairs: list[dict[str, str]] | None) -> None:
    """Keep a new thing, with its ARN and tags."""
    backend = response.elasticache_backend
    thing["ARN"] = arn(backend, kind, name)
    of(response, kind)[name] = thing
    tags(backend)[thing["ARN"]] = {pair["Key"]: pair["Value"] for pair in pairs or ()}


def forget(response: ElastiCacheResponse, kind: str, name: str) -> None:
    """Forget a thing and its tags."""
    del of(response, kind)[name]
    tags(response.elasticache_backend).pop(arn(response.elasticache_backend, kind, name), None)


def arn(backend: ElastiCacheBackend, kind: str, name: str) -> str:
    """Make the ARN of a thing."""
    home = f"{backend.region_name}:{backend.account_id}"
    return f"arn:{get_partition(backend.region_name)}:elasticache:{home}:{kind}:{name}"


def tags(backend: ElastiCacheBackend) -> dict[str, dict[str, str]]:
    """Give the tags of all things by ARN."""
    return backend.__dict__.setdefault("tags_by_arn", {})
