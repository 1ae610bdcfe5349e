"""Declarations of resource types with derived rows: the facts that the models of the SDK and of AWS do not contain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, Unpack

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.table import Property, Step, Tagging
from orion_sandbox.providers.values import Values

NAME_LIMIT = 255


@dataclass(frozen=True, kw_only=True, eq=False)
class Declaration:
    """A resource type, with its differences from the models."""

    type: str
    service: str
    noun: str = ""
    """The noun of a row, for existing operations of that name; also a prefix of members' names."""
    inside: str = ""
    """The member of the create operation that contains the properties; empty if they are members themselves."""
    members: Mapping[str, str] = field(default_factory=dict[str, str])
    """Pulumi's names to AWS's members; to an empty string if only the state keeps the property."""
    reads: Mapping[str, str] = field(default_factory=dict[str, str])
    """Inputs and outputs to JMESPaths in the described item; to an empty string if it is not read."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Operations that change one attribute in each call, to the properties."""
    replaces: tuple[str, ...] = ()
    """Properties whose change replaces the resource although an operation changes them."""
    in_place: tuple[str, ...] = ()
    """Properties that AWS changes in place by operations that the sandbox does not call: only the state changes."""
    name: str = "name"
    """The property that is generated if it is optional."""
    name_limit: int = NAME_LIMIT
    exact_name: bool = False
    """Whether the generated name is the logical name."""
    properties: tuple[Property, ...] = ()
    """Properties that are not derived."""
    row: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Fields of the row that are not derived."""


class Options(TypedDict, total=False):
    """Fields of a declaration and of its row."""

    inside: str
    members: Mapping[str, str]
    reads: Mapping[str, str]
    defaults: Mapping[str, Any]
    attributes: Mapping[str, tuple[str, ...]]
    replaces: tuple[str, ...]
    in_place: tuple[str, ...]
    name: str
    name_limit: int
    exact_name: bool
    properties: tuple[Property, ...]

    create: str
    read: str
    modify: str
    delete: str
    key: str
    found: str
    identity: str
    within: Mapping[str, str]
    tagging: Tagging
    make: Callable[[Caller, Values], str]
    create_arguments: Callable[[Values], Values]
    modify_arguments: Callable[[Values, Values], Values]
    read_arguments: Callable[[str], Values]
    delete_arguments: Callable[[str, Values], Values]
    before_delete: Callable[[Caller, str, Values], None]
    observe: Callable[[Caller, str, Values], Values | None]
    steps: tuple[Step, ...]


def declare(sdk_name: str, noun: str = "", *, service: str = "", **options: Unpack[Options]) -> Declaration:
    """Declare a type by its name in the SDK, such as `ec2.Vpc`."""
    module, name = sdk_name.split(".")
    fields: dict[str, Any] = {**options}
    own = {key: fields.pop(key) for key in Declaration.__dataclass_fields__ if key in fields}
    token = f"aws:{module}/{name[0].lower()}{name[1:]}:{name}"
    return Declaration(type=token, service=service or module, noun=noun, row=fields, **own)
