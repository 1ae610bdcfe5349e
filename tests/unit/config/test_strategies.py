"""The configurations that property tests draw."""

import json
from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.config.instances import InstanceConfig
from orion_rds.config.setting_paths import settings as paths_of_settings
from orion_rds.config.traffic_source import Source
from tests.drawing import draw_until
from tests.strategies import configurations

IN_INSTANCES = [f"instances.*.{name}" for name in InstanceConfig.model_fields]
IN_ALLOW_FROM = [
    f"{network}.allow_from.*.{name}"
    for network in ("network", "redis.network")
    for name in Source.model_fields
    # What is drawn is JSON, which has no outputs.
    if name != "output"
]
EVERY_PATH = [*paths_of_settings(), *IN_INSTANCES, *IN_ALLOW_FROM]


def has(value: Any, path: str) -> bool:
    """Return whether there is a value at a dotted path; a star is any key."""
    first, _, rest = path.partition(".")
    if first == "*":
        inner = list(value.values()) if isinstance(value, dict) else []
    else:
        inner = [value[first]] if isinstance(value, dict) and first in value else []
    return any(has(item, rest) for item in inner) if rest else bool(inner)


@pytest.mark.many_values
def test_whatever_is_drawn_is_accepted_and_every_setting_is_drawn() -> None:
    """A setting that is never drawn is not tested by any property."""
    missing = set(EVERY_PATH)

    def look(drawn: dict[str, Any]) -> None:
        assert parse(json.loads(json.dumps(drawn))) == parse(drawn)
        missing.difference_update([path for path in missing if has(drawn, path)])

    draw_until(lambda: not missing, configurations(), look, examples=100)
    assert missing == set()
