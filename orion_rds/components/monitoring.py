"""What lets RDS write the operating system's metrics."""

import json

import pulumi
from pulumi_aws import iam

from orion_rds.facts.arns import managed_policy
from orion_rds.plan import names
from orion_rds.plan.site import Site

POLICY = "service-role/AmazonRDSEnhancedMonitoringRole"
"""AWS's own policy for the role.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
"""

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        }
    ],
}


class Monitoring(pulumi.ComponentResource):
    """The role for enhanced monitoring."""

    role_arn: pulumi.Output[str]
    """Known only once the policy is attached, so that whoever uses the role waits for that: RDS refuses an instance
    whose role cannot write metrics yet."""

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Monitoring", name, None, opts)
        kept = site.adopted.monitoring_role if site.adopted else None
        shown = kept or names.monitoring_role(site.prefix)
        role = iam.Role(
            f"{name}-role",
            name=kept,
            # No whole name of ours: those of roles are unique in an account.
            name_prefix=None if kept else names.role_prefix(shown),
            description=f"Enhanced monitoring of {site.cluster_identifier}",
            assume_role_policy=json.dumps(TRUST),
            tags=site.tags(shown),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attachment = iam.RolePolicyAttachment(
            f"{name}-policy",
            role=role.name,
            policy_arn=role.arn.apply(policy_arn),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.role_arn = pulumi.Output.all(role.arn, attachment.id).apply(lambda known: known[0])
        self.register_outputs({"role_arn": self.role_arn})


def policy_arn(role_arn: str) -> str:
    """Give the policy's ARN in the partition of the role."""
    return managed_policy(POLICY, role_arn)
