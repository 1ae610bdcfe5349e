"""The changes that are tried on deployed stacks: every setting is among them, or listed with the reason."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from orion_rds.config.errors import as_path
from orion_rds.config.setting_paths import settings
from tests.changing.batches import LARGEST, batches
from tests.changing.change import ABSENT, ROOT, Change, Edit, changed, overlap, together, value_at
from tests.changing.every import Unreachable, every_change, refusals
from tests.changing.not_reached import REASONS
from tests.changing.stacks import REGION, stacks

STACKS = sorted(stacks())


@cache
def tried(stack: str) -> tuple[list[Change], list[Unreachable]]:
    """The changes of a stack, and what is not valid."""
    return every_change(stacks()[stack][ROOT], REGION)


def names(stack: str) -> set[str]:
    """The names of the changes of a stack."""
    return {change.name for change in tried(stack)[0]}


def is_listed(setting: str) -> bool:
    """Whether the setting has a reason, or one above it."""
    return any(setting == listed or setting.startswith(f"{listed}.") for listed in REASONS)


def test_every_setting_is_changed_or_listed() -> None:
    """A new setting is tried without being added anywhere, or the list says why not."""
    reached = [change.path for stack in STACKS for change in tried(stack)[0]]

    missing = [setting for setting in settings() if not any(_is_at_or_below(path, setting) for path in reached)]

    assert [setting for setting in missing if not is_listed(setting)] == []


def _is_at_or_below(path: tuple[str | int, ...], setting: str) -> bool:
    above = as_path(setting)
    return path[: len(above)] == above


def test_what_is_not_reached_is_listed_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """What is valid in none of the stacks; and the list has nothing that is reached."""
    reached = {change.name for stack in STACKS for change in tried(stack)[0]}
    found = {
        f"{'.'.join(map(str, each.path))} {each.kind}": (".".join(map(str, each.path)), each.refusals)
        for stack in STACKS
        for each in tried(stack)[1]
    }
    rest = {name: setting for name, setting in found.items() if name not in reached}
    for name, (setting, refused) in sorted(rest.items()):
        print(f"{name}: {REASONS.get(setting)} ({', '.join(refused)})")

    assert [name for name, (setting, _) in rest.items() if not is_listed(setting)] == []
    assert sorted(set(REASONS) - {setting for setting, _ in rest.values()}) == []
    assert capsys.readouterr().out.count("\n") == len(rest)


@pytest.mark.parametrize("stack", STACKS)
def test_a_change_is_valid_and_changes_something(stack: str) -> None:
    """Each by itself, and no two have one name."""
    config = stacks()[stack][ROOT]
    changes = tried(stack)[0]

    for change in changes:
        after = changed(config, change.edits)
        assert after != config, change.name
        assert refusals(after, REGION) == (), change.name
    assert len(names(stack)) == len(changes)


def test_each_kind_of_setting_is_changed_in_each_way() -> None:
    """Up and down, every choice, out and in; labels are renamed and exchanged."""
    assert {
        "environment another",
        "redis left out",
        "disaster_recovery left out",
        "backup.copies left out",
        "alarms left out",
        "backup.retention_days left out",
        "backup.retention_days lowered",
        "instances.count raised",
        "redis.authentication to token",
        "redis.authentication to off",
        "protection.deletion switched",
        "encryption.insights_key_arn set",
        "engine.version to 16",
        "engine.version to 18",
        "network.allow_from with a name changed",
        "network.allow_from with two values exchanged",
        "network.subnet_ids with one fewer",
        "network.vpc_id another",
        "disaster_recovery.region another",
        "serverless added",
    } <= names("production")
    assert {"redis added", "backup.copies added", "serverless left out"} <= names("pausing")
    assert {
        "disaster_recovery added",
        "instances with a name changed",
        "instances.reporting.promotion_tier lowered",
        "redis.authentication to users",
        "redis.shards left out",
    } <= names("sharded")


def test_edits_write_and_take_out() -> None:
    """At any depth, and without changing the original."""
    config: Mapping[str, Any] = {"network": {"port": 1, "subnet_ids": ["a", "b"]}}

    after = changed(config, [Edit(("network", "port"), ABSENT), Edit(("redis", "network", "port"), 2)])

    assert after == {"network": {"subnet_ids": ["a", "b"]}, "redis": {"network": {"port": 2}}}
    assert config == {"network": {"port": 1, "subnet_ids": ["a", "b"]}}
    assert value_at(after, ("redis", "network", "port")) == 2
    assert value_at(after, ("redis", "nodes")) is ABSENT


@pytest.mark.parametrize("stack", STACKS)
def test_batches_have_every_change_once_and_are_valid_together(stack: str) -> None:
    """No two changes of a batch write the same setting."""
    config = stacks()[stack][ROOT]

    found = batches(config, REGION, tried(stack)[0])

    assert sorted(change.name for batch in found for change in batch) == sorted(names(stack))
    for batch in found:
        assert len(batch) <= LARGEST
        assert refusals(changed(config, together(batch)), REGION) == ()
        paths = [[edit.path for edit in change.edits] for change in batch]
        assert not any(
            overlap(one, other)
            for position, edits in enumerate(paths)
            for others in paths[:position]
            for one in edits
            for other in others
        )
