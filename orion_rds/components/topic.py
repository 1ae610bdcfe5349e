"""A topic that this component creates, its key and its subscriptions."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import sns

from orion_rds.components.key import make_key
from orion_rds.components.missing import from_arn
from orion_rds.plan.site import Site
from orion_rds.plan.topic_policies import topic_policy


class Topic(pulumi.ComponentResource):
    """An encrypted SNS topic to which only CloudWatch, EventBridge and RDS may publish.

    The key is given or created: the AWS managed key for SNS allows none of the three services.
    """

    arn: pulumi.Output[str]
    """Known once the policy is in place: RDS refuses a subscription to a topic that it may not publish to."""

    key_arn: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        site: Site,
        display_name: str,
        *,
        emails: Sequence[str],
        cluster_arn: pulumi.Input[str],
        key_arn: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`cluster_arn` gives the account and the partition. Each address has to confirm its subscription."""
        super().__init__("orion-rds:index:Topic", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        given = site.key("topic")
        key_arn = key_arn if given is None else given
        if key_arn is None:
            # Not protected: a topic holds no data, and a change to another topic or key must not require that the
            # protection of the database is turned off first.
            key = make_key(f"{name}-key", site, "topic", display_name=display_name, cluster_arn=cluster_arn, opts=child)
            key_arn = key.arn
        self.key_arn = key_arn
        self.arn = create_topic(name, site, display_name, topic_policy, emails=emails, key_arn=key_arn, opts=child)
        self.register_outputs({"arn": self.arn})


def create_topic(
    name: str,
    site: Site,
    display_name: str,
    policy: Callable[[str], Mapping[str, Any]],
    *,
    emails: Sequence[str],
    key_arn: pulumi.Input[str] | None = None,
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """Create a topic with its policy and subscriptions, and return its ARN, which is known once the policy is in place.

    `policy` returns the policy from the ARN of the topic.
    """
    topic = sns.Topic(
        name,
        region=site.region,
        name=display_name,
        kms_master_key_id=key_arn,
        tags=site.tags(display_name),
        opts=opts,
    )
    created = sns.TopicPolicy(
        f"{name}-policy",
        region=site.region,
        arn=topic.arn,
        policy=from_arn(topic.arn, lambda arn: json.dumps(policy(arn))),
        opts=opts,
    )
    for email in emails:
        sns.TopicSubscription(
            f"{name}-{email}", region=site.region, topic=topic.arn, protocol="email", endpoint=email, opts=opts
        )
    return pulumi.Output.all(topic.arn, created.id).apply(lambda known: known[0])
