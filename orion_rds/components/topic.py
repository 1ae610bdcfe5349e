"""The topic of alarms and events."""

import json

import pulumi
from pulumi_aws import kms, sns

from orion_rds import names
from orion_rds.site import Site
from orion_rds.topic_policies import account_root_arn, key_policy, topic_policy

PROTECTED_DELETION_DAYS = 30
UNPROTECTED_DELETION_DAYS = 7
"""The longest and the shortest time in which the deletion of a key can be cancelled.

Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
"""


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
        given = site.encryption.topic
        topic = sns.Topic(
            name,
            region=site.region,
            name=names.topic(site.prefix),
            kms_master_key_id=self._make_key(name, site, cluster_arn).arn if given is None else given,
            tags=site.tags(names.topic(site.prefix)),
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

    def _make_key(self, name: str, site: Site, cluster_arn: pulumi.Input[str]) -> kms.Key:
        root = pulumi.Output.from_input(cluster_arn).apply(account_root_arn)
        return kms.Key(
            f"{name}-key",
            region=site.region,
            description=f"Topic {names.topic(site.prefix)}",
            enable_key_rotation=True,
            deletion_window_in_days=PROTECTED_DELETION_DAYS if site.protected else UNPROTECTED_DELETION_DAYS,
            policy=root.apply(lambda arn: json.dumps(key_policy(arn))),
            tags=site.tags(names.topic(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
