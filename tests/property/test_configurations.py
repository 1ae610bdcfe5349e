"""What holds for every configuration that validation accepts."""

from typing import Any

from hypothesis import given, settings

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record
from tests.component.stacks import CLUSTER, INSTANCE, LOG_GROUP, only
from tests.strategies import configurations


@settings(max_examples=40, deadline=None, derandomize=True)
@given(drawn=configurations())
def test_whatever_is_accepted_is_deployed(drawn: dict[str, Any]) -> None:
    """Every property is one that the SDK knows, with a value of its type, or the recording fails.

    An error behind a configuration that was called right would leave a half-made stack.
    """
    config = parse(drawn)
    preview, update = (record(lambda: AuroraDatabase("orion", drawn), preview=known) for known in (True, False))

    assert registered(preview) == registered(update), "which resources there are is known before anything is made"
    assert {each.name: each.inputs["instanceClass"] for each in update.of(INSTANCE)} == {
        f"orion-instances-{number}": instance.instance_class for number, instance in enumerate(config.fleet, start=1)
    }
    assert only(update, CLUSTER).inputs["enabledCloudwatchLogsExports"] == list(config.logs.exports)
    redis_exports = config.redis.logs.exports if config.redis else ()
    assert len(update.of(LOG_GROUP)) == len(config.logs.exports) + len(redis_exports)
    assert only(update, CLUSTER).inputs["deletionProtection"] is config.protection.deletion
    assert not any(each.inputs["publiclyAccessible"] for each in update.of(INSTANCE))


def registered(recording: Recording) -> list[tuple[str, str]]:
    """Type and name of all that was registered."""
    return sorted((resource.type, resource.name) for resource in recording.resources)
