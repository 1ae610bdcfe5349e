"""Amazon Resource Names."""


def region_of(arn: object) -> str | None:
    """Return the region of an ARN; none for an output, or for an ARN without a region.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    parts = arn.split(":") if isinstance(arn, str) else []
    return parts[3] or None if len(parts) > 3 and parts[0] == "arn" else None


def managed_policy(policy: str, beside: str) -> str:
    """Return the ARN of one of AWS's own policies in the partition of another ARN: `aws`, `aws-cn`, `aws-us-gov`..."""
    partition = beside.split(":")[1]
    return f"arn:{partition}:iam::aws:policy/{policy}"
