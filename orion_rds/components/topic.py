"""A topic that this component creates, with its policy and its subscriptions."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import sns

from orion_rds.components.missing import from_arn
from orion_rds.plan.site import Site


class Topic(pulumi.ComponentResource):
    """An SNS topic to which only the services of its policy may publish."""

    arn: pulumi.Output[str]
    """Known once the policy exists: services refuse a topic that they may not publish to, or treat it as inactive."""

    def __init__(
        self,
        name: str,
        site: Site,
        display_name: str,
        policy: Callable[[str], Mapping[str, Any]],
        *,
        emails: Sequence[str],
        key_arn: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`policy` returns the policy for the ARN of the topic. Each address has to confirm its subscription. Without a
        key the topic is not encrypted.
        """
        super().__init__("orion-rds:index:Topic", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        topic = sns.Topic(
            name,
            region=site.region,
            name=display_name,
            kms_master_key_id=key_arn,
            tags=site.tags(display_name),
            opts=child,
        )
        created = sns.TopicPolicy(
            f"{name}-policy",
            region=site.region,
            arn=topic.arn,
            policy=from_arn(topic.arn, lambda arn: json.dumps(policy(arn))),
            opts=child,
        )
        for email in emails:
            sns.TopicSubscription(
                f"{name}-{email}", region=site.region, topic=topic.arn, protocol="email", endpoint=email, opts=child
            )
        self.arn = pulumi.Output.all(topic.arn, created.id).apply(lambda known: known[0])
        self.register_outputs({"arn": self.arn})
