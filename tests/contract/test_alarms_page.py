"""`docs/alarms.md` says what is so."""

import json
import re
from pathlib import Path

from orion_rds.config.alarm import AlarmConfig
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.plan.key_policies import PURPOSES, home

PAGE = (Path(__file__).parents[2] / "docs" / "alarms.md").read_text(encoding="utf-8")


def test_every_alarm_is_on_the_page() -> None:
    """And no other is."""
    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    sections = {name for name, value in AlarmsConfig() if isinstance(value, AlarmConfig)}

    assert listed == sections


def test_the_statement_for_a_key_is_the_one_that_we_use() -> None:
    """It is copied from the page into policies."""
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    ours = PURPOSES["topic"](home("arn:aws:rds:us-east-1:123456789012:cluster:orion"))

    assert json.loads(shown) == ours
