"""Names in a program that change: of the component, and of a source that is an output."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.automation import CommandError, EngineEvent, OpType, PulumiFn

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

GROUP = "sg-0a1b2c3d4e5f60001"


class Team(pulumi.ComponentResource):
    """A component of the user's own."""

    def __init__(self) -> None:
        super().__init__("acme:index:Team", "team")


def program(
    config: Mapping[str, Any], name: str = "orion", label: Mapping[str, Any] | None = None, **options: Any
) -> PulumiFn:
    """Return a program with one database, whose source of traffic is an output."""
    source = {"security_group_id": pulumi.Output.from_input(GROUP)}
    allowed = {"app": source} if label is None else {key: {**source, **more} for key, more in label.items()}
    network = {**config["network"], "allow_from": allowed}

    def run() -> None:
        parent = Team() if options.get("aliases") == [pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)] else None
        AuroraDatabase(
            name, parse({**config, "network": network}), opts=pulumi.ResourceOptions(parent=parent, **options)
        )

    return run


@pytest.fixture(scope="module")
def settings(repository: Path) -> dict[str, Any]:
    """The test stack's configuration, with a Redis. The sandbox creates what it names."""
    return changed(repository, redis={})


@pytest.fixture(scope="module")
def config(settings: dict[str, Any]) -> dict[str, Any]:
    """The part for the database."""
    return settings["orion-rds:database"]


@pytest.fixture
def stack(
    sandbox: Sandbox, bases: Bases, settings: dict[str, Any], config: dict[str, Any]
) -> Callable[[PulumiFn], SandboxStack]:
    """Clone the deployed program, and run another one on it."""
    base = bases.deployed("test", settings, program=program(config), identity="a source that is an output")
    sandbox.clone(base, "test")
    return lambda run: sandbox.stack("test", program=run, config=settings)


def operations(stack: SandboxStack) -> Counter[str]:
    """Deploy, and count the operations on resources of AWS."""
    done: Counter[str] = Counter()

    def note(event: EngineEvent) -> None:
        metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
        if metadata and ":index:" not in metadata.type.removeprefix("random:"):
            done[metadata.op.value] += 1

    stack.up(on_event=note)
    return done


@pytest.mark.parametrize(
    ("name", "alias"),
    [("vega", pulumi.Alias(name="orion")), ("orion", pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE))],
    ids=["name", "parent"],
)
def test_the_component_gets_another_name_or_a_parent(
    stack: Callable[[PulumiFn], SandboxStack], config: dict[str, Any], name: str, alias: pulumi.Alias
) -> None:
    """With an alias nothing is replaced, created or deleted; that of the component is enough for all within it."""
    renamed = stack(program(config, name, aliases=[alias]))

    assert operations(renamed).keys() == {OpType.SAME}
    assert set(renamed.preview(refresh=True).change_summary) == {OpType.SAME}


def test_an_output_with_another_name_is_refused_or_keeps_its_rule(
    stack: Callable[[PulumiFn], SandboxStack], config: dict[str, Any]
) -> None:
    """AWS refuses a second rule for one source; with the former name of the rule it is the same rule."""
    with pytest.raises(CommandError) as refused:
        stack(program(config, label={"backend": {}})).up()
    assert "The rule for `sg-0a1b2c3d4e5f60001` is named `app`, and would be named `backend`." in str(refused.value)

    renamed = stack(program(config, label={"backend": {"rule_name": "app"}}))
    assert operations(renamed)["update"] == 2, "a rule of the database, and one of Redis"
    rules = renamed.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    assert {rule["Description"] for rule in rules if rule.get("FromPort") in {5432, 6379}} == {
        "PostgreSQL from backend",
        "Redis from backend",
    }
    assert set(renamed.preview(refresh=True).change_summary) == {OpType.SAME}
