"""Who is told when backups fail."""

import json
from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch

from orion_rds.plan import names
from orion_rds.plan.backups import EVENT_RULES, BackupEventRule, pattern
from orion_rds.plan.site import Site


class BackupAlerts(pulumi.ComponentResource):
    """Rules of EventBridge that hand what AWS Backup tells of the vaults in one region to its topics."""

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        vault_arns: Sequence[pulumi.Input[str]],
        topic_arns: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """EventBridge reaches topics of its own region only."""
        super().__init__("orion-rds:index:BackupAlerts", name, None, opts)
        for event_rule in EVENT_RULES.values():
            rule = self._make_rule(f"{name}-{event_rule.key}", site, event_rule, vault_arns)
            for number, topic_arn in enumerate(topic_arns, start=1):
                cloudwatch.EventTarget(
                    f"{name}-{event_rule.key}-{number}",
                    region=site.region,
                    rule=rule.name,
                    target_id=f"topic-{number}",
                    arn=topic_arn,
                    opts=pulumi.ResourceOptions(parent=self),
                )
        self.register_outputs({})

    def _make_rule(
        self, name: str, site: Site, event_rule: BackupEventRule, vault_arns: Sequence[pulumi.Input[str]]
    ) -> cloudwatch.EventRule:
        rule_name = names.backup_event_rule(site.prefix, event_rule.key)
        return cloudwatch.EventRule(
            name,
            region=site.region,
            name=rule_name,
            description=f"{event_rule.why}: {site.cluster_identifier}",
            event_pattern=pulumi.Output.all(*vault_arns).apply(lambda arns: json.dumps(pattern(event_rule, arns))),
            tags=site.tags(rule_name),
            opts=pulumi.ResourceOptions(parent=self),
        )
