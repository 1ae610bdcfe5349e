"""Amazon Resource Names, as far as the sandbox reads them."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):(\S+)")


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN in its parts (AWS General Reference, "Amazon Resource Names")."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @staticmethod
    def read(text: str) -> "Arn | None":
        """Take an ARN apart; None for anything else."""
        match = _FORM.fullmatch(text)
        return Arn(*match.groups()) if match else None

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"

    @property
    def is_kms_key(self) -> bool:
        """Whether this is a key; an alias is a name for one and not made here."""
        return self.service == "kms" and self.resource.startswith("key/")

    @property
    def is_topic(self) -> bool:
        """Whether this is an SNS topic; a subscription has one part more."""
        return self.service == "sns" and ":" not in self.resource
