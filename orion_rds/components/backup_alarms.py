"""Alarms for missing backups: a job that never starts sends no event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import cloudwatch

from orion_rds.config import StrInput
from orion_rds.plan import names
from orion_rds.plan.backups import (
    ABSENCE_ALARMS,
    ABSENCE_PERIOD_SECONDS,
    ABSENCE_PERIODS,
    COMPLETED,
    COMPLETED_OR_ZERO,
    NAMESPACE,
    VAULT_DIMENSION,
    AbsenceAlarm,
    VaultOfAlarm,
    description,
)
from orion_rds.plan.site import Location


class BackupAlarms(pulumi.ComponentResource):
    """The alarms of the backup plan of one region."""

    names: Sequence[pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        location: Location,
        *,
        source: str,
        vault_names: Mapping[VaultOfAlarm, pulumi.Input[str]],
        topic_arns: Sequence[StrInput],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`source` is the cluster in the descriptions; `topic_arns` are notified of each alarm and of its end."""
        super().__init__("orion-rds:index:BackupAlarms", name, None, opts)
        self._location = location
        self._source = source
        alarms = [
            self._create(f"{name}-{alarm.key}", alarm, vault_names[alarm.vault], topic_arns)
            for alarm in ABSENCE_ALARMS.values()
        ]
        self.names = [alarm.name for alarm in alarms]
        self.register_outputs({"names": self.names})

    def _create(
        self, name: str, alarm: AbsenceAlarm, vault_name: pulumi.Input[str], actions: Sequence[StrInput]
    ) -> cloudwatch.MetricAlarm:
        alarm_name = names.alarm(self._location.prefix, alarm.key)
        return cloudwatch.MetricAlarm(
            name,
            region=self._location.region,
            name=alarm_name,
            alarm_description=description(alarm, self._source),
            metric_queries=_queries(alarm, vault_name),
            comparison_operator="LessThanThreshold",
            threshold=1,
            evaluation_periods=ABSENCE_PERIODS,
            datapoints_to_alarm=ABSENCE_PERIODS,
            # The expression has no value while the metric has never had any.
            treat_missing_data="breaching",
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._location.tags(alarm_name),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _queries(alarm: AbsenceAlarm, vault_name: pulumi.Input[str]) -> list[cloudwatch.MetricAlarmMetricQueryArgs]:
    metric = cloudwatch.MetricAlarmMetricQueryMetricArgs(
        namespace=NAMESPACE,
        metric_name=alarm.metric,
        # Assumed: see `ASSUMED`.
        dimensions={VAULT_DIMENSION: vault_name},
        period=ABSENCE_PERIOD_SECONDS,
        stat="Sum",
    )
    return [
        cloudwatch.MetricAlarmMetricQueryArgs(id=COMPLETED, metric=metric, return_data=False),
        cloudwatch.MetricAlarmMetricQueryArgs(
            id="filled", expression=COMPLETED_OR_ZERO, label=alarm.key, return_data=True
        ),
    ]
