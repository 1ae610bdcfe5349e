"""Subscriptions to what RDS tells."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import rds

from orion_rds.facts.events import SourceType, worth_telling
from orion_rds.plan import names
from orion_rds.plan.site import Site


class Events(pulumi.ComponentResource):
    """One subscription for the cluster, and one for its instances: the two have different categories of events."""

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        topic_arn: pulumi.Input[str],
        cluster_identifier: pulumi.Input[str],
        instance_identifiers: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Events", name, None, opts)
        self._site = site
        self._topic_arn = topic_arn
        self._subscribe("cluster", "db-cluster", [cluster_identifier])
        # A subscription without sources is one to all instances of the account.
        if instance_identifiers:
            self._subscribe("instances", "db-instance", instance_identifiers)
        self.register_outputs({})

    def _subscribe(self, key: str, source_type: SourceType, source_ids: Sequence[pulumi.Input[str]]) -> None:
        name = names.event_subscription(self._site.prefix, key)
        rds.EventSubscription(
            f"{self.pulumi_resource_name}-{key}",
            region=self._site.region,
            name=name,
            sns_topic=self._topic_arn,
            source_type=source_type,
            source_ids=source_ids,
            event_categories=list(worth_telling(source_type)),
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
