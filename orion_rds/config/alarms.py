"""The section of all alarms."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.aurora_alarms import (
    CapacityAlarm,
    ConnectionsAlarm,
    CpuAlarm,
    DeadlocksAlarm,
    LoadAlarm,
    LocalStorageAlarm,
    MemoryAlarm,
    ReplicaLagAlarm,
    ReplicationLagAlarm,
    ReplicationSlotsAlarm,
    RpoLagAlarm,
    TransactionIdsAlarm,
)
from orion_rds.config.checks import off_as_text
from orion_rds.config.events import EMAILS_WITH_TOPICS, Emails, TopicArns, check_topics
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput


class AlarmsConfig(Section):
    """CloudWatch alarms and a dashboard of their metrics.

    The alarms of the writer notify together, by one composite alarm, and so do those of the readers, of the load of
    the instances, and of four kinds of Redis: a second problem of a subject does not notify again, one of another
    subject does. The others notify by themselves.
    """

    off: ClassVar[str] = "profile: off"

    profile: Annotated[Literal["production", "quiet", "off"], BeforeValidator(off_as_text)] = "production"
    """`production` notifies; `quiet` creates the same alarms and dashboard without notifications; `off` creates
    neither."""

    topic_arns: TopicArns = Field(default=())
    """SNS topics that receive each alarm and its end, at most 5, in the region of the alarms. The policies of a topic
    and of its key must allow `cloudwatch.amazonaws.com`; they are not checked. Default: a topic is created, with a key
    for a dollar a month where no key is given."""

    emails: Emails = Field(default=())
    """Addresses that the topics notify that are created, in each region: of alarms, and of events that have no topic of
    their own. AWS sends each address a message first, with a link to confirm, and nothing until it is followed. Not
    with `topic_arns`. An empty list says that something else subscribes."""

    per_instance: bool = False
    """Whether each instance has CPU, connections, memory and capacity alarms of its own. Those of the writer and of the
    readers follow a failover and readers that autoscaling adds; these name the instance."""

    cpu: CpuAlarm = Field(default_factory=CpuAlarm)
    connections: ConnectionsAlarm = Field(default_factory=ConnectionsAlarm)
    memory: MemoryAlarm = Field(default_factory=MemoryAlarm)
    capacity: CapacityAlarm = Field(default_factory=CapacityAlarm)
    replica_lag: ReplicaLagAlarm = Field(default_factory=ReplicaLagAlarm)
    replication_lag: ReplicationLagAlarm = Field(default_factory=ReplicationLagAlarm)
    rpo_lag: RpoLagAlarm = Field(default_factory=RpoLagAlarm)
    local_storage: LocalStorageAlarm = Field(default_factory=LocalStorageAlarm)
    load: LoadAlarm = Field(default_factory=LoadAlarm)
    transaction_ids: TransactionIdsAlarm = Field(default_factory=TransactionIdsAlarm)
    replication_slots: ReplicationSlotsAlarm = Field(default_factory=ReplicationSlotsAlarm)
    deadlocks: DeadlocksAlarm = Field(default_factory=DeadlocksAlarm)

    @field_validator("topic_arns")
    @classmethod
    def _are_in_the_region(cls, topics: Sequence[StrInput], info: ValidationInfo) -> Sequence[StrInput]:
        check_topics(topics, region_checked_in(info))
        return topics

    @field_validator("emails")
    @classmethod
    def _have_a_topic(cls, emails: Sequence[str], info: ValidationInfo) -> Sequence[str]:
        if emails and info.data.get("topic_arns"):
            raise EMAILS_WITH_TOPICS(emails)
        return emails
