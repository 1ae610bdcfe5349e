"""The dashboard of one region."""

import json
from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch

from orion_rds.plan import names
from orion_rds.plan.alarms.dashboard import body, url
from orion_rds.plan.alarms.spec import AlarmSpec
from orion_rds.plan.site import Site


class Dashboard(pulumi.ComponentResource):
    """What the alarms watch, and which of them have gone off."""

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
        """`alarm_arns` are at least one; their region is that of the dashboard."""
        super().__init__("orion-rds:index:Dashboard", name, None, opts)
        dimensions = [pulumi.Output.from_input(dict(spec.dimensions)) for spec in specs]
        known = pulumi.Output.all(pulumi.Output.all(*alarm_arns), pulumi.Output.all(*dimensions))
        dashboard = cloudwatch.Dashboard(
            name,
            region=site.region,
            dashboard_name=names.dashboard(site.prefix),
            dashboard_body=known.apply(lambda known: json.dumps(body(specs, known[1], known[0]))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.url = pulumi.Output.all(alarm_arns[0], dashboard.dashboard_name).apply(lambda known: url(*known))
        self.register_outputs({"url": self.url})
