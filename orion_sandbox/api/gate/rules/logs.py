"""CloudWatch Logs: log groups."""

from orion_sandbox.api import references
from orion_sandbox.api.gate.checks import outside, taken, unknown, when
from orion_sandbox.api.gate.policies import allows_service
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import LOG_RETENTION_DAYS

CREATE, DELETE = "CreateLogGroup", "DeleteLogGroup"
INVALID = "InvalidParameterException"


def _may_encrypt(state: State, key_id: str) -> bool:
    # Logs uses a key as a service; RDS uses it on behalf of the caller.
    service = f"logs.{state.region}.amazonaws.com"
    return state.usable_key(key_id) and allows_service(state.key(key_id).policy, service, "kms:Encrypt")


def _is_protected(request: Request, state: State) -> bool:
    return getattr(state.log_groups.get(request["logGroupName"]), "deletion_protection_enabled", False)


RULES = table(
    "logs",
    Row("group-taken", CREATE, "ResourceAlreadyExistsException", "a log group's name that is taken",
        taken("logGroupName", lambda state, name: name in state.log_groups,
              "The specified log group already exists")),
    Row("retention", "PutRetentionPolicy", INVALID,
        "a number of days that CloudWatch Logs does not accept",
        outside("retentionInDays", LOG_RETENTION_DAYS, "1 validation error detected: Value '{value}' at "
                f"'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                f"[{LOG_RETENTION_DAYS}]")),
    Row("key", (CREATE, "AssociateKmsKey"), INVALID,
        "a KMS key that does not exist, is not enabled, or whose policy does not allow `logs.<region>.amazonaws.com`",
        unknown("kmsKeyId", _may_encrypt,
                "The specified KMS key does not exist or is not allowed to be used with CloudWatch Logs: {value}"),
        references.LOG_ENCRYPTION),
    Row("group-protected", DELETE, "ValidationException", "deleting a protected log group",
        when(_is_protected, "Deletion protection is enabled for log group {logGroupName}")),
)  # fmt: skip
