"""Topics that exist, for alarms and events."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Named, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, limits, references
from orion_rds.facts.arns import region_of


def _maximum(*, maximum: int) -> None: ...
def _repeated(*, repeated: object) -> None: ...
def _region_and_topic(*, region: str, topic: object) -> None: ...


TOPIC_ARN = Refusal(
    "topic-arn",
    why="It is not the ARN of a standard SNS topic; RDS sends no events to FIFO topics.",
    fix="Write an ARN such as `{example}`.",
    source=references.CREATE_EVENT_SUBSCRIPTION,
    fields=example,
)
TOPICS_MANY = Refusal(
    "topics-many",
    why="An alarm tells at most {maximum} topics.",
    fix="Keep {maximum}, or let one topic hand on to the others.",
    source=references.METRIC_ALARM,
    fields=_maximum,
)
TOPICS_REPEATED = Refusal(
    "topics-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each topic once.",
    source=references.METRIC_ALARM,
    fields=_repeated,
)
TOPIC_REGION = Refusal(
    "topic-region",
    why="`{topic}` is not in {region}, where the alarms and events are: both tell topics of their own region only.",
    fix="Write a topic in {region}.",
    source=references.METRIC_ALARM,
    fields=_region_and_topic,
)


TopicArn = Annotated[StrInput, Named(identifiers.SNS_TOPIC_ARN, TOPIC_ARN)]


def _few_and_different(topics: tuple[StrInput, ...]) -> tuple[StrInput, ...]:
    if len(topics) > limits.ALARM_ACTIONS_MAXIMUM:
        raise TOPICS_MANY(topics, maximum=limits.ALARM_ACTIONS_MAXIMUM)
    plain = [topic for topic in topics if isinstance(topic, str)]
    for position, topic in enumerate(plain):
        if topic in plain[:position]:
            raise TOPICS_REPEATED(topics, repeated=topic)
    return topics


TopicArns = Annotated[tuple[TopicArn, ...], AfterValidator(_few_and_different)]
"""At most as many topics as an alarm can tell."""


def check_region(topics: Sequence[StrInput], region: str | None) -> None:
    """Refuse a topic of another region than the alarms', where both are known."""
    for topic in topics:
        found = region_of(topic)
        if region and found and found != region:
            raise TOPIC_REGION(topic, topic=topic, region=region)
