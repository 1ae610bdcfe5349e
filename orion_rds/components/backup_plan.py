"""The daily backup of one cluster."""

from __future__ import annotations

import pulumi
from pulumi_aws import backup

from orion_rds.components.vault import Vault
from orion_rds.config import CopiesConfig
from orion_rds.plan import names
from orion_rds.plan.backups import COMPLETION_WINDOW_MINUTES, START_WINDOW_MINUTES, schedule
from orion_rds.plan.site import Site


class BackupPlan(pulumi.ComponentResource):
    """A snapshot of the cluster in the vault beside it, and a copy in the vault of the other region."""

    def __init__(
        self,
        name: str,
        site: Site,
        copies: CopiesConfig,
        *,
        cluster_arn: pulumi.Input[str],
        into: Vault,
        copied_into: Vault,
        role_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:BackupPlan", name, None, opts)
        self._name = names.backup_plan(site.prefix)
        plan = backup.Plan(
            name,
            region=site.region,
            name=self._name,
            rules=[self._rule(copies, into, copied_into)],
            tags=site.tags(self._name),
            # The locks are on before the first backup. Only that: were names known after the locks, a lock that changes
            # would show as a change of all that has them.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[into, copied_into]),
        )
        backup.Selection(
            f"{name}-selection",
            region=site.region,
            name=self._name,
            plan_id=plan.id,
            iam_role_arn=role_arn,
            resources=[cluster_arn],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})

    def _rule(self, copies: CopiesConfig, into: Vault, copied_into: Vault) -> backup.PlanRuleArgs:
        return backup.PlanRuleArgs(
            rule_name="daily",
            target_vault_name=into.vault_name,
            schedule=schedule(copies),
            start_window=START_WINDOW_MINUTES,
            completion_window=COMPLETION_WINDOW_MINUTES,
            # A continuous rule takes the cluster's retention over, and every later change of it fails
            # (https://github.com/hashicorp/terraform-provider-aws/issues/33465). It would not be copied either.
            enable_continuous_backup=False,
            lifecycle=backup.PlanRuleLifecycleArgs(delete_after=copies.retention_days),
            copy_actions=[
                backup.PlanRuleCopyActionArgs(
                    destination_vault_arn=copied_into.arn,
                    lifecycle=backup.PlanRuleCopyActionLifecycleArgs(delete_after=copies.retention_days),
                )
            ],
        )
