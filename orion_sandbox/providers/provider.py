"""What a stand-in provider implements: plain values in, plain values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from orion_sandbox.providers.values import Values


@dataclass(frozen=True)
class Checked:
    """What Check answers."""

    inputs: Values
    """With defaults and physical names filled in."""
    failures: tuple[tuple[str, str], ...] = ()
    """Property and reason, where the inputs are refused."""


@dataclass(frozen=True)
class Difference:
    """What Diff answers."""

    changes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property path to `ADD`, `DELETE` or `UPDATE`, with `_REPLACE` where it makes a new resource."""
    delete_first: bool = False
    """Whether the old one goes before the new one comes, as a name that both would have demands."""


@dataclass(frozen=True)
class Made:
    """What Create, Read and Update answer."""

    id: str
    properties: Values
    inputs: Values = field(default_factory=dict[str, Any])
    """The inputs as AWS has them now."""
    secrets: frozenset[str] = frozenset()
    """Properties that are secret whatever the program said."""
    failure: str = ""
    """Why the resource stays half made; empty where it is whole."""


class Provider(Protocol):
    """One package's stand-in. Each method raises `Refused` with what the user must read."""

    @property
    def version(self) -> str:
        """The version of the SDK that it stands in for."""
        ...

    def configure(self, settings: Values) -> None:
        """Take the provider's configuration."""
        ...

    def check(self, kind: str, name: str, old: Values, new: Values, seed: bytes) -> Checked:
        """Complete and judge the inputs; `seed` makes generated names the same in preview and up."""
        ...

    def diff(self, kind: str, old: Values, state: Values, new: Values) -> Difference:
        """Compare old inputs and state with new inputs."""
        ...

    def create(self, kind: str, new: Values, *, preview: bool) -> Made:
        """Make the resource; in a preview, say what is known."""
        ...

    def read(self, kind: str, identity: str, inputs: Values, state: Values) -> Made | None:
        """Look at the resource; None where it is gone."""
        ...

    def update(self, kind: str, identity: str, old: Values, state: Values, new: Values, *, preview: bool) -> Made:
        """Change the resource in place."""
        ...

    def delete(self, kind: str, identity: str, state: Values) -> None:
        """Delete the resource; one that is gone already is fine."""
        ...

    def invoke(self, function: str, arguments: Values) -> Values:
        """Answer a function of the SDK's."""
        ...
