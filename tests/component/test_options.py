"""Options of the component, and two databases in one program."""

import inspect
import re
from collections.abc import Callable
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.components.options import REASONS
from orion_rds.config import DatabaseConfig, parse
from orion_rds.testing import assert_no_replacement, record
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


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        (lambda: {"retain_on_delete": True}, "parent=..."),
        (lambda: aws.Provider("west", region="us-west-2"), "provider=..."),
        (lambda: pulumi.ComponentResource("test:index:Team", "data"), "parent=..."),
    ],
)
def test_options_of_another_type_are_refused(options: Callable[[], Any], argument: str) -> None:
    """A mapping, as in other languages, and what is an option alone."""
    with pytest.raises(ConfigError, match=re.escape(f"such as `pulumi.ResourceOptions({argument})`")):
        record(lambda: AuroraDatabase("orion", DatabaseConfig.model_validate(CONFIG), options()))


def test_options_with_an_effect_are_accepted() -> None:
    """`transforms` see every resource; here its older form, which needs no engine."""

    def longer(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != CLUSTER:
            return None
        options = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(ignore_changes=["tags"]))
        return pulumi.ResourceTransformationResult(args.props, options)

    recording = record(database(retain_on_delete=True, transformations=[longer], depends_on=[]))

    assert "tags" in only(recording, CLUSTER).ignore_changes


def below_a_protected_parent(*, protect: bool | None) -> None:
    """Create the database in a component whose resources Pulumi protects."""
    parent = pulumi.ComponentResource("my:index:Top", "top", None, pulumi.ResourceOptions(protect=True))
    AuroraDatabase(
        "orion", DatabaseConfig.model_validate(CONFIG), pulumi.ResourceOptions(parent=parent, protect=protect)
    )


@pytest.mark.parametrize("program", [database(protect=True), lambda: below_a_protected_parent(protect=None)])
def test_protection_of_every_resource_is_refused(program: Callable[[], object]) -> None:
    """What a change takes out could not be deleted, in this deployment and in each after it."""
    with pytest.raises(ConfigError, match="option-protect") as raised:
        record(program)

    assert [(problem.path, problem.given) for problem in raised.value.problems] == [(("opts", "protect"), True)]


def test_a_component_takes_part_in_no_protection_of_its_parent() -> None:
    """The configuration of this stack protects nothing."""
    recording = record(lambda: below_a_protected_parent(protect=False))

    assert [resource.name for resource in recording.resources if resource.protect] == ["top"]


class Parent(pulumi.ComponentResource):
    """A component with a database, whose name begins with its own."""

    def __init__(self, name: str, former: str | None = None) -> None:
        aliases = [pulumi.Alias(name=former)] if former else []
        super().__init__("my:index:Parent", name, None, pulumi.ResourceOptions(aliases=[*aliases]))
        database = DatabaseConfig.model_validate(CONFIG)
        AuroraDatabase(f"{name}-orders", database, pulumi.ResourceOptions(parent=self))


def below_a_parent() -> None:
    """Create the database that was at the top below a component."""
    parent = pulumi.ComponentResource("my:index:Top", "top")
    options = pulumi.ResourceOptions(parent=parent, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)])
    AuroraDatabase("orion", DatabaseConfig.model_validate(CONFIG), options)


def renamed() -> None:
    """Create the database under another name."""
    options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="orion")])
    AuroraDatabase("invoices", DatabaseConfig.model_validate(CONFIG), options)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (database(), renamed),
        (database(), below_a_parent),
        (lambda: Parent("shop"), lambda: Parent("store", "shop")),
    ],
)
def test_an_alias_keeps_the_database_in_a_recording_as_in_the_engine(
    old: Callable[[], object], new: Callable[[], object]
) -> None:
    """Of the component, and of one that it is in: nothing is created, deleted or looked up."""
    before = record(old)

    assert_no_replacement(before, record(new))
    with pytest.raises(ConfigError, match="database-exists"):
        record(lambda: AuroraDatabase("other", DatabaseConfig.model_validate(CONFIG)), after=before)


@pytest.mark.parametrize("retain", [True, False])
def test_what_was_retained_is_a_stranger_when_it_comes_back(*, retain: bool) -> None:
    """It is in the state no more, and AWS accepts its name once. What could not be deleted is in the state."""

    def program(sections: Any) -> Callable[[], AuroraDatabase]:
        options = pulumi.ResourceOptions(retain_on_delete=retain or None)
        return lambda: AuroraDatabase("orion", parse(CONFIG | sections), opts=options)

    without = record(program({}), after=record(program({"redis": {}})))
    answers = {"aws:elasticache/getSubnetGroup:getSubnetGroup": {"name": "orion-test-redis"}}
    refusals: list[str] = []
    try:
        record(program({"redis": {}}), after=without, answers=answers)
    except ConfigError as error:
        refusals = [problem.refusal for problem in error.problems]

    assert refusals == (["name-taken"] if retain else [])


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


class Team(pulumi.ComponentResource):
    """A component with a database of the program's one name."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"my:index:{kind}", "team")
        AuroraDatabase("orders", DatabaseConfig.model_validate(CONFIG), pulumi.ResourceOptions(parent=self))


def test_two_databases_of_one_logical_name_are_refused() -> None:
    """Below parents of two types they have two URNs, so that the engine accepts them."""
    with pytest.raises(ConfigError, match="database-twice"):
        record(lambda: (Team("Orders"), Team("Invoices")))


def test_a_database_that_failed_is_forgotten() -> None:
    """A program may catch the error and create another one."""

    def program() -> None:
        with pytest.raises(TypeError):
            AuroraDatabase(cast("Any", 1), DatabaseConfig.model_validate(CONFIG))
        AuroraDatabase("orders", DatabaseConfig.model_validate(CONFIG))

    record(program)


def test_urns_have_the_types_of_all_parents() -> None:
    """Those of the engine: one type and name below two kinds of grandparents are two resources."""

    def program() -> None:
        for kind in ("Orders", "Invoices"):
            top = pulumi.ComponentResource(f"my:index:{kind}", "top")
            middle = pulumi.ComponentResource("my:index:Middle", "middle", None, pulumi.ResourceOptions(parent=top))
            aws.kms.Key("key", opts=pulumi.ResourceOptions(parent=middle))

    chain = "$my:index:Middle$aws:kms/key:Key::key"
    urns = [key.urn for key in record(program).of("aws:kms:Key")]
    assert urns == [f"urn:pulumi:stack::project::my:index:{kind}{chain}" for kind in ("Invoices", "Orders")]


@pytest.mark.parametrize("preview", [True, False])
def test_outputs_in_the_configuration_reach_the_guard_as_the_engine_passes_them(preview: bool) -> None:
    """With a secret in it, all that is recorded is one output."""
    arn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    for make in (
        lambda: {"encryption": {"kms_key_arn": pulumi.Output.from_input(arn)}},
        lambda: {"encryption": {"kms_key_arn": pulumi.Output.secret(arn)}},
        lambda: {"encryption": {"kms_key_arn": aws.kms.Key("key").arn}},
        lambda: {"tags": {"team": pulumi.Output.secret("hidden")}},
    ):

        def program(make: Callable[[], dict[str, Any]] = make) -> None:
            AuroraDatabase("orders", cast("Any", CONFIG | make()))

        assert only(record(program, preview=preview), CLUSTER)
        record(program, preview=preview, after=record(program))
