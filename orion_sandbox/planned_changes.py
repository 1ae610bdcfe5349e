"""The output of a preview: the changed resources, their properties with old and new value, and a summary."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.automation import DiagnosticEvent, DiffKind, EngineEvent, OpMap, OpType, PropertyDiff, StepEventMetadata

from orion_sandbox.automation import is_secret, masked
from orion_sandbox.pulumi_command import in_our_words
from orion_sandbox.terminal import paint

SIGNS = {
    OpType.CREATE: "+ ",
    OpType.DELETE: "- ",
    OpType.IMPORT: "= ",
    OpType.REPLACE: "+-",
    OpType.UPDATE: "~ ",
}
"""The printed operations. The others are parts of a replacement, or change nothing on AWS."""
COLOURS = {
    OpType.CREATE: "green",
    OpType.DELETE: "red",
    OpType.IMPORT: "cyan",
    OpType.REPLACE: "magenta",
    OpType.UPDATE: "yellow",
}
LABELS = {"warning: ": "yellow", "error: ": "red"}
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
        """Add the changes and messages of an event."""
        if event.diagnostic_event:
            self.messages += _message(event.diagnostic_event)
        step = event.resource_pre_event.metadata if event.resource_pre_event else None
        if step and step.op in SIGNS:
            self.changes += _change(step)

    def lines(self, numbers: OpMap) -> Iterator[str]:
        """Yield the lines to print for a preview with these numbers of operations."""
        if self.changes:
            yield from ("Changes", *self.changes, "")
        if self.messages:
            yield from ("Messages", *self.messages, "")
        yield _summary(numbers)


def _summary(numbers: OpMap) -> str:
    unchanged = numbers.get(OpType.SAME, 0)
    printed = {operation: numbers[operation] for operation in SIGNS if numbers.get(operation)}
    if not printed:
        return f"No change: {unchanged} resources, each read again from the sandbox's AWS API."
    changing = [paint(f"{number} to {operation.value}", COLOURS[operation]) for operation, number in printed.items()]
    return f"Resources: {', '.join(changing)}, {unchanged} unchanged"


def _message(event: DiagnosticEvent) -> Iterator[str]:
    if event.severity in SEVERITIES and not event.ephemeral:
        text = _MARKUP.sub("", f"{event.prefix or ''}{event.message}").strip()
        for line in text.splitlines():
            label = next(filter(line.startswith, LABELS), "")
            shown = in_our_words(line.removeprefix(label))
            yield f"  {paint(label, LABELS[label])}{shown}" if label else f"  {shown}"


def _change(step: StepEventMetadata) -> Iterator[str]:
    package, module, name = step.type.split(":")
    resource = f"{SIGNS[step.op]} {package}:{module.split('/')[0]}:{name} {step.urn.rsplit('::', 1)[-1]}"
    yield paint(resource, COLOURS[step.op])
    for path, difference in sorted((step.detailed_diff or {}).items()):
        yield f"      {path}: {_values(step, path, difference)}"
    if step.op is OpType.UPDATE and not step.detailed_diff and step.old and step.new:
        # The engine sends no differences of a component.
        yield from _differences("", step.old.inputs, step.new.inputs)


def _differences(path: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not (is_secret(old) or is_secret(new)):
        for name in sorted({*old, *new}):
            yield from _differences(f"{path}.{name}".removeprefix("."), old.get(name), new.get(name))
    elif old != new:
        yield f"      {path}: {_transition(old, new, added=old is None, removed=new is None)}"


def _values(step: StepEventMetadata, path: str, difference: PropertyDiff) -> str:
    before = step.old and (step.old.inputs if difference.input_diff else step.old.outputs)
    kind = difference.diff_kind
    change = _transition(
        _at(before, path),
        _at(step.new and step.new.inputs, path),
        added=kind in (DiffKind.ADD, DiffKind.ADD_REPLACE),
        removed=kind in (DiffKind.DELETE, DiffKind.DELETE_REPLACE),
    )
    return f"{change} (replaces)" if kind.value.endswith("-replace") else change


def _transition(old: Any, new: Any, *, added: bool, removed: bool) -> str:
    before, after = _shortened(_text(old), _text(new))
    if added:
        return f"+ {after}"
    return f"- {before}" if removed else f"{before} -> {after}"


def _at(value: Any, path: str) -> Any:
    """Return the value at a path such as `rules[0].name` or `tags["a.b"]`, or the enclosing secret; else None."""
    for quoted, index, name in _STEP.findall(path):
        if is_secret(value):
            break
        if index:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
        else:
            value = value.get(quoted or name) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    shown = masked(value)
    return shown if isinstance(shown, str) and shown else json.dumps(shown)


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Shorten two long values around their first difference."""
    if max(len(old), len(new)) <= LONGEST_VALUE:
        return old, new
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    start = max(0, len(list(same)) - CONTEXT)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + LONGEST_VALUE]
    return f"{'...' if start else ''}{part}{'...' if start + LONGEST_VALUE < len(text) else ''}"
