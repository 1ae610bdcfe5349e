"""ElastiCache: subnet groups, parameter groups, users and user groups."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.parameter_groups import parameter_group
from orion_sandbox.providers.table import Row, Unsent, fixed, named, sent, step
from orion_sandbox.providers.values import Values, added_and_removed


def _same_engine(wanted: str, actual: str) -> bool:
    return wanted.lower() == actual.lower()


def _shown_mode(authentication: Values) -> dict[str, Any]:
    """Return the mode in the SDK's terms; AWS returns the number of passwords, never the passwords."""
    kind = "no-password-required" if authentication["Type"] == "no-password" else authentication["Type"]
    return (
        {"type": kind, "passwordCount": authentication.get("PasswordCount", 0)}
        if kind == "password"
        else {"type": kind}
    )


def _same_mode(one: Values, other: Values) -> bool:
    """Compare modes; passwords are compared only if both have them."""
    passwords = [sorted(each["passwords"]) for each in (one, other) if each.get("passwords")]
    return one["type"] == other["type"] and len(set(map(tuple, passwords))) < 2


def _change_members(caller: Caller, identity: str, old: Values, new: Values) -> None:
    added, removed = added_and_removed(old, new, "userIds")
    if old and (added or removed):
        changes = {"UserIdsToAdd": added, "UserIdsToRemove": removed}
        caller("ModifyUserGroup", UserGroupId=identity, **{name: users for name, users in changes.items() if users})


ROWS = (
    Row(
        type="aws:elasticache/subnetGroup:SubnetGroup",
        service="elasticache",
        noun="CacheSubnetGroup",
        key="CacheSubnetGroupName",
        properties=(
            sent("description", "CacheSubnetGroupDescription", default="Managed by Pulumi"),
            *named("name", "CacheSubnetGroupName", limit=255, prefix=False),
            sent("subnetIds", read="Subnets[].SubnetIdentifier", unordered=True),
        ),
        computed={"arn": "ARN", "vpcId": "VpcId"},
        tagging=tagging.ELASTICACHE,
    ),
    parameter_group(
        "aws:elasticache/parameterGroup:ParameterGroup",
        "CacheParameterGroup",
        name=named("name", "CacheParameterGroupName", limit=255, prefix=False),
        family="CacheParameterGroupFamily",
        arn="ARN",
    ),
    Row(
        type="aws:elasticache/user:User",
        service="elasticache",
        noun="User",
        key="UserId",
        identity="UserId",
        properties=(
            sent("accessString"),
            sent("authenticationMode", read="Authentication", shows=_shown_mode, same=_same_mode, secret=True),
            sent("engine", same=_same_engine),
            # The provider reads how a user authenticates into `authenticationMode` alone.
            sent("noPasswordRequired", read="", default=False),
            sent("passwords", read="", removed=Unsent.VALUE, secret=True),
            fixed("userId"),
            fixed("userName"),
        ),
        computed={"arn": "ARN"},
        tagging=tagging.ELASTICACHE,
    ),
    Row(
        type="aws:elasticache/userGroup:UserGroup",
        service="elasticache",
        noun="UserGroup",
        key="UserGroupId",
        identity="UserGroupId",
        properties=(
            sent("engine", same=_same_engine),
            fixed("userGroupId"),
            step("userIds", "UserIds", unordered=True, removed=[]),
        ),
        computed={"arn": "ARN"},
        tagging=tagging.ELASTICACHE,
        create_arguments=lambda new: {"UserIds": list(new["userIds"])} if new.get("userIds") else {},
        steps=(_change_members,),
    ),
)
