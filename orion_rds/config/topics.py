"""Topics that exist, for alarms and events."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Named
from orion_rds.config.refusals import refuse
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, limits
from orion_rds.facts.arns import region_of

TopicArn = Annotated[StrInput, Named(identifiers.SNS_TOPIC_ARN, "topic-arn")]


def _few_and_different(topics: tuple[StrInput, ...]) -> tuple[StrInput, ...]:
    if len(topics) > limits.ALARM_ACTIONS_MAXIMUM:
        raise refuse("topics-many", topics, maximum=limits.ALARM_ACTIONS_MAXIMUM)
    plain = [topic for topic in topics if isinstance(topic, str)]
    for position, topic in enumerate(plain):
        if topic in plain[:position]:
            raise refuse("topics-repeated", topics, repeated=topic)
    return topics


TopicArns = Annotated[tuple[TopicArn, ...], AfterValidator(_few_and_different)]
"""At most as many topics as an alarm can tell."""


def refuse_elsewhere(topics: Sequence[StrInput], region: str | None) -> None:
    """Refuse a topic of another region than the alarms', where both are known."""
    for topic in topics:
        found = region_of(topic)
        if region and found and found != region:
            raise refuse("topic-region", topic, topic=topic, region=region, found=found)
