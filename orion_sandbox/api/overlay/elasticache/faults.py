"""ElastiCache's errors that moto has not."""

from moto.elasticache.exceptions import ElastiCacheException


class CacheParameterGroupNotFound(ElastiCacheException):
    """No such parameter group."""

    code = "CacheParameterGroupNotFound"

    def __init__(self, name: str) -> None:
        super().__init__(f"CacheParameterGroup {name} not found.")


class UserGroupNotFound(ElastiCacheException):
    """No such user group."""

    code = "UserGroupNotFound"

    def __init__(self, name: str) -> None:
        super().__init__(f"UserGroup {name} not found.")
