"""What a row of the provider's table says: one Pulumi resource type, told in AWS's calls and members.

botocore's own service model does the rest of the translation (`translate.py`). A property that no row names is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.translate import from_aws
from orion_sandbox.providers.values import Values


class Reach(Enum):
    """How a property reaches AWS."""

    SENT = "a member of the create call, and of the modify call where that has it"
    STEP = "a call of its own after create or modify"
    LOCAL = "never sent: the provider keeps it for itself"


def _never(_one: Any, _other: Any) -> bool:
    return False


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, kw_only=True)
class Property:
    """One input of a resource type."""

    name: str
    """Pulumi's name, camelCase."""
    reach: Reach = Reach.SENT
    member: str = ""
    """AWS's member; where empty, the name with a capital first letter."""
    read: str | None = None
    """JMESPath of the value in what AWS describes: the member where None, never returned by AWS where empty."""
    replaces: str = ""
    """Where it is written that a change makes a new resource; empty where AWS changes it in place."""
    default: Any = None
    """What the real provider fills in when the program says nothing."""
    removed: Any = None
    """What AWS's silence means, and what taking the property out of the program asks for.

    None: AWS keeps what it has, and the provider shows no change (Terraform's "computed").
    """
    unordered: bool = False
    secret: bool = False
    same: Callable[[Any, Any], bool] = _never
    """Whether two unequal values, wanted and actual, still mean the same."""
    replaces_when: Callable[[Any, Any], bool] = _never
    """Whether going from one value to another makes a new resource, though AWS changes the property in place."""
    sends: Callable[[Any], Any] = _same
    """From Pulumi's value to one of the form of AWS's member."""
    shows: Callable[[Any], Any] = from_aws
    """From AWS's value to Pulumi's."""

    @property
    def aws_member(self) -> str:
        """The member of AWS's calls that carries this property."""
        return self.member or self.name[0].upper() + self.name[1:]

    @property
    def path(self) -> str:
        """JMESPath in the described item; empty where AWS does not return it."""
        if self.reach is Reach.LOCAL:
            return ""
        return self.aws_member if self.read is None else self.read

    @property
    def mutable(self) -> bool:
        """Whether AWS changes it in place and tells of it, so that drift can be seen and mended."""
        return self.reach is not Reach.LOCAL and not self.replaces and bool(self.path)

    def equal(self, wanted: Any, actual: Any) -> bool:
        """Whether two values of this property mean the same."""
        if self.unordered and isinstance(wanted, list) and isinstance(actual, list):
            return sorted(map(repr, wanted)) == sorted(map(repr, actual))
        return bool(wanted == actual or (None not in (wanted, actual) and self.same(wanted, actual)))


def sent(name: str, member: str = "", **rest: Any) -> Property:
    """A property that AWS takes at creation and changes in place."""
    return Property(name=name, member=member, **rest)


def fixed(name: str, member: str = "", *, replaces: str, **rest: Any) -> Property:
    """A property that AWS takes at creation only."""
    return Property(name=name, member=member, replaces=replaces, **rest)


def step(name: str, read: str, **rest: Any) -> Property:
    """A property that one of the row's steps applies with a call of its own."""
    return Property(name=name, reach=Reach.STEP, read=read, **rest)


def local(name: str, **rest: Any) -> Property:
    """A property that AWS never sees."""
    return Property(name=name, reach=Reach.LOCAL, **rest)


@dataclass(frozen=True)
class AutoName:
    """How a physical name is made where the program gives none."""

    name: str
    prefix: str
    limit: int
    """Longest physical name that AWS takes, in characters."""

    by_pulumi: bool = True
    """Pulumi's bridge makes it up, or for RDS's clusters and their instances the Terraform provider beneath. Only where
    the bridge could have made one up it deletes first what bears a name that was written.

    Source: https://github.com/pulumi/pulumi-aws/pull/1301
    """


@dataclass(frozen=True, kw_only=True)
class Tagging:
    """A service's calls for tags."""

    at_creation: Callable[[Mapping[str, str]], Values]
    """Arguments of the create operation that carry the tags."""
    add: str
    add_arguments: Callable[[str, Mapping[str, str]], Values]
    remove: str
    remove_arguments: Callable[[str, list[str]], Values]
    target: str = "arn"
    """Property that names the tagged thing: `arn` or `id`."""
    list: str = ""
    """The operation that lists tags, where describing the thing does not tell them."""
    list_member: str = ""
    listed: str = "Tags"
    """JMESPath of the tags in the list operation's answer, or in the described item."""


def _nothing(*_values: Values) -> Values:
    return {}


Step = Callable[[Caller, str, Values, Values], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One resource type."""

    type: str
    """Pulumi's type token."""
    service: str
    """botocore's name of the service."""
    create: str
    read: str
    delete: str = ""
    """Operations, by AWS's names; without `delete`, deleting makes no call."""
    modify: str = ""
    """The operation that changes SENT properties in place; empty where there is none.

    Where it is the create operation, it puts a whole new thing in the old one's place.
    """
    key: str
    """Member that names the thing when it is read, modified and deleted."""
    found: str = "@"
    """JMESPath from the read operation's answer to the one thing; `{id}` stands for its id."""
    identity: str
    """JMESPath of the Pulumi id in the create operation's answer, to which the inputs are added as `inputs`."""
    properties: tuple[Property, ...]
    computed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Outputs that are not inputs: Pulumi's name to the JMESPath in the described item."""
    auto_name: AutoName | None = None
    tagging: Tagging | None = None
    regional: bool = True
    create_arguments: Callable[[Values], Values] = _nothing
    """What the create operation wants beyond the SENT properties, from the inputs."""
    modify_arguments: Callable[[Values, Values], Values] = _nothing
    """What the modify operation wants beyond the SENT properties, from old and new inputs; alone, it makes the call."""
    read_arguments: Callable[[str], Values] | None = None
    """From the id; `{key: id}` where None."""
    within: Mapping[str, str] = field(default_factory=dict[str, str])
    """Where the id alone does not name the thing: AWS's members to the properties that say what it is part of."""
    delete_arguments: Callable[[str, Values], Values] | None = None
    """From id and state; as for reading where None."""
    before_delete: Callable[[Caller, str, Values], None] | None = None
    """Called with (caller, id, state): what the provider clears away that AWS would refuse to delete with the thing."""
    observe: Callable[[Caller, str, Values], Values] | None = None
    """Further members of the described item, from (caller, id, item): what other calls tell, or the id itself."""
    first_steps: tuple[Step, ...] = ()
    """Called with (caller, id, old inputs, new inputs) before modify."""
    steps: tuple[Step, ...] = ()
    """Likewise after create, when the old inputs are empty, and after modify."""
