"""What a message says of a value or a name that is nearly right."""

from typing import Any

import pytest

from orion_rds.config import ConfigError, parse
from orion_rds.config.checking import check
from orion_rds.config.provider_settings import default_provider
from orion_rds.config.provider_words import PROVIDER_WORDS
from orion_rds.config.setting_paths import settings

Smallest = dict[str, Any]


def message(smallest: Smallest, path: str, value: Any, root: str = "") -> str:
    """Return reason and fix of the one problem of a setting."""
    first, _, rest = path.partition(".")
    inner = smallest.get(first)
    changed = with_value(inner if isinstance(inner, dict) else {}, rest, value) if rest else value
    with pytest.raises(ConfigError) as caught:
        check(smallest | {first: changed}, root, default_provider())
    (problem,) = caught.value.problems
    return f"{problem.why} {problem.fix}"


def with_value(section: Smallest, path: str, value: Any) -> Smallest:
    """Put a value at a dotted path."""
    first, _, rest = path.partition(".")
    return section | {first: with_value(section.get(first, {}), rest, value) if rest else value}


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("instances.instance_class", "db.r7g.xlage", "`db.r7g.xlarge`"),
        ("instances.instance_class", "r7g.xlarge", "`db.r7g.xlarge`"),
        ("instances.instance_class", "large", "`db.r7g.large`"),
        ("redis.node_type", "r7g.xlarge", "`cache.r7g.xlarge`"),
        ("redis.node_type", "cache.r7g.xlage", "`cache.r7g.xlarge`"),
        ("logs.exports", ["postgres"], "Write `postgresql`; accepted are 'postgresql', 'instance'"),
        ("engine.storage", "x", "Write 'standard' or 'io_optimized'."),
        ("parameters.cluster.work_mem", "4MB", "`work_mem` accepts a whole number of kB from 64 to"),
        ("backup.copies", {"region": "us-west-2", "daily_at": 750}, '750 is 12:30. Put the time in quotes: "12:30".'),
        ("network.allow_from", ["sg-0a1b2c3d"], "Write a mapping, such as `{app: sg-0a1b2c3d}`."),
        ("tags", "x", "Write a mapping, such as `name: value`."),
        ("project", "o" * 40, "It has 40 characters, 32 at most."),
        ("network.vpc_id", "vpc", "It is not the ID of a VPC. Write"),
    ],
)
def test_a_value_that_is_nearly_right_shows_the_right_one(path: str, value: Any, says: str, smallest: Smallest) -> None:
    """The user then need not open a page."""
    assert says in message(smallest, path, value)


def test_a_setting_of_another_section_is_shown_with_its_whole_path(smallest: Smallest) -> None:
    """`serverless` below `instances` would be suggested as `serverless` otherwise."""
    said = message(smallest, "instances.serverless", 1, "shop:orders")

    assert "Did you mean `shop:orders.serverless`?" in said
    assert "Did you mean `serverless`?" in message(smallest, "instances.serverless", 1)
    assert "Did you mean `retention_days`?" in message(smallest, "backup.retention_dys", 1, "shop:orders")


@pytest.mark.parametrize("word", PROVIDER_WORDS)
def test_a_name_of_the_provider_is_answered_with_ours(word: str, smallest: Smallest) -> None:
    """It is what people write from memory. Every setting that the answer names exists."""
    answer = PROVIDER_WORDS[word]
    named = [part.partition(":")[0] for part in answer.split("`")[1::2]]

    assert answer in message(smallest, word, 1)
    assert word not in set(settings())
    for name in named:
        last = name.rpartition(".")[2]
        assert name in {*settings(), "automatic", "manual", "io_optimized", "availability_zone"}, last


def test_a_number_is_the_value_of_a_tag(smallest: Smallest) -> None:
    """`pulumi config set --path 'orion-rds:database.tags.Team' 42` writes a number, in quotes too."""
    config = parse(smallest | {"tags": {"Team": 42, "Share": 0.5}})

    assert config.tags == {"Team": "42", "Share": "0.5"}
    assert "The setting is text" in message(smallest, "tags.Team", True)
