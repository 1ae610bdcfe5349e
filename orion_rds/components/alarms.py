"""The alarms of one region."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch

from orion_rds.plan import names
from orion_rds.plan.alarms.spec import AlarmSpec, members, rule
from orion_rds.plan.site import Site


class Alarms(pulumi.ComponentResource):
    """An alarm for each row, and a composite one that goes off with any of those which say that it is unhealthy.

    Nobody is notified twice of one thing: the composite alarm notifies for the alarms in its rule, the others for
    themselves.
    """

    names: Sequence[pulumi.Output[str]]
    """The composite alarm first: a dashboard has no room for more than so many."""

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
        """`topic_arns` are told when an alarm goes off, and when it is over; nobody where there are none."""
        super().__init__("orion-rds:index:Alarms", name, None, opts)
        self._site = site
        spoken_for = members(specs)
        alarms = {spec.key: self._make(spec, () if spec in spoken_for else topic_arns) for spec in specs}
        self.names = [alarm.name for alarm in alarms.values()]
        self.arns = [alarm.arn for alarm in alarms.values()]
        if spoken_for:
            composite = self._compose([alarms[spec.key].name for spec in spoken_for], topic_arns)
            self.names.insert(0, composite.alarm_name)
            self.arns.insert(0, composite.arn)
        self.register_outputs({"names": self.names})

    def _make(self, spec: AlarmSpec, actions: Sequence[pulumi.Input[str]]) -> cloudwatch.MetricAlarm:
        name = names.alarm(self._site.prefix, spec.key)
        timing = spec.timing
        return cloudwatch.MetricAlarm(
            f"{self.pulumi_resource_name}-{spec.key}",
            region=self._site.region,
            name=name,
            alarm_description=spec.why,
            namespace=spec.metric.namespace,
            metric_name=spec.metric.name,
            dimensions=spec.dimensions,
            statistic=spec.statistic,
            comparison_operator=spec.comparison,
            threshold=spec.threshold,
            period=timing.period_seconds,
            evaluation_periods=timing.evaluation_periods,
            datapoints_to_alarm=timing.datapoints or timing.evaluation_periods,
            treat_missing_data=spec.missing_data,
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _compose(
        self, alarm_names: Sequence[pulumi.Output[str]], actions: Sequence[pulumi.Input[str]]
    ) -> cloudwatch.CompositeAlarm:
        name = names.alarm(self._site.prefix, "unhealthy")
        return cloudwatch.CompositeAlarm(
            f"{self.pulumi_resource_name}-unhealthy",
            region=self._site.region,
            alarm_name=name,
            alarm_description="The database is unhealthy: the alarms in its rule say in what.",
            # From the alarms' own outputs: CloudWatch refuses a rule with alarms that do not exist yet.
            alarm_rule=pulumi.Output.all(*alarm_names).apply(rule),
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
