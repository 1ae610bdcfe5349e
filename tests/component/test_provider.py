"""The provider of the component decides about its region and tags."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.config import DatabaseConfig, Problem, parse
from orion_rds.config.checking import check
from orion_rds.config.errors import shown
from orion_rds.config.known_values import known_problems, secret_paths, without_secrets
from orion_rds.config.provider_settings import REGION_VARIABLES, UNKNOWN_PROVIDER, ProviderSettings
from orion_rds.testing import Recording, record
from tests.component.stacks import CLUSTER, stack_config

DATABASE = "orion-rds:index:AuroraDatabase"
KEY_WEST = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
NETWORK = {key: value for key, value in stack_config("prod")["network"].items() if key != "allow_from"}
TOPIC_WEST = "arn:aws:sns:us-west-2:123456789012:alerts"


def in_the_west() -> dict[str, Any]:
    """Production's database with a key and a topic of us-west-2."""
    return {
        **stack_config("prod"),
        "encryption": {"kms_key_arn": KEY_WEST},
        "alarms": {"topic_arns": [TOPIC_WEST]},
        "events": {},
    }


def west() -> aws.Provider:
    """A provider of us-west-2."""
    return aws.Provider("west", region="us-west-2", default_tags={"tags": {"Team": "data"}})


def by_provider() -> None:
    """Create the database with `provider`."""
    AuroraDatabase("orion", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(provider=west()))


def by_list() -> None:
    """Create the database with a list of providers."""
    AuroraDatabase(
        "orion", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(providers=[west()])
    )


def by_map() -> None:
    """Create the database with a mapping of providers."""
    AuroraDatabase(
        "orion", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(providers={"aws": west()})
    )


def by_parent() -> None:
    """Create the database below a component with a provider."""
    parent = pulumi.ComponentResource("test:index:Platform", "platform", opts=pulumi.ResourceOptions(provider=west()))
    AuroraDatabase("orion", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(parent=parent))


def by_stack_file() -> None:
    """Create the database of a stack file, which is read before the provider is known."""
    AuroraDatabase("orion", parse(in_the_west()), opts=pulumi.ResourceOptions(provider=west()))


WAYS = (by_stack_file, by_provider, by_list, by_map, by_parent)


def inputs(recording: Recording, name: str = "orion") -> Mapping[str, Any]:
    """Return what a database records of itself."""
    return next(each for each in recording.of(DATABASE) if each.name == name).inputs["recorded"]


@pytest.mark.parametrize("way", WAYS)
def test_a_given_provider_is_asked_for_its_region_and_tags(way: Callable[[], None]) -> None:
    """The stack's own region is another one, and the key and the topic are those of the provider's."""
    recording = record(way)

    assert inputs(recording)["sections"]["cluster"]["settings"]["aws:region"] == "us-west-2"
    assert inputs(recording)["unchecked"]["default_tags"] == {"Team": "data"}
    assert all("::west::" in resource.provider for resource in recording.of(CLUSTER))


def by_default() -> None:
    """Create the database with Pulumi's default provider, in the same region."""
    AuroraDatabase("orion", parse(in_the_west()))


def renamed(*aliases: pulumi.Alias) -> Callable[[], None]:
    """Return a program with the provider under another name."""

    def program() -> None:
        options = pulumi.ResourceOptions(aliases=[*aliases])
        provider = aws.Provider("coast", region="us-west-2", opts=options)
        AuroraDatabase("orion", parse(in_the_west()), opts=pulumi.ResourceOptions(provider=provider))

    return program


@pytest.mark.parametrize(
    ("before", "after", "was"),
    [
        (by_default, by_provider, "Pulumi's default provider"),
        (by_provider, by_default, r'aws\.Provider\("west"\)'),
        (by_provider, renamed(), r'aws\.Provider\("west"\)'),
    ],
)
def test_another_provider_is_refused(
    before: Callable[[], None], after: Callable[[], None], was: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulumi replaces everything, although it is of the same region."""
    monkeypatch.setenv("AWS_REGION", "us-west-2")

    with pytest.raises(ConfigError, match=rf"(?s)opts\.provider: .*It was {was}\..*provider-another"):
        record(after, after=record(before))


def in_a_misspelt_region() -> None:
    """Create the database with a provider of its own."""
    provider = aws.Provider("east", region="us-east1")
    AuroraDatabase("orion", parse(stack_config("prod")), opts=pulumi.ResourceOptions(provider=provider))


@pytest.mark.parametrize(
    ("program", "config"),
    [
        (lambda: AuroraDatabase("orion", parse(stack_config("prod"))), {"aws:region": "us-east1"}),
        (in_a_misspelt_region, {}),
    ],
    ids=["default", "given"],
)
def test_a_region_that_is_none_is_refused(program: Callable[[], None], config: dict[str, str]) -> None:
    """The only problem: nothing is compared with it."""
    with pytest.raises(ConfigError, match=r'(?s)1 problem\.\n\n  aws:region: "us-east1"\n.*`us-east-1`'):
        record(program, config=config)


def test_a_provider_keeps_the_database_in_other_ways() -> None:
    """As a list or a mapping, and under another name with an alias."""
    before = record(by_provider)

    for same in (by_list, by_map, renamed(pulumi.Alias(name="west"))):
        record(same, after=before)


def test_two_regions_in_one_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each database is in the region of its provider."""
    monkeypatch.setenv("AWS_REGION", "us-east-1")

    def program() -> None:
        AuroraDatabase("east", DatabaseConfig.model_validate({**stack_config("prod"), "environment": "east"}))
        AuroraDatabase(
            "west", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(provider=west())
        )

    recording = record(program)

    east, other = (
        inputs(recording, name)["sections"]["cluster"]["settings"]["aws:region"] for name in ("east", "west")
    )
    assert (east, other) == ("us-east-1", "us-west-2")
    assert "unchecked" not in inputs(recording, "east")


def test_a_region_that_is_an_output_is_recorded_when_it_is_known() -> None:
    """In a preview the provider is not configured, and does not answer."""

    def program() -> None:
        pet = aws.ssm.Parameter("region", type="String", value="us-west-2")
        provider = aws.Provider("west", region=pet.arn.apply(lambda _: "us-west-2"))
        AuroraDatabase(
            "orion", DatabaseConfig.model_validate(in_the_west()), opts=pulumi.ResourceOptions(provider=provider)
        )

    previewed, deployed = record(program, preview=True), record(program)

    assert inputs(previewed)["sections"]["cluster"]["settings"]["aws:region"] is None
    assert inputs(deployed)["sections"]["cluster"]["settings"]["aws:region"] == "us-west-2"


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_from_the_environment_is_checked(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider reads it where the stack has no `aws:region`."""
    monkeypatch.setenv(variable, "us-east-1")

    with pytest.raises(ConfigError) as refused:
        record(lambda: AuroraDatabase("orion", DatabaseConfig.model_validate(in_the_west())))

    assert {problem.refusal for problem in refused.value.problems} == {"kms-key-region", "topic-region"}


def test_a_region_that_only_a_profile_has_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise another region in the profile would create everything there, and nothing would refuse it."""
    for variable in REGION_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    profile = {"aws:index/getRegion:getRegion": {"region": "us-west-2"}}

    recording = record(lambda: AuroraDatabase("orion", DatabaseConfig.model_validate(in_the_west())), answers=profile)

    assert inputs(recording)["sections"]["cluster"]["settings"]["aws:region"] == "us-west-2"
    assert "unchecked" in inputs(recording)


def refusals(config: Mapping[str, Any], provider: ProviderSettings = UNKNOWN_PROVIDER) -> list[tuple[str, str]]:
    """Return path and refusal of each problem once everything is known."""
    error = error_of(config, provider)
    return [(".".join(map(str, problem.path)), problem.refusal) for problem in error.problems] if error else []


def error_of(config: Mapping[str, Any], provider: ProviderSettings = UNKNOWN_PROVIDER) -> ConfigError | None:
    """Return the error of a configuration once everything is known."""

    async def checked() -> list[Problem]:
        parsed = check({**config}, "", UNKNOWN_PROVIDER)
        secrets = await secret_paths(parsed)
        return [without_secrets(problem, secrets) for problem in await known_problems(parsed, provider)]

    found = asyncio.get_event_loop().run_until_complete(checked())
    return ConfigError(found) if found else None


def test_regional_rules_wait_for_the_region() -> None:
    """A region that is not known refuses nothing, and its own one refuses what is elsewhere, all at once."""
    config = in_the_west() | {"backup": {"copies": {"region": "us-east-1", "vault_lock": {}}}}

    assert refusals(config) == []
    assert refusals(config, ProviderSettings("us-west-2")) == []
    assert refusals(config, ProviderSettings("us-east-1")) == [
        ("encryption.kms_key_arn", "kms-key-region"),
        ("backup.copies.region", "region-same"),
        ("alarms.topic_arns", "topic-region"),
    ]


OUTPUTS = [
    ("kms-key-arn", {"encryption": {"kms_key_arn": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"}}),
    ("subnet-id", {"network": {"subnet_ids": ["subnet-0a1b2c3d4e5f6001a", "vpc-0a1b2c3d4e5f60002"]}}),
    ("source-group-id", {"network": {"allow_from": {"app": {"security_group_id": "app"}}}}),
    ("cidr-everyone", {"network": {"allow_from": {"app": {"cidr": "0.0.0.0/0"}}}}),
    ("cidr-everyone", {"redis": {"network": {"allow_from": {"app": {"cidr": "0.0.0.0/0"}}}}}),
    ("subnets-repeated", {"network": {"subnet_ids": ["subnet-0a1b2c3d4e5f6001a"] * 2}}),
]


def as_outputs(value: Any, output: Callable[[Any], Any] = pulumi.Output.from_input) -> Any:
    """Return a value with an output in place of each text."""
    if isinstance(value, dict):
        return {key: as_outputs(item, output) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [as_outputs(item, output) for item in cast("list[Any]", value)]
    return output(value)


@pytest.mark.parametrize(("refusal", "change"), OUTPUTS)
def test_an_output_is_checked_as_a_plain_value_when_it_is_known(refusal: str, change: dict[str, Any]) -> None:
    """What a program could not know before it ran is refused in the same words."""
    ((section, settings),) = change.items()
    base = stack_config("prod")
    plain = base | {section: base.get(section, {}) | settings}
    later = base | {section: base.get(section, {}) | as_outputs(settings)}

    with pytest.raises(ConfigError) as refused:
        parse(plain)

    found = error_of(later)
    assert found is not None
    assert [problem.refusal for problem in found.problems] == [refusal]
    assert str(found) == str(refused.value)


def test_a_bare_output_is_no_source_of_another_form() -> None:
    """Its value shows the kind of the source, for Redis too."""
    none: pulumi.Output[str] = pulumi.Output.from_input("app")
    config = stack_config("prod") | {"network": {**NETWORK, "allow_from": {"app": none}}}
    config |= {"redis": {"network": {"allow_from": {"app": none}}}}

    assert refusals(config) == [
        ("network.allow_from.app", "source-form"),
        ("redis.network.allow_from.app", "source-form"),
    ]


BARE = {
    "app": ("source-form", '"app"'),
    "sg-app": ("source-group-id", '"sg-app"'),
    "10.0.0.7/16": ("cidr-host-bits", '"10.0.0.7/16"'),
    5: ("source-form", "5"),
}


@pytest.mark.parametrize(("value", "found"), BARE.items())
def test_a_refused_bare_output_shows_its_value_where_it_is_written(value: object, found: tuple[str, str]) -> None:
    """The form in which we keep it is none of the user's."""
    network = {**NETWORK, "allow_from": {"app": pulumi.Output.from_input(value)}}
    (problem,) = cast("ConfigError", error_of(stack_config("prod") | {"network": network})).problems

    assert problem.path == ("network", "allow_from", "app")
    assert (problem.refusal, shown(problem.given)) == found


def test_a_refused_output_with_a_rule_name_shows_its_value() -> None:
    """It is written below the source."""
    source = {"output": pulumi.Output.from_input("sg-app"), "rule_name": "app"}
    network = {**NETWORK, "allow_from": {"app": source}}
    (problem,) = cast("ConfigError", error_of(stack_config("prod") | {"network": network})).problems

    assert (".".join(map(str, problem.path)), problem.given) == ("network.allow_from.app.output", "sg-app")


def test_an_unknown_output_waits() -> None:
    """A preview knows nothing of resources that it would create."""
    unknown = pulumi.Output[str].from_input(cast("str", pulumi.UNKNOWN))

    assert refusals(stack_config("prod") | {"encryption": {"kms_key_arn": unknown}}) == []


def test_an_output_without_a_value_is_refused() -> None:
    """As if the setting were left out, the default would apply: of a key, AWS's own, for the life of the cluster."""
    nothing: pulumi.Output[Any] = pulumi.Output.from_input(None)
    config = stack_config("prod") | {"encryption": {"storage_key_arn": nothing}, "alarms": {"topic_arns": [nothing]}}

    assert sorted(refusals(config)) == [
        ("alarms.topic_arns.0", "output-null"),
        ("encryption.storage_key_arn", "output-null"),
    ]


SECRETS = {
    "cidr": {"network": {"allow_from": {"app": {"cidr": "10.9.0.7/16"}}}},
    "region": {"encryption": {"kms_key_arn": KEY_WEST}},
    "repeated": {"network": {"subnet_ids": ["subnet-0a1b2c3d4e5f6009a"] * 2}},
}


@pytest.mark.parametrize("change", SECRETS.values(), ids=SECRETS)
def test_nothing_that_follows_from_a_secret_is_shown(change: dict[str, Any]) -> None:
    """A network, a host, or the region of an ARN."""
    ((section, settings),) = change.items()
    base = stack_config("prod")
    found = error_of(
        base | {section: base.get(section, {}) | as_outputs(settings, pulumi.Output.secret)},
        ProviderSettings("us-east-1"),
    )

    assert found is not None
    assert not any(part in str(found) for part in ("10.9.0", "us-west-2", "6009a"))


@pytest.mark.parametrize(
    ("secret", "hidden"),
    [
        ("network", True),
        ("network.subnet_ids", True),
        ("network.subnet_ids[1]", True),
        ("network.subnet_ids.app", True),
        ("network.subnet", False),
        ("encryption", False),
    ],
)
def test_a_problem_hides_what_is_at_above_or_below_its_path(secret: str, *, hidden: bool) -> None:
    """A list with a secret in it, and a section that is a secret."""
    problem = Problem(("network", "subnet_ids"), "shown", "subnets-repeated", "why", "fix", "https://page")

    assert (without_secrets(problem, [secret]).given == "shown") is not hidden


def test_a_secret_is_checked_and_not_shown() -> None:
    """Outputs of another stack may be secret although they are names."""
    found = error_of(stack_config("prod") | {"encryption": {"kms_key_arn": pulumi.Output.secret("arn:hidden")}})

    assert found is not None
    assert "hidden" not in str(found)
    assert "encryption.kms_key_arn: (secret)" in str(found)


def test_every_output_is_recorded_so_that_its_change_is_checked() -> None:
    """Pulumi runs the guard where an input of the component changes, and at its creation."""
    changed, same = ({"allow_from": as_outputs({"app": {"cidr": each}})} for each in ("10.0.0.0/16", "10.1.0.0/16"))
    recorded = [
        inputs(
            record(
                lambda each=each: AuroraDatabase(
                    "orion", DatabaseConfig.model_validate(stack_config("prod") | {"network": {**NETWORK, **each}})
                )
            )
        )
        for each in (changed, same)
    ]

    assert [each["unchecked"]["outputs"] for each in recorded] == [
        {"network.allow_from.app.cidr": "10.0.0.0/16"},
        {"network.allow_from.app.cidr": "10.1.0.0/16"},
    ]
    assert recorded[0]["unchecked"]["plain"] == recorded[1]["unchecked"]["plain"]


OURS, THEIRS = "123456789012", "210987654321"


def in_accounts(wrap: Callable[[str], Any]) -> DatabaseConfig:
    """A database with a group of ours and a topic of theirs."""
    group, topic = wrap(f"{OURS}/sg-0a1b2c3d4e5f60718"), wrap(f"arn:aws:sns:us-east-1:{THEIRS}:alerts")
    network = {**NETWORK, "allow_from": {"app": group}}
    return DatabaseConfig.model_validate(
        stack_config("prod") | {"network": network, "redis": {"events": {"topic_arn": topic}}}
    )


ACCOUNTS = {
    f'["{OURS}"]': [("app", "source-own-account"), ("topic_arn", "redis-topic-account")],
    f'["{THEIRS}"]': [],
    "[12345678901]": [],
    f'["{OURS}", "{THEIRS}"]': [],
    "oops": [],
}


@pytest.mark.parametrize("wrap", [str, pulumi.Output.from_input], ids=["plain", "output"])
@pytest.mark.parametrize(("allowed", "found"), ACCOUNTS.items())
def test_a_provider_of_one_account_decides_what_is_of_another(
    wrap: Callable[[str], Any], allowed: str, found: list[tuple[str, str]]
) -> None:
    """One that allows several may be in either, and what is no list is for the provider to refuse. YAML makes eleven
    digits of 012345678901 without quotes.
    """
    settings = {"aws:region": "us-east-1", "aws:allowedAccountIds": allowed}
    problems: Sequence[Problem] = ()
    try:
        record(lambda: AuroraDatabase("orion", in_accounts(wrap)), config=settings)
    except ConfigError as error:
        problems = error.problems

    assert [(problem.path[-1], problem.refusal) for problem in problems] == found


def test_a_provider_of_a_program_does_not_say_its_account() -> None:
    """The SDK keeps it to itself, and the stack's own settings are those of another provider."""

    def program() -> None:
        provider = aws.Provider("theirs", region="us-east-1", allowed_account_ids=[THEIRS])
        AuroraDatabase("orion", in_accounts(str), opts=pulumi.ResourceOptions(provider=provider))

    assert record(program, config={"aws:allowedAccountIds": f'["{OURS}"]'}).of(CLUSTER)
