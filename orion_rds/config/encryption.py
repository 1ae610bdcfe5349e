"""The KMS keys."""

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orion_rds.config.checks import Named, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import check_region, found_in, region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, references

KMS_KEY_ARN = Refusal(
    "kms-key-arn",
    why="The provider accepts only the ARN of a key: RDS returns that ARN, so an alias or a key ID would show as a "
    "change at every preview, and another key replaces the cluster.",
    fix="Write the key's ARN, such as `{example}`; `aws kms describe-key --key-id ALIAS` prints it.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=example,
)
KMS_KEY_REGION = Refusal(
    "kms-key-region",
    why="The key is in {found}, and cannot be used in {region}, the region of the provider (`aws:region`).",
    fix="Write a key of {region}; of a multi-region key, the ARN of its replica there.",
    source=references.KMS_KEY_ID,
    fields=found_in,
)

KeyArn = Annotated[StrInput, Named(identifiers.KMS_KEY_ARN, KMS_KEY_ARN)] | None


Purpose = Literal["storage", "insights", "secret", "logs", "topic", "redis", "vault"]
"""The purposes of a key."""


class RegionalEncryptionConfig(Section):
    """Customer-managed KMS keys of one region: one for every purpose, or one for each.

    The policy of a key must allow RDS, Secrets Manager or CloudWatch Logs to use it.
    """

    kms_key_arn: KeyArn = None
    """ARN of the KMS key of every purpose that has no key of its own below."""

    storage_key_arn: KeyArn = None
    """Key of the storage, its backups and snapshots. A running cluster keeps its key: a change is refused."""

    insights_key_arn: KeyArn = None
    """Key of Database Insights."""

    secret_key_arn: KeyArn = None
    """Key of the master user's secret. Users of another account can read the secret only with a customer-managed
    key."""

    logs_key_arn: KeyArn = None
    """Key of the log groups. Its policy must allow `logs.REGION.amazonaws.com`."""

    topic_key_arn: KeyArn = None
    """Key of the created topic for alarms and events. Its policy must allow `cloudwatch.amazonaws.com`,
    `events.amazonaws.com` and `events.rds.amazonaws.com`, or notifications are lost silently. Default: `kms_key_arn`,
    or a key that is created with that policy, because AWS's own key allows none of them."""

    def key_for(self, purpose: Purpose) -> StrInput | None:
        """Return the key for a purpose: its own key, or that of all purposes. None stands for AWS's own key or a
        created one.
        """
        own: StrInput | None = getattr(self, f"{purpose}_key_arn")
        return self.kms_key_arn if own is None else own


class EncryptionConfig(RegionalEncryptionConfig):
    """Customer-managed KMS keys: one for every purpose, or one for each. Default: AWS's own keys.

    The policy of each key must allow the services that use it; `orion-rds kms-policy` prints the statements.
    """

    redis_key_arn: KeyArn = None
    """Key of the disks and snapshots of Redis. A change is refused."""

    vault_key_arn: KeyArn = None
    """Key of the backup vault in the first region; `backup.copies.kms_key_arn` is that of the other vault. A change is
    refused. Default: `kms_key_arn`, or a key that is created."""

    @field_validator("*")
    @classmethod
    def _key_is_in_the_region(cls, key: StrInput | None, info: ValidationInfo) -> StrInput | None:
        check_region(key, region_checked_in(info), KMS_KEY_REGION)
        return key
