"""What RDS tells of the cluster and its instances."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.topics import TopicArn, check_region
from orion_rds.config.yaml_words import off_as_text
from orion_rds.facts import references


def _mode(*, mode: str) -> None: ...


EVENTS_TOPIC_UNUSED = Refusal(
    "events-topic-unused",
    why="With `mode: {mode}` no subscription is made that could tell this topic.",
    fix="Leave it out, or write `mode: own`.",
    source=references.CREATE_EVENT_SUBSCRIPTION,
    fields=_mode,
)


class EventsConfig(Section):
    """RDS events, such as failovers and failures: one subscription for the cluster, and one for its instances."""

    mode: Annotated[Literal["own", "shared", "off"], BeforeValidator(off_as_text)] = "own"
    """`own` makes both subscriptions. `shared` makes none, because others of the account cover this database: RDS
    allows 20 in each region. `off` makes none, and nobody is told."""

    topic_arn: TopicArn | None = None
    """SNS topic of the events. Its policy and that of its key must admit `events.rds.amazonaws.com`. Default: the first
    of `alarms.topic_arns`, or a topic that is made."""

    @field_validator("topic_arn")
    @classmethod
    def _is_used_and_in_the_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if topic is not None and (mode := info.data.get("mode", "own")) != "own":
            raise EVENTS_TOPIC_UNUSED(topic, mode=mode)
        check_region(() if topic is None else (topic,), region_checked_in(info))
        return topic
