"""What moto's backend of ElastiCache has no place for: one dictionary a kind of thing, and the tags of all."""

from typing import Any

from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.utilities.utils import get_partition

Things = dict[str, dict[str, Any]]


def things(backend: ElastiCacheBackend, kind: str) -> Things:
    """Give the things of one kind by their names, as AWS describes them."""
    return backend.__dict__.setdefault(f"things_{kind}", {})


def of(response: ElastiCacheResponse, kind: str) -> Things:
    """Give the things of one kind in the account and region of a call."""
    return things(response.elasticache_backend, kind)


def arn(backend: ElastiCacheBackend, kind: str, name: str) -> str:
    """Make the ARN of a thing."""
    return (
        f"arn:{get_partition(backend.region_name)}:elasticache:{backend.region_name}:{backend.account_id}:{kind}:{name}"
    )


def tags(backend: ElastiCacheBackend) -> dict[str, dict[str, str]]:
    """Give the tags of all things by ARN."""
    return backend.__dict__.setdefault("tags_by_arn", {})


def keep_tags(backend: ElastiCacheBackend, resource: str, pairs: list[dict[str, str]] | None) -> None:
    """Take over the tags of a request."""
    tags(backend)[resource] = {pair["Key"]: pair["Value"] for pair in pairs or ()}
