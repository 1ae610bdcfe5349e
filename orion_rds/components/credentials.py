"""The master user's password, and the secret that hands it out."""

import pulumi
import pulumi_random
from pulumi_aws import secretsmanager

from orion_rds import names
from orion_rds.site import Site

PASSWORD_CHARACTERS = 32
"""RDS takes 8 to 41.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

PROTECTED_RECOVERY_DAYS = 30
"""The longest time in which a deleted secret can be restored."""

UNPROTECTED_RECOVERY_DAYS = 0
"""Deleted at once: in its recovery window a secret keeps its name, and the stack could not be made again.

Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
"""


class Credentials(pulumi.ComponentResource):
    """A generated password, and a secret in the form that AWS's rotation functions read."""

    master_password: pulumi.Output[str]
    secret_arn: pulumi.Output[str]

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Credentials", name, None, opts)
        config = site.config
        password = pulumi_random.RandomPassword(
            f"{name}-password",
            length=PASSWORD_CHARACTERS,
            # RDS refuses some special characters, and connection strings need others escaped.
            special=False,
            opts=pulumi.ResourceOptions(parent=self),
        )
        secret = secretsmanager.Secret(
            f"{name}-secret",
            name=names.secret(site.prefix),
            description=f"Master user of {names.cluster(site.prefix)}",
            kms_key_id=site.encryption.secret,
            recovery_window_in_days=(PROTECTED_RECOVERY_DAYS if site.protected else UNPROTECTED_RECOVERY_DAYS),
            tags=site.tags(names.secret(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if config.master.secret_policy is not None:
            secretsmanager.SecretPolicy(
                f"{name}-secret-policy",
                secret_arn=secret.arn,
                policy=pulumi.Output.json_dumps(config.master.secret_policy),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.master_password = password.result
        self.secret_arn = secret.arn
        self.register_outputs({"secret_arn": self.secret_arn})

    def publish(
        self,
        *,
        host: pulumi.Input[str],
        port: pulumi.Input[int],
        username: pulumi.Input[str],
        database_name: pulumi.Input[str],
    ) -> None:
        """Write the secret's value, once the cluster that it describes exists.

        Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
        """
        value = {
            "engine": "postgres",
            "host": host,
            "port": port,
            "username": username,
            "password": self.master_password,
            "dbname": database_name,
        }
        secretsmanager.SecretVersion(
            f"{self.pulumi_resource_name}-secret-value",
            secret_id=self.secret_arn,
            secret_string=pulumi.Output.json_dumps(value),
            # The first value is ours, the next ones are of whoever rotates the password: any change here would write
            # the generated password over theirs.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["secret_string"]),
        )
