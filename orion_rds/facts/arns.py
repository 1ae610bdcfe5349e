"""Amazon Resource Names."""


def region_of(arn: object) -> str | None:
    """Give the region that an ARN names; nothing for what is no text yet, or names none.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    parts = arn.split(":") if isinstance(arn, str) else []
    return parts[3] or None if len(parts) > 3 and parts[0] == "arn" else None


def managed_policy(policy: str, beside: str) -> str:
    """Give the ARN of one of AWS's own policies in the partition of another ARN: `aws`, `aws-cn`, `aws-us-gov`..."""
    partition = beside.split(":")[1]
    return f"arn:{partition}:iam::aws:policy/{policy}"
