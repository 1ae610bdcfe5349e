"""CloudWatch Logs: log groups."""

from orion_rds.facts.limits import LOG_RETENTION_DAYS
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import admits, usable_key
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("logs")


@RULES.refuse("group-taken", ("CreateLogGroup",), "ResourceAlreadyExistsException", "a log group's name that is taken")
def group_taken(request: Request, state: State) -> str | None:
    """RDS makes the log groups of its exports itself where nobody has made them before."""
    return "The specified log group already exists" if request["logGroupName"] in state.log_groups else None


@RULES.refuse(
    "retention",
    ("PutRetentionPolicy",),
    "InvalidParameterException",
    "a retention of other than the numbers of days that CloudWatch Logs knows",
)
def retention(request: Request, _state: State) -> str | None:
    """Days, from a list."""
    days = request["retentionInDays"]
    if days in LOG_RETENTION_DAYS:
        return None
    accepted = ", ".join(str(number) for number in LOG_RETENTION_DAYS.values)
    return (
        f"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
        f"Member must satisfy enum value set: [{accepted}]"
    )


@RULES.refuse(
    "key",
    ("CreateLogGroup", "AssociateKmsKey"),
    "InvalidParameterException",
    "a KMS key that does not exist, is not enabled, or whose policy does not admit `logs.<region>.amazonaws.com`",
    sources.LOG_ENCRYPTION,
)
def key(request: Request, state: State) -> str | None:
    """Unlike RDS, Logs uses a key in its own name."""
    identifier = request.get("kmsKeyId")
    if identifier is None:
        return None
    if usable_key(identifier, state) and admits(identifier, state, f"logs.{state.region}.amazonaws.com"):
        return None
    return f"The specified KMS key does not exist or is not allowed to be used with CloudWatch Logs: {identifier}"


@RULES.refuse("group-protected", ("DeleteLogGroup",), "ValidationException", "deleting a protected log group")
def protected(request: Request, state: State) -> str | None:
    """The protection is taken away first."""
    group = state.log_groups.get(request["logGroupName"])
    if not getattr(group, "deletion_protection_enabled", False):
        return None
    return f"Deletion protection is enabled for log group {request['logGroupName']}"
