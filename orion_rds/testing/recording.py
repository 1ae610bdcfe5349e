"""The resources, outputs and exports of a program."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from orion_rds.testing.tokens import check_type, short
from orion_rds.testing.wire_format import Unknown


@dataclass(frozen=True, slots=True)
class RecordedResource:
    """One resource as the engine receives it. Properties have Pulumi's names, such as `kmsKeyId`."""

    urn: str
    type: str
    """Type token, such as `aws:rds/cluster:Cluster`."""

    name: str
    """Logical name."""

    custom: bool
    """Whether a provider creates it; otherwise it is a component."""

    inputs: Mapping[str, Any]
    """Plain values, secrets included; `UNKNOWN` for values that a preview does not know."""

    outputs: Mapping[str, Any]
    """Values that the program receives, in the same form: the inputs, and those that a provider adds."""

    secrets: frozenset[str]
    """Properties that are, or hold, a secret."""

    region: str | Unknown
    """Region of the resource, or else of its provider, even if the resource is global."""

    parent: str
    """URN of the parent."""

    dependencies: frozenset[str]
    """URNs of the resources that must exist first, by `depends_on` or through an input."""

    input_dependencies: Mapping[str, frozenset[str]]
    """Property to the URNs of the resources from whose outputs the input comes."""

    protect: bool | None
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    delete_before_replace: bool | None
    custom_timeouts: Mapping[str, str]
    """Time limits of `create`, `update` and `delete`, such as `2h`, if they differ from the provider's."""

    retain_on_delete: bool | None
    deleted_with: str
    """URN, or an empty text."""

    aliases: tuple[str, ...]
    """URNs that it had before, including those from aliases of its parents."""

    provider: str
    """URN and id of the provider, or an empty text for the default provider."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that a program registered."""

    resources: Sequence[RecordedResource]
    """The resources, each after its parent and dependencies, in the same order in every run."""

    outputs: Mapping[str, Mapping[str, Any]]
    """Outputs of components, by URN."""

    exports: Mapping[str, Any]
    """Outputs of the stack."""

    record_again: Callable[["Recording"], "Recording"] = field(repr=False, compare=False)
    """Function that records the program again, as an update of another recording: see `assert_no_replacement`."""

    def of(self, type_: str) -> tuple[RecordedResource, ...]:
        """Return the resources of a type, such as `aws:rds:Cluster` or `aws:rds/cluster:Cluster`.

        Raises:
            LookupError: for a type that does not exist.
        """
        check_type(type_, {resource.type for resource in self.resources})
        return tuple(resource for resource in self.resources if short(resource.type) == short(type_))

    def named(self, name: str) -> tuple[RecordedResource, ...]:
        """Return the resources with a logical name."""
        return tuple(resource for resource in self.resources if resource.name == name)


def ordered(resources: Iterable[RecordedResource]) -> tuple[RecordedResource, ...]:
    """Return resources sorted after their parents and dependencies, and otherwise by URN.

    The order of registration is not the same in every run: it depends on which output resolves first.
    """
    by_urn = {resource.urn: resource for resource in resources}
    waiting = TopologicalSorter(
        {urn: sorted({resource.parent, *resource.dependencies} & by_urn.keys()) for urn, resource in by_urn.items()}
    )
    waiting.prepare()
    order: list[RecordedResource] = []
    while ready := sorted(waiting.get_ready()):
        order += (by_urn[urn] for urn in ready)
        waiting.done(*ready)
    return tuple(order)


class RegistrationError(Exception):
    """Requests that the engine or a provider would refuse, or that would leave the test.

    Two resources with one URN, unknown properties, values of a wrong type, look-ups without an answer or with another
    provider than the resources. It contains no values of secrets.
    """

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)
