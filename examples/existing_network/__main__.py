"""A database in the network of another stack, whose outputs this program reads.

    cd examples/existing_network
    ../../.venv/bin/orion-sandbox up --stack dev

Ids that you know can be written as in examples/minimal. An existing DB subnet group and existing security groups are
passed as `subnet_group_name` and `security_group_ids` instead.
"""

import pulumi

from orion_rds import AuroraDatabase

network = pulumi.StackReference("acme/network/dev")

database = AuroraDatabase(
    "orion",
    {
        "project": "orion",
        "environment": "dev",
        "network": {
            "vpc_id": network.require_output("vpc_id"),
            # One output that is a list works like a list.
            "subnet_ids": network.require_output("private_subnet_ids"),
            # The kind of the source is written out, so that a preview shows it before the value is known.
            "allow_from": {
                "app": {"security_group_id": network.require_output("application_security_group_id")},
            },
        },
        "instances": {"count": 1},
        "alarms": {"profile": "off"},
        "events": {"mode": "off"},
        "accepted_warnings": {"instance-alone": "A development database may be unavailable for ten minutes."},
        "protection": {"deletion": False, "final_snapshot": False},
    },
)

pulumi.export("endpoint", database.cluster_endpoint)
