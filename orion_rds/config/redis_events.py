"""Events of ElastiCache: failovers, replaced nodes, failed snapshots."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import off_as_text
from orion_rds.config.events import EMAILS_WITH_TOPICS, Emails, TopicArn, check_topics
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import account_checked_in, region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import references
from orion_rds.facts.arns import read

REDIS_EVENTS_TOPIC_UNUSED = Refusal(
    "redis-events-topic-unused",
    why="With `mode: off` no event notifies anybody.",
    fix="Leave it out, or write `mode: own`.",
    source=references.ELASTICACHE_EVENTS,
)


def _account(*, account: str) -> None: ...


REDIS_TOPIC_ACCOUNT = Refusal(
    "redis-topic-account",
    why="ElastiCache notifies a topic of its own account only, which is {account} (`aws:allowedAccountIds`).",
    fix="Write a topic of {account}, or leave it out for one that is created.",
    source=references.ELASTICACHE_EVENTS,
    fields=_account,
)


class RedisEventsConfig(Section):
    """Events of Redis such as failovers, replaced nodes and failed snapshots. ElastiCache publishes them to one topic,
    which must not be encrypted. They name nodes, and hold no data.
    """

    off: ClassVar[str] = "mode: off"

    mode: Annotated[Literal["own", "off"], BeforeValidator(off_as_text)] = "own"
    """`own` notifies the topic. With `off` no event notifies; a group that notifies a topic keeps one."""

    topic_arn: TopicArn | None = None
    """SNS topic of the same account and region, without encryption, whose policy allows ElastiCache by the condition
    `aws:SourceOwner`; with `aws:SourceAccount` ElastiCache cannot publish. Default: a topic that is created."""

    emails: Emails = Field(default=())
    """Addresses that are subscribed to a created topic; each has to confirm. Not with `topic_arn`. Default: those of
    `events.emails`, or else of `alarms.emails`."""

    @field_validator("emails")
    @classmethod
    def _emails_have_a_topic(cls, emails: Sequence[str], info: ValidationInfo) -> Sequence[str]:
        if emails and info.data.get("mode") == "off":
            raise REDIS_EVENTS_TOPIC_UNUSED(emails)
        if emails and info.data.get("topic_arn") is not None:
            raise EMAILS_WITH_TOPICS(emails)
        return emails

    @field_validator("topic_arn")
    @classmethod
    def _topic_is_used_and_in_the_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if topic is not None and info.data.get("mode") == "off":
            raise REDIS_EVENTS_TOPIC_UNUSED(topic)
        check_topics((topic,), region_checked_in(info))
        own, found = account_checked_in(info), read(topic)
        if own and found and found.account_id != own:
            raise REDIS_TOPIC_ACCOUNT(topic, account=own)
        return topic
