"""Which key encrypts the database."""

from typing import Annotated

from orion_rds.config.checks import Named
from orion_rds.config.section import Section
from orion_rds.config.wire import Wire
from orion_rds.facts import identifiers


class EncryptionConfig(Section):
    """The customer-managed key of the storage, the master secret and the insights."""

    kms_key_arn: Annotated[Wire, Named(identifiers.KMS_KEY_ARN, "kms-key-arn")] | None = None
    """ARN of a KMS key. Without one, AWS's own keys encrypt. It cannot be changed later."""
