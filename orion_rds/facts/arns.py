"""Amazon Resource Names: the only module that parses them.

The ARN of a created resource may be missing: Pulumi's mocks return only the values that a test defines.
"""

from dataclasses import dataclass

from orion_rds.facts.partitions import PARTITIONS

REGION, ACCOUNT = 3, 4
"""Positions among the parts.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Partition, region and account of a resource."""

    partition: str
    region: str
    account_id: str

    @property
    def root(self) -> str:
        """The ARN that stands for the whole account."""
        return f"arn:{self.partition}:iam::{self.account_id}:root"

    def service(self, name: str) -> str:
        """Return the name of a service of the region, as KMS policies require it."""
        suffix = PARTITIONS.get(self.partition, PARTITIONS["aws"]).dns_suffix
        return f"{name}.{self.region}.{suffix}"


def read(arn: object) -> Home | None:
    """Return the partition, region and account of an ARN; None for an output, a missing value or any other text."""
    parts = arn.split(":") if isinstance(arn, str) else []
    if len(parts) <= ACCOUNT or parts[0] != "arn":
        return None
    return Home(parts[1], parts[REGION], parts[ACCOUNT])


def home(arn: str, region: str | None = None) -> Home:
    """Return partition, region and account from an ARN of the account.

    Args:
        arn: ARN with an account.
        region: Region of the key, if it differs from that of the ARN.

    Raises:
        ValueError: for a text that is no ARN, such as the bare id of a key.
    """
    if (found := read(arn)) is None:
        raise ValueError(f"{arn!r} is not an ARN: give the `arn` of the key, not its id or alias")
    return Home(found.partition, region or found.region, found.account_id)


def region_of(arn: object) -> str | None:
    """Return the region of an ARN; none for an output, or for an ARN without a region."""
    found = read(arn)
    return found.region or None if found else None


def in_region(arn: str, region: str) -> str:
    """Return the ARN of the same resource in another region."""
    parts = arn.split(":")
    return ":".join([*parts[:REGION], region, *parts[ACCOUNT:]])


def managed_policy(policy: str, beside: str) -> str:
    """Return the ARN of one of AWS's own policies in the partition of another ARN: `aws`, `aws-cn`, `aws-us-gov`..."""
    return f"arn:{home(beside).partition}:iam::aws:policy/{policy}"
