"""The mocks of Pulumi's own guide: whatever is accepted builds with them, and every output of it resolves.

Source: https://www.pulumi.com/docs/iac/guides/testing/unit/
"""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import Phase, given, seed, settings

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.components.database import OUTPUTS
from orion_rds.config import parse
from orion_rds.testing import record
from tests.component.stacks import whole_config
from tests.strategies import configurations

More = Callable[[str], Mapping[str, str]]
"""Outputs beside the inputs, from the name of the resource."""

USER = "app"


class Mocks(pulumi.runtime.Mocks):
    """The class of the guide, with further outputs of a resource as an argument."""

    def __init__(self, more: More) -> None:
        self._more = more

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> Any:
        """Return an id and the outputs."""
        return [f"{args.name}_id", {**args.inputs, **self._more(args.name)}]

    def call(self, args: pulumi.runtime.MockCallArgs) -> Any:  # noqa: ARG002 # the guide's own
        """Return nothing."""
        return {}


ANSWERS: Mapping[str, More] = {
    "guide": lambda _: {},
    "text": lambda name: {"arn": f"{name}_arn"},
    "arn": lambda name: {"arn": f"arn:aws:service:us-east-1:123456789012:{name}"},
}
"""What tests of users return beside the inputs."""


def resolved(config: Mapping[str, Any], more: More, *, preview: bool, explicit: bool = False) -> dict[str, Any]:
    """Build a database as a test of a user does, and return every output of it, in a context of its own."""
    values: dict[str, Any] = {}

    async def resolve(outputs: Mapping[str, pulumi.Output[Any]]) -> None:
        for name, output in outputs.items():
            values[name] = await output.future(with_unknowns=True)

    @pulumi.runtime.test
    def build() -> Any:
        options = pulumi.ResourceOptions(provider=aws.Provider("west", region="us-east-1") if explicit else None)
        database = AuroraDatabase("orion", parse(config), options)
        return resolve({**database.outputs(), "connect_policy": database.connect_policy(USER)})

    def run() -> None:
        pulumi.runtime.set_mocks(Mocks(more), preview=preview)
        build()

    copy_context().run(run)
    return values


@pytest.mark.parametrize(("answer", "preview"), [("guide", False), ("guide", True), ("text", False), ("arn", False)])
def test_production_builds(answer: str, preview: bool) -> None:
    """An output that is not resolved would be missing, and an exception in one fails the test."""
    values = resolved(whole_config("prod"), ANSWERS[answer], preview=preview)

    assert values["cluster_identifier"] == "orion-prod-aurora"
    assert values.keys() == {*OUTPUTS, "connect_policy"}


@pytest.mark.parametrize("number", range(3))
def test_whatever_is_accepted_builds(number: int) -> None:
    """The whole range of configurations; a few of many seeds differ more than many of one."""
    every = settings(max_examples=3, database=None, phases=[Phase.generate])

    def check(drawn: Mapping[str, Any]) -> None:
        for preview in (False, True):
            assert resolved(drawn, ANSWERS["guide"], preview=preview)["database_name"] is not None

    seed(number)(every(given(drawn=configurations())(check)))()


@pytest.mark.parametrize("preview", [False, True])
def test_a_provider_of_a_program_builds(preview: bool) -> None:
    """It is asked for its region, and the mocks answer nothing."""
    values = resolved(whole_config("test"), ANSWERS["guide"], preview=preview, explicit=True)

    assert values["cluster_identifier"] == "orion-test-aurora"


def test_an_id_of_the_mocks_is_a_source() -> None:
    """It has no form: a bare output is taken for a security group. A recording, and a deployment, refuse such an id."""
    config = whole_config("test")
    source = {"app": pulumi.Output.from_input("app_id")}
    network = {**config["network"], "allow_from": source}

    assert resolved({**config, "network": network}, ANSWERS["guide"], preview=False)["cluster_identifier"]
    with pytest.raises(ConfigError, match="source-form"):
        record(lambda: AuroraDatabase("orion", parse({**config, "network": network})))


def test_one_module_reads_arns(repository: Path) -> None:
    """It takes a missing one. The names of targets are read from topics that are plain text."""
    sources = [path for folder in ("components", "plan") for path in (repository / "orion_rds" / folder).rglob("*.py")]

    assert sources
    assert {path.name for path in sources if '.split(":")' in path.read_text(encoding="utf-8")} == {"backups.py"}
