"""Warnings are shown on the component, and the database is deployed all the same."""

import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.plan.warnings import warnings
from orion_rds.testing import record
from tests.component.stacks import record_stack, stack_config


@pytest.mark.parametrize("preview", [True, False])
def test_every_warning_is_shown_once(caplog: pytest.LogCaptureFixture, *, preview: bool) -> None:
    """In the preview, where there is still time, and in the update."""
    settings = {"environment": "prod", "instances": {"count": 1, "instance_class": "db.t4g.medium"}}
    expected = [warning.text for warning in warnings(parse({**stack_config("test"), **settings}))]
    assert len(expected) == 6, "one warning alone would not show that all are shown"

    record_stack("test", preview=preview, **settings)

    assert [message.message for message in caplog.records] == expected


def test_each_database_has_its_own_warnings(caplog: pytest.LogCaptureFixture) -> None:
    """A program may have a database with warnings and one without."""

    def program() -> None:
        AuroraDatabase("good", parse(stack_config("prod")))
        AuroraDatabase("alone", parse(stack_config("test")))

    record(program)

    assert [message.message.split(":")[0] for message in caplog.records] == ["instances"]


def test_production_has_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody reads a warning that is always there."""
    record_stack("prod")

    assert caplog.records == []
