"""What holds for every configuration that validation accepts."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, seed, settings

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import CLUSTER, INSTANCE, LOG_GROUP
from tests.strategies import configurations

NO_STANDBY_YET: Mapping[str, Mapping[str, Any]] = {"aws:rds/getClusters:getClusters": {"clusterIdentifiers": []}}
"""An unprotected standby is asked whether it writes."""


@pytest.mark.parametrize("number", range(6))
def test_whatever_is_accepted_is_deployed(number: int) -> None:
    """Every property is one that the SDK knows, with a value of its type, or the recording fails.

    An error behind a configuration that was called right would leave a half-made stack. Three configurations a seed,
    after the simplest one, differ more than many of one seed, of which most are small changes of others.
    """
    seed(number)(settings(max_examples=4, database=None)(given(drawn=configurations())(check)))()


def check(drawn: dict[str, Any]) -> None:
    """Deploy one configuration, as a preview and as an update."""
    config = parse(drawn)
    preview, update = (
        record(lambda: AuroraDatabase("orion", config), preview=known, answers=NO_STANDBY_YET)
        for known in (True, False)
    )

    assert registered(preview) == registered(update), "which resources there are is known before anything is made"
    fleets = {"orion-instances": config.fleet, "orion-standby-instances": config.standby_fleet}
    assert {each.name: each.inputs["instanceClass"] for each in update.of(INSTANCE)} == {
        f"{name}-{instance.name}": instance.instance_class for name, fleet in fleets.items() for instance in fleet
    }
    clusters = {each.name: each.inputs for each in update.of(CLUSTER)}
    for cluster in clusters.values():
        assert cluster["enabledCloudwatchLogsExports"] == list(config.logs.exports)
    redis_exports = config.redis.logs.exports if config.redis else ()
    assert len(update.of(LOG_GROUP)) == len(clusters) * len(config.logs.exports) + len(redis_exports)
    assert clusters["orion-cluster"]["deletionProtection"] is config.protection.deletion
    assert ("orion-standby-cluster" in clusters) is bool(config.disaster_recovery)
    assert not any(each.inputs["publiclyAccessible"] for each in update.of(INSTANCE))


def registered(recording: Recording) -> list[tuple[str, str]]:
    """Type and name of all that was registered."""
    return sorted((resource.type, resource.name) for resource in recording.resources)
