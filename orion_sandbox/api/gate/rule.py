"""What a row of the judge's table says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from moto.core.utils import get_service_model

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.state import State

Request = Mapping[str, Any]
"""A call's parameters under AWS's names."""

Check = Callable[[Request, State], str | None]
"""Why the call is refused, in AWS's words where they are known; None where it is not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal."""

    id: str
    refused: str
    """What is refused, for the page."""
    service: str
    """botocore's name of the service."""
    operations: tuple[str, ...]
    """Empty: every operation of the service that changes something."""
    code: str
    """AWS's error code."""
    source: str
    """The page of AWS, or of who met the refusal there, that says so."""
    check: Check

    @property
    def documented(self) -> bool:
        """Whether the API reference lists the code for every one of the operations; else it is assumed."""
        return bool(self.operations) and all(
            self.code in error_codes(self.service, operation) for operation in self.operations
        )


class Rules:
    """The rows of one concept. `refuse` decorates the check of each."""

    def __init__(self, service: str) -> None:
        self._service = service
        self.rows: list[Rule] = []

    def refuse(
        self, key: str, operations: tuple[str, ...], code: str, refused: str, source: str = ""
    ) -> Callable[[Check], Check]:
        """Add a row; its source is the first operation's page unless another is given."""

        def collect(check: Check) -> Check:
            page = source or sources.api(self._service, operations[0])
            self.rows.append(Rule(f"{self._service}-{key}", refused, self._service, operations, code, page, check))
            return check

        return collect


EC2_CODES = frozenset(
    {
        "DependencyViolation",
        "InvalidGroup.Duplicate",
        "InvalidGroup.NotFound",
        "InvalidParameterValue",
        "InvalidPermission.Duplicate",
        "InvalidVpcID.NotFound",
        "TagLimitExceeded",
    }
)
"""EC2's reference lists codes not by operation but once.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""


@cache
def operation_model(service: str, operation: str) -> Any:
    """The model of an operation; None where the service has none of that name."""
    model: Any = get_service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def error_codes(service: str, operation: str) -> frozenset[str]:
    """The error codes that the API reference lists for an operation."""
    if service == "ec2":
        return EC2_CODES
    shapes = operation_model(service, operation).error_shapes
    return frozenset(shape.metadata.get("error", {}).get("code", shape.name) for shape in shapes)
