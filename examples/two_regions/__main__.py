"""A database in each of two regions, with a provider for each. They are independent: nothing is replicated.

    cd examples/two_regions
    ../../.venv/bin/orion-sandbox up --stack dev

For one database with a standby in a second region, write `disaster_recovery`, which needs no second provider:
docs/disaster-recovery.md.
"""

import pulumi
import pulumi_aws as aws

from orion_rds import AuroraDatabase

NETWORKS = (
    ("us-east-1", "vpc-0a1b2c3d4e5f60718", ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"], "10.10.0.0/16"),
    ("eu-west-1", "vpc-0a1b2c3d4e5f60728", ["subnet-0a1b2c3d4e5f60728", "subnet-1a2b3c4d5e6f70829"], "10.20.0.0/16"),
)

for region, vpc, subnets, application in NETWORKS:
    # Another account: `aws.Provider(region, region=region, profile="...")`.
    provider = aws.Provider(region, region=region)
    database = AuroraDatabase(
        f"orion-{region}",
        {
            "project": "orion",
            # Names of IAM roles are of the whole account, so the two databases need different names.
            "environment": f"dev-{region[:2]}",
            "network": {"vpc_id": vpc, "subnet_ids": subnets, "allow_from": {"application": application}},
            "instances": {"count": 1},
            "alarms": {"profile": "off"},
            "events": {"mode": "off"},
            "accepted_warnings": {"instance-alone": "A development database may be unavailable for ten minutes."},
            "protection": {"deletion": False, "final_snapshot": False},
        },
        # The resources of a component inherit its provider.
        pulumi.ResourceOptions(provider=provider),
    )
    pulumi.export(f"{region} endpoint", database.cluster_endpoint)
