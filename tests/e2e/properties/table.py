"""What a row says of a Pulumi type: how AWS is asked for one, and where each property stands in the answer.

Of properties a row names the exceptions only: any other is the member of the same name with a capital letter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.properties.comparisons import Same, begins, equal, pairs


@dataclass(frozen=True)
class Resource:
    """One resource of Pulumi's state, its secrets in plain text."""

    type: str
    name: str
    id: str
    inputs: Mapping[str, Any] = field(repr=False)
    arn: str
    secrets: frozenset[str]
    """Inputs that no message may tell."""


def _nothing(_resource: Resource) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Call:
    """One call of a boto3 client."""

    method: str
    arguments: Callable[[Resource], Mapping[str, Any]] = _nothing
    found: str = "@"
    """JMESPath from the answer to what is looked for."""
    whose: tuple[str, str] | None = None
    """Of the things that are found: those where this member is what this input says."""


@dataclass(frozen=True)
class Place:
    """Where a property stands in what AWS says, and what is the same there."""

    path: str
    same: Same = equal


@dataclass(frozen=True)
class Kind:
    """A row: one Pulumi type."""

    service: str
    call: Call
    """Finds exactly one thing."""
    further: Mapping[str, Call] = field(default_factory=dict[str, Call])
    """What other calls say, by the member under which `places` find it."""
    places: Mapping[str, str | Place] = field(default_factory=dict[str, str | Place])
    asked: frozenset[str] = frozenset()
    """Inputs that the call gives to AWS: with another value it would find nothing."""
    untold: Mapping[str, str] = field(default_factory=dict[str, str])
    """Inputs that AWS tells nobody, each with the reason."""

    def names(self) -> set[str]:
        """All inputs of which this row says something."""
        return self.places.keys() | self.asked | self.untold.keys()

    def place(self, name: str) -> Place | None:
        """Where this input stands; nothing for one that cannot be compared."""
        if name in self.untold or name in self.asked | ASKED:
            return None
        if name in self.places:
            place = self.places[name]
            return Place(place) if isinstance(place, str) else place
        if name in OF_ALL:
            return OF_ALL[name]
        if name.lower().endswith("prefix"):
            # AWS knows the name that the provider makes of a prefix.
            stem = self.place(PREFIXES[name])
            return stem and Place(stem.path, begins)
        return Place(name[0].upper() + name[1:])


OF_ALL = {"tags": Place("Tags", pairs)}
ASKED = frozenset({"region"})
"""Every client asks in the resource's own region."""

PREFIXES = {"identifierPrefix": "identifier", "namePrefix": "name"}
"""The name that begins with it."""

NOT_AN_INPUT = "__defaults"
"""Where a provider notes which inputs it filled in."""


def by_id(member: str) -> Callable[[Resource], dict[str, Any]]:
    """Ask by the resource's id."""
    return lambda resource: {member: resource.id}


def by_ids(member: str) -> Callable[[Resource], dict[str, Any]]:
    """Ask by a list, which is the resource's id."""
    return lambda resource: {member: [resource.id]}


def by_arn(member: str) -> Callable[[Resource], dict[str, Any]]:
    """Ask by the resource's ARN."""
    return lambda resource: {member: resource.arn}


def by_input(**members: str) -> Callable[[Resource], dict[str, Any]]:
    """Ask by inputs: AWS's member to Pulumi's name."""
    return lambda resource: {member: resource.inputs[name] for member, name in members.items()}
