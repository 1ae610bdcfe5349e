"""Passwords and their secrets, for the master user and for roles."""

import hashlib
from collections.abc import Mapping

import pulumi
import pulumi_random
from pulumi_aws import secretsmanager

from orion_rds.config import StrInput
from orion_rds.plan import names
from orion_rds.plan.identity import cluster_identity, keepers
from orion_rds.plan.site import Site, standby_site

PASSWORD_CHARACTERS = 32
"""Length of a generated password. RDS accepts 8 to 41 characters.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

RESTORABLE_DAYS = 30
"""The longest recovery window of a deleted secret."""

NO_DAYS = 0
"""Recovery window with which a secret is deleted at once.

Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
"""

GENERATION_CHARACTERS = 8

OUR_STAGE = "orion-rds"
"""Staging label of the last value that this component wrote.

Secrets Manager deletes old values without a label. After a few rotations outside Pulumi it would delete this value, and
Pulumi would write it again, over the current password.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
"""


class Credentials(pulumi.ComponentResource):
    """A generated master password, and a secret in the format of AWS's rotation functions.

    A password that is rotated outside Pulumi is not overwritten. Password and secret are written again only together,
    with a new password: when `password_version` is raised, or when the port in the secret changes. The host in the
    secret is that of the first cluster, with and without a standby. An adopted secret is not written until
    `password_version` is raised.
    """

    master_password: pulumi.Output[str] | None
    """None for an adopted password."""

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
        """Write the value of the secret, unless the password is adopted. `host` is known once the cluster has the
        password.

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
            password_keepers=self._password_keepers(),
            parent=self,
        )

    def _password_keepers(self) -> dict[str, StrInput]:
        """Return the values whose change generates a new password: its version, the port in the secret, and the
        identity of the cluster, as the old password of a replaced cluster may have been rotated.
        """
        return keepers(
            cluster_identity(self._site),
            version=str(self._site.config.master.password_version),
            port=str(self._site.network.port),
        )

    def _make_password(self, name: str) -> pulumi.Output[str]:
        password = pulumi_random.RandomPassword(
            name,
            length=PASSWORD_CHARACTERS,
            # RDS refuses some special characters, and others must be escaped in connection strings.
            special=False,
            keepers=self._password_keepers(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return password.result

    def _make_secret(self, name: str) -> secretsmanager.Secret:
        site = self._site
        adopted_name = site.adopted.secret if site.adopted else None
        prefix, description = names.secret_prefix(site.prefix), f"Master user of {site.cluster_identifier}"
        return _make_secret(name, site, prefix, description, adopted_name=adopted_name, parent=self)


class RoleCredentials(pulumi.ComponentResource):
    """A generated password of an application's role, and a secret in the format of AWS's rotation functions.

    `orion-rds sql` sets the password in the secret. A rotated password is not overwritten: password and secret are
    written again only when the port in the secret changes, or when the cluster is replaced.
    """

    secret_arn: pulumi.Output[str]

    def __init__(self, name: str, site: Site, role: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:RoleCredentials", name, None, opts)
        self._site, self._role = site, role
        self._keepers = keepers(cluster_identity(site), port=str(site.network.port))
        self._password = pulumi_random.RandomPassword(
            f"{name}-password",
            length=PASSWORD_CHARACTERS,
            special=False,
            keepers=self._keepers,
            opts=pulumi.ResourceOptions(parent=self),
        )
        prefix = names.role_secret_prefix(site.prefix, role)
        description = f"Role {role} of {site.cluster_identifier}"
        self.secret_arn = _make_secret(f"{name}-secret", site, prefix, description, parent=self).arn
        self.register_outputs({"secret_arn": self.secret_arn})

    def publish(self, host: pulumi.Input[str]) -> None:
        """Write the value of the secret; `host` is known once the cluster exists."""
        write_value(
            f"{self.pulumi_resource_name}-secret-value",
            region=self._site.region,
            secret_arn=self.secret_arn,
            value={
                "engine": "postgres",
                "host": host,
                "port": self._site.network.port,
                "username": self._role,
                "password": self._password.result,
                "dbname": self._site.config.database_name,
            },
            password_keepers=self._keepers,
            parent=self,
        )


def _make_secret(
    name: str,
    site: Site,
    prefix: str,
    description: str,
    *,
    adopted_name: str | None = None,
    parent: pulumi.Resource,
) -> secretsmanager.Secret:
    """Create a secret, with a replica in the second region if there is one."""
    standby = standby_site(site.config)
    replica = standby and secretsmanager.SecretReplicaArgs(
        region=standby.region or "", kms_key_id=standby.key("secret")
    )
    return secretsmanager.Secret(
        name,
        name=adopted_name,
        name_prefix=None if adopted_name else prefix,
        description=description,
        kms_key_id=site.key("secret"),
        replicas=[replica] if replica else None,
        recovery_window_in_days=RESTORABLE_DAYS if site.keeps_backups else NO_DAYS,
        tags=site.tags(adopted_name or prefix.removesuffix("-")),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def write_value(
    name: str,
    *,
    region: str | None,
    secret_arn: pulumi.Input[str],
    value: Mapping[str, pulumi.Input[str | int]],
    password_keepers: Mapping[str, StrInput],
    parent: pulumi.Resource,
) -> None:
    """Write the value of a secret once for each password. A value that is rotated outside Pulumi is not overwritten."""
    secretsmanager.SecretVersion(
        # Each password has its own resource. An update of one resource would keep the labels that are ignored
        # below, which after a rotation do not make the new value current.
        f"{name}-{_generation(password_keepers)}",
        region=region,
        secret_id=secret_arn,
        secret_string=pulumi.Output.json_dumps(value),
        version_stages=["AWSCURRENT", OUR_STAGE],
        opts=pulumi.ResourceOptions(
            parent=parent,
            # A rotation moves the first label to another value, which must not be undone.
            ignore_changes=["version_stages"],
            # Secrets Manager deletes old values itself; deleting one here would remove labels that it no longer has.
            retain_on_delete=True,
        ),
    )


def _generation(password_keepers: Mapping[str, StrInput]) -> str:
    """Return a short text that changes with the plain values of the password's keepers."""
    plain = [value if isinstance(value, str) else "" for value in password_keepers.values()]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:GENERATION_CHARACTERS]
