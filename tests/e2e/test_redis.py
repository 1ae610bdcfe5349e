"""Redis on the real engine: it comes, it changes, and nothing drifts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases, program_of
from tests.e2e.passwords import find_secret, told
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

GROUP_ID = "orion-test-redis"


class Redis:
    """A clone of the test stack with a Redis beside its database."""

    def __init__(self, sandbox: Sandbox, base: SandboxStack, repository: Path) -> None:
        self._sandbox, self._repository = sandbox, repository
        sandbox.clone(base, "test")

    def stack(self, redis: Mapping[str, Any] | None, **sections: Any) -> SandboxStack:
        """The stack with this section, or without any."""
        config = changed(self._repository, redis=redis, **sections)
        return self._sandbox.stack("test", program=program_of(self._repository), config=config)

    def up(self, redis: Mapping[str, Any] | None) -> dict[str, int]:
        """Deploy, and count what was done."""
        done = self.stack(redis).up().summary.resource_changes or {}
        return {operation: count for operation, count in done.items() if operation != "same"}

    def settled(self, redis: Mapping[str, Any] | None) -> bool:
        """Whether the next preview has nothing to do."""
        return set(self.stack(redis).preview(refresh=True).change_summary) == {OpType.SAME}

    def group(self) -> dict[str, Any]:
        """Ask AWS for the group."""
        (group,) = self.stack(None).client("elasticache").describe_replication_groups()["ReplicationGroups"]
        return group

    def access(self, user: str) -> tuple[str, dict[str, Any]]:
        """Ask AWS for the access string and the authentication of a user."""
        (found,) = self.stack(None).client("elasticache").describe_users(UserId=user)["Users"]
        return found["AccessString"], found["Authentication"]

    def secret(self, client: str) -> dict[str, Any]:
        """Ask AWS for the value of a secret."""
        stack = self.stack(None)
        return told(stack, secret=find_secret(stack, f"orion-test/redis/{client}"))


Deploy = Callable[[Mapping[str, Any]], Redis]


@pytest.fixture
def deploy_redis(sandbox: Sandbox, bases: Bases, repository: Path) -> Deploy:
    """Clone the test stack with this Redis."""

    def make(redis: Mapping[str, Any]) -> Redis:
        return Redis(sandbox, bases.deployed("test", changed(repository, redis=redis)), repository)

    return make


def test_redis_changes_in_place(deploy_redis: Deploy) -> None:
    """The group that runs stays the same group, from Redis OSS to Valkey too, and its users keep their passwords."""
    redis = deploy_redis({"engine": "redis"})
    group, secret = redis.group(), redis.secret("app")
    assert group["MemberClusters"] == [f"{GROUP_ID}-001", f"{GROUP_ID}-002"]
    assert (group["AutomaticFailover"], group["MultiAZ"]) == ("enabled", "enabled")
    assert group["TransitEncryptionEnabled"] is group["AtRestEncryptionEnabled"] is True
    assert secret["host"] == group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    nodes = redis.stack(None).client("elasticache").describe_cache_clusters()["CacheClusters"]
    topics = {node["NotificationConfiguration"]["TopicArn"].rpartition(":")[2] for node in nodes}
    assert topics == {"orion-test-redis-events"}

    redis.up({"engine": "valkey", "nodes": 3, "node_type": "cache.r7g.xlarge", "snapshot_retention_days": 1})
    changed_group = redis.group()
    assert changed_group["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]
    assert len(changed_group["MemberClusters"]) == 3
    assert changed_group["CacheNodeType"] == "cache.r7g.xlarge"
    assert redis.secret("app") == secret

    renewed = {"engine": "valkey", "password_version": 2}
    redis.up(renewed)
    assert redis.settled(renewed)
    assert redis.group()["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]
    assert redis.secret("app")["password"] != secret["password"]
    assert redis.access("orion-test-app") == ("on ~* &* +@all", {"Type": "password", "PasswordCount": 2})

    # The alarms of the database name Redis too.
    assert redis.up(None).keys() == {"delete", "update"}
    assert redis.stack(None).client("elasticache").describe_replication_groups()["ReplicationGroups"] == []


def test_a_single_node_gets_a_replica_and_loses_it(deploy_redis: Deploy) -> None:
    """Failover and Multi-AZ need the replica: they are turned on after it comes, and off before it goes."""
    given = {"network": {"subnet_group_name": "data"}}
    redis = deploy_redis({"nodes": 1, **given})
    group = redis.group()
    assert (group["MemberClusters"], group["AutomaticFailover"]) == ([f"{GROUP_ID}-001"], "disabled")

    assert redis.up({"nodes": 2, **given}).get("replace") is None
    assert (len(redis.group()["MemberClusters"]), redis.group()["MultiAZ"]) == (2, "enabled")

    redis.up({"nodes": 1, **given})
    after = redis.group()
    assert (after["MemberClusters"], after["AutomaticFailover"]) == ([f"{GROUP_ID}-001"], "disabled")
    assert after["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]
    assert redis.settled({"nodes": 1, **given})


def test_cluster_mode_has_shards(deploy_redis: Deploy) -> None:
    """Clients connect to the configuration endpoint, and shards lose their replicas in place."""
    redis = deploy_redis({"shards": 2})
    group = redis.group()
    assert len(group["MemberClusters"]) == 4
    assert group["ClusterEnabled"] is True
    assert redis.secret("app")["host"] == group["ConfigurationEndpoint"]["Address"]

    fewer = {"shards": 3, "replicas_per_shard": 0}
    redis.up(fewer)
    assert redis.settled(fewer)
    assert len(redis.group()["MemberClusters"]) == 3
    assert redis.group()["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]


def test_authentication_is_turned_on_in_two_steps(deploy_redis: Deploy) -> None:
    """In between, clients of before are still served."""
    redis = deploy_redis({"authentication": "off"})
    users = redis.stack(None).client("elasticache")

    redis.up({"former_clients": "accepted"})
    access = {user["UserId"]: user["AccessString"] for user in users.describe_users()["Users"]}
    assert access["orion-test-anon"].startswith("on ")
    assert redis.group()["UserGroupIds"] == [GROUP_ID]
    assert redis.settled({"former_clients": "accepted"})

    redis.up({})
    access = {user["UserId"]: user["AccessString"] for user in users.describe_users()["Users"]}
    assert access["orion-test-anon"].startswith("off ")
    assert redis.settled({})


def test_a_token_is_rotated_in_two_steps(deploy_redis: Deploy) -> None:
    """Both tokens are accepted in between, so that no client is cut off."""
    redis = deploy_redis({"authentication": "token"})
    first = redis.secret("token")["password"]
    both = {"authentication": "token", "password_version": 2, "former_clients": "accepted"}
    second = {"authentication": "token", "password_version": 2}

    redis.up(both)
    assert redis.settled(both)
    redis.up(second)
    assert redis.settled(second)

    assert redis.group()["AuthTokenEnabled"] is True
    assert redis.secret("token")["password"] != first


def test_a_token_gives_way_to_users_in_two_steps(deploy_redis: Deploy) -> None:
    """In between, the default user has the token as its password: clients that know nothing of users go on."""
    redis = deploy_redis({"authentication": "token"})
    created, token = redis.group()["ReplicationGroupCreateTime"], redis.secret("token")["password"]
    with pytest.raises(CommandError):
        redis.up({})
    assert (redis.group()["AuthTokenEnabled"], redis.group()["UserGroupIds"]) == (True, [])

    both = {"former_clients": "token"}
    redis.up(both)
    assert redis.settled(both)
    assert (redis.group()["AuthTokenEnabled"], redis.group()["UserGroupIds"]) == (False, [GROUP_ID])
    assert redis.access("orion-test-anon") == ("on ~* &* +@all", {"Type": "password", "PasswordCount": 1})
    assert redis.secret("token")["password"] == token
    assert redis.secret("app")["password"] != token

    redis.up({})
    assert redis.settled({})
    assert redis.access("orion-test-anon")[0] == "off -@all"
    assert redis.access("orion-test-app")[0] == "on ~* &* +@all"
    assert redis.group()["ReplicationGroupCreateTime"] == created
    with pytest.raises(CommandError):
        redis.up({"authentication": "token"})
    assert redis.settled({})
