"""Tags, of which moto knows those of its own things only."""

from collections.abc import Callable

from moto.core.responses import ActionResult
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.store import tags
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

Original = Callable[[ElastiCacheResponse], ActionResult]


def _listed(found: dict[str, str]) -> ActionResult:
    return ActionResult({"TagList": [{"Key": key, "Value": value} for key, value in found.items()]})


@PATCHES.around(ElastiCacheResponse)
def list_tags_for_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has no tags of what it has not."""
    known = tags(response.elasticache_backend)
    resource = parameters(response, "ListTagsForResource")["ResourceName"]
    return _listed(known[resource]) if resource in known else original(response)


@PATCHES.around(ElastiCacheResponse)
def add_tags_to_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has no tags of what it has not."""
    known, asked = tags(response.elasticache_backend), parameters(response, "AddTagsToResource")
    if asked["ResourceName"] not in known:
        return original(response)
    known[asked["ResourceName"]] |= {tag["Key"]: tag["Value"] for tag in asked["Tags"]}
    return _listed(known[asked["ResourceName"]])


@PATCHES.around(ElastiCacheResponse)
def remove_tags_from_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has no tags of what it has not."""
    known, asked = tags(response.elasticache_backend), parameters(response, "RemoveTagsFromResource")
    if asked["ResourceName"] not in known:
        return original(response)
    for key in asked["TagKeys"]:
        known[asked["ResourceName"]].pop(key, None)
    return _listed(known[asked["ResourceName"]])
