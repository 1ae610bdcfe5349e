"""Copies of the backups in a second region: vaults, plans and their notifications."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pulumi
from pulumi_aws import backup, cloudwatch, iam

from orion_rds.components.backup_alarms import BackupAlarms
from orion_rds.components.key import make_key
from orion_rds.components.missing import from_arn
from orion_rds.config import CopiesConfig, StrInput
from orion_rds.facts.arns import managed_policy
from orion_rds.plan import names
from orion_rds.plan.backups import (
    COMPLETION_WINDOW_MINUTES,
    EVENT_RULES,
    START_WINDOW_MINUTES,
    BackupEventRule,
    Lock,
    lock,
    pattern,
    schedule,
    target_keys,
)
from orion_rds.plan.site import Location, Site, copies_location

POLICIES = {
    "backup": "service-role/AWSBackupServiceRolePolicyForBackup",
    "restore": "service-role/AWSBackupServiceRolePolicyForRestores",
}
"""AWS managed policies of the role, which restores also use.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
"""

TARGET_DIGITS = 12
"""Digits of the hash in a target's ID, used because the name of a topic may be longer than an ID."""

# Without a condition: AWS does not document whether AWS Backup sends the account that a condition would compare.
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}}],
}


@dataclass(frozen=True, slots=True)
class Source:
    """A cluster to back up, and the topics of its region."""

    identifier: str
    """Identifier of the cluster, for descriptions."""

    cluster_arn: pulumi.Output[str]
    topic_arns: Sequence[StrInput]


class Backups(pulumi.ComponentResource):
    """A vault in each of two regions: one for a daily snapshot of the cluster, the other for its copy.

    Snapshots of a cluster in the second region are taken there and copied to the first. So after a switch of regions,
    too, there is a copy outside the writer's region.
    """

    vault_arns: Sequence[pulumi.Output[str]]
    """The vault in the region of the primary cluster, and that in the second region."""

    role_arn: pulumi.Output[str]
    """Known once the policies are attached: AWS Backup refuses a role that cannot back up yet."""

    alarm_names: Sequence[pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        site: Site,
        copies: CopiesConfig,
        *,
        primary: Source,
        standby: Source | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Backups", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        second, vault_lock = copies_location(site.config, copies), lock(copies)
        self.role_arn = self._create_role(name, site)
        vaults = [
            Vault(
                f"{name}-{part}",
                location,
                vault_name=vault_name,
                key_arn=key_arn,
                lock=vault_lock,
                cluster_arn=primary.cluster_arn,
                opts=child,
            )
            for part, location, vault_name, key_arn in (
                ("vault", site, names.vault(site.prefix), site.key("vault")),
                ("copies-vault", second, names.copies_vault(site.prefix), copies.kms_key_arn),
            )
        ]
        self.vault_arns = [vault.arn for vault in vaults]
        given = () if copies.topic_arn is None else (copies.topic_arn,)
        second_topic_arns = given or (standby.topic_arns if standby else ())
        sources: list[tuple[str, Location, Source, list[Vault]]] = [("plan", site, primary, vaults)]
        if standby:
            second_source = replace(standby, topic_arns=second_topic_arns)
            sources.append(("standby-plan", second, second_source, vaults[::-1]))
        plans = [
            BackupPlan(
                f"{name}-{part}",
                location,
                copies,
                source=source,
                vault=vault,
                copies_vault=copies_vault,
                role_arn=self.role_arn,
                opts=child,
            )
            for part, location, source, (vault, copies_vault) in sources
        ]
        self.alarm_names = [alarm_name for plan in plans for alarm_name in plan.alarm_names]
        for part, location, topic_arns in (
            ("alerts", site, primary.topic_arns),
            ("copies-alerts", second, second_topic_arns),
        ):
            if topic_arns:
                BackupAlerts(
                    f"{name}-{part}",
                    location,
                    source=site.cluster_identifier,
                    vault_arns=self.vault_arns,
                    topic_arns=topic_arns,
                    opts=child,
                )
        self.register_outputs({"vault_arns": self.vault_arns, "role_arn": self.role_arn})

    def _create_role(self, name: str, site: Site) -> pulumi.Output[str]:
        display_name = names.backup_role(site.prefix)
        role = iam.Role(
            f"{name}-role",
            # Generated, as names of roles are unique in an account.
            name_prefix=names.role_prefix(display_name),
            description=f"Backups of {site.cluster_identifier}",
            assume_role_policy=json.dumps(TRUST),
            tags=site.tags(display_name),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attached = [
            iam.RolePolicyAttachment(
                f"{name}-role-{key}",
                role=role.name,
                policy_arn=from_arn(role.arn, partial(managed_policy, policy)),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for key, policy in POLICIES.items()
        ]
        return pulumi.Output.all(role.arn, *(each.id for each in attached)).apply(lambda known: known[0])


class Vault(pulumi.ComponentResource):
    """An encrypted vault and its lock, with an existing or a created key."""

    arn: pulumi.Output[str]
    vault_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        location: Location,
        *,
        vault_name: str,
        key_arn: pulumi.Input[str] | None,
        lock: Lock | None,
        cluster_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """The account and the partition are read from `cluster_arn`."""
        super().__init__("orion-rds:index:Vault", name, None, opts)
        # The backups are lost without the key. None otherwise: see `Cluster`.
        protected = pulumi.ResourceOptions(parent=self, protect=True if location.protected else None)
        if key_arn is None:
            key_arn = make_key(
                f"{name}-key", location, "vault", display_name=vault_name, cluster_arn=cluster_arn, opts=protected
            ).arn
        vault = backup.Vault(
            name,
            region=location.region,
            name=vault_name,
            kms_key_arn=key_arn,
            # AWS Backup does not delete a vault with backups. Without protection the provider deletes them first.
            force_destroy=not location.protected,
            tags=location.tags(vault_name),
            opts=protected,
        )
        if lock is not None:
            self._create_lock(f"{name}-lock", location.region, vault, lock)
        self.arn = vault.arn
        self.vault_name = vault.name
        self.register_outputs({"arn": self.arn})

    def _create_lock(self, name: str, region: str | None, vault: backup.Vault, lock: Lock) -> None:
        backup.VaultLockConfiguration(
            name,
            region=region,
            backup_vault_name=vault.name,
            changeable_for_days=lock.changeable_for_days,
            min_retention_days=lock.min_retention_days,
            max_retention_days=lock.max_retention_days,
            # The provider replaces a changed lock. A vault has one lock: with the old one deleted last, none is left.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )


class BackupPlan(pulumi.ComponentResource):
    """A daily snapshot of a cluster in one vault, its copy in the other, and the alarms for a missing snapshot or
    copy.
    """

    alarm_names: Sequence[pulumi.Output[str]]
    """Empty if alarms are off."""

    def __init__(
        self,
        name: str,
        location: Location,
        copies: CopiesConfig,
        *,
        source: Source,
        vault: Vault,
        copies_vault: Vault,
        role_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:BackupPlan", name, None, opts)
        plan_name = names.backup_plan(location.prefix)
        plan = backup.Plan(
            name,
            region=location.region,
            name=plan_name,
            rules=[_daily(copies, vault, copies_vault)],
            tags=location.tags(plan_name),
            # The locks are on before the first backup. Only through `depends_on`: if the names of the vaults waited for
            # the locks, a changed lock would show as a change of everything that has the names.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[vault, copies_vault]),
        )
        backup.Selection(
            f"{name}-selection",
            region=location.region,
            name=plan_name,
            plan_id=plan.id,
            iam_role_arn=role_arn,
            resources=[source.cluster_arn],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.alarm_names = ()
        if (profile := location.config.alarms.profile) != "off":
            self.alarm_names = BackupAlarms(
                f"{name}-alarms",
                location,
                source=source.identifier,
                vault_names={"own": vault.vault_name, "other": copies_vault.vault_name},
                topic_arns=source.topic_arns if profile == "production" else (),
                opts=pulumi.ResourceOptions(parent=self),
            ).names
        self.register_outputs({})


def _daily(copies: CopiesConfig, vault: Vault, copies_vault: Vault) -> backup.PlanRuleArgs:
    return backup.PlanRuleArgs(
        rule_name="daily",
        target_vault_name=vault.vault_name,
        schedule=schedule(copies),
        start_window=START_WINDOW_MINUTES,
        completion_window=COMPLETION_WINDOW_MINUTES,
        # A continuous rule takes over the retention of the cluster, and every later change of it fails
        # (https://github.com/hashicorp/terraform-provider-aws/issues/33465). It is not copied either.
        enable_continuous_backup=False,
        lifecycle=backup.PlanRuleLifecycleArgs(delete_after=copies.retention_days),
        copy_actions=[
            backup.PlanRuleCopyActionArgs(
                destination_vault_arn=copies_vault.arn,
                lifecycle=backup.PlanRuleCopyActionLifecycleArgs(delete_after=copies.retention_days),
            )
        ],
    )


class BackupAlerts(pulumi.ComponentResource):
    """EventBridge rules that send AWS Backup's events about the vaults to the topics of a region."""

    def __init__(
        self,
        name: str,
        location: Location,
        *,
        source: str,
        vault_arns: Sequence[pulumi.Input[str]],
        topic_arns: Sequence[StrInput],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`source` is the cluster in the descriptions. The topics are in the region of the rules, as EventBridge
        requires.
        """
        super().__init__("orion-rds:index:BackupAlerts", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        for event_rule in EVENT_RULES.values():
            rule = _create_rule(f"{name}-{event_rule.key}", location, event_rule, source, vault_arns, child)
            for key, topic_arn in zip(target_keys(topic_arns), topic_arns, strict=True):
                cloudwatch.EventTarget(
                    f"{name}-{event_rule.key}-{key}",
                    region=location.region,
                    rule=rule.name,
                    target_id=f"topic-{hashlib.sha256(key.encode()).hexdigest()[:TARGET_DIGITS]}",
                    arn=topic_arn,
                    opts=child,
                )
        self.register_outputs({})


def _create_rule(
    name: str,
    location: Location,
    event_rule: BackupEventRule,
    source: str,
    vault_arns: Sequence[pulumi.Input[str]],
    child: pulumi.ResourceOptions,
) -> cloudwatch.EventRule:
    rule_name = names.backup_event_rule(location.prefix, event_rule.key)
    return cloudwatch.EventRule(
        name,
        region=location.region,
        name=rule_name,
        description=f"{event_rule.why}: {source}",
        event_pattern=pulumi.Output.all(*vault_arns).apply(lambda arns: json.dumps(pattern(event_rule, arns))),
        tags=location.tags(rule_name),
        opts=child,
    )
