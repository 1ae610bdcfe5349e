"""Alarms, dashboard and event subscriptions of one region, and the topics that they notify."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, rds

from orion_rds.components.key import make_key
from orion_rds.components.missing import from_arn
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.topic import Topic
from orion_rds.config import StrInput
from orion_rds.facts.events import SourceType, notified_categories
from orion_rds.plan import dashboard, names
from orion_rds.plan.alarms import AlarmSpec, aurora_alarms, query, query_id
from orion_rds.plan.composites import Composite, composites, notify_alone, rule
from orion_rds.plan.site import Site
from orion_rds.plan.topic_policies import topic_policy


class Alerts(pulumi.ComponentResource):
    """Notifications of one region: topics, alarms, dashboard and event subscriptions, as configured."""

    topic_arns: Sequence[StrInput]
    """Topics that the alarms notify, existing or created."""

    alarm_names: Sequence[pulumi.Output[str]]
    dashboard_url: pulumi.Output[str] | None

    def __init__(
        self,
        name: str,
        site: Site,
        regional: RegionalDatabase,
        *,
        extra_alarms: Sequence[AlarmSpec] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`extra_alarms` are alarms of resources beside the cluster, such as Redis."""
        super().__init__("orion-rds:index:Alerts", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.topic_arns, events_topic_arn = self._topic_arns(site, regional.cluster.arn)
        cluster, instances = regional.cluster.identifier, regional.instances.identifiers
        self.alarm_names, self.dashboard_url = (), None
        if site.config.alarms.profile != "off":
            own = aurora_alarms(site, cluster_identifier=cluster, instance_identifiers=instances)
            self._create_alarms(site, [*own, *extra_alarms], child)
        if site.config.events.mode == "own":
            Events(
                f"{name}-events",
                site,
                topic_arn=self.topic_arns[0] if events_topic_arn is None else events_topic_arn,
                cluster_identifier=cluster,
                instance_identifiers=instances,
                opts=child,
            )
        self.register_outputs({"topic_arns": self.topic_arns, "alarm_names": self.alarm_names})

    def _topic_arns(self, site: Site, cluster_arn: pulumi.Input[str]) -> tuple[Sequence[StrInput], StrInput | None]:
        """Return the topics of the alarms, and that of the events if it is a different one. Topics that are not
        configured are created, with one key.
        """
        if not (site.needs_a_topic or site.needs_an_events_topic):
            return site.topic_arns, site.events_topic_arn
        name, config = self.pulumi_resource_name, site.config
        child = pulumi.ResourceOptions(parent=self)
        key_arn = self._key_arn(site, cluster_arn, child)
        create = partial(Topic, site=site, policy=topic_policy, key_arn=key_arn, opts=child)
        topic_arns, events_topic_arn = site.topic_arns, site.events_topic_arn
        if site.needs_a_topic:
            alarms = create(f"{name}-topic", display_name=names.topic(site.prefix), emails=config.alarms.emails)
            topic_arns = [alarms.arn]
        if site.needs_an_events_topic:
            events = create(
                f"{name}-events-topic", display_name=names.events_topic(site.prefix), emails=config.events.emails
            )
            events_topic_arn = events.arn
        return topic_arns, events_topic_arn

    def _key_arn(self, site: Site, cluster_arn: pulumi.Input[str], child: pulumi.ResourceOptions) -> pulumi.Input[str]:
        """Return the key of the topics. The AWS managed key for SNS does not allow the services that publish.

        A created key is not protected: a topic holds no data, and a change of the topic or key must be possible while
        the database is protected.
        """
        given = site.key("topic")
        if given is not None:
            return given
        name = f"{self.pulumi_resource_name}-topic-key"
        display_name = names.topic(site.prefix)
        return make_key(name, site, "topic", display_name=display_name, cluster_arn=cluster_arn, opts=child).arn

    def _create_alarms(self, site: Site, specs: Sequence[AlarmSpec], child: pulumi.ResourceOptions) -> None:
        if not specs:
            return
        name = self.pulumi_resource_name
        topic_arns = self.topic_arns if site.config.alarms.profile == "production" else ()
        alarms = Alarms(f"{name}-alarms", site, specs, topic_arns=topic_arns, opts=child)
        self.alarm_names = alarms.names
        self.dashboard_url = Dashboard(f"{name}-dashboard", site, specs, alarm_arns=alarms.arns, opts=child).url


class Alarms(pulumi.ComponentResource):
    """An alarm for each `AlarmSpec`, and composite alarms for those of each subject.

    A composite alarm notifies for the alarms in its rule. The other alarms notify by themselves.
    """

    names: Sequence[pulumi.Output[str]]
    """The composite alarms first: a dashboard shows a limited number."""

    arns: Sequence[pulumi.Output[str]]
    """In the same order."""

    def __init__(
        self,
        name: str,
        site: Site,
        specs: Sequence[AlarmSpec],
        *,
        topic_arns: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`topic_arns` are notified of each alarm and of its end."""
        super().__init__("orion-rds:index:Alarms", name, None, opts)
        self._site = site
        alone = {spec.key for spec in notify_alone(specs)}
        alarms = {spec.key: self._create(spec, topic_arns if spec.key in alone else ()) for spec in specs}
        above = [
            self._compose(each, [alarms[spec.key].name for spec in each.members], topic_arns)
            for each in composites(specs)
        ]
        self.names = [*(each.alarm_name for each in above), *(alarm.name for alarm in alarms.values())]
        self.arns = [each.arn for each in (*above, *alarms.values())]
        self.register_outputs({"names": self.names})

    def _create(self, spec: AlarmSpec, actions: Sequence[pulumi.Input[str]]) -> cloudwatch.MetricAlarm:
        name = names.alarm(self._site.prefix, spec.key)
        definition, timing = spec.definition, spec.timing
        return cloudwatch.MetricAlarm(
            f"{self.pulumi_resource_name}-{spec.key}",
            region=self._site.region,
            name=name,
            alarm_description=definition.description,
            **(_queried(spec) if definition.by_query else _of_one_metric(spec)),
            comparison_operator=definition.comparison,
            threshold=spec.threshold,
            evaluation_periods=timing.evaluation_periods,
            datapoints_to_alarm=timing.datapoints_to_alarm,
            treat_missing_data=spec.missing_data,
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _compose(
        self, composite: Composite, alarm_names: Sequence[pulumi.Output[str]], actions: Sequence[pulumi.Input[str]]
    ) -> cloudwatch.CompositeAlarm:
        name = names.alarm(self._site.prefix, composite.key)
        return cloudwatch.CompositeAlarm(
            f"{self.pulumi_resource_name}-{composite.key}",
            region=self._site.region,
            alarm_name=name,
            alarm_description=composite.description,
            # From the outputs of the alarms: CloudWatch refuses a rule with alarms that do not exist yet.
            alarm_rule=pulumi.Output.all(*alarm_names).apply(rule),
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _of_one_metric(spec: AlarmSpec) -> dict[str, Any]:
    definition = spec.definition
    return {
        "namespace": definition.metric.namespace,
        "metric_name": definition.metric.name,
        "dimensions": spec.dimensions,
        "statistic": spec.statistic,
        "period": spec.timing.period_seconds,
    }


def _queried(spec: AlarmSpec) -> dict[str, Any]:
    expression = pulumi.Output.all(**spec.dimensions).apply(partial(query, spec))
    return {
        "metric_queries": [
            cloudwatch.MetricAlarmMetricQueryArgs(
                id=query_id(spec),
                expression=expression,
                label=spec.key,
                period=spec.timing.period_seconds,
                return_data=True,
            )
        ]
    }


class Dashboard(pulumi.ComponentResource):
    """A dashboard of the alarms and their metrics."""

    url: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        site: Site,
        specs: Sequence[AlarmSpec],
        *,
        alarm_arns: Sequence[pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`alarm_arns` has at least one ARN, from which the region is read."""
        super().__init__("orion-rds:index:Dashboard", name, None, opts)
        dimensions = [pulumi.Output.from_input(dict(spec.dimensions)) for spec in specs]
        known = pulumi.Output.all(pulumi.Output.all(*alarm_arns), pulumi.Output.all(*dimensions))
        cloudwatch.Dashboard(
            name,
            region=site.region,
            dashboard_name=names.dashboard(site.prefix),
            dashboard_body=known.apply(lambda known: json.dumps(dashboard.body(specs, known[1], known[0]))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.url = from_arn(alarm_arns[0], lambda arn: dashboard.url(arn, names.dashboard(site.prefix)))
        self.register_outputs({"url": self.url})


class Events(pulumi.ComponentResource):
    """A subscription for the cluster and one for its instances: the two have different event categories."""

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        topic_arn: pulumi.Input[str],
        cluster_identifier: pulumi.Input[str],
        instance_identifiers: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Events", name, None, opts)
        self._site = site
        self._topic_arn = topic_arn
        self._subscribe("cluster", "db-cluster", [cluster_identifier])
        # A subscription without sources would be for all instances of the account.
        if instance_identifiers:
            self._subscribe("instances", "db-instance", [*instance_identifiers.values()])
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
            event_categories=list(notified_categories(source_type, pauses=self._site.pauses)),
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
