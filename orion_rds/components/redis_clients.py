"""The clients of Redis: users or a shared token, each with a password in a secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pulumi
import pulumi_random
from pulumi_aws import elasticache, secretsmanager

from orion_rds.components.credentials import NO_DAYS, RESTORABLE_DAYS, write_value
from orion_rds.config import RedisConfig, StrInput
from orion_rds.plan import names
from orion_rds.plan.identity import keepers, redis_identity
from orion_rds.plan.redis import APPLICATION, DEFAULT_ID, password_names
from orion_rds.plan.site import Site

PASSWORD_CHARACTERS = 32
"""Length of a generated password or token. ElastiCache accepts 16 to 128 characters.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

ENGINE = "redis"
"""Engine of the users and their group, and the name of the protocol in the secret, as clients expect it. Valkey accepts
both, so clients keep their passwords when a group changes to Valkey in place.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
"""

EVERYTHING = "on ~* &* +@all"
"""Every key, every channel and every command, as ElastiCache returns it."""

NOTHING = "off -@all"

DEFAULT = "default"
"""The user of clients that give no user name; each group must have it.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
"""


class RedisPassword(pulumi.ComponentResource):
    """A generated password or token, and its secret. Both are written again only together."""

    password: pulumi.Output[str]
    """The newest password, which is in the secret."""

    passwords: Sequence[pulumi.Output[str]]
    """The newest password, and the previous one with `keeps_former`."""

    secret_arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        site: Site,
        redis: RedisConfig,
        client: str,
        *,
        keeps_former: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`client` is the last part of the prefix of the secret's name."""
        super().__init__("orion-rds:index:RedisPassword", name, None, opts)
        self._site = site
        self._port = redis.network.port
        # A replaced group needs another password, as the generated one may have been rotated since.
        identity, version = redis_identity(site, redis), redis.password_version
        self._keepers = keepers(identity, version=str(version))
        # The previous password has its own resource, and keeps its value: see `password_names`.
        versions = password_names(name, version) if keeps_former else {version: name}
        self.passwords = [
            self._generate(each, keepers(identity, version=str(number))) for number, each in versions.items()
        ]
        self.password = self.passwords[0]
        self.secret_arn = self._make_secret(f"{name}-secret", names.redis_secret_prefix(site.prefix, client)).arn
        self.register_outputs({"secret_arn": self.secret_arn})

    def _generate(self, name: str, password_keepers: Mapping[str, StrInput]) -> pulumi.Output[str]:
        password = pulumi_random.RandomPassword(
            name,
            length=PASSWORD_CHARACTERS,
            # ElastiCache refuses most special characters, and others must be escaped in connection strings.
            special=False,
            keepers=password_keepers,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return password.result

    def _make_secret(self, name: str, prefix: str) -> secretsmanager.Secret:
        site = self._site
        return secretsmanager.Secret(
            name,
            region=site.region,
            name_prefix=prefix,
            description=f"Client of {site.redis_identifier}",
            kms_key_id=site.key("secret"),
            recovery_window_in_days=RESTORABLE_DAYS if site.keeps_backups else NO_DAYS,
            tags=site.tags(prefix.removesuffix("-")),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def publish(self, host: pulumi.Input[str], **more: pulumi.Input[str]) -> None:
        """Write the value of the secret. `host` is known once Redis has the password."""
        write_value(
            f"{self.pulumi_resource_name}-secret-value",
            region=self._site.region,
            secret_arn=self.secret_arn,
            value={"engine": ENGINE, "host": host, "port": self._port, "password": self.password, **more},
            password_keepers=self._keepers,
            parent=self,
        )


class _Client(NamedTuple):
    """A user and its password, which it may not require yet."""

    user: elasticache.User
    credential: RedisPassword


class RedisUsers(pulumi.ComponentResource):
    """The user of the applications, and the default user, which has permissions only for former clients."""

    group_id: pulumi.Output[str]
    secret_arn: pulumi.Output[str]
    """Secret of the applications' user."""

    def __init__(
        self,
        name: str,
        site: Site,
        redis: RedisConfig,
        *,
        former_token: pulumi.Output[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`former_token` is the token of clients that do not have the users' passwords yet."""
        super().__init__("orion-rds:index:RedisUsers", name, None, opts)
        self._site = site
        self._redis = redis
        self._application = self._make(APPLICATION, APPLICATION, EVERYTHING)
        self._default = self._make(
            DEFAULT,
            DEFAULT_ID,
            NOTHING if redis.former_clients == "refused" else EVERYTHING,
            password=former_token,
            without_password=redis.former_clients == "accepted",
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
        """Write the secrets of both users, with the user's ARN for AWS's rotation functions.

        Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/User-Secrets-Manager.html
        """
        for client in (self._application, self._default):
            client.credential.publish(host, username=client.user.user_name, user_arn=client.user.arn)

    def _make(
        self,
        user_name: str,
        user_id: str,
        access: str,
        *,
        password: pulumi.Output[str] | None = None,
        without_password: bool = False,
    ) -> _Client:
        name = f"{self.pulumi_resource_name}-{user_name}"
        child = pulumi.ResourceOptions(parent=self)
        credential = RedisPassword(
            f"{name}-password",
            self._site,
            self._redis,
            user_name,
            keeps_former=user_name == APPLICATION,
            opts=child,
        )
        user = elasticache.User(
            name,
            region=self._site.region,
            user_id=names.redis_user(self._site.prefix, user_id),
            user_name=user_name,
            engine=ENGINE,
            access_string=access,
            no_password_required=without_password,
            passwords=None if without_password else credential.passwords if password is None else [password],
            tags=self._site.tags(names.redis_user(self._site.prefix, user_id)),
            opts=child,
        )
        return _Client(user, credential)
