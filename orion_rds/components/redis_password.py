"""The password of one client of Redis, and the secret that hands it out."""

from collections.abc import Mapping

import pulumi
import pulumi_random
from pulumi_aws import secretsmanager

from orion_rds.components.credentials import NO_DAYS, RESTORABLE_DAYS
from orion_rds.components.secret_value import write_value
from orion_rds.config import RedisConfig, StrInput
from orion_rds.plan import names
from orion_rds.plan.site import Site

PASSWORD_CHARACTERS = 32
"""ElastiCache takes 16 to 128, for users and for tokens.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

ENGINE = "redis"
"""What clients read how to connect from: the protocol, which Valkey speaks too. A group goes over to Valkey in place,
and its clients keep their password."""


class RedisPassword(pulumi.ComponentResource):
    """A generated password, or token, and its secret. The two are written again only together."""

    password: pulumi.Output[str]
    secret_arn: pulumi.Output[str]

    def __init__(
        self, name: str, site: Site, redis: RedisConfig, client: str, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """`client` is the last part of the secret's name."""
        super().__init__("orion-rds:index:RedisPassword", name, None, opts)
        self._site = site
        self._port = redis.network.port
        self._told: Mapping[str, StrInput] = {
            "version": str(redis.password_version),
            # What replaces the group, which then begins with a token that may have been rotated long ago.
            "port": str(redis.network.port),
            "kms_key_arn": site.config.encryption.redis or "",
            "subnet_group_name": redis.network.subnet_group_name or "",
        }
        password = pulumi_random.RandomPassword(
            name,
            length=PASSWORD_CHARACTERS,
            # ElastiCache refuses most special characters, and connection strings need others escaped.
            special=False,
            keepers=self._told,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.password = password.result
        self.secret_arn = self._make_secret(f"{name}-secret", names.redis_secret(site.prefix, client)).arn
        self.register_outputs({"secret_arn": self.secret_arn})

    def _make_secret(self, name: str, secret_name: str) -> secretsmanager.Secret:
        site = self._site
        return secretsmanager.Secret(
            name,
            region=site.region,
            name=secret_name,
            description=f"Client of {site.redis_identifier}",
            kms_key_id=site.encryption.secret,
            recovery_window_in_days=RESTORABLE_DAYS if site.leaves_something else NO_DAYS,
            tags=site.tags(secret_name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def publish(self, host: pulumi.Input[str], **more: pulumi.Input[str]) -> None:
        """Write the secret's value; `host` is known once Redis has the password."""
        write_value(
            f"{self.pulumi_resource_name}-secret-value",
            region=self._site.region,
            secret_arn=self.secret_arn,
            value={"engine": ENGINE, "host": host, "port": self._port, "password": self.password, **more},
            told=self._told,
            parent=self,
        )
