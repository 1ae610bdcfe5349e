"""What a program registered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RecordedResource:
    """One resource as the engine would have been asked for it. Properties have Pulumi's names, such as `kmsKeyId`."""

    urn: str
    type: str
    """Type token, such as `aws:rds/cluster:Cluster`."""

    name: str
    """Logical name."""

    custom: bool
    """Whether a provider makes it; otherwise it is a component."""

    inputs: Mapping[str, Any]
    """Plain values, secrets too; `UNKNOWN` for what a preview cannot know."""

    secrets: frozenset[str]
    """Properties that are, or hold, a secret."""

    parent: str
    """URN of the parent."""

    dependencies: frozenset[str]
    """URNs of all that must exist first, by `depends_on` or through an input."""

    input_dependencies: Mapping[str, frozenset[str]]
    """By property, URNs of the resources whose outputs the input comes from."""

    protect: bool | None
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    delete_before_replace: bool | None
    retain_on_delete: bool | None
    deleted_with: str
    """URN, or an empty text."""

    aliases: tuple[str, ...]
    """Names or URNs it had before."""

    provider: str
    """URN and id of a provider that was given, or an empty text for the default one."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All that a program registered."""

    resources: Sequence[RecordedResource]
    """In the order of registration, which is one that dependencies allow."""

    outputs: Mapping[str, Mapping[str, Any]]
    """What components registered as their outputs, by URN."""

    exports: Mapping[str, Any]
    """What the program exported."""

    def of(self, type_: str) -> tuple[RecordedResource, ...]:
        """Give the resources of a type, such as `aws:rds/cluster:Cluster`."""
        return tuple(resource for resource in self.resources if resource.type == type_)

    def named(self, name: str) -> tuple[RecordedResource, ...]:
        """Give the resources of a logical name."""
        return tuple(resource for resource in self.resources if resource.name == name)
