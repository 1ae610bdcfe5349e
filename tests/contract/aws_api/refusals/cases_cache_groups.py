"""ElastiCache: subnet groups, parameter groups, users and user groups."""

from typing import Any

from tests.contract.aws_api.refusals.bases_caches import PASSWORD
from tests.contract.aws_api.refusals.case import case

SUBNETS, PARAMETERS = "CreateCacheSubnetGroup", "CreateCacheParameterGroup"
WRITE, DELETE = "ModifyCacheParameterGroup", "DeleteCacheParameterGroup"
USER, USER_CHANGE, USER_DELETE = "CreateUser", "ModifyUser", "DeleteUser"
USERS, USERS_CHANGE = "CreateUserGroup", "ModifyUserGroup"
IAM = {"AuthenticationMode": {"Type": "iam"}, "Passwords": None}
TAGS = [{"Key": str(number), "Value": "v"} for number in range(51)]


def written(*names: str, value: str = "1") -> list[dict[str, str]]:
    """Parameters with a value."""
    return [{"ParameterName": name, "ParameterValue": value} for name in names]


def one(name: str, value: str) -> dict[str, Any]:
    """One parameter of the group."""
    return {"ParameterNameValues": written(name, value=value)}


CASES = (
    case("elasticache-subnet-group-name", SUBNETS, "is not a valid identifier", CacheSubnetGroupName="a_b"),
    case("elasticache-subnet-group-taken", SUBNETS, "already exists", CacheSubnetGroupName="judged"),
    case("elasticache-subnet-unknown", SUBNETS, "'subnet-00000000' does not exist", {"SubnetIds": ["{subnet_b}"]},
         SubnetIds=["subnet-00000000"]),
    case("elasticache-subnets-of-two-vpcs", SUBNETS, "not all in one VPC", {"SubnetIds": ["{subnet_a}", "{subnet_b}"]},
         SubnetIds=["{subnet_a}", "{subnet_elsewhere}"]),
    case("elasticache-subnets-of-two-vpcs", "ModifyCacheSubnetGroup", "not all in one VPC",
         {"CacheSubnetGroupName": "unused", "SubnetIds": ["{subnet_a}"]}, SubnetIds=["{subnet_elsewhere}"]),
    case("elasticache-subnet-group-in-use", "DeleteCacheSubnetGroup", "currently in use",
         {"CacheSubnetGroupName": "unused"}, CacheSubnetGroupName="judged"),
    case("elasticache-parameter-group-name", PARAMETERS, "is not a valid identifier",
         CacheParameterGroupName="default.redis7"),
    case("elasticache-parameter-group-taken", PARAMETERS, "already exists", CacheParameterGroupName="judged"),
    case("elasticache-family-unknown", PARAMETERS, "redis8 is not a valid", {"CacheParameterGroupFamily": "valkey9"},
         CacheParameterGroupFamily="redis8"),
    case("elasticache-parameters-too-many", WRITE, "At most 20", ParameterNameValues=written(*map(str, range(21)))),
    case("elasticache-parameters-of-default-group", WRITE, "default.redis7", CacheParameterGroupName="default.redis7",
         **one("timeout", "0")),
    case("elasticache-parameter-fixed", WRITE, "maxclients cannot be modified", one("timeout", "300"),
         **one("maxclients", "100")),
    case("elasticache-parameter-value", WRITE, "'lru' for parameter maxmemory-policy",
         one("maxmemory-policy", "volatile-lru"), **one("maxmemory-policy", "lru")),
    case("elasticache-parameter-value", WRITE, "'Expired' for parameter", one("notify-keyspace-events", "Ex"),
         **one("notify-keyspace-events", "Expired")),
    case("elasticache-parameter-cluster-mode", WRITE, "cluster-enabled cannot be modified",
         {"CacheParameterGroupName": "unused", **one("cluster-enabled", "yes")}, **one("cluster-enabled", "yes")),
    case("elasticache-parameter-group-in-use", DELETE, "still members", CacheParameterGroupName="judged"),
    case("elasticache-user-name", USER, "UserId is not a valid", UserId="x" * 41),
    case("elasticache-user-taken", USER, "already exists", UserId="judged-app"),
    case("elasticache-user-taken", USER, "already exists", UserId="default"),
    case("elasticache-user-engine", USER, "Unknown engine memcached", {"Engine": "VALKEY"}, Engine="memcached"),
    case("elasticache-user-passwords", USER, "at most 2", {"Passwords": [PASSWORD, PASSWORD + "2"]},
         Passwords=[PASSWORD + end for end in "123"]),
    case("elasticache-user-password-length", USER, "16-128", {"Passwords": ["x" * 16]}, Passwords=["x" * 15]),
    case("elasticache-user-password-length", USER_CHANGE, "16-128", {"Passwords": ["x" * 128]}, Passwords=["x" * 129]),
    case("elasticache-user-password-none", USER, "cannot be specified", NoPasswordRequired=True),
    case("elasticache-user-password-missing", USER, "No password was provided",
         {"Passwords": None, "NoPasswordRequired": True}, Passwords=None),
    case("elasticache-user-access-string", USER, "Invalid access string: everything",
         {"AccessString": "off ~app::* resetchannels -@all +@read"}, AccessString="on everything"),
    case("elasticache-user-of-aws", USER_DELETE, "cannot be modified or deleted", {"UserId": "unwanted"},
         UserId="default"),
    case("elasticache-user-iam-name", USER, "identical", IAM, UserName="another", **IAM),
    case("elasticache-user-default-in-use", USER_DELETE, "as a default user", UserId="judged-default"),
    case("elasticache-user-group-name", USERS, "is not a valid identifier", UserGroupId="a--b"),
    case("elasticache-user-group-taken", USERS, "already exists", UserGroupId="judged"),
    case("elasticache-user-unknown", USERS, "nobody not found", UserIds=["default", "nobody"]),
    case("elasticache-user-group-names", USERS, "more than one user", {"UserIds": ["default", "judged-app"]},
         UserIds=["default", "judged-app", "judged-app-too"]),
    case("elasticache-user-group-names", USERS_CHANGE, "more than one user",
         {"UserIdsToAdd": ["judged-default"], "UserIdsToRemove": ["default"]}, UserIdsToAdd=["judged-default"]),
    case("elasticache-user-group-default", USERS, "user name default", UserIds=["judged-app"]),
    case("elasticache-user-group-default", USERS_CHANGE, "user name default", UserGroupId="judged",
         UserIdsToRemove=["judged-default"]),
    case("elasticache-user-group-member-engine", USERS, "judged-valkey has another engine",
         {"Engine": "valkey", "UserIds": ["judged-valkey", "judged-app"]}, UserIds=["default", "judged-valkey"]),
    case("elasticache-user-group-open", USERS, "without authentication: judged-open",
         {"Engine": "valkey", "UserIds": ["judged-app"]}, Engine="valkey", UserIds=["judged-app", "judged-open"]),
    case("elasticache-user-group-in-use", "DeleteUserGroup", "associated with replication group judged",
         {"UserGroupId": "unwanted"}, UserGroupId="judged"),
    case("elasticache-tags-too-many", USERS, "at most 50", {"Tags": TAGS[:50]}, Tags=TAGS),
    case("elasticache-tags-reserved", PARAMETERS, "reserved for internal use", Tags=[{"Key": "aws:a", "Value": "v"}]),
    case("elasticache-tags-too-long", USER, "is invalid", Tags=[{"Key": "k", "Value": "v" * 257}]),
)  # fmt: skip
