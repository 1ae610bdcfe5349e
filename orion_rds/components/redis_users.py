"""Who may do what in Redis."""

from __future__ import annotations

from typing import NamedTuple

import pulumi
from pulumi_aws import elasticache

from orion_rds.components.redis_password import RedisPassword
from orion_rds.config import RedisConfig
from orion_rds.plan import names
from orion_rds.plan.site import Site

ENGINE = "redis"
"""Of users and their group. Redis OSS takes no others, and Valkey takes these too, so that a group of nodes that goes
over to Valkey keeps them.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
"""

EVERYTHING = "on ~* &* +@all"
"""Every key, every channel (expired keys are told of in channels) and every command, as ElastiCache writes it back."""

NOTHING = "off -@all"

APPLICATION = "app"
DEFAULT = "default"
"""The user of clients that name none; each group must have it.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
"""

DEFAULT_ID = "anon"
"""Short, since 40 characters are all there is; AWS keeps the id `default` to itself."""


class _Client(NamedTuple):
    """A user, and the password that it has, or will have once it must authenticate."""

    user: elasticache.User
    credential: RedisPassword


class RedisUsers(pulumi.ComponentResource):
    """The user of the applications, and the default user, which can do nothing."""

    group_id: pulumi.Output[str]
    secret_arn: pulumi.Output[str]
    """Secret of the applications' user."""

    def __init__(self, name: str, site: Site, redis: RedisConfig, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:RedisUsers", name, None, opts)
        self._site = site
        self._redis = redis
        open_to_all = redis.former_clients == "accepted"
        self._application = self._make(APPLICATION, APPLICATION, EVERYTHING)
        self._default = self._make(
            DEFAULT, DEFAULT_ID, EVERYTHING if open_to_all else NOTHING, without_password=open_to_all
        )
        group = elasticache.UserGroup(
            f"{name}-group",
            region=site.region,
            user_group_id=names.redis_user_group(site.prefix),
            engine=ENGINE,
            user_ids=[self._default.user.user_id, self._application.user.user_id],
            tags=site.tags(names.redis_user_group(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.group_id = group.user_group_id
        self.secret_arn = self._application.credential.secret_arn
        self.register_outputs({"group_id": self.group_id, "secret_arn": self.secret_arn})

    def publish(self, host: pulumi.Input[str]) -> None:
        """Write the secrets of both users; AWS's rotation functions find the user by its ARN.

        Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/User-Secrets-Manager.html
        """
        for client in (self._application, self._default):
            client.credential.publish(host, username=client.user.user_name, user_arn=client.user.arn)

    def _make(self, user_name: str, user_id: str, access: str, *, without_password: bool = False) -> _Client:
        name = f"{self.pulumi_resource_name}-{user_name}"
        child = pulumi.ResourceOptions(parent=self)
        credential = RedisPassword(f"{name}-password", self._site, self._redis, user_name, opts=child)
        user = elasticache.User(
            name,
            region=self._site.region,
            user_id=names.redis_user(self._site.prefix, user_id),
            user_name=user_name,
            engine=ENGINE,
            access_string=access,
            no_password_required=without_password,
            passwords=None if without_password else [credential.password],
            tags=self._site.tags(names.redis_user(self._site.prefix, user_id)),
            opts=child,
        )
        return _Client(user, credential)
