"""The stack's program: one database, as `Pulumi.<stack>.yaml` describes it."""

import pulumi

from orion_rds import AuroraDatabase
from orion_rds.config import load

config = load()
database = AuroraDatabase(config.project, config)

for name, output in database.outputs().items():
    pulumi.export(name, output)
