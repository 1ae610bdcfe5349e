"""The master user's password, and the secret that hands it out."""

import pulumi
import pulumi_random
from pulumi_aws import secretsmanager

from orion_rds.components.replacement import replacement_hook
from orion_rds.components.secret_value import write_value
from orion_rds.config import StrInput
from orion_rds.plan.site import Site, standby

PASSWORD_CHARACTERS = 32
"""RDS takes 8 to 41.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

RESTORABLE_DAYS = 30
"""The longest time in which a deleted secret can be restored."""

NO_DAYS = 0
"""Deleted at once: in its recovery window a secret keeps its name, and the stack could not be made again.

Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
"""


class Credentials(pulumi.ComponentResource):
    """A generated password, and a secret in the form that AWS's rotation functions read.

    Whoever rotates the password owns it from then on. The two are written again only together, with a new password:
    when the configuration asks for one, or when the secret has something else to tell. What is adopted is left alone
    until the configuration asks.
    """

    master_password: pulumi.Output[str] | None
    """None where the password is one that was there before."""

    secret_arn: pulumi.Output[str]

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Credentials", name, None, opts)
        self._site = site
        self.master_password = self._make_password(f"{name}-password") if site.config.generates_password else None
        secret = self._make_secret(f"{name}-secret")
        if site.config.master.secret_policy is not None:
            secretsmanager.SecretPolicy(
                f"{name}-secret-policy",
                secret_arn=secret.arn,
                policy=pulumi.Output.json_dumps(site.config.master.secret_policy),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.secret_arn = secret.arn
        self.register_outputs({"secret_arn": self.secret_arn})

    def publish(self, host: pulumi.Input[str]) -> None:
        """Write the secret's value, where its password is from here; `host` is known once the cluster has that.

        Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
        """
        if self.master_password is None:
            return
        value: dict[str, pulumi.Input[str | int]] = {
            "engine": "postgres",
            "host": host,
            "port": self._site.network.port,
            "username": self._site.config.master.username,
            "password": self.master_password,
            "dbname": self._site.config.database_name,
        }
        write_value(
            f"{self.pulumi_resource_name}-secret-value",
            region=self._site.region,
            secret_arn=self.secret_arn,
            value=value,
            told=self._told(),
            parent=self,
        )

    def _told(self) -> dict[str, StrInput]:
        """What asks for another password: that the configuration says so, that the secret has something else to tell,
        or that the cluster is replaced, and would begin with a password that was rotated long ago.
        """
        config = self._site.config
        return {
            "version": str(config.master.password_version),
            "host": "global" if config.disaster_recovery else "cluster",
            "port": str(self._site.network.port),
            "username": config.master.username,
            "database_name": config.database_name,
            "kms_key_arn": self._site.encryption.storage or "",
            "subnet_group_name": self._site.network.subnet_group_name or "",
        }

    def _make_password(self, name: str) -> pulumi.Output[str]:
        password = pulumi_random.RandomPassword(
            name,
            length=PASSWORD_CHARACTERS,
            # RDS refuses some special characters, and connection strings need others escaped.
            special=False,
            keepers=self._told(),
            opts=pulumi.ResourceOptions(parent=self, hooks=replacement_hook(self._site, f"{name}-replacement")),
        )
        return password.result

    def _make_secret(self, name: str) -> secretsmanager.Secret:
        site, second = self._site, standby(self._site.config)
        replicas = [
            secretsmanager.SecretReplicaArgs(region=second.region or "", kms_key_id=second.encryption.secret)
            for second in ([second] if second else [])
        ]
        return secretsmanager.Secret(
            name,
            name=site.secret_name,
            description=f"Master user of {site.cluster_identifier}",
            kms_key_id=site.encryption.secret,
            replicas=replicas or None,
            recovery_window_in_days=RESTORABLE_DAYS if site.leaves_something else NO_DAYS,
            tags=site.tags(site.secret_name),
            opts=pulumi.ResourceOptions(parent=self),
        )
