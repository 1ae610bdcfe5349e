"""The state that the rules read: moto's backends of the calling account and region. Rules change nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.backup.models import backup_backends
from moto.cloudwatch.models import cloudwatch_backends
from moto.ec2.models import ec2_backends
from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.rds.models import rds_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition

from orion_sandbox.api.overlay.rds_global_clusters import database_of, databases
from orion_sandbox.arns import Arn

DEFAULT_GROUP = "default."
"""Prefix of the parameter groups that AWS creates, one for each family."""

AWS_ALIAS = "alias/aws/"
"""Prefix of the aliases of keys that AWS creates at their first use."""


@dataclass(frozen=True, slots=True)
class State:
    """The account, region and operation of a call, and the resources that exist."""

    account: str
    region: str
    operation: str

    @property
    def rds(self) -> Any:
        """Clusters, instances and their groups."""
        return rds_backends[self.account][self.region]

    @property
    def backup(self) -> Any:
        """Vaults and plans."""
        return backup_backends[self.account][self.region]

    @property
    def iam(self) -> Any:
        """Roles and policies, which are global."""
        return iam_backends[self.account][get_partition(self.region)]

    @property
    def ec2(self) -> Any:
        """Networks and security groups."""
        return ec2_backends[self.account][self.region]

    @property
    def secrets(self) -> Any:
        """Secrets by name."""
        return secretsmanager_backends[self.account][self.region].secrets

    @property
    def log_groups(self) -> Any:
        """Log groups by name."""
        return logs_backends[self.account][self.region].groups

    @property
    def alarms(self) -> Any:
        """Metric alarms and composite alarms by name."""
        return cloudwatch_backends[self.account][self.region].alarms

    @property
    def event_rules(self) -> Any:
        """Rules of EventBridge's default bus by name."""
        return events_backends[self.account][self.region].event_buses["default"].rules

    def parameter(self, name: str) -> Any:
        """Return the newest version of a parameter of Systems Manager, or None."""
        versions = ssm_backends[self.account][self.region].get_parameters([name])
        return versions.get(name)

    def topic(self, arn: str) -> Any:
        """Return an SNS topic, or None."""
        return sns_backends[self.account][self.region].topics.get(arn)

    def subscription(self, arn: str) -> Any:
        """Return a subscription to an SNS topic, or None."""
        return sns_backends[self.account][self.region].subscriptions.get(arn)

    def topic_named(self, name: str) -> Any:
        """Return an SNS topic by its name, or None."""
        return self.topic(f"arn:{get_partition(self.region)}:sns:{self.region}:{self.account}:{name}")

    def cluster(self, identifier: str | None) -> Any:
        """Return a cluster, or None."""
        return self.rds.clusters.get((identifier or "").lower())

    def global_database(self, identifier: str | None) -> Any:
        """Return an Aurora global database, or None."""
        return databases(self.account).get(identifier or "")

    def global_database_of(self, cluster: Any) -> Any:
        """Return the global database of a cluster, or None."""
        return None if cluster is None else database_of(cluster)

    def is_replicated(self, cluster: Any) -> bool:
        """Whether a cluster is the primary of a global database that has other clusters."""
        database = self.global_database_of(cluster)
        return database is not None and cluster.is_writer and len(database.members) > 1

    def cluster_anywhere(self, arn: str) -> Any:
        """Return the cluster of an ARN, in its own region, or None."""
        backends = list(rds_backends[self.account].values())
        return next((each for backend in backends for each in backend.clusters.values() if each.arn == arn), None)

    def instance(self, identifier: str | None) -> Any:
        """Return an instance, or None."""
        return self.rds.databases.get((identifier or "").lower())

    def subnet_group(self, name: str | None) -> Any:
        """Return a DB subnet group, or None."""
        return self.rds.subnet_groups.get(name or "")

    def cluster_group_family(self, name: str) -> str | None:
        """Return the family of a DB cluster parameter group; None if there is no such group."""
        group = self.rds.db_cluster_parameter_groups.get(name)
        return group.db_parameter_group_family if group else _default_family(name)

    def group_family(self, name: str) -> str | None:
        """Return the family of a DB parameter group; None if there is no such group."""
        group = self.rds.db_parameter_groups.get(name)
        return group.family if group else _default_family(name)

    def subnet(self, identifier: str) -> Any:
        """Return a subnet, or None."""
        return next((each for each in self.ec2.describe_subnets() if each.id == identifier), None)

    def security_group(self, identifier: str) -> Any:
        """Return a security group, or None."""
        return self.ec2.get_security_group_from_id(identifier)

    def role(self, text: str) -> Any:
        """Return the role of an ARN, or None."""
        arn = Arn.read(text)
        if arn is None or arn.account != self.account or not arn.resource.startswith("role/"):
            return None
        return next((role for role in self.iam.roles.values() if role.arn == text), None)

    def key(self, identifier: str) -> Any:
        """Return the KMS key of an ARN, id or alias; None if the region has no such key."""
        arn = Arn.read(identifier)
        if arn is not None and arn.region != self.region:
            return None
        backend = kms_backends[arn.account if arn else self.account][self.region]
        return next(_keys(backend, identifier), None)

    def usable_key(self, identifier: str) -> bool:
        """Whether a KMS key exists and is enabled."""
        return AWS_ALIAS in identifier or getattr(self.key(identifier), "key_state", None) == "Enabled"


def _default_family(name: str) -> str | None:
    return name.removeprefix(DEFAULT_GROUP) if name.startswith(DEFAULT_GROUP) else None


def _keys(backend: Any, identifier: str) -> Iterator[Any]:
    # Not moto's own look-up, which creates the keys of AWS's aliases.
    alias, key_id = backend.get_alias_name(identifier), backend.get_key_id(identifier)
    for key in backend.keys.values():
        if key.id == key_id or alias in key.aliases:
            yield key
