"""Copies of the backups in a second region."""

import json
from collections.abc import Sequence
from functools import partial

import pulumi
from pulumi_aws import iam

from orion_rds.components.backup_alerts import BackupAlerts
from orion_rds.components.backup_plan import BackupPlan
from orion_rds.components.vault import Vault
from orion_rds.config import CopiesConfig
from orion_rds.facts.arns import managed_policy
from orion_rds.plan import names
from orion_rds.plan.backups import lock, second_site
from orion_rds.plan.site import Site

POLICIES = {
    "backup": "service-role/AWSBackupServiceRolePolicyForBackup",
    "restore": "service-role/AWSBackupServiceRolePolicyForRestores",
}
"""AWS's own policies for the role. Whoever restores gives the role too.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
"""

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}},
    ],
}


class Backups(pulumi.ComponentResource):
    """A vault in each of two regions, a daily snapshot of the cluster in the one and its copy in the other.

    With a cluster in the second region its snapshots are taken there and copied the other way, so that after a switch
    of regions there is always a copy where the writer is not.
    """

    vault_arns: Sequence[pulumi.Output[str]]
    """The one beside the cluster first."""

    role_arn: pulumi.Output[str]
    """Known only once the policies are attached: AWS Backup refuses a role that cannot back up yet."""

    def __init__(
        self,
        name: str,
        site: Site,
        copies: CopiesConfig,
        *,
        cluster_arn: pulumi.Output[str],
        standby_cluster_arn: pulumi.Output[str] | None = None,
        topic_arns: Sequence[pulumi.Input[str]] = (),
        standby_topic_arns: Sequence[pulumi.Input[str]] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Backups", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.role_arn = self._make_role(name, site)
        second, locked = second_site(site, copies), lock(copies)
        here, there = (
            Vault(
                f"{name}-{part}",
                each,
                vault_name=vault_name,
                key_arn=key_arn,
                lock=locked,
                cluster_arn=cluster_arn,
                opts=child,
            )
            for part, each, vault_name, key_arn in (
                ("vault", site, names.vault(site.prefix), site.config.encryption.vault),
                ("copies-vault", second, names.copies_vault(site.prefix), copies.kms_key_arn),
            )
        )
        self._plan(f"{name}-plan", site, copies, cluster_arn, here, there)
        if standby_cluster_arn is not None:
            self._plan(f"{name}-standby-plan", second, copies, standby_cluster_arn, there, here)
        self.vault_arns = (here.arn, there.arn)
        given = () if copies.topic_arn is None else (copies.topic_arn,)
        for part, each, topics in (
            ("alerts", site, topic_arns),
            ("copies-alerts", second, given or standby_topic_arns),
        ):
            if topics:
                BackupAlerts(f"{name}-{part}", each, vault_arns=self.vault_arns, topic_arns=topics, opts=child)
        self.register_outputs({"vault_arns": self.vault_arns, "role_arn": self.role_arn})

    def _plan(
        self, name: str, site: Site, copies: CopiesConfig, cluster_arn: pulumi.Output[str], into: Vault, other: Vault
    ) -> None:
        BackupPlan(
            name,
            site,
            copies,
            cluster_arn=cluster_arn,
            into=into,
            copied_into=other,
            role_arn=self.role_arn,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_role(self, name: str, site: Site) -> pulumi.Output[str]:
        shown = names.backup_role(site.prefix)
        role = iam.Role(
            f"{name}-role",
            # No whole name of ours: those of roles are unique in an account.
            name_prefix=names.role_prefix(shown),
            description=f"Backups of {site.cluster_identifier}",
            assume_role_policy=json.dumps(TRUST),
            tags=site.tags(shown),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attached = [
            iam.RolePolicyAttachment(
                f"{name}-role-{key}",
                role=role.name,
                policy_arn=role.arn.apply(partial(managed_policy, policy)),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for key, policy in POLICIES.items()
        ]
        return pulumi.Output.all(role.arn, *(each.id for each in attached)).apply(lambda known: known[0])
