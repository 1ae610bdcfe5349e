"""The interface of a stand-in provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from orion_sandbox.providers.values import Values

LIST = "orion-sandbox:index/list:list"
"""A function of the stand-in that returns the resources in the API, each with `type`, `id`, `region` and `deletion`."""
FIND = "orion-sandbox:index/find:find"
"""A function of the stand-in that returns the ids of the resources of a `type` that match `inputs`."""

ASKED_AGAIN = "AWS's first answer was lost"
"""The prefix of the notice about a resource that AWS may have created twice."""


@dataclass(frozen=True)
class CheckResult:
    """The answer to Check."""

    inputs: Values
    """Inputs with defaults and physical names filled in."""
    failures: tuple[tuple[str, str], ...] = ()
    """Property and reason of each refused input."""


@dataclass(frozen=True)
class Difference:
    """The answer to Diff."""

    changes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property path to `ADD`, `DELETE` or `UPDATE`, with `_REPLACE` if it replaces the resource."""
    delete_first: bool = False
    """Whether the old resource is deleted before the new one is created, since both would have one name."""


@dataclass(frozen=True)
class ResourceState:
    """The answer to Create, Read and Update."""

    id: str
    properties: Values
    inputs: Values = field(default_factory=dict[str, Any])
    """The inputs with AWS's current values."""
    secrets: frozenset[str] = frozenset()
    """Properties that are always secret."""
    failure: str = ""
    """Why the resource is incomplete; empty if it is complete."""


class Provider(Protocol):
    """The stand-in for one package's provider. Each method may raise `Refused` with a message for the user."""

    notices: list[str]
    """Warnings for the user beside the answer to a request; the servicer prints them and clears the list."""

    @property
    def version(self) -> str:
        """The version of the SDK that it stands in for."""
        ...

    def configure(self, settings: Values) -> None:
        """Set the provider's configuration."""
        ...

    def check(self, kind: str, name: str, old: Values, new: Values, seed: bytes) -> CheckResult:
        """Complete and check the inputs; the `seed` of generated names is the same in preview and up."""
        ...

    def diff(self, kind: str, old: Values, state: Values, new: Values) -> Difference:
        """Compare old inputs and state with new inputs."""
        ...

    def create(self, kind: str, new: Values, *, preview: bool) -> ResourceState:
        """Create the resource; in a preview, return the properties that are known."""
        ...

    def read(self, kind: str, identity: str, inputs: Values, state: Values) -> ResourceState | None:
        """Read the resource; None if it does not exist."""
        ...

    def update(
        self, kind: str, identity: str, old: Values, state: Values, new: Values, *, preview: bool
    ) -> ResourceState:
        """Change the resource in place."""
        ...

    def delete(self, kind: str, identity: str, state: Values) -> None:
        """Delete the resource, if it exists."""
        ...

    def invoke(self, function: str, arguments: Values) -> Values:
        """Call a function of the SDK."""
        ...
