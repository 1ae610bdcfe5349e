"""Which keys encrypt."""

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orion_rds.config.checks import Named, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, references
from orion_rds.facts.arns import region_of


def _found_and_region(*, found: object, region: str) -> None: ...


KMS_KEY_ARN = Refusal(
    "kms-key-arn",
    why="The provider takes the ARN of a key and nothing else: RDS answers with that ARN, so an alias or a bare id "
    "would show as a change for ever, and a changed key replaces the cluster.",
    fix="Write the key's ARN, such as `{example}`; `aws kms describe-key --key-id ALIAS` tells it.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=example,
)
KMS_KEY_REGION = Refusal(
    "kms-key-region",
    why="The key is in {found}, and what it is for is in {region} (`aws:region`), where it cannot be used.",
    fix="Write a key of {region}; of a multi-region key, the ARN of its replica there.",
    source=references.KMS_KEY_ID,
    fields=_found_and_region,
)


KeyArn = Annotated[StrInput, Named(identifiers.KMS_KEY_ARN, KMS_KEY_ARN)] | None


Purpose = Literal["storage", "insights", "secret", "logs", "topic", "redis", "vault"]
"""What a key encrypts."""


class RegionalEncryptionConfig(Section):
    """Customer-managed KMS keys of one region: one for all, or one for each purpose.

    RDS, Secrets Manager and CloudWatch Logs must be allowed by the policy of a key to use it.
    """

    kms_key_arn: KeyArn = None
    """ARN of the KMS key of every purpose that has none of its own below."""

    storage_key_arn: KeyArn = None
    """Key of the storage, its backups and snapshots. A cluster keeps its own; another one replaces a standby."""

    insights_key_arn: KeyArn = None
    """Key of Database Insights."""

    secret_key_arn: KeyArn = None
    """Key of the master user's secret. Users of another account can read the secret only with a key of yours."""

    logs_key_arn: KeyArn = None
    """Key of the log groups. Its policy must let `logs.REGION.amazonaws.com` use it."""

    topic_key_arn: KeyArn = None
    """Key of the topic that is made for alarms and events, where none is given. Its policy must let
    `cloudwatch.amazonaws.com`, `events.amazonaws.com` and `events.rds.amazonaws.com` use it, or notifications are lost
    without a word. Default: `kms_key_arn`, or a key that is made with that policy, as AWS's own key admits none of
    them."""

    def key_for(self, purpose: Purpose) -> StrInput | None:
        """Return the key for a purpose: its own, or the one for all; without either, AWS's own key or a created one."""
        own: StrInput | None = getattr(self, f"{purpose}_key_arn", None)
        return self.kms_key_arn if own is None else own


class EncryptionConfig(RegionalEncryptionConfig):
    """Customer-managed KMS keys: one for all, or one for each purpose. Without any, AWS's own keys encrypt.

    Each key's policy must admit the services that use it; `orion-rds kms-policy` prints the statements.
    """

    redis_key_arn: KeyArn = None
    """Key of what Redis writes to disks and of its snapshots. Another one later is refused."""

    vault_key_arn: KeyArn = None
    """Key of the backup vault beside the first cluster; that of the other vault is `backup.copies.kms_key_arn`. A vault
    keeps its first key: another one later replaces it. Default: `kms_key_arn`, or a key that is made."""

    @field_validator("*")
    @classmethod
    def _is_in_the_region(cls, key: StrInput | None, info: ValidationInfo) -> StrInput | None:
        region, found = region_checked_in(info), region_of(key)
        if region and found and found != region:
            raise KMS_KEY_REGION(key, region=region, found=found)
        return key
