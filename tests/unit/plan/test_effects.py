"""The table of what a change of each setting does."""

import pytest

from orion_rds.config import parse
from orion_rds.config.network import SOURCES_REPEATED
from orion_rds.config.provider_settings import ProviderInputs
from orion_rds.config.refusal import REFUSALS
from orion_rds.config.setting_paths import settings
from orion_rds.plan import changes, given_again, leaving, redis_transitions, renamed
from orion_rds.plan.effects import ROWS, Effect, Row
from orion_rds.plan.recorded import recorded
from orion_rds.plan.site import primary_site, standby_site
from tests.component.stacks import whole_config

MODULES = (changes, given_again, leaving, redis_transitions, renamed)
"""What the guard refuses."""

SECTIONS = {"encryption", "network", "engine", "master", "redis.network", "disaster_recovery.network"} | {
    "disaster_recovery.encryption"
}
"""Sections whose settings all have rows of their own."""


def row_of(setting: str) -> Row | None:
    """Return the row of a setting, or of the nearest setting above it."""
    rows = {each: row for row in ROWS for each in row.settings}
    while setting not in rows:
        setting, dot, _ = setting.rpartition(".")
        if not dot:
            return None
    return rows[setting]


@pytest.mark.parametrize("setting", sorted(set(settings()) - SECTIONS))
def test_every_setting_has_an_effect(setting: str) -> None:
    """Its own, or that of the section above it."""
    assert row_of(setting)


def test_every_row_is_of_settings_that_exist_and_none_is_in_two_rows() -> None:
    """A row of a renamed setting would say nothing."""
    named = [setting for row in ROWS for setting in row.settings]

    assert set(named) <= {*settings(), "aws:region"}
    assert len(named) == len(set(named))


def test_what_is_refused_names_its_rule_and_every_rule_of_a_change_is_named() -> None:
    """The page and the guard say the same."""
    rules = {rule for module in MODULES for rule in vars(module).values() if rule in REFUSALS.values()}
    of_changes = rules - {SOURCES_REPEATED}

    assert {refusal for row in ROWS for refusal in row.refusals} == of_changes
    assert [row.settings for row in ROWS if row.effect is Effect.REFUSED and not row.refusals] == []


def test_every_setting_that_is_recorded_may_be_refused() -> None:
    """A setting is recorded for the guard, or for what it says of waiting."""
    config = parse(whole_config("prod"))
    sections = recorded(primary_site(config), standby_site(config), ProviderInputs("us-east-1", {}))["sections"]
    paths = {path for section in sections.values() for path in section["settings"]}
    without_a_rule = {path for path in paths & set(settings()) if not ((row := row_of(path)) and row.refusals)}

    assert without_a_rule == {"apply", "monitoring.insights"}
