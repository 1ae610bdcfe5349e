"""A serverless database that pauses when nobody uses it. All settings are in the stack file, `Pulumi.dev.yaml`.

cd examples/pausing
../../.venv/bin/orion-sandbox up --stack dev
"""

import pulumi

from orion_rds import AuroraDatabase
from orion_rds.config import load

# The block `pausing:database`: the key begins with the project's name. Another stack is another file.
database = AuroraDatabase("orion", load())

pulumi.export("endpoint", database.cluster_endpoint)
