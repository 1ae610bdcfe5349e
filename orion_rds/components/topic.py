"""The topic of alarms and events."""

import json

import pulumi
from pulumi_aws import sns

from orion_rds.components.key import make_key
from orion_rds.plan import names
from orion_rds.plan.site import Site
from orion_rds.plan.topic_policies import topic_policy


class Topic(pulumi.ComponentResource):
    """An encrypted SNS topic to which exactly CloudWatch, EventBridge and RDS publish.

    The key is the one that is given, or is made: AWS's own key for SNS admits none of the three.
    """

    arn: pulumi.Output[str]
    """Known only once the policy is in place: RDS refuses a subscription to a topic that it may not publish to."""

    def __init__(
        self, name: str, site: Site, *, cluster_arn: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """`cluster_arn` is read for the account and the partition."""
        super().__init__("orion-rds:index:Topic", name, None, opts)
        shown, key_arn = names.topic(site.prefix), site.encryption.topic
        if key_arn is None:
            # Not protected: a topic keeps nothing, and another topic or key later must not ask for less protection of
            # the database first.
            child = pulumi.ResourceOptions(parent=self)
            key = make_key(f"{name}-key", site, "topic", display_name=shown, cluster_arn=cluster_arn, opts=child)
            key_arn = key.arn
        topic = sns.Topic(
            name,
            region=site.region,
            name=shown,
            kms_master_key_id=key_arn,
            tags=site.tags(shown),
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = sns.TopicPolicy(
            f"{name}-policy",
            region=site.region,
            arn=topic.arn,
            policy=topic.arn.apply(lambda arn: json.dumps(topic_policy(arn))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = pulumi.Output.all(topic.arn, policy.id).apply(lambda known: known[0])
        self.register_outputs({"arn": self.arn})
