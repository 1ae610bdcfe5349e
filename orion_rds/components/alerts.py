"""Who is told of what goes wrong in one region."""

from collections.abc import Sequence

import pulumi

from orion_rds.components.alarms import Alarms
from orion_rds.components.dashboard import Dashboard
from orion_rds.components.events import Events
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.topic import Topic
from orion_rds.plan.alarms.aurora import aurora_alarms
from orion_rds.plan.alarms.spec import AlarmSpec
from orion_rds.plan.site import Site


class Alerts(pulumi.ComponentResource):
    """Topic, alarms, dashboard and event subscriptions, each where the configuration asks for it."""

    topic_arns: Sequence[pulumi.Input[str]]
    """Whom alarms tell, given or made; nobody where nothing is to be told."""

    alarm_names: Sequence[pulumi.Output[str]]
    dashboard_url: pulumi.Output[str] | None

    def __init__(
        self,
        name: str,
        site: Site,
        regional: RegionalDatabase,
        *,
        further: Sequence[AlarmSpec] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`further` are alarms of what is beside the cluster, such as Redis."""
        super().__init__("orion-rds:index:Alerts", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.topic_arns = site.topic_arns
        if site.needs_a_topic:
            topic = Topic(f"{name}-topic", site, cluster_arn=regional.cluster.arn, opts=child)
            self.topic_arns = [topic.arn]
        cluster, instances = regional.cluster.identifier, regional.instances.identifiers
        self.alarm_names, self.dashboard_url = (), None
        own = aurora_alarms(site, cluster_identifier=cluster, instance_identifiers=instances)
        if site.config.alarms.profile != "off" and (specs := [*own, *further]):
            self._watch(site, specs, child)
        if site.config.events.mode == "own":
            Events(
                f"{name}-events",
                site,
                topic_arn=site.events_topic_arn or self.topic_arns[0],
                cluster_identifier=cluster,
                instance_identifiers=instances,
                opts=child,
            )
        self.register_outputs({"topic_arns": self.topic_arns, "alarm_names": self.alarm_names})

    def _watch(self, site: Site, specs: Sequence[AlarmSpec], child: pulumi.ResourceOptions) -> None:
        name = self.pulumi_resource_name
        told = self.topic_arns if site.config.alarms.profile == "production" else ()
        alarms = Alarms(f"{name}-alarms", site, specs, topic_arns=told, opts=child)
        self.alarm_names = alarms.names
        self.dashboard_url = Dashboard(f"{name}-dashboard", site, specs, alarm_arns=alarms.arns, opts=child).url
