"""What the user is told and may deploy all the same."""

import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse, warnings
from orion_rds.testing import record
from tests.component.stacks import record_stack, stack_config


@pytest.mark.parametrize("preview", [True, False])
def test_every_warning_is_shown_once(caplog: pytest.LogCaptureFixture, *, preview: bool) -> None:
    """In the preview, where there is still time, and in the update."""
    regretted = {"environment": "prod", "instances": {"count": 1, "instance_class": "db.t4g.medium"}}
    expected = [warning.text for warning in warnings(parse({**stack_config("test"), **regretted}))]
    assert len(expected) == 6, "one warning alone would not show that all are told"

    record_stack("test", preview=preview, **regretted)

    assert [message.message for message in caplog.records] == expected


def test_each_database_speaks_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    """A program may have a good one and one that will be regretted."""

    def program() -> None:
        AuroraDatabase("good", stack_config("prod"))
        AuroraDatabase("alone", stack_config("test"))

    record(program)

    assert [message.message.split(":")[0] for message in caplog.records] == ["instances"]


def test_what_is_well_is_not_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    """A warning that is always there is read by nobody."""
    record_stack("prod")

    assert caplog.records == []
