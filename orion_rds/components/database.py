"""The whole database."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_random

from orion_rds.components.alerts import Alerts
from orion_rds.components.backups import Backups
from orion_rds.components.credentials import Credentials
from orion_rds.components.outputs import DatabaseOutputs
from orion_rds.components.redis import Redis
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.standby import Standby
from orion_rds.components.writer import check_standby_reads
from orion_rds.config import DatabaseConfig, parse
from orion_rds.plan.alarms import redis_alarms
from orion_rds.plan.site import primary, standby
from orion_rds.plan.warnings import warnings


class AuroraDatabase(DatabaseOutputs, pulumi.ComponentResource):
    """An Aurora PostgreSQL cluster and all around it that the configuration asks for.

    Names in Pulumi begin with `name`, names in AWS with the configuration's project and environment. Where the
    configuration takes an output, those of other resources can be given.

    Raises:
        ConfigError: with every reason at once, before anything is registered with Pulumi; and, once the component
            itself is, where a standby that writes is to lose its protection.
    """

    def __init__(
        self,
        name: str,
        config: DatabaseConfig | Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        config = parse(config)
        super().__init__("orion-rds:index:AuroraDatabase", name, None, opts)
        for warning in warnings(config):
            pulumi.log.warn(warning.text, resource=self)
        here, there = primary(config), standby(config)
        self._sites = [here, there] if there else [here]
        if there and not there.protected:
            check_standby_reads(there, self)
        # Children get this and nothing else: options of the caller would name properties that they do not have.
        child = pulumi.ResourceOptions(parent=self)
        generated = config.master.password == "generated"  # noqa: S105 # the way it is made
        self._credentials = Credentials(f"{name}-credentials", here, opts=child) if generated else None
        password = self._credentials and self._credentials.master_password
        self._primary = RegionalDatabase(name, here, master_password=password, opts=child)
        self._standby = Standby(f"{name}-standby", there, self._primary, opts=child) if there else None
        if self._credentials:
            self._credentials.publish(self.writer_endpoint)
        self._redis = Redis(f"{name}-redis", here, config.redis, opts=child) if config.redis else None
        self._alerts = [Alerts(f"{name}-alerts", here, self._primary, extra_alarms=redis_alarms(here), opts=child)]
        if there and self._standby:
            self._alerts.append(Alerts(f"{name}-standby-alerts", there, self._standby.regional, opts=child))
        self._backups = self._copy_backups(f"{name}-backups", config, child)
        self._guard(name)
        self.register_outputs(self.outputs())

    def _copy_backups(self, name: str, config: DatabaseConfig, child: pulumi.ResourceOptions) -> Backups | None:
        if (copies := config.backup.copies) is None:
            return None
        here, *there = self._alerts
        return Backups(
            name,
            self._sites[0],
            copies,
            cluster_arn=self._primary.cluster.arn,
            standby_cluster_arn=self._standby.regional.cluster.arn if self._standby else None,
            topic_arns=here.topic_arns,
            standby_topic_arns=[topic for each in there for topic in each.topic_arns],
            opts=child,
        )

    def _guard(self, name: str) -> None:
        """Make a destroy of a protected database stop before its first deletion.

        Pulumi deletes what nothing depends on first, and asks for protection one resource at a time: with the cluster
        alone protected, a destroy without preview deletes instances, rules and secret before it is refused.
        """
        parts: Sequence[pulumi.Resource | None] = (
            self._primary,
            self._standby,
            self._credentials,
            self._redis,
            self._backups,
            *self._alerts,
        )
        pulumi_random.RandomId(
            f"{name}-guard",
            byte_length=1,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[part for part in parts if part],
                protect=True if any(site.protected for site in self._sites) else None,
            ),
        )
