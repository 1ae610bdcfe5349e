"""The KMS key of a purpose for which no key is configured."""

from __future__ import annotations

import json

import pulumi
from pulumi_aws import kms

from orion_rds.components.missing import from_arn
from orion_rds.config.encryption import Purpose
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import policy
from orion_rds.plan.site import Location

MAXIMUM_DAYS = 30
MINIMUM_DAYS = 7
"""The longest and the shortest waiting period of a key's deletion, in which it can be cancelled.

Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
"""


def make_key(
    name: str,
    location: Location,
    purpose: Purpose,
    *,
    display_name: str,
    cluster_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> kms.Key:
    """Create a key for one purpose. The account and the partition are read from `cluster_arn`."""
    document = from_arn(cluster_arn, lambda arn: json.dumps(policy(home(arn, location.region), purpose)))
    return kms.Key(
        name,
        region=location.region,
        description=f"{purpose.capitalize()} {display_name}",
        enable_key_rotation=True,
        deletion_window_in_days=MAXIMUM_DAYS if location.keeps_backups else MINIMUM_DAYS,
        policy=document,
        tags=location.tags(display_name),
        opts=opts,
    )
