"""`orion-rds kms-policy`."""

import json

from orion_rds.config import DatabaseConfig
from orion_rds.plan.key_policies import PURPOSES, home
from orion_rds.plan.key_uses import key_uses


def kms_policy(config: DatabaseConfig) -> str:
    """Print what the policy of each given KMS key must say for what the key is used for, beside the statement that
    leaves the key to its account.
    """
    statements = {
        key_arn: [PURPOSES[purpose](home(key_arn)) for purpose in purposes]
        for key_arn, purposes in key_uses(config).items()
    }
    return json.dumps(statements, indent=2) + "\n"
