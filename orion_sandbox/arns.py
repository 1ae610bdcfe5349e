"""Amazon Resource Names."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):(\S+)")


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN (AWS General Reference, "Amazon Resource Names")."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @staticmethod
    def read(text: str) -> "Arn | None":
        """Return the parts of an ARN; None for any other text."""
        match = _FORM.fullmatch(text)
        return Arn(*match.groups()) if match else None

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"

    @property
    def is_kms_key(self) -> bool:
        """Whether this is the ARN of a KMS key, not of an alias."""
        return self.service == "kms" and self.resource.startswith("key/")

    @property
    def is_topic(self) -> bool:
        """Whether this is the ARN of an SNS topic, not of a subscription, which has one more part."""
        return self.service == "sns" and ":" not in self.resource
