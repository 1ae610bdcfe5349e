"""What AWS has and the state has not: how it is noticed, and the commands that take it over."""

import shlex
from collections.abc import Mapping
from typing import Any

import pytest
from pulumi.automation import EngineEvent, OpType
from pulumi.automation.events import DiagnosticEvent, ResourcePreEvent, StepEventMetadata, StepEventStateMetadata

from orion_sandbox.providers.calls import ENDPOINT_VARIABLE
from orion_sandbox.providers.provider import ASKED_AGAIN
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.unmanaged import LISTED, deletion
from orion_sandbox.unmanaged import Creations, Providers, explicit_provider, import_commands

STACK = "urn:pulumi:test::orion::"
PARENT = f"{STACK}orion:index:Network::orion network"
OURS, DEFAULT = (f"{STACK}pulumi:providers:aws::{name}" for name in ("west", "default_7_34_0"))
TOPIC = "aws:sns/topic:Topic"


class Found(Providers):
    """A provider in us-east-1 whose API has one resource."""

    def find(self, kind: str, inputs: Mapping[str, Any]) -> list[str]:
        """Return its id."""
        assert kind == TOPIC
        return ["it's"] if inputs else []


def began(resource: str, *, provider: str = DEFAULT, parent: str = "", **inputs: Any) -> EngineEvent:
    """Return the event that a creation begins."""
    urn = f"{STACK}{TOPIC}::{resource}"
    new = StepEventStateMetadata(
        type=TOPIC, urn=urn, id="", parent=parent, provider=f"{provider}::1b0c", inputs=inputs, outputs={}
    )
    step = StepEventMetadata(op=OpType.CREATE, urn=urn, type=TOPIC, provider=f"{provider}::1b0c", new=new)
    return EngineEvent(sequence=1, timestamp=1, resource_pre_event=ResourcePreEvent(metadata=step))


def said(name: str, message: str) -> EngineEvent:
    """Return the event of a message about a resource."""
    told = DiagnosticEvent(message=message, color="never", severity="error", urn=f"{STACK}{TOPIC}::{name}")
    return EngineEvent(sequence=2, timestamp=2, diagnostic_event=told)


def commands(*events: EngineEvent, managed: set[tuple[str, str]] | None = None) -> list[str]:
    """Return the commands after a deployment with these events."""
    creations = Creations()
    for event in events:
        creations.note(event)
    return [command for _, command in import_commands(creations, Found(1, "us-east-1"), managed or set())]


@pytest.mark.parametrize(
    ("more", "end"),
    [
        ({}, "'it'\"'\"'s'"),
        ({"region": "us-east-1"}, "'it'\"'\"'s'"),
        ({"region": "us-west-2"}, "'it'\"'\"'s@us-west-2'"),
        ({"parent": PARENT}, f"'it'\"'\"'s' --parent 'parent={PARENT}'"),
        ({"provider": OURS}, f"'it'\"'\"'s' --provider provider={OURS}"),
    ],
)
def test_the_command_has_what_the_import_needs(more: dict[str, Any], end: str) -> None:
    """With another parent, provider or region, the next `up` would make another one."""
    (command,) = commands(began("alerts", name="alerts", **more), said("alerts", "ResourceExists: it exists"))

    assert command == f"pulumi import --yes --skip-preview --generate-code=false --protect=false {TOPIC} alerts {end}"


def test_what_was_created_or_is_in_the_state_or_is_not_found_has_no_command() -> None:
    """An import of it would fail, or would take another program's resource."""
    taken = said("alerts", "ResourceExists: it exists")

    assert commands(began("alerts", name="alerts")) == []
    assert commands(taken) == []
    assert commands(began("alerts"), taken) == []
    assert commands(began("alerts", name="alerts"), taken, managed={(TOPIC, "it's")}) == []


def test_a_repeated_creation_is_noted() -> None:
    """The orphan is then listed."""
    creations = Creations()
    creations.note(said("alerts", "Rate exceeded"))
    assert not creations.repeated
    creations.note(said("alerts", f"{ASKED_AGAIN}: CreateKey was repeated, and made another as well"))
    assert creations.repeated


@pytest.mark.parametrize("kind", LISTED)
def test_what_is_in_no_state_has_a_command_that_deletes_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the provider would delete it, by the AWS CLI."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, "http://127.0.0.1:1")

    command = deletion(ROWS[kind], "it's", "us-west-2")

    assert command.startswith(f"aws {ROWS[kind].service} delete-") or kind == "aws:kms/key:Key"
    assert "--region us-west-2" in command
    assert shlex.quote("it's") in command
    assert "None" not in command


def test_a_reference_to_a_provider_has_its_urn_and_its_id() -> None:
    """Default providers are made by every deployment."""
    assert explicit_provider(f"{OURS}::1b0c") == OURS
    assert explicit_provider(f"{DEFAULT}::1b0c") == explicit_provider("") == ""
    assert explicit_provider(f"{STACK}pulumi:providers:aws::defaults::1b0c") == f"{STACK}pulumi:providers:aws::defaults"
