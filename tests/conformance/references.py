"""What the inputs of a resource have from the outputs of other resources.

A recording invents outputs. They differ from resource to resource, so a text that another resource returns, in an input
that Pulumi says depends on it, is that output.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orion_rds.testing import RecordedResource
from orion_rds.testing.outputs import make

DISTINCT, DISTINCT_AT_RANDOM = 20, 8
"""Characters from which on a text is an output inside another text too, such as an ARN in a policy; the second for
resources of the random provider, whose outputs are digits."""

Found = Mapping[str, RecordedResource]
"""Resources by URN."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An output of a resource."""

    source: RecordedResource
    output: str
    """Pulumi's name, with a path for what lies deeper."""

    text: str
    """Its value in the recording."""

    is_tail: bool = False
    """Whether it is what follows the last colon of the value, as in the ARN of a secret's replica in another region."""

    @property
    def is_distinct(self) -> bool:
        """Whether the text stands for this output inside another text too."""
        at_random = self.source.type.startswith("random:")
        return len(self.text) >= (DISTINCT_AT_RANDOM if at_random else DISTINCT)


def references(resource: RecordedResource, name: str, found: Found) -> list[Reference]:
    """Return what an input may refer to, the longest text first."""
    urns = sorted(resource.input_dependencies.get(name, ()))
    outputs = [each for urn in urns if urn in found for each in _outputs(found[urn])]
    return sorted(outputs, key=lambda each: len(each.text), reverse=True)


def resolved(value: Any, outputs: Iterable[Reference], resolve: Callable[[list[str | Reference]], Any]) -> Any:
    """Return a value whose texts are what `resolve` makes of their parts: plain text and references in turn."""
    match value:
        case dict():
            return {key: resolved(each, outputs, resolve) for key, each in value.items()}
        case list():
            return [resolved(each, outputs, resolve) for each in value]
        case str():
            return resolve(_parts(value, outputs))
        case _:
            return value


def _outputs(source: RecordedResource) -> Iterator[Reference]:
    yield Reference(source, "id", make(source.type, source.name, source.inputs).id)
    for name, value in source.outputs.items():
        if name not in source.inputs:
            for path, text in _texts(value):
                yield Reference(source, f"{name}{path}", text)
                if text.startswith("arn:"):
                    yield Reference(source, f"{name}{path}", text.rpartition(":")[2], is_tail=True)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of an output with their paths."""
    match value:
        case str():
            yield "", value
        case list():
            yield from ((f"[{index}]{path}", text) for index, each in enumerate(value) for path, text in _texts(each))
        case dict():
            yield from ((f".{name}{path}", text) for name, each in value.items() for path, text in _texts(each))
        case _:
            pass


def _parts(text: str, outputs: Iterable[Reference]) -> list[str | Reference]:
    parts: list[str | Reference] = [text]
    for output in outputs:
        parts = [piece for part in parts for piece in _split(part, output)]
    return parts


def _split(part: str | Reference, output: Reference) -> list[str | Reference]:
    if part == output.text:
        return [output]
    if isinstance(part, Reference) or not output.is_distinct or output.text not in part:
        return [part]
    pieces: list[str | Reference] = []
    for piece in part.split(output.text):
        pieces += [output, piece] if pieces else [piece]
    return [piece for piece in pieces if piece]


def value_at(outputs: Mapping[str, Any], path: str, missing: Any) -> Any:
    """Return the value at the path of a reference, or `missing` where there is none."""
    value: Any = outputs
    for step in re.findall(r"\w+", path):
        try:
            value = value[int(step) if isinstance(value, list) else step]
        except (IndexError, KeyError):
            return missing
    return value
