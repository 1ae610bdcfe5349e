"""The topic of Redis's events."""

import pulumi

from orion_rds.components.topic import create_topic
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
        self.arn = create_topic(
            name,
            site,
            names.redis_topic(site.prefix),
            redis_topic_policy,
            emails=event_addresses(site.config),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"arn": self.arn})
