"""The same resources without components, from a recording: the other side of the comparison."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi._types import input_type_py_to_pulumi_names


@dataclass(frozen=True, slots=True)
class Step:
    """One resource to register."""

    make: type[pulumi.CustomResource]
    """The SDK's class."""

    suffix: str
    """Logical name after that of the database."""

    inputs: Mapping[str, Any]
    """By the SDK's names; nested ones have Pulumi's names, which the SDK takes too."""

    secrets: frozenset[str]
    from_outputs: Mapping[str, Sequence[int]]
    """Inputs that depend on resources, with the positions of these."""

    depends_on: Sequence[int]
    options: Mapping[str, Any]


def steps(recorded: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Read what `benchmarks.recorded` printed."""
    return [_step(each) for each in recorded]


def _step(each: Mapping[str, Any]) -> Step:
    package, path, name = each["type"].split(":")
    # `random:index/randomId:RandomId` is in the package itself.
    module = importlib.import_module(f"pulumi_{package}.{path.split('/')[0]}".removesuffix(".index"))
    python = {wire: own for own, wire in input_type_py_to_pulumi_names(getattr(module, f"{name}Args")).items()}
    return Step(
        getattr(module, name),
        each["suffix"],
        {python[wire]: value for wire, value in each["inputs"].items()},
        frozenset(python[wire] for wire in each["secrets"]),
        {python[wire]: positions for wire, positions in each["from_outputs"].items()},
        each["depends_on"],
        each["options"],
    )


def replay(name: str, program: Sequence[Step]) -> list[pulumi.CustomResource]:
    """Register every resource; logical names begin with `name`."""
    made: list[pulumi.CustomResource] = []
    for step in program:
        inputs = {
            key: _input(value, [made[position] for position in step.from_outputs.get(key, ())], key in step.secrets)
            for key, value in step.inputs.items()
        }
        depends_on = [made[position] for position in step.depends_on]
        options = pulumi.ResourceOptions(depends_on=depends_on, **step.options)
        made.append(step.make(f"{name}{step.suffix}", **inputs, opts=options))
    return made


def _input(value: Any, sources: Sequence[pulumi.CustomResource], secret: bool) -> Any:
    """Return a plain value, or an output that waits for other resources, as in a program that passes on outputs."""
    if not sources:
        return value
    found = sources[0].id if len(sources) == 1 else pulumi.Output.all(*(source.id for source in sources))
    known = found.apply(lambda _: value)
    return pulumi.Output.secret(known) if secret else known
