"""ElastiCache: a store of the resources that moto does not keep, and their tags."""

from collections.abc import Callable, Sequence
from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException, ReplicationGroupNotFound, SnapshotNotFound, UserNotFound
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.utilities.utils import get_partition

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

PARAMETER_GROUPS = "parametergroup"
REPLICATION_GROUPS = "replicationgroup"
SNAPSHOTS = "snapshot"
USERS = "user"
USER_GROUPS = "usergroup"
"""Kinds of resources, as ARNs name them."""

DEFAULT_USER = "default"
"""The user that AWS creates; each user group needs it, or another user of this name."""

MINIMUM_ENGINE_VERSION = "6.0"

Resource = dict[str, Any]
"""A resource as AWS describes it; keys in lower case are the sandbox's own and not in answers."""

Pairs = Sequence[dict[str, str]] | None


class _ParameterGroupNotFound(ElastiCacheException):
    code = "CacheParameterGroupNotFound"

    def __init__(self, name: str) -> None:
        super().__init__(f"CacheParameterGroup {name} not found.")


class _UserGroupNotFound(ElastiCacheException):
    code = "UserGroupNotFound"

    def __init__(self, name: str) -> None:
        super().__init__(f"UserGroup {name} not found.")


_ERRORS: dict[str, Callable[[str], Exception]] = {
    PARAMETER_GROUPS: _ParameterGroupNotFound,
    REPLICATION_GROUPS: ReplicationGroupNotFound,
    SNAPSHOTS: SnapshotNotFound,
    USERS: UserNotFound,
    USER_GROUPS: _UserGroupNotFound,
}


class Store:
    """The resources of one account and region."""

    def __init__(self, backend: ElastiCacheBackend) -> None:
        self.backend: Any = backend
        self._resources: dict[str, dict[str, Resource]] = {kind: {} for kind in _ERRORS}
        self.tags: dict[str, dict[str, str]] = {}
        """By ARN."""
        default = {"UserId": DEFAULT_USER, "UserName": DEFAULT_USER, "AccessString": "on ~* +@all", "Engine": "redis"}
        free = {"Authentication": {"Type": "no-password"}, "passwords": []}
        state = {"Status": "active", "MinimumEngineVersion": MINIMUM_ENGINE_VERSION}
        self.add(USERS, DEFAULT_USER, {**default, **state, **free})

    def all(self, kind: str) -> dict[str, Resource]:
        """Return the resources of one kind by name."""
        return self._resources[kind]

    def find(self, kind: str, name: str) -> Resource:
        """Return a resource. Raises AWS's error for one that does not exist."""
        found = self._resources[kind].get(name) or self._resources[kind].get(name.lower())
        if found is None:
            raise _ERRORS[kind](name)
        return found

    def list(self, kind: str, name: str | None) -> list[Resource]:
        """Return the resource with the name; without a name, all resources of the kind."""
        return [self.find(kind, name)] if name else [*self._resources[kind].values()]

    def add(self, kind: str, name: str, resource: Resource, tags: Pairs = None) -> Resource:
        """Add a resource with its ARN and tags."""
        region = self.backend.region_name
        home = f"{region}:{self.backend.account_id}"
        resource["ARN"] = f"arn:{get_partition(region)}:elasticache:{home}:{kind}:{name}"
        self.tags[resource["ARN"]] = {pair["Key"]: pair["Value"] for pair in tags or ()}
        self._resources[kind][name] = resource
        return resource

    def remove(self, kind: str, name: str) -> Resource:
        """Remove a resource and its tags."""
        resource = self.find(kind, name)
        self._resources[kind] = {key: each for key, each in self._resources[kind].items() if each is not resource}
        self.tags.pop(resource["ARN"])
        return resource


def store_of(backend: ElastiCacheBackend) -> Store:
    """Return the store that belongs to a backend of moto."""
    if not hasattr(backend, "sandbox_store"):
        backend.__dict__["sandbox_store"] = Store(backend)
    return backend.__dict__["sandbox_store"]


def response_store(response: ElastiCacheResponse) -> Store:
    """Return the store for the account and region of a call."""
    return store_of(response.elasticache_backend)


Original = Callable[[ElastiCacheResponse], ActionResult]


@PATCHES.around(ElastiCacheResponse)
def list_tags_for_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has the tags of its own resources only."""
    request, tags = parameters(response, "ListTagsForResource"), response_store(response).tags
    return _tag_list(tags[request["ResourceName"]]) if request["ResourceName"] in tags else original(response)


@PATCHES.around(ElastiCacheResponse)
def add_tags_to_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has the tags of its own resources only."""
    request, tags = parameters(response, "AddTagsToResource"), response_store(response).tags
    if request["ResourceName"] not in tags:
        return original(response)
    tags[request["ResourceName"]] |= {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    return _tag_list(tags[request["ResourceName"]])


@PATCHES.around(ElastiCacheResponse)
def remove_tags_from_resource(original: Original, response: ElastiCacheResponse) -> ActionResult:
    """Moto has the tags of its own resources only."""
    request, tags = parameters(response, "RemoveTagsFromResource"), response_store(response).tags
    if request["ResourceName"] not in tags:
        return original(response)
    for key in request["TagKeys"]:
        tags[request["ResourceName"]].pop(key, None)
    return _tag_list(tags[request["ResourceName"]])


def _tag_list(tags: dict[str, str]) -> ActionResult:
    return ActionResult({"TagList": [{"Key": key, "Value": value} for key, value in tags.items()]})
