"""Which key encrypts the database."""

from orion_rds.config.section import Section
from orion_rds.config.wire import Wire


class EncryptionConfig(Section):
    """The customer-managed key of the storage, the master secret and the insights."""

    kms_key_arn: Wire | None = None
    """ARN of a KMS key. Without one, AWS's own keys encrypt."""
