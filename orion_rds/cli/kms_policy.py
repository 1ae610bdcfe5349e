"""`orion-rds kms-policy`."""

import json

from orion_rds.config import DatabaseConfig
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import PURPOSES
from orion_rds.plan.key_uses import key_uses


def kms_policy(config: DatabaseConfig) -> str:
    """Print the statements that the policy of each KMS key needs, besides the one that gives the account control of the
    key.
    """
    statements = {
        key_arn: [PURPOSES[purpose](home(key_arn)) for purpose in purposes]
        for key_arn, purposes in key_uses(config).items()
    }
    return json.dumps(statements, indent=2) + "\n"
