"""RDS event notifications, and the SNS topics of alarms and events."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import EachOnce, Named, ReadAs, example, off_as_text, repeated
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import check_region, found_in, region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, limits, references

TOPIC_ARN = Refusal(
    "topic-arn",
    why="It is not the ARN of a standard SNS topic; RDS sends no events to FIFO topics.",
    fix="Write an ARN such as `{example}`.",
    source=references.CREATE_EVENT_SUBSCRIPTION,
    fields=example,
)
TOPICS_MANY = Refusal(
    "topics-many",
    why=f"An alarm notifies at most {limits.ALARM_ACTIONS_MAXIMUM} topics.",
    fix=f"List {limits.ALARM_ACTIONS_MAXIMUM} topics or fewer; a topic can forward to others.",
    source=references.METRIC_ALARM,
)
TOPICS_REPEATED = Refusal(
    "topics-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each topic once.",
    source=references.METRIC_ALARM,
    fields=repeated,
)
TOPIC_REGION = Refusal(
    "topic-region",
    why="`{given}` is in {found}. The alarms and events are in {region}, and notify topics of their own region only.",
    fix="Write a topic in {region}.",
    source=references.METRIC_ALARM,
    fields=found_in,
)


def _mode(*, mode: str) -> None: ...


EMAIL_ADDRESS = Refusal(
    "email-address",
    why="It is not an email address.",
    fix="Write an address such as `{example}`.",
    source=references.SNS_EMAIL,
    fields=example,
)
EMAILS_REPEATED = Refusal(
    "emails-repeated",
    why="`{repeated}` is listed more than once, if only in another case: SNS would notify the same mailbox twice.",
    fix="List each address once.",
    source=references.SNS_EMAIL,
    fields=repeated,
)
EMAILS_WITH_TOPICS = Refusal(
    "emails-with-topics",
    why="The addresses are subscribed to a topic that is created, and none is where topics are given: the "
    "subscriptions of a given topic belong to whoever created it.",
    fix="Remove the addresses and subscribe them to the given topic, or remove the topic.",
    source=references.SNS_EMAIL,
)
EVENTS_EMAILS_UNUSED = Refusal(
    "events-emails-unused",
    why="With `mode: {mode}` no subscription is created that could notify these addresses.",
    fix="Leave them out, or write `mode: own`.",
    source=references.CREATE_EVENT_SUBSCRIPTION,
    fields=_mode,
)


EVENTS_TOPIC_UNUSED = Refusal(
    "events-topic-unused",
    why="With `mode: {mode}` no subscription is created that could notify this topic.",
    fix="Leave it out, or write `mode: own`.",
    source=references.CREATE_EVENT_SUBSCRIPTION,
    fields=_mode,
)


def _few(topics: Sequence[StrInput]) -> Sequence[StrInput]:
    if len(topics) > limits.ALARM_ACTIONS_MAXIMUM:
        raise TOPICS_MANY(topics)
    return topics


Email = Annotated[str, Named(identifiers.EMAIL_ADDRESS, EMAIL_ADDRESS)]
Emails = Annotated[Sequence[Email], ReadAs(tuple[Email, ...]), EachOnce(EMAILS_REPEATED, ignores_case=True)]
"""Addresses that are subscribed to a topic that this component creates."""

TopicArn = Annotated[StrInput, Named(identifiers.SNS_TOPIC_ARN, TOPIC_ARN)]
TopicArns = Annotated[Sequence[TopicArn], ReadAs(tuple[TopicArn, ...]), AfterValidator(_few), EachOnce(TOPICS_REPEATED)]
"""SNS topics, at most as many as one alarm can notify."""


def check_topics(topics: Sequence[StrInput | None], region: str | None) -> None:
    """Check that topics are in the region of the alarms, if both are known."""
    for topic in topics:
        check_region(topic, region, TOPIC_REGION)


class EventsConfig(Section):
    """RDS events such as failovers and failures: one subscription for the cluster and one for its instances."""

    off: ClassVar[str] = "mode: off"

    mode: Annotated[Literal["own", "shared", "off"], BeforeValidator(off_as_text)] = "own"
    """`own` creates both subscriptions. `shared` creates none, because subscriptions of the account cover this
    database: RDS allows 20 in each region. `off` creates none, and no event notifies."""

    topic_arn: TopicArn | None = None
    """SNS topic of the events. Its policy and that of its key must allow `events.rds.amazonaws.com`. Default: the first
    of `alarms.topic_arns`, or a topic that is created."""

    emails: Emails = Field(default=())
    """Addresses that the events notify, and the alarms do not: a topic of the events is created in each region, and
    each address has to confirm. Not with `topic_arn`. Default: the addresses of `alarms.emails` get both."""

    @field_validator("topic_arn")
    @classmethod
    def _topic_is_used_and_in_the_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if topic is not None and (mode := info.data.get("mode", "own")) != "own":
            raise EVENTS_TOPIC_UNUSED(topic, mode=mode)
        check_topics((topic,), region_checked_in(info))
        return topic

    @field_validator("emails")
    @classmethod
    def _emails_have_a_topic(cls, emails: Sequence[str], info: ValidationInfo) -> Sequence[str]:
        if emails and (mode := info.data.get("mode", "own")) != "own":
            raise EVENTS_EMAILS_UNUSED(emails, mode=mode)
        if emails and info.data.get("topic_arn") is not None:
            raise EMAILS_WITH_TOPICS(emails)
        return emails
