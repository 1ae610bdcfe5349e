"""What AWS's models of the services state of every call's parameters: one row a service."""

from orion_sandbox.api.gate.constraints import broken, message
from orion_sandbox.api.gate.rule import Check, Request, Rule, operation_model
from orion_sandbox.api.gate.state import State

CODES = {
    "backup": "InvalidParameterValueException",
    "cloudwatch": "ValidationError",
    "ec2": "InvalidParameterValue",
    "elasticache": "InvalidParameterValue",
    "events": "ValidationException",
    "iam": "ValidationError",
    "kms": "ValidationException",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "secretsmanager": "ValidationException",
    "sns": "InvalidParameter",
}

SOURCE = "https://docs.aws.amazon.com/{}/"


def _constraints(service: str) -> Check:
    def check(request: Request, state: State) -> str | None:
        model = operation_model(service, state.operation)
        if model is None or model.input_shape is None:
            return None
        return message(broken(model.input_shape, request))

    return check


ROWS = [
    Rule(
        f"{service}-constraint",
        "a parameter that is missing, too long, too short, too small, too great, or not of the form or from the list "
        "of values that the API reference states",
        service,
        (),
        code,
        SOURCE.format(service),
        _constraints(service),
    )
    for service, code in CODES.items()
]
