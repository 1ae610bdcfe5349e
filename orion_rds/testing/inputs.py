"""The outputs in a program that are passed to resources or returned by components, to find those that fail or never
resolve.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pulumi
from pulumi._types import is_input_type  # pyright: ignore[reportPrivateUsage]


class Inputs:
    """Every output in a program, by its resource and property."""

    def __init__(self) -> None:
        self._given: list[tuple[str, object]] = []
        self._components: list[tuple[str, pulumi.ComponentResource]] = []

    def watch(self) -> None:
        """Start to collect outputs. Called inside the program."""
        pulumi.runtime.register_stack_transformation(self._add)
        stack: Any = pulumi.runtime.get_root_resource()
        self._given.append(("the export", stack.outputs))

    def _add(self, args: pulumi.ResourceTransformationArgs) -> None:
        self._given.append((f"{args.type_} {args.name!r}: the input", args.props))
        if isinstance(args.resource, pulumi.ComponentResource):
            self._components.append((f"{args.type_} {args.name!r}: the output", args.resource))

    def failed(self) -> str | None:
        """Return the first input that failed; all others failed because of it."""
        states = self._states()
        return next(
            (where for where, state in states if state.done() and not state.cancelled() and state.exception()), None
        )

    def waiting(self) -> list[str]:
        """Return the inputs that have no value yet."""
        return [where for where, state in self._states() if not state.done()]

    def _states(self) -> Iterator[tuple[str, asyncio.Future[Any]]]:
        outputs = [
            (where, {name: value for name, value in vars(component).items() if not name.startswith("_")})
            for where, component in self._components
        ]
        # An output of a component may fail because of an input, so inputs come first.
        for where, props in [*self._given, *outputs]:
            for path, state in _outputs_in(props, ""):
                yield f"{where} {path}", state


def _outputs_in(value: Any, path: str) -> Iterator[tuple[str, asyncio.Future[Any]]]:
    """Yield every output in a value, with its path."""
    if isinstance(value, pulumi.Output):
        yield path, cast("Any", value)._data  # every public method waits
    elif isinstance(value, asyncio.Future):
        yield path, cast("asyncio.Future[Any]", value)
    elif isinstance(value, Mapping):
        for name, item in cast("Mapping[str, Any]", value).items():
            yield from _outputs_in(item, f"{path}.{name}" if path else name)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for index, item in enumerate(cast("Sequence[Any]", value)):
            yield from _outputs_in(item, f"{path}[{index}]")
    elif is_input_type(cast("type", type(value))):
        yield from _outputs_in(vars(value), path)
