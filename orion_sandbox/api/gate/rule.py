"""The rules of the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from moto.core.utils import get_service_model

from orion_sandbox.api import references
from orion_sandbox.api.gate.state import State

Request = Mapping[str, Any]
"""The parameters of a call, by AWS's names."""

Check = Callable[[Request, State], str | None]
"""Returns why a call is refused, in AWS's words where they are known, or None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal."""

    id: str
    refused: str
    """The description of the refused calls, for the page."""
    service: str
    """botocore's name of the service."""
    operations: tuple[str, ...]
    """Operations of the service; empty for every one that changes something."""
    code: str
    """AWS's error code."""
    source: str
    """The page on which AWS, or a user who met the refusal, says so."""
    check: Check

    @property
    def documented(self) -> bool:
        """Whether the API reference lists the code for every one of the operations; otherwise it is assumed."""
        return bool(self.operations) and all(
            self.code in error_codes(self.service, operation) for operation in self.operations
        )


class Row(NamedTuple):
    """A rule as a row in the table of a service."""

    key: str
    """The rule's id without the service."""
    operations: str | tuple[str, ...]
    code: str
    refused: str
    check: Check
    source: str = ""
    """The API reference's page of the first operation, unless another is given."""


def table(service: str, *rows: Row) -> tuple[Rule, ...]:
    """Return the rules of a service, in the order in which the gate checks them."""
    return tuple(_rule(service, row) for row in rows)


def _rule(service: str, row: Row) -> Rule:
    operations = (row.operations,) if isinstance(row.operations, str) else row.operations
    source = row.source or references.api(service, operations[0])
    return Rule(f"{service}-{row.key}", row.refused, service, operations, row.code, source, row.check)


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
"""EC2's reference lists its codes once, not by operation.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""


@cache
def operation_model(service: str, operation: str) -> Any:
    """Return botocore's model of an operation; None if the service has no such operation."""
    model: Any = get_service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def error_codes(service: str, operation: str) -> frozenset[str]:
    """Return the error codes that the API reference lists for an operation."""
    if service == "ec2":
        return EC2_CODES
    shapes = operation_model(service, operation).error_shapes
    return frozenset(shape.metadata.get("error", {}).get("code", shape.name) for shape in shapes)
