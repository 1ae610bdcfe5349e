"""What a preview prints: the resources that change, their properties with old and new value, and how many there are."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.automation import DiagnosticEvent, DiffKind, EngineEvent, OpMap, OpType, PropertyDiff, StepEventMetadata
from pulumi.runtime.rpc import UNKNOWN

from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.pulumi_command import in_our_words

SIGNS = {
    OpType.CREATE: "+ ",
    OpType.DELETE: "- ",
    OpType.IMPORT: "= ",
    OpType.REPLACE: "+-",
    OpType.UPDATE: "~ ",
}
"""The operations that are printed. The others are parts of a replacement, or change nothing on AWS."""
SEVERITIES = ("info", "info#err", "warning", "error")
LONGEST_VALUE = 100
CONTEXT = 20
"""Characters that are printed before the first difference of two long values."""

_MARKUP = re.compile(r"<\{%.*?%\}>")
_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.\[]+)')


class PlannedChanges:
    """The changes and messages of a preview, collected from the engine's events."""

    def __init__(self) -> None:
        self.changes: list[str] = []
        self.messages: list[str] = []

    def add(self, event: EngineEvent) -> None:
        """Take what is to be printed from one event."""
        if event.diagnostic_event:
            self.messages += _message(event.diagnostic_event)
        step = event.resource_pre_event.metadata if event.resource_pre_event else None
        if step and step.op in SIGNS:
            self.changes += _change(step)

    def lines(self, numbers: OpMap) -> Iterator[str]:
        """Return what a preview with these numbers of operations prints."""
        if self.changes:
            yield from ("Changes", *self.changes, "")
        if self.messages:
            yield from ("Messages", *self.messages, "")
        yield "Resources"
        for operation, number in sorted(numbers.items()):
            if sign := SIGNS.get(OpType(operation)):
                yield f"    {sign.strip()} {number} to {OpType(operation).value}"
        yield f"    {numbers.get(OpType.SAME, 0)} unchanged"


def _message(event: DiagnosticEvent) -> Iterator[str]:
    if event.severity in SEVERITIES and not event.ephemeral:
        text = _MARKUP.sub("", f"{event.prefix or ''}{event.message}").strip()
        yield from (f"  {in_our_words(line)}" for line in text.splitlines())


def _change(step: StepEventMetadata) -> Iterator[str]:
    package, module, name = step.type.split(":")
    yield f"{SIGNS[step.op]} {package}:{module.split('/')[0]}:{name} {step.urn.rsplit('::', 1)[-1]}"
    for path, difference in sorted((step.detailed_diff or {}).items()):
        yield f"      {path}: {_values(step, path, difference)}"


def _values(step: StepEventMetadata, path: str, difference: PropertyDiff) -> str:
    before = step.old and (step.old.inputs if difference.input_diff else step.old.outputs)
    old, new = _shortened(_text(_at(before, path)), _text(_at(step.new and step.new.inputs, path)))
    match difference.diff_kind:
        case DiffKind.ADD | DiffKind.ADD_REPLACE:
            change = f"+ {new}"
        case DiffKind.DELETE | DiffKind.DELETE_REPLACE:
            change = f"- {old}"
        case _:
            change = f"{old} -> {new}"
    return f"{change} (replaces)" if difference.diff_kind.value.endswith("-replace") else change


def _at(value: Any, path: str) -> Any:
    """Return the value at a path such as `rules[0].name` or `tags["a.b"]`; None where there is none."""
    for quoted, index, name in _STEP.findall(path):
        if index:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
        else:
            value = value.get(quoted or name) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    masked = _masked(value)
    return masked if isinstance(masked, str) and masked else json.dumps(masked)


def _masked(value: Any) -> Any:
    match value:
        case Mapping() if value.get(SIGNATURE) == SECRET:
            return "[secret]"
        case Mapping():
            return {name: _masked(each) for name, each in value.items()}
        case list():
            return [_masked(each) for each in value]
        case _:
            return "[known after up]" if value == UNKNOWN else value


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Cut two long values around their first difference."""
    if max(len(old), len(new)) <= LONGEST_VALUE:
        return old, new
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    start = max(0, len(list(same)) - CONTEXT)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + LONGEST_VALUE]
    return f"{'...' if start else ''}{part}{'...' if start + LONGEST_VALUE < len(text) else ''}"
