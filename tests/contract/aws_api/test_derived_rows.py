"""The rows that are derived from the models: what each makes is read back as it is, changed and deleted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from orion_sandbox import daemon
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Caller
from orion_sandbox.providers.provider import ResourceState
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.resources.derived import DECLARED
from orion_sandbox.providers.values import DEFAULTS
from tests.contract.aws_api.derived_inputs import CHANGES, FRESH, INLINE, INPUTS, SUBNETS, SUPPORT, Ref

REGION = "us-east-1"
NEW_TAGS = {"Name": "changed outside"}


@dataclass
class Program:
    """Makes resources through the provider, and what they refer to before."""

    aws: Aws
    name: str
    _made: dict[tuple[str, int], "Made"] = field(default_factory=dict[tuple[str, int], "Made"])

    def make(self, type_: str, which: int = 0) -> "Made":
        """Make one resource, once."""
        if (type_, which) not in self._made:
            written = SUBNETS[which] if type_ == "ec2/subnet:Subnet" else {**INPUTS, **SUPPORT}[type_]
            self._made[type_, which] = self.make_with(type_, written)
        return self._made[type_, which]

    def make_with(self, type_: str, written: Any) -> "Made":
        """Make one more resource."""
        inputs = self.checked(type_, {}, self.filled(written))
        made = Made(f"aws:{type_}", inputs, self.aws.create(f"aws:{type_}", inputs, preview=False))
        assert not made.state.failure
        return made

    def filled(self, value: Any) -> Any:
        """Fill in the outputs of other resources."""
        match value:
            case str() if value == FRESH:
                return self.name
            case Ref():
                made = self.make(value.type, value.which)
                return made.state.id if value.output == "id" else made.state.properties[value.output]
            case dict():
                return {name: self.filled(item) for name, item in value.items()}
            case list():
                return [self.filled(item) for item in value]
            case _:
                return value

    def checked(self, type_: str, old: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the inputs as the provider completes them."""
        checked = self.aws.check(f"aws:{type_}", "ours", old, inputs, self.name.encode())
        assert checked.failures == ()
        return dict(checked.inputs)


@dataclass
class Made:
    """A resource that a test has made."""

    type: str
    inputs: dict[str, Any]
    state: ResourceState


@pytest.fixture
def program(api: daemon.Api, name: str, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A program of its own for each test."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    aws = Aws()
    aws.configure({"region": REGION})
    return Program(aws, name)


def read(program: Program, made: Made) -> ResourceState | None:
    """Refresh."""
    return program.aws.read(made.type, made.state.id, made.inputs, made.state.properties)


def test_every_declared_type_is_tried() -> None:
    """A new declaration needs inputs here."""
    assert {f"aws:{type_}" for type_ in INPUTS} == DECLARED.keys()
    assert CHANGES.keys() <= INPUTS.keys()


@pytest.mark.parametrize(("type_", "inputs"), [*INPUTS.items(), *INLINE.items()])
def test_what_is_made_is_read_back_and_deleted(type_: str, inputs: dict[str, Any], program: Program) -> None:
    """A refresh and a second preview find no difference, and after the deletion there is nothing."""
    made = program.make_with(type_, inputs)
    written = {name: value for name, value in made.inputs.items() if name != DEFAULTS}

    found = read(program, made)

    assert found is not None
    assert {name: found.properties.get(name) for name in written} == written
    assert found.properties == made.state.properties
    assert {name: found.inputs.get(name) for name in written} == written
    again = program.checked(type_, made.inputs, program.filled(inputs))
    assert program.aws.diff(made.type, made.inputs, found.properties, again).changes == {}
    program.aws.delete(made.type, made.state.id, found.properties)
    row = ROWS[made.type]
    # Some are a setting of another resource, which goes with that one.
    assert read(program, made) is None or not (row.delete or row.before_delete)


@pytest.mark.parametrize("type_", CHANGES)
def test_what_aws_changes_in_place_is_changed(type_: str, program: Program) -> None:
    """And read back, without a difference from what the program then writes."""
    made = program.make(type_)
    later = {**program.filled(INPUTS[type_]), **program.filled(CHANGES[type_])}
    new = program.checked(type_, made.inputs, {name: value for name, value in later.items() if value is not None})
    changes = program.aws.diff(made.type, made.inputs, made.state.properties, new).changes

    state = program.aws.update(made.type, made.state.id, made.inputs, made.state.properties, new, preview=False)

    assert {path.split(".")[0].split("[")[0] for path in changes} == CHANGES[type_].keys()
    assert not any(kind.endswith("_REPLACE") for kind in changes.values())
    assert state.failure == ""
    found = program.aws.read(made.type, made.state.id, new, state.properties)
    assert found is not None
    assert program.aws.diff(made.type, new, found.properties, new).changes == {}
    shown = {name: found.properties.get(name) or None for name in CHANGES[type_]}
    assert shown == {name: value or None for name, value in program.filled(CHANGES[type_]).items()}


@pytest.mark.parametrize("type_", [type_ for type_ in INPUTS if "tags" in INPUTS[type_]])
def test_tags_that_are_changed_outside_are_seen(type_: str, program: Program) -> None:
    """By each service's own calls for tags."""
    made = program.make(type_)
    row = ROWS[made.type]
    assert row.tagging
    target = made.state.id if row.tagging.target == "id" else made.state.properties["arn"]

    Caller(row.service, REGION)(row.tagging.add, **row.tagging.add_arguments(target, NEW_TAGS))

    found = read(program, made)
    assert found is not None
    assert found.properties["tags"] == NEW_TAGS
    assert program.aws.diff(made.type, made.inputs, found.properties, made.inputs).changes
