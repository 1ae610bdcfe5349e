"""Options of the component, and two databases in one program."""

import inspect
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.components.options import REASONS
from orion_rds.config import DatabaseConfig
from orion_rds.testing import record
from tests.component.stacks import CLUSTER, only, stack_config

CONFIG = stack_config("test")
PASSED_ON = {
    "aliases", "deleted_with", "depends_on", "hooks", "parent", "protect", "provider", "providers", "retain_on_delete",
    "state_migrations", "transformations", "transforms",
}  # fmt: skip
"""By the SDK, or by the engine: `inheritFromParent` in its source_eval.go."""

VALUES: dict[str, Any] = {
    "custom_timeouts": pulumi.CustomTimeouts(create="2h"),
    "delete_before_replace": True,
    "env_var_mappings": {"A": "B"},
    "id": "orion",
    "import_": "orion",
    "plugin_download_url": "https://example.org",
    "protect": False,
    "replacement_trigger": "1",
    "urn": "urn:pulumi:a::b::c::d",
    "version": "7.0.0",
}
"""A list of properties for the others."""


def database(**options: Any) -> Callable[[], AuroraDatabase]:
    """Return a program with options."""
    return lambda: AuroraDatabase(
        "orion", DatabaseConfig.model_validate(CONFIG), opts=pulumi.ResourceOptions(**options)
    )


def test_every_option_is_passed_on_or_refused() -> None:
    """A new option of the SDK is neither, and fails here."""
    options = set(inspect.signature(pulumi.ResourceOptions.__init__).parameters) - {"self"}

    assert options == PASSED_ON | set(REASONS)


@pytest.mark.parametrize("option", REASONS)
def test_an_option_without_effect_is_refused(option: str) -> None:
    """Pulumi would drop it in silence: pulumi/pulumi#9704."""
    with pytest.raises(ConfigError, match=f"opts.{option}") as raised:
        record(database(**{option: VALUES.get(option, ["tags"])}))

    assert [problem.refusal for problem in raised.value.problems] == ["option-without-effect"]


def test_options_are_refused_at_once_and_point_to_transforms() -> None:
    """Before anything is registered."""
    with pytest.raises(ConfigError, match="2 problems") as raised:
        record(database(ignore_changes=["tags"], custom_timeouts=pulumi.CustomTimeouts(create="2h")))

    assert all("`transforms`" in problem.fix for problem in raised.value.problems)


def test_options_with_an_effect_are_accepted() -> None:
    """`transforms` see every resource; here its older form, which needs no engine."""

    def longer(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != CLUSTER:
            return None
        options = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(ignore_changes=["tags"]))
        return pulumi.ResourceTransformationResult(args.props, options)

    recording = record(database(protect=True, retain_on_delete=True, transformations=[longer], depends_on=[]))

    assert "tags" in only(recording, CLUSTER).ignore_changes
    assert only(recording, CLUSTER).protect


def two(
    first: pulumi.ResourceOptions | None = None, second: pulumi.ResourceOptions | None = None, **changes: Any
) -> None:
    """Make a program with two databases."""
    AuroraDatabase("orders", DatabaseConfig.model_validate(CONFIG), opts=first)
    AuroraDatabase("invoices", DatabaseConfig.model_validate(CONFIG | changes), opts=second)


@pytest.mark.parametrize("preview", [True, False])
def test_two_databases_of_one_name_are_refused(preview: bool) -> None:
    """AWS would refuse the second one after the first had been made."""
    with pytest.raises(ConfigError, match='AuroraDatabase "invoices" cannot be deployed') as raised:
        record(two, preview=preview)

    (problem,) = raised.value.problems
    assert (problem.refusal, problem.path) == ("database-twice", ("environment",))
    assert '`AuroraDatabase("orders")`' in problem.why


def test_two_databases_of_one_provider_are_refused() -> None:
    """It has one region."""

    def program() -> None:
        provider = aws.Provider("west", region="us-west-2")
        two(pulumi.ResourceOptions(provider=provider), pulumi.ResourceOptions(providers=[provider]))

    with pytest.raises(ConfigError, match="database-twice"):
        record(program)


def test_two_databases_that_differ_are_accepted() -> None:
    """By their environment, or by the region of their providers."""
    record(lambda: two(environment="other"))
    record(lambda: two(second=pulumi.ResourceOptions(provider=aws.Provider("west", region="us-west-2"))))


def test_programs_of_one_process_do_not_know_of_each_other() -> None:
    """As with the Automation API, and in tests."""
    for name in ("orders", "invoices"):
        record(lambda name=name: AuroraDatabase(name, DatabaseConfig.model_validate(CONFIG)))
