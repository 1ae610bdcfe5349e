"""The topic of Redis's events."""

import json

import pulumi
from pulumi_aws import sns

from orion_rds.components.missing import from_arn
from orion_rds.plan import names
from orion_rds.plan.redis import event_addresses
from orion_rds.plan.site import Site
from orion_rds.plan.topic_policies import redis_topic_policy


class RedisTopic(pulumi.ComponentResource):
    """An SNS topic to which ElastiCache may publish. It has no key: ElastiCache publishes to no encrypted topic."""

    arn: pulumi.Output[str]
    """Known once the policy is in place: ElastiCache takes a topic for inactive that it may not publish to."""

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:RedisTopic", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        display_name = names.redis_topic(site.prefix)
        topic = sns.Topic(name, region=site.region, name=display_name, tags=site.tags(display_name), opts=child)
        policy = sns.TopicPolicy(
            f"{name}-policy",
            region=site.region,
            arn=topic.arn,
            policy=from_arn(topic.arn, lambda arn: json.dumps(redis_topic_policy(arn))),
            opts=child,
        )
        for email in event_addresses(site.config):
            sns.TopicSubscription(
                f"{name}-{email}", region=site.region, topic=topic.arn, protocol="email", endpoint=email, opts=child
            )
        self.arn = pulumi.Output.all(topic.arn, policy.id).apply(lambda known: known[0])
        self.register_outputs({"arn": self.arn})
