"""`docs/alarms.md` says what the code does."""

import json
import re
from pathlib import Path

from orion_rds.config.alarm import alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import PURPOSES

PAGE = (Path(__file__).parents[2] / "docs" / "alarms.md").read_text(encoding="utf-8")


def test_every_alarm_is_on_the_page() -> None:
    """And no other is."""
    listed = set(re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE))
    aurora = {f"alarms.{name}" for name, _ in alarms_of(AlarmsConfig())}
    redis = {f"redis.alarms.{name}" for name, _ in alarms_of(RedisAlarmsConfig())}

    assert listed == aurora | redis


def test_the_statement_for_a_key_is_the_one_that_we_use() -> None:
    """Users copy it from the page into policies."""
    (statement,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    ours = PURPOSES["topic"](home("arn:aws:rds:us-east-1:123456789012:cluster:orion"))

    assert json.loads(statement) == ours
