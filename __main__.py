"""The stack's program: one database, as `Pulumi.<stack>.yaml` describes it."""

import pulumi

from orion_rds import AuroraDatabase
from orion_rds.config import load

config = load()
# Not `config.project`: another name is another component, which has nothing to compare with and would be created
# beside the first one.
database = AuroraDatabase("orion", config)

for name, output in database.outputs().items():
    pulumi.export(name, output)
