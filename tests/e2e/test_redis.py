"""Redis on the real engine: it comes, it changes, and nothing drifts."""

import json
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

GROUP_ID = "orion-test-redis"


class Redis:
    """The test stack with a Redis beside its database."""

    def __init__(self, sandbox: Sandbox, repository: Path) -> None:
        self._sandbox, self._repository = sandbox, repository

    def stack(self, redis: Mapping[str, Any] | None, **sections: Any) -> SandboxStack:
        """The stack with this section, or without any."""

        def program() -> None:
            runpy.run_path(str(self._repository / "__main__.py"))

        config = changed(self._repository, redis=redis, **sections)
        return self._sandbox.stack("test", program=program, config=config)

    def up(self, redis: Mapping[str, Any] | None) -> dict[str, int]:
        """Deploy, and count what was done; the next preview must have nothing to do."""
        stack = self.stack(redis)
        done = stack.up().summary.resource_changes or {}
        assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
        return {operation: count for operation, count in done.items() if operation != "same"}

    def group(self) -> dict[str, Any]:
        """Ask AWS for the group."""
        (group,) = self.stack(None).client("elasticache").describe_replication_groups()["ReplicationGroups"]
        return group

    def secret(self, client: str) -> dict[str, Any]:
        """Ask AWS for the value of a secret."""
        secrets = self.stack(None).client("secretsmanager")
        return json.loads(secrets.get_secret_value(SecretId=f"orion-test/redis/{client}")["SecretString"])


@pytest.fixture
def redis(sandbox: Sandbox, repository: Path) -> Redis:
    """The test stack, not deployed yet."""
    return Redis(sandbox, repository)


def test_redis_comes_and_changes_in_place(redis: Redis) -> None:
    """The group that runs stays the same group, from Redis OSS to Valkey too, and its users keep their passwords."""
    assert redis.up({"engine": "redis"}).keys() == {"create"}
    group, secret = redis.group(), redis.secret("app")
    assert group["MemberClusters"] == [f"{GROUP_ID}-001", f"{GROUP_ID}-002"]
    assert (group["AutomaticFailover"], group["MultiAZ"]) == ("enabled", "enabled")
    assert group["TransitEncryptionEnabled"] is group["AtRestEncryptionEnabled"] is True
    assert secret["host"] == group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]

    redis.up({"engine": "valkey", "nodes": 3, "node_type": "cache.r7g.xlarge", "snapshot_retention_days": 1})
    changed_group = redis.group()
    assert changed_group["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]
    assert len(changed_group["MemberClusters"]) == 3
    assert changed_group["CacheNodeType"] == "cache.r7g.xlarge"
    assert redis.secret("app") == secret

    redis.up({"engine": "valkey", "password_version": 2})
    assert redis.group()["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]
    assert redis.secret("app")["password"] != secret["password"]

    # The alarms of the database speak for Redis too.
    assert redis.up(None).keys() == {"delete", "update"}
    assert redis.stack(None).client("elasticache").describe_replication_groups()["ReplicationGroups"] == []


def test_a_single_node_gets_a_replica_and_loses_it(redis: Redis) -> None:
    """Failover and Multi-AZ need the replica: they are turned on after it comes, and off before it goes."""
    given = {"network": {"subnet_group_name": "data"}}
    redis.up({"nodes": 1, **given})
    group = redis.group()
    assert (group["MemberClusters"], group["AutomaticFailover"]) == ([f"{GROUP_ID}-001"], "disabled")

    assert redis.up({"nodes": 2, **given}).get("replace") is None
    assert (len(redis.group()["MemberClusters"]), redis.group()["MultiAZ"]) == (2, "enabled")

    redis.up({"nodes": 1, **given})
    after = redis.group()
    assert (after["MemberClusters"], after["AutomaticFailover"]) == ([f"{GROUP_ID}-001"], "disabled")
    assert after["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]


def test_cluster_mode_has_shards_and_is_not_switched_off(redis: Redis) -> None:
    """AWS refuses it in words, before anything is lost."""
    redis.up({"shards": 2})
    group = redis.group()
    assert len(group["MemberClusters"]) == 4
    assert group["ClusterEnabled"] is True
    assert redis.secret("app")["host"] == group["ConfigurationEndpoint"]["Address"]

    redis.up({"shards": 3, "replicas_per_shard": 0})
    assert len(redis.group()["MemberClusters"]) == 3

    with pytest.raises(CommandError):
        redis.stack({"nodes": 2}).up()
    assert redis.group()["ReplicationGroupCreateTime"] == group["ReplicationGroupCreateTime"]


def test_authentication_is_turned_on_in_two_steps(redis: Redis) -> None:
    """In between, clients of before are still served."""
    redis.up({"authentication": "off"})
    users = redis.stack(None).client("elasticache")

    redis.up({"former_clients": "accepted"})
    access = {user["UserId"]: user["AccessString"] for user in users.describe_users()["Users"]}
    assert access["orion-test-anon"].startswith("on ")
    assert redis.group()["UserGroupIds"] == [GROUP_ID]

    redis.up({})
    access = {user["UserId"]: user["AccessString"] for user in users.describe_users()["Users"]}
    assert access["orion-test-anon"].startswith("off ")


def test_a_token_is_rotated_in_two_steps(redis: Redis) -> None:
    """Both tokens are accepted in between, so that no client is cut off."""
    redis.up({"authentication": "token"})
    first = redis.secret("token")["password"]

    redis.up({"authentication": "token", "password_version": 2, "former_clients": "accepted"})
    redis.up({"authentication": "token", "password_version": 2})

    assert redis.group()["AuthTokenEnabled"] is True
    assert redis.secret("token")["password"] != first
