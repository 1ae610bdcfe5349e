"""A KMS key, where none is given."""

from __future__ import annotations

import json

import pulumi
from pulumi_aws import kms

from orion_rds.plan.key_policies import home, policy
from orion_rds.plan.site import Site

RESTORABLE_DAYS = 30
FORGOTTEN_DAYS = 7
"""The longest and the shortest time in which the deletion of a key can be cancelled.

Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
"""


def make_key(
    name: str,
    site: Site,
    purpose: str,
    *,
    display_name: str,
    cluster_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> kms.Key:
    """Make a key of a site's region for one purpose. `cluster_arn` is read for the account and the partition."""
    document = pulumi.Output.from_input(cluster_arn).apply(
        lambda arn: json.dumps(policy(home(arn, site.region), purpose))
    )
    return kms.Key(
        name,
        region=site.region,
        description=f"{purpose.capitalize()} {display_name}",
        enable_key_rotation=True,
        deletion_window_in_days=RESTORABLE_DAYS if site.leaves_something else FORGOTTEN_DAYS,
        policy=document,
        tags=site.tags(display_name),
        opts=opts,
    )
