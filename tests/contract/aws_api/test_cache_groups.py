"""ElastiCache's subnet groups, parameter groups, users, user groups and their tags."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import SUBNETS, ClientOf

PASSWORD = "long-enough-for-redis"


@pytest.fixture
def caches(client: ClientOf) -> Any:
    """Call ElastiCache."""
    return client("elasticache")


def parameters(caches: Any, name: str) -> dict[str, str]:
    """Return the parameters that are set in a group."""
    found = caches.describe_cache_parameters(CacheParameterGroupName=name, Source="user")["Parameters"]
    return {each["ParameterName"]: each["ParameterValue"] for each in found}


def pairs(**values: str) -> list[dict[str, str]]:
    """Return parameters in the form of AWS's calls."""
    return [{"ParameterName": name.replace("_", "-"), "ParameterValue": value} for name, value in values.items()]


def make_user(caches: Any, name: str, user_name: str, **arguments: Any) -> dict[str, Any]:
    """Create a user, with a password by default."""
    asked = arguments or {"Passwords": [PASSWORD]}
    return caches.create_user(UserId=name, UserName=user_name, Engine="redis", AccessString="on ~* +@all", **asked)


def test_a_subnet_group_is_changed_and_deleted(caches: Any, name: str) -> None:
    """Moto lacks both operations."""
    caches.create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=list(SUBNETS[:2])
    )
    caches.modify_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="theirs", SubnetIds=list(SUBNETS)
    )

    (group,) = caches.describe_cache_subnet_groups(CacheSubnetGroupName=name)["CacheSubnetGroups"]
    assert group["CacheSubnetGroupDescription"] == "theirs"
    assert {subnet["SubnetIdentifier"] for subnet in group["Subnets"]} == set(SUBNETS)

    caches.delete_cache_subnet_group(CacheSubnetGroupName=name)
    with pytest.raises(caches.exceptions.CacheSubnetGroupNotFoundFault):
        caches.describe_cache_subnet_groups(CacheSubnetGroupName=name)


def test_a_parameter_group_tells_what_was_set_in_it(caches: Any, name: str) -> None:
    """With `Source=user`, the answer has no other parameters."""
    caches.create_cache_parameter_group(
        CacheParameterGroupName=name, CacheParameterGroupFamily="redis7", Description="ours"
    )
    assert parameters(caches, name) == {}
    caches.modify_cache_parameter_group(
        CacheParameterGroupName=name,
        ParameterNameValues=pairs(maxmemory_policy="volatile-lru", notify_keyspace_events="Ex"),
    )
    assert parameters(caches, name) == {"maxmemory-policy": "volatile-lru", "notify-keyspace-events": "Ex"}

    caches.reset_cache_parameter_group(
        CacheParameterGroupName=name, ParameterNameValues=pairs(maxmemory_policy="volatile-lru")
    )
    assert parameters(caches, name) == {"notify-keyspace-events": "Ex"}
    caches.reset_cache_parameter_group(CacheParameterGroupName=name, ResetAllParameters=True)
    assert parameters(caches, name) == {}

    caches.delete_cache_parameter_group(CacheParameterGroupName=name)
    with pytest.raises(caches.exceptions.CacheParameterGroupNotFoundFault):
        caches.describe_cache_parameter_groups(CacheParameterGroupName=name)


def test_a_group_in_cluster_mode_follows_from_its_parameter_group(caches: Any, name: str) -> None:
    """The parameter is older than the member of the call, and still has this effect."""
    caches.create_cache_parameter_group(
        CacheParameterGroupName=name, CacheParameterGroupFamily="redis7", Description="ours"
    )
    caches.modify_cache_parameter_group(CacheParameterGroupName=name, ParameterNameValues=pairs(cluster_enabled="yes"))
    made = caches.create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription="ours",
        EngineVersion="7.1",
        CacheNodeType="cache.r7g.large",
        CacheParameterGroupName=name,
        NumNodeGroups=2,
        ReplicasPerNodeGroup=1,
        AutomaticFailoverEnabled=True,
    )["ReplicationGroup"]

    assert (made["ClusterMode"], made["ClusterEnabled"]) == ("enabled", True)


def test_a_users_passwords_are_counted_and_never_told(caches: Any, name: str) -> None:
    """Permission to read descriptions is no permission to log in."""
    make_user(caches, name, name)
    caches.modify_user(UserId=name, Passwords=[PASSWORD, PASSWORD[::-1]], AccessString="off -@all")

    answer = caches.describe_users(UserId=name)
    (user,) = answer["Users"]
    assert user["Authentication"] == {"Type": "password", "PasswordCount": 2}
    assert (user["AccessString"], user["UserName"], user["Status"]) == ("off -@all", name, "active")
    assert PASSWORD not in str(answer)

    caches.modify_user(UserId=name, NoPasswordRequired=True)
    assert caches.describe_users(UserId=name)["Users"][0]["Authentication"]["Type"] == "no-password"


def test_users_join_and_leave_a_group(caches: Any, name: str) -> None:
    """A user is described with its groups, and a group with its users."""
    for suffix, user_name in {"a": "default", "b": "b", "c": "c"}.items():
        make_user(caches, f"{name}-{suffix}", user_name)
    caches.create_user_group(UserGroupId=name, Engine="redis", UserIds=[f"{name}-a", f"{name}-b"])
    caches.modify_user_group(UserGroupId=name, UserIdsToAdd=[f"{name}-c"], UserIdsToRemove=[f"{name}-b"])

    (group,) = caches.describe_user_groups(UserGroupId=name)["UserGroups"]
    assert set(group["UserIds"]) == {f"{name}-a", f"{name}-c"}
    assert caches.describe_users(UserId=f"{name}-c")["Users"][0]["UserGroupIds"] == [name]
    assert caches.describe_users(UserId=f"{name}-b")["Users"][0]["UserGroupIds"] == []


def test_a_deleted_user_leaves_its_groups(caches: Any, name: str) -> None:
    """AWS removes it from its groups."""
    make_user(caches, f"{name}-a", "default")
    make_user(caches, f"{name}-b", "b")
    caches.create_user_group(UserGroupId=name, Engine="redis", UserIds=[f"{name}-a", f"{name}-b"])
    caches.delete_user(UserId=f"{name}-b")

    assert caches.describe_user_groups(UserGroupId=name)["UserGroups"][0]["UserIds"] == [f"{name}-a"]
    with pytest.raises(caches.exceptions.UserNotFoundFault):
        caches.describe_users(UserId=f"{name}-b")


def test_the_default_user_of_aws_is_there_from_the_start(caches: Any, name: str) -> None:
    """A user group may contain it, although it needs no password."""
    (user,) = caches.describe_users(UserId="default")["Users"]
    assert (user["UserName"], user["Authentication"]["Type"]) == ("default", "no-password")

    assert caches.create_user_group(UserGroupId=name, Engine="redis", UserIds=["default"])["UserIds"] == ["default"]
    caches.delete_user_group(UserGroupId=name)
    with pytest.raises(caches.exceptions.UserGroupNotFoundFault):
        caches.describe_user_groups(UserGroupId=name)


def test_a_user_group_tells_who_uses_it(caches: Any, name: str) -> None:
    """The replication group must leave it first."""
    caches.create_user_group(UserGroupId=name, Engine="redis", UserIds=["default"])
    caches.create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=list(SUBNETS)
    )
    caches.create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription="ours",
        CacheNodeType="cache.r7g.large",
        CacheSubnetGroupName=name,
        TransitEncryptionEnabled=True,
        UserGroupIds=[name],
    )
    assert caches.describe_user_groups(UserGroupId=name)["UserGroups"][0]["ReplicationGroups"] == [name]

    caches.modify_replication_group(ReplicationGroupId=name, UserGroupIdsToRemove=[name], ApplyImmediately=True)
    assert caches.describe_user_groups(UserGroupId=name)["UserGroups"][0]["ReplicationGroups"] == []


def test_every_kind_of_thing_keeps_its_tags(caches: Any, name: str) -> None:
    """Moto has the tags of its own resources only."""
    tags = [{"Key": "Name", "Value": "ours"}]
    made = [
        make_user(caches, name, "default", Passwords=[PASSWORD], Tags=tags),
        caches.create_user_group(UserGroupId=name, Engine="redis", UserIds=[name], Tags=tags),
        caches.create_cache_parameter_group(
            CacheParameterGroupName=name, CacheParameterGroupFamily="redis7", Description="ours", Tags=tags
        )["CacheParameterGroup"],
        caches.create_cache_subnet_group(
            CacheSubnetGroupName=name, CacheSubnetGroupDescription="ours", SubnetIds=list(SUBNETS), Tags=tags
        )["CacheSubnetGroup"],
    ]
    for arn in (each["ARN"] for each in made):
        assert caches.list_tags_for_resource(ResourceName=arn)["TagList"] == tags
        caches.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "team", "Value": "data"}])
        caches.remove_tags_from_resource(ResourceName=arn, TagKeys=["Name"])
        assert caches.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "team", "Value": "data"}]


def test_what_is_not_there_is_not_found_by_the_codes_of_aws(caches: Any, name: str) -> None:
    """The provider reports any other code as a failure."""
    for call, arguments, code in (
        ("describe_users", {"UserId": name}, "UserNotFound"),
        ("describe_user_groups", {"UserGroupId": name}, "UserGroupNotFound"),
        ("describe_cache_parameter_groups", {"CacheParameterGroupName": name}, "CacheParameterGroupNotFound"),
        ("describe_cache_subnet_groups", {"CacheSubnetGroupName": name}, "CacheSubnetGroupNotFoundFault"),
        ("delete_cache_subnet_group", {"CacheSubnetGroupName": name}, "CacheSubnetGroupNotFoundFault"),
    ):
        with pytest.raises(ClientError) as missing:
            getattr(caches, call)(**arguments)
        assert missing.value.response["Error"]["Code"] == code
