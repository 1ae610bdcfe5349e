"""The rows of the table, which map a Pulumi resource type to AWS's calls and members.

`translate.py` does the rest by botocore's model of the service. A property that no row names is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.translate import from_aws
from orion_sandbox.providers.values import Values

IMPLICIT_INPUTS = frozenset({"region", "tags"})
"""Properties that rows do not list, because they are the same for every type that has them."""


class Reach(Enum):
    """How a property reaches AWS."""

    SENT = "a member of the create call, and of the modify call if that has it"
    STEP = "a separate call after create or modify"
    LOCAL = "never sent: the provider uses it itself"


@dataclass(frozen=True)
class AutoName:
    """The form of generated physical names."""

    name: str
    prefix: str
    limit: int
    """Maximum length in characters."""

    by_pulumi: bool = True
    """Whether Pulumi's bridge generates the name; for RDS clusters and instances the Terraform provider does.

    The bridge deletes a resource before its replacement if the program names it and the bridge could have.
    Source: https://github.com/pulumi/pulumi-aws/pull/1301
    """
    exact: bool = False
    """Whether it is the logical name, without random characters."""


class Unsent(Enum):
    """The value of a removed property whose removal is not sent to AWS."""

    VALUE = "AWS keeps what it has, and the provider shows the change again each time"


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
    """AWS's member; if empty, the name with its first letter in upper case."""
    read: str | None = None
    """JMESPath of the value in the described item: the member if None; empty if AWS does not return it."""
    replaces: bool = False
    """Whether a change replaces the resource."""
    because: str = ""
    """Why a change replaces the resource although the modify operation takes the member."""
    default: Any = None
    """Value that the real provider sends if the program sets none."""
    removed: Any = None
    """Value that the provider sends when the property is removed, and that a missing member of AWS's answer means.

    None: AWS keeps its value, and the provider shows no change (Terraform's "computed"). `Unsent.VALUE`: AWS keeps it,
    and the provider shows a change, or replaces the resource.
    """
    computed: bool = False
    """For a LOCAL property: whether removing it is no change."""
    kept_if_absent: bool = False
    """Whether to keep the known value if AWS's answer lacks it: moto does not keep every member."""
    only_if_written: bool = False
    """Whether it is read only if the program sets it: otherwise other resources own its content."""
    only_created: bool = False
    """Whether only the create call sends it: the provider shows a change again in every preview."""
    unordered: bool = False
    secret: bool = False
    auto_name: AutoName | None = None
    """Set for the physical name, if the provider generates it when the program sets none."""
    same: Callable[[Any, Any], bool] = _never
    """Returns whether two unequal values, wanted and actual, mean the same."""
    replaces_when: Callable[[Any, Any], bool] = _never
    """Returns whether a change from one value to another replaces the resource, although other changes do not."""
    sends: Callable[[Any], Any] = _same
    """Converts Pulumi's value to the form of AWS's member."""
    shows: Callable[[Any], Any] = from_aws
    """Converts AWS's value to Pulumi's."""

    @property
    def aws_member(self) -> str:
        """The member of AWS's calls with this property."""
        return self.member or self.name[0].upper() + self.name[1:]

    @property
    def path(self) -> str:
        """JMESPath in the described item; empty if AWS does not return it."""
        if self.reach is Reach.LOCAL:
            return ""
        return self.aws_member if self.read is None else self.read

    @property
    def mutable(self) -> bool:
        """Whether AWS changes it in place and returns it, so that drift can be seen and corrected."""
        return self.reach is not Reach.LOCAL and not (self.replaces or self.only_created) and bool(self.path)

    def equal(self, wanted: Any, actual: Any) -> bool:
        """Whether two values of this property mean the same."""
        if self.unordered and isinstance(wanted, list) and isinstance(actual, list):
            return _same_items(cast("list[Any]", wanted), cast("list[Any]", actual))
        if wanted == actual:
            return True
        # No value equals one that a resource does not have.
        return None not in (wanted, actual) and actual is not Unsent.VALUE and self.same(wanted, actual)


def _same_items(one: list[Any], other: list[Any]) -> bool:
    """Whether two lists have the same items in any order; mappings from gRPC have their keys in any order too."""
    rest = [*other]
    for item in one:
        if item not in rest:
            return False
        rest.remove(item)
    return not rest


def sent(name: str, member: str = "", **options: Any) -> Property:
    """Return a property that the create call takes, and the modify call changes."""
    return Property(name=name, member=member, **options)


def fixed(name: str, member: str = "", **options: Any) -> Property:
    """Return a property that only the create call takes: a change replaces the resource."""
    return Property(name=name, member=member, replaces=True, **options)


def step(name: str, read: str, **options: Any) -> Property:
    """Return a property that one of the row's steps applies with a separate call."""
    return Property(name=name, reach=Reach.STEP, read=read, **options)


def local(name: str, **options: Any) -> Property:
    """Return a property that is never sent to AWS."""
    return Property(name=name, reach=Reach.LOCAL, **options)


def named(
    name: str, member: str = "", *, limit: int, prefix: bool = True, by_pulumi: bool = True, **options: Any
) -> tuple[Property, ...]:
    """Return the physical name, generated if the program sets none, and the property of its prefix if there is one."""
    form = AutoName(name, f"{name}Prefix" if prefix else "", limit, by_pulumi)
    given = fixed(name, member, auto_name=form, **options)
    return (given, local(form.prefix, replaces=True, computed=True)) if prefix else (given,)


@dataclass(frozen=True, kw_only=True)
class Tagging:
    """A service's calls for tags."""

    at_creation: Callable[[Mapping[str, str]], Values]
    """Returns the create operation's arguments for the tags; nothing if only `add` takes tags."""
    add: str
    add_arguments: Callable[[str, Mapping[str, str]], Values]
    remove: str
    remove_arguments: Callable[[str, list[str]], Values]
    target: str = "arn"
    """The property that names the tagged resource: `arn` or `id`."""
    list: str = ""
    """The operation that lists tags; empty if the described item has them."""
    list_member: str = ""
    list_several: bool = False
    """Whether the operation takes a list of resources."""
    listed: str = "Tags"
    """JMESPath of the tags in the list operation's answer, or in the described item."""


def _nothing(*_values: Values) -> Values:
    return {}


def _no_problems(_new: Values) -> Iterator[tuple[str, str]]:
    return iter(())


Step = Callable[[Caller, str, Values, Values], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One resource type."""

    type: str
    """Pulumi's type token."""
    service: str
    """botocore's name of the service."""
    noun: str = ""
    """The noun in the names of the four operations: `DBCluster` for CreateDBCluster, DescribeDBClusters.

    Fills in the operations, `found` and `identity`, if the row leaves them empty.
    """
    create: str = ""
    read: str = ""
    delete: str = ""
    """Operations, by AWS's names; without `delete`, deleting makes no call, and without `create`, no operation does."""
    modify: str = ""
    """The operation that changes SENT properties in place; empty if there is none.

    If it is the create operation, it sends the whole resource again.
    """
    key: str
    """Member that names the resource when it is read, modified and deleted."""
    found: str = ""
    """JMESPath from the read operation's answer to the described item, with `{id}` for the id; if empty, the answer."""
    identity: str = ""
    """JMESPath of the Pulumi id in the create operation's answer, to which the inputs are added as `inputs`."""
    properties: tuple[Property, ...]
    conflicts: tuple[tuple[str, str], ...] = ()
    """Pairs of properties that exclude each other in the provider."""
    one_of: tuple[str, ...] = ()
    """Properties of which the provider requires one."""
    invalid: Callable[[Values], Iterator[tuple[str, str]]] = _no_problems
    """Yields property and reason of inputs that the provider refuses without a call to AWS."""
    computed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Outputs that are not inputs: Pulumi's name to the JMESPath in the described item."""
    tagging: Tagging | None = None
    regional: bool = True
    make: Callable[[Caller, Values], str] | None = None
    """Creates the resource with calls of its own and returns the id; None for one call of `create`."""
    create_arguments: Callable[[Values], Values] = _nothing
    """Returns further arguments of the create operation besides the SENT properties, from the inputs."""
    modify_arguments: Callable[[Values, Values], Values] = _nothing
    """Returns further arguments of the modify operation besides the SENT properties, from old and new inputs.

    If there are any, the call is made even if no SENT property changes.
    """
    read_arguments: Callable[[str], Values] | None = None
    """Returns the arguments from the id; `{key: id}` if None."""
    within: Mapping[str, str] = field(default_factory=dict[str, str])
    """AWS's members to properties that name the parent, if the id alone does not name the resource."""
    delete_arguments: Callable[[str, Values], Values] | None = None
    """Returns the arguments from id and state; `{key: id}` if None."""
    before_delete: Callable[[Caller, str, Values], None] | None = None
    """Called with (caller, id, state): removes everything that prevents AWS from deleting the resource."""
    observe: Callable[[Caller, str, Values], Values | None] | None = None
    """Returns further members of the described item from other calls, given (caller, id, item).

    None: the item does not have the resource.
    """
    first_steps: tuple[Step, ...] = ()
    """Called with (caller, id, old inputs, new inputs) before modify."""
    steps: tuple[Step, ...] = ()
    """Called likewise after create, without old inputs, and after modify."""

    def __post_init__(self) -> None:
        """Fill in the fields that depend on `noun`."""
        if self.noun:
            derived = {
                "create": f"Create{self.noun}",
                "read": f"Describe{self.noun}s",
                "modify": f"Modify{self.noun}",
                "delete": f"Delete{self.noun}",
                "found": f"{self.noun}s[0]",
                "identity": f"{self.noun}.{self.key}",
            }
            for name, value in derived.items():
                object.__setattr__(self, name, getattr(self, name) or value)

    @property
    def auto_name(self) -> AutoName | None:
        """The form of the generated name, if the provider generates one."""
        return next((prop.auto_name for prop in self.properties if prop.auto_name), None)
