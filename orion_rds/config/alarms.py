"""The alarms, and who is told."""

from typing import Annotated, Literal

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
    RpoLagAlarm,
    TransactionIdsAlarm,
)
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.topics import TopicArns, refuse_elsewhere
from orion_rds.config.yaml_words import off_as_text


class AlarmsConfig(Section):
    """CloudWatch alarms and a dashboard of what they watch.

    Nobody is told twice of one thing. One composite alarm in each region says that the database is unhealthy, and
    notifies for the alarms in its rule: CPU, connections, memory, capacity, replica lag, local storage and load. Old
    transaction ids and deadlocks notify by themselves.
    """

    profile: Annotated[Literal["production", "quiet", "off"], BeforeValidator(off_as_text)] = "production"
    """`production` notifies; `quiet` has the same alarms and dashboard and notifies nobody; `off` has neither."""

    topic_arns: TopicArns = Field(default=())
    """SNS topics that are told when an alarm goes off and when it is over, at most 5; alarms and topics are in one
    region. The policies of a topic and of its key must admit `cloudwatch.amazonaws.com`, and nothing here can see them.
    Default: a topic is made, with a key for a dollar a month where no key is given."""

    per_instance: bool = False
    """Whether each instance has alarms of its own for CPU, connections, memory and capacity. Those of the writer and of
    the readers follow a failover and readers that autoscaling adds; these tell which instance it is."""

    cpu: CpuAlarm = Field(default_factory=CpuAlarm)
    """CPU."""

    connections: ConnectionsAlarm = Field(default_factory=ConnectionsAlarm)
    """Connections."""

    memory: MemoryAlarm = Field(default_factory=MemoryAlarm)
    """Memory of provisioned instances."""

    capacity: CapacityAlarm = Field(default_factory=CapacityAlarm)
    """Capacity of Serverless v2 instances."""

    replica_lag: ReplicaLagAlarm = Field(default_factory=ReplicaLagAlarm)
    """Lag of the readers."""

    replication_lag: ReplicationLagAlarm = Field(default_factory=ReplicationLagAlarm)
    """Lag of the other region."""

    rpo_lag: RpoLagAlarm = Field(default_factory=RpoLagAlarm)
    """Data of the last moments that only one region has."""

    local_storage: LocalStorageAlarm = Field(default_factory=LocalStorageAlarm)
    """Local storage."""

    load: LoadAlarm = Field(default_factory=LoadAlarm)
    """Active sessions."""

    transaction_ids: TransactionIdsAlarm = Field(default_factory=TransactionIdsAlarm)
    """Transaction ids, which wrap around."""

    deadlocks: DeadlocksAlarm = Field(default_factory=DeadlocksAlarm)
    """Deadlocks."""

    @field_validator("topic_arns")
    @classmethod
    def _are_in_the_region(cls, topics: tuple[StrInput, ...], info: ValidationInfo) -> tuple[StrInput, ...]:
        refuse_elsewhere(topics, region_checked_in(info))
        return topics
