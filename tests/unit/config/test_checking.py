"""All problems come at once, whatever is written."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orion_rds.config import BackupConfig, ConfigError, DatabaseConfig, parse
from orion_rds.config.checking import check
from orion_rds.config.odd_values import DEEPEST, odd_values
from orion_rds.config.provider_settings import ProviderSettings, default_provider
from orion_rds.config.setting_paths import settings as paths_of_settings
from orion_rds.config.tags import OUR_TAGS

MISSPELT: Any = {"serverless": 1}
PATHS = sorted(paths_of_settings())
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=5,
)
VALUES: list[Any] = [
    *[None, True, 0, -1, 0.3, math.nan, math.inf],
    *["", "x", "9" * 5000],
    *[[], ["x", None], {}, {"x": 1}, {1: "x"}],
]


def with_value(config: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Put a value at a dotted path."""
    first, _, rest = path.partition(".")
    inner = config.get(first)
    return config | {first: with_value(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def refusals(value: Any) -> list[str]:
    """Names of the refusals, in their order; none when the value is accepted."""
    try:
        parse(value)
    except ConfigError as error:
        return [problem.refusal for problem in error.problems]
    return []


def message(value: Any) -> str:
    """The text of the error, empty when the value is accepted."""
    try:
        parse(value)
    except ConfigError as error:
        return str(error)
    return ""


SMALLEST: dict[str, Any] = {
    "project": "orion",
    "environment": "test",
    "network": {
        "vpc_id": "vpc-0a1b2c3d4e5f60718",
        "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
        "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
    },
}


@pytest.mark.many_values
@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_value_is_accepted_or_explained_at_every_setting(path: str) -> None:
    """Pydantic has an error of its own for each kind of value, and each has a refusal."""
    for value in VALUES:
        refusals(with_value(SMALLEST, path, value))


@settings(max_examples=300)
@given(path=st.sampled_from(PATHS), value=JSON)
def test_whatever_is_written_is_accepted_or_explained(path: str, value: Any) -> None:
    """A traceback tells the user nothing. Every kind of value is put at every setting."""
    given = with_value(SMALLEST, path, value)
    if not refusals(given):
        assert parse(parse(given)) == parse(given)


ODD = st.sampled_from([
    *["\ud800", "a\udfff", b"orion", bytearray(b"x"), 2**64, -(10**5000), 1e308, math.nan, object(), (1,), {"x"}],
    *[{"\ud800": "x"}, {b"x": "x"}, {10**5000: "x"}, {None: "x"}, {("a", 1): "x"}, SMALLEST],
])  # fmt: skip


def nested(value: Any, levels: int) -> Any:
    """Put a value below mappings and lists in turn."""
    for level in range(levels):
        value = [value] if level % 2 else {"app": value}
    return value


@settings(max_examples=400)
@given(path=st.sampled_from(["", *PATHS]), value=st.builds(nested, ODD, st.sampled_from([0, 1, 2, 3, 1000])))
def test_odd_values_are_accepted_or_explained_in_text_that_can_be_printed(path: str, value: Any) -> None:
    """Python has more values than YAML, and JSON has halves of surrogate pairs."""
    assert len(message(with_value(SMALLEST, path, value) if path else value).encode()) < 20_000


@pytest.mark.parametrize("changed", [{}, {"apply": "soon"}, {"project": b"orion"}], ids=["right", "wrong", "odd"])
def test_a_region_of_the_provider_that_is_none_is_reported_with_all_other_problems(changed: dict[str, Any]) -> None:
    """First, and without the key of the configuration: it is beside that."""
    with pytest.raises(ConfigError, match=r'\n  aws:region: "us-east1"\n') as caught:
        check(SMALLEST | changed, "orion-rds:database", ProviderSettings(region="us-east1"))

    assert caught.value.problems[0].refusal == "region"
    assert len(caught.value.problems) == 1 + len(changed)


@pytest.mark.parametrize(("region", "example"), [("eu-west1", "eu-west-1"), ("frankfurt", "us-west-2")])
def test_a_region_of_the_provider_that_is_none_shows_one_that_is(region: str, example: str) -> None:
    """The nearest, or any."""
    with pytest.raises(ConfigError, match=f"Write a region such as `{example}`"):
        check(SMALLEST, "", ProviderSettings(region=region))


def test_a_value_that_is_used_twice_does_not_contain_itself() -> None:
    """A list of subnets may be one object in two sections."""
    redis = {"network": {"subnet_ids": SMALLEST["network"]["subnet_ids"]}}
    assert refusals(SMALLEST | {"redis": redis}) == []


def test_every_odd_value_is_reported_and_no_text_is_shown() -> None:
    """It may be a password below an unknown key."""
    with pytest.raises(ConfigError) as caught:
        parse(SMALLEST | {"project": b"orion", "passwort": "secret\ud800", "tags": {"A": 2**64}})
    assert [problem.refusal for problem in caught.value.problems] == ["bytes", "long-number", "half-character"]
    assert "secret" not in str(caught.value)


def test_an_odd_key_is_reported_where_it_stands() -> None:
    """It could be no step of a path."""
    with pytest.raises(ConfigError) as caught:
        parse(SMALLEST | {"tags": {b"x": "y", "\ud800": "z"}})
    assert [(problem.path, problem.refusal) for problem in caught.value.problems] == [
        (("tags",), "bytes"),
        (("tags",), "half-character"),
    ]
    assert "\n  tags: <bytes>\n" in str(caught.value)


def test_a_key_of_another_type_is_written_in_the_path() -> None:
    """Numbers of lists are told from it."""
    found = odd_values({"tags": {1.5: b"x"}, "subnets": ["x", b"x"]})
    assert [problem.path for problem in found] == [("tags", "1.5"), ("subnets", 1)]


@pytest.mark.parametrize(("levels", "found"), [(DEEPEST, []), (DEEPEST + 1, ["nested"])])
def test_a_value_has_so_many_levels_at_most(levels: int, found: list[str]) -> None:
    """Those below the root."""
    assert [problem.refusal for problem in odd_values(nested({"x": 1}, levels))] == found


def test_odd_values_are_reported_with_all_other_problems() -> None:
    """A setting that is left out for its value has no further problem, and neither has the section around it."""
    network = {**SMALLEST["network"], "allow_from": {"app": "sg-\ud800"}, "port": 80}
    value = SMALLEST | {"network": network, "environment": b"prod", "backup": {"window": "sometime"}, "apply": "soon"}

    with pytest.raises(ConfigError) as caught:
        parse(value)

    assert {(".".join(map(str, problem.path)), problem.refusal) for problem in caught.value.problems} == {
        ("environment", "bytes"),
        ("network.allow_from.app", "half-character"),
        ("network.port", "port"),
        ("backup.window", "backup-window-form"),
        ("apply", "choice"),
    }


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"tags": {"Count": 10**5000}}, id="an odd value"),
        pytest.param({"environment": "Prod"}, id="a refused value"),
        pytest.param({"maintenance_window": "sun:03:30-sun:04:30"}, id="between sections"),
    ],
)
def test_a_message_names_what_is_configured_and_the_key(changed: dict[str, Any]) -> None:
    """A program may have several databases, and a stack file several keys."""
    with pytest.raises(ConfigError) as caught:
        check(SMALLEST | changed, "shop:orders", default_provider(), of='AuroraDatabase "orders"')
    first, _, headline, *_ = str(caught.value).splitlines()

    assert first == 'AuroraDatabase "orders" cannot be deployed: 1 problem.'
    assert headline.startswith("  shop:orders.")


def test_a_suggestion_beside_an_odd_value_has_the_key() -> None:
    """As it has where no value is odd."""
    with pytest.raises(ConfigError) as caught:
        check(
            SMALLEST | {"tags": {"Count": 10**5000}, "instances": {"serverless": 1}}, "shop:orders", default_provider()
        )

    assert "Did you mean `shop:orders.serverless`?" in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [({"tags": {"Count": 10**5000}}, {"long-number"}), ({"apply": "soon"}, {"choice"})],
    ids=["odd", "refused"],
)
def test_beside_a_wrong_value_regions_are_judged_and_sections_compared(
    wrong: dict[str, Any], refused: set[str]
) -> None:
    """As they are without it."""
    sections = {
        "serverless": {"min_acu": 1, "max_acu": 2},
        "instances": {"instance_class": "db.r7g.large"},
        "backup": {"copies": {"region": "us-east-1"}},
    }
    with pytest.raises(ConfigError) as caught:
        check(SMALLEST | sections | wrong, "", ProviderSettings(region="us-east-1"))

    assert {problem.refusal for problem in caught.value.problems} == {"region-same", "serverless-and-class", *refused}


def test_an_odd_value_inside_a_policy_is_reported_with_all_other_problems() -> None:
    """There, and nowhere else, mappings stand in a list."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": ["secretsmanager:GetSecretValue"], "Sid": b"reading"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}

    assert refusals(SMALLEST | {"master": {"secret_policy": policy}, "apply": "soon"}) == ["bytes", "choice"]


def test_names_that_are_no_text_leave_the_rest_to_be_compared() -> None:
    """YAML has such keys."""
    unknown = dict.fromkeys((2.5, None), "x")

    assert set(refusals({**SMALLEST, **unknown, "maintenance_window": "sun:03:30-sun:04:30"})) == {
        "unknown-key",
        "windows-overlap",
    }


def test_sections_may_be_classes_beside_wrong_values() -> None:
    """Programs in Python mix the forms."""
    value = SMALLEST | {"backup": BackupConfig(window="05:00-06:00"), "maintenance_window": "sun:05:30-sun:06:30"}

    assert refusals(value | {"apply": "soon"}) == ["windows-overlap", "choice"]


def test_refused_tags_are_not_compared_with_those_of_the_provider() -> None:
    """They are wrong once, not twice."""
    with pytest.raises(ConfigError) as caught:
        check(SMALLEST | {"tags": {"team": 2**64}}, "", ProviderSettings(default_tags={"Team": "data"}))

    assert [problem.refusal for problem in caught.value.problems] == ["long-number"]


def test_tags_of_the_provider_are_not_compared_with_refused_ones() -> None:
    """The problem would be at the same setting, and show a value that nobody wrote."""
    with pytest.raises(ConfigError) as caught:
        check(SMALLEST | {"tags": "Team"}, "", ProviderSettings(default_tags={"a;b": "data"}))

    assert [problem.refusal for problem in caught.value.problems] == ["mapping"]


@pytest.mark.parametrize(("number", "refused"), [(50, []), (51, ["default-tags-many"])])
def test_a_resource_has_fifty_tags_with_those_of_the_provider(number: int, refused: list[str]) -> None:
    """Ours are among them, and one of the same name counts once."""
    defaults = {f"Cost{position}": "data" for position in range(number - len(OUR_TAGS))}
    found: list[str] = []
    try:
        check(SMALLEST | {"tags": {"Cost0": "own"}}, "", ProviderSettings(default_tags=defaults))
    except ConfigError as error:
        found = [problem.refusal for problem in error.problems]

    assert found == refused


def test_a_suggestion_for_a_class_has_no_key() -> None:
    """A configuration in Python has none."""
    with pytest.raises(ConfigError) as caught:
        DatabaseConfig(**{**SMALLEST, "instances": MISSPELT})

    assert "Did you mean `serverless`?" in str(caught.value)


def test_no_rule_compares_with_the_default_of_an_odd_value() -> None:
    """The default window for backups overlaps this one."""
    with pytest.raises(ConfigError) as caught:
        parse(SMALLEST | {"backup": {"window": b"x"}, "maintenance_window": "sun:03:00-sun:04:00", "apply": "soon"})

    assert [problem.refusal for problem in caught.value.problems] == ["bytes", "choice"]


@given(value=JSON)
def test_whatever_is_given_as_the_whole_is_accepted_or_explained(value: Any) -> None:
    """The root is no exception."""
    assert refusals(value)


def test_a_rule_across_sections_counts_when_its_sections_have_other_faults() -> None:
    """Pydantic alone would report it only once the others are fixed."""
    given = SMALLEST | {
        "backup": {"window": "04:00-04:35", "retention_days": 99},
        "engine": {"version": "15.3", "storage": "fast"},
        "instances": {"count": 0, "instance_class": "db.r7g.large"},
        "serverless": {"min_acu": 0, "max_acu": 4},
    }
    assert refusals(given) == [
        "choice",
        "instances-count",
        "serverless-and-class",
        "min-acu-pause",
        "backup-retention",
        "windows-overlap",
    ]


def test_a_rule_across_sections_does_not_compare_with_a_default_that_was_not_written() -> None:
    """The maintenance window overlaps the default backup window, which was not configured."""
    given = SMALLEST | {"backup": {"window": "3am"}, "maintenance_window": "sun:03:00-sun:04:00"}
    assert refusals(given) == ["backup-window-form"]


def test_a_wrong_version_is_one_problem() -> None:
    """What depends on it is not counted as a second one."""
    assert refusals(SMALLEST | {"engine": {"version": "latest"}}) == ["version-form"]


def test_an_unknown_key_inside_a_source_names_what_a_source_has() -> None:
    """The path leads through a mapping whose keys are free."""
    source = {"security_group_id": "sg-0a1b2c3d4e5f60718", "port": 5432}
    with pytest.raises(ConfigError) as caught:
        parse(with_value(SMALLEST, "network.allow_from", {"app": source}))
    (problem,) = caught.value.problems
    assert problem.path == ("network", "allow_from", "app", "port")
    assert problem.fix == "Did you mean `network.port`?"


def test_every_needed_setting_has_an_example() -> None:
    """A message about a missing setting shows what to write."""
    with pytest.raises(ConfigError) as caught:
        parse({"network": {}, "serverless": {}})
    needed = [problem for problem in caught.value.problems if problem.refusal == "missing"]
    assert [problem.path[-1] for problem in needed] == ["project", "environment", "min_acu", "max_acu"]
    for problem in needed:
        assert problem.fix.startswith(f"Write `{problem.path[-1]}: ")


def test_problems_come_in_the_order_of_the_settings() -> None:
    """So that the user can go through the file once."""
    given = SMALLEST | {"protection": 1, "project": 1, "zzz": 1, "backup": 1}
    assert refusals(given) == ["text", "section", "section", "unknown-key"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("backup_retention_days", "backup.retention_days"),
        ("backup_window", "backup.window"),
        ("log_retention_days", "logs.retention_days"),
        ("instance_class", "instances.instance_class"),
        ("kms_key_arn", "encryption.kms_key_arn"),
        ("master_username", "master.username"),
        ("maintenence_window", "maintenance_window"),
        ("serverless_min_capacity", "serverless.min_acu"),
        ("redis_version", "redis.version"),
        ("elasticache_subnet", None),
    ],
)
def test_an_unknown_key_names_the_one_that_was_meant(key: str, meant: str | None) -> None:
    """Some keys are variables of the Terraform module."""
    with pytest.raises(ConfigError) as caught:
        parse(SMALLEST | {key: 1})
    (problem,) = caught.value.problems
    assert problem.fix == (
        f"Did you mean `{meant}`?" if meant else f"Settings here are: {', '.join(DatabaseConfig.model_fields)}."
    )
