"""The smallest database: where it is, and who may connect. Every other setting has a safe default.

cd examples/minimal
../../.venv/bin/orion-sandbox up --stack dev
"""

import pulumi

from orion_rds import AuroraDatabase

database = AuroraDatabase(
    "orion",
    {
        "project": "orion",
        "environment": "dev",
        "network": {
            "vpc_id": "vpc-0a1b2c3d4e5f60718",
            # In two availability zones at least.
            "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
            "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
        },
        # Who hears of alarms and events: AWS asks each address to confirm.
        "alarms": {"emails": ["database-on-call@example.com"]},
        # A protected database takes two steps to destroy, which is the default. An example is there to be destroyed.
        "protection": {"deletion": False, "final_snapshot": False},
    },
)

# What a client needs to connect: the host, and the secret with user and password.
pulumi.export("endpoint", database.cluster_endpoint)
pulumi.export("secret", database.secrets_manager_secret_arn)
