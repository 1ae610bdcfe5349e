"""What a preview prints of the engine's events. The events here have the engine's form."""

from collections.abc import Mapping
from typing import Any

import pytest
from pulumi.automation import DiagnosticEvent, EngineEvent, OpType
from pulumi.automation.events import ResourcePreEvent
from pulumi.runtime.rpc import UNKNOWN

from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.planned_changes import LONGEST_VALUE, PlannedChanges

URN = "urn:pulumi:test::tiny::tiny:index:Parent$aws:rds/cluster:Cluster::main"


def printed(step: Mapping[str, Any]) -> list[str]:
    """What is printed of one step."""
    planned = PlannedChanges()
    known = {"urn": URN, "type": "aws:rds/cluster:Cluster", "provider": "", "op": "update"}
    event = EngineEvent(0, 0)
    event.resource_pre_event = ResourcePreEvent.from_json({"metadata": known | dict(step)})
    planned.add(event)
    return planned.changes


def state(inputs: Mapping[str, Any], outputs: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One side of a step."""
    return {"type": "", "urn": URN, "id": "", "parent": "", "provider": "", "inputs": inputs, "outputs": outputs or {}}


def difference(old: Any, new: Any, kind: str = "update", path: str = "port") -> str:
    """What is printed of one property, which is below `value` where the path does not say otherwise."""
    inputs = ({"port": old} if path == "port" else old, {"port": new} if path == "port" else new)
    detailed = {path: {"diffKind": kind, "inputDiff": True}}
    _, line = printed({"old": state(inputs[0]), "new": state(inputs[1]), "detailedDiff": detailed})
    return line.strip().removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        (1, 2, "update", "1 -> 2"),
        ("a", "b", "update-replace", "a -> b (replaces)"),
        (None, "b", "add", "+ b"),
        ("a", None, "delete", "- a"),
        ("a", None, "delete-replace", "- a (replaces)"),
        (False, True, "update", "false -> true"),
        ("", ["x"], "update", '"" -> ["x"]'),
        ("arn", UNKNOWN, "update", "arn -> [known after up]"),
        ({SIGNATURE: SECRET, "ciphertext": "v1:abc"}, {SIGNATURE: SECRET}, "update", "[secret] -> [secret]"),
        ({"of": {SIGNATURE: SECRET}}, {}, "update", '{"of": "[secret]"} -> {}'),
        ([{SIGNATURE: SECRET}], [], "update", '["[secret]"] -> []'),
    ],
)
def test_a_property_is_printed_with_its_old_and_new_value(old: Any, new: Any, kind: str, line: str) -> None:
    """The values are the inputs; a secret is masked however deep it is."""
    assert difference(old, new, kind) == line


@pytest.mark.parametrize(
    ("path", "inputs"),
    [
        ("tags.Owner", {"tags": {"Owner": 1}}),
        ("rules[1].name", {"rules": [{}, {"name": 1}]}),
        ('tags["a.b"]', {"tags": {"a.b": 1}}),
        ("rules[7].name", {}),
    ],
)
def test_a_path_leads_to_a_nested_value(path: str, inputs: dict[str, Any]) -> None:
    """One that leads nowhere is no error: what is not there is null."""
    assert difference(inputs, {}, path=path) == f"{1 if inputs else 'null'} -> null"


def test_a_path_into_a_secret_prints_that_it_is_one() -> None:
    """A key of a map whose whole value is secret: null would be wrong, and the value would be shown."""
    secret = {SIGNATURE: SECRET, "value": '{"password": "x"}'}

    assert difference({"settings": secret}, {"settings": {}}, path="settings.password") == "[secret] -> null"


def test_a_difference_from_what_aws_has_is_printed_with_that() -> None:
    """A change behind Pulumi's back is in the outputs, not in the inputs."""
    step = {
        "old": state({"port": 1}, {"port": 3}),
        "new": state({"port": 1}),
        "detailedDiff": {"port": {"diffKind": "update", "inputDiff": False}},
    }

    assert printed(step)[1].strip() == "port: 3 -> 1"


def test_an_update_of_a_component_is_printed_with_the_inputs_that_differ() -> None:
    """The engine compares the inputs of what has a provider only."""
    old = {"recorded": {"port": 1, "name": "a", "rules": {"x": 1}, "key": {SIGNATURE: SECRET, "value": "p"}}, "zone": 1}
    new = {"recorded": {"port": 2, "name": "a", "rules": {"y": 1}, "key": "k"}}

    assert [line.strip() for line in printed({"old": state(old), "new": state(new)})[1:]] == [
        "recorded.key: [secret] -> k",
        "recorded.port: 1 -> 2",
        "recorded.rules.x: - 1",
        "recorded.rules.y: + 1",
        "zone: - 1",
    ]


def test_long_values_are_cut_around_their_first_difference() -> None:
    """A policy of two pages that differs in one word."""
    line = difference("x" * 500 + "a" * 300, "x" * 500 + "b")

    old, new = line.split(" -> ")
    assert old == f"...{'x' * 20}{'a' * (LONGEST_VALUE - 20)}..."
    assert new == f"...{'x' * 20}b"


@pytest.mark.parametrize(
    ("operation", "first"),
    [
        ("create", ["+  aws:rds:Cluster main"]),
        ("delete", ["-  aws:rds:Cluster main"]),
        ("replace", ["+- aws:rds:Cluster main"]),
    ]
    + [(operation, []) for operation in ("same", "refresh", "create-replacement", "delete-replaced")],
)
def test_each_changed_resource_is_printed_once(operation: str, first: list[str]) -> None:
    """A replacement has three steps; what stays, and the refresh, are no changes."""
    assert printed({"op": operation}) == first


def test_messages_are_printed_without_markup_and_debug_output() -> None:
    """The engine sends a hundred lines for its own developers."""
    planned = PlannedChanges()
    for severity, prefix, message in (
        ("warning", "<{%fg 3%}>warning: <{%reset%}>", "two\nlines\n"),
        ("debug", "debug: ", "registering"),
    ):
        event = EngineEvent(0, 0)
        event.diagnostic_event = DiagnosticEvent(message, "never", severity, prefix=prefix)
        planned.add(event)

    assert planned.messages == ["  warning: two", "  lines"]


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (
            {OpType.SAME: 3, OpType.UPDATE: 1, OpType.CREATE: 2, OpType.REFRESH: 6},
            "Resources: 2 to create, 1 to update, 3 unchanged",
        ),
        ({OpType.SAME: 3}, "No change: 3 resources, each read again from the sandbox's AWS API."),
    ],
)
def test_one_line_with_the_numbers_comes_last(numbers: dict[OpType, int], line: str) -> None:
    """Of each operation that changes something, and of what stays."""
    assert list(PlannedChanges().lines(numbers)) == [line]


def test_on_a_terminal_a_change_has_the_colour_of_its_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with Pulumi itself; the values have none, so that they can be copied."""
    monkeypatch.setattr("orion_sandbox.terminal.coloured", lambda: True)
    step = {
        "old": state({"port": 1}),
        "new": state({"port": 2}),
        "detailedDiff": {"port": {"diffKind": "update", "inputDiff": True}},
    }

    assert printed(step) == ["\x1b[33m~  aws:rds:Cluster main\x1b[0m", "      port: 1 -> 2"]
    assert list(PlannedChanges().lines({OpType.DELETE: 1})) == ["Resources: \x1b[31m1 to delete\x1b[0m, 0 unchanged"]


def test_a_package_without_a_stand_in_is_named_with_what_to_do() -> None:
    """As in the output of the other commands."""
    planned = PlannedChanges()
    event = EngineEvent(0, 0)
    missing = "no resource plugin 'pulumi-resource-awsx' found in the workspace or on your $PATH"
    event.diagnostic_event = DiagnosticEvent(missing, "never", "error", prefix="error: ")
    planned.add(event)

    (message,) = planned.messages
    assert message.startswith("  error: the sandbox has no stand-in for the package awsx, only for aws and random: ")
