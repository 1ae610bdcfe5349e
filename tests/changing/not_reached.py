"""What no change of the three stacks reaches, and why."""

from collections.abc import Mapping

ONE_OF_TWO = "one of two settings is required; giving the other one instead is a change of its own"
ADOPTION = "nothing in the sandbox was made by Terraform; tests/e2e/test_adoption.py imports it and changes it"

REASONS: Mapping[str, str] = {
    "adopt": ADOPTION,
    "backup.copies.vault_lock.changeable_for_days": "only with `mode: compliance`, which is a change of its own",
    "disaster_recovery.encryption": "a standby requires a key for its storage",
    "disaster_recovery.encryption.kms_key_arn": "a standby requires a key for its storage",
    "disaster_recovery.network.allow_from": ONE_OF_TWO,
    "disaster_recovery.network.subnet_ids": ONE_OF_TWO,
    "disaster_recovery.network.vpc_id": ONE_OF_TWO,
    "instances.instance_class": "instances that are alike have the class of `serverless`, where that is written",
    "network.allow_from": ONE_OF_TWO,
    "network.subnet_ids": ONE_OF_TWO,
    "network.vpc_id": ONE_OF_TWO,
    "parameters.cluster": "the first one is a switch, which has no other values",
    "redis.network.vpc_id": "Redis may have another VPC only with subnets of its own, and no other VPC later",
    "redis.version": "the versions of the other engine, and the one in force",
}
"""Reason by the path of the setting, which stands for all below it."""
