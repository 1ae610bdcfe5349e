"""Warnings are shown on the component, and the database is deployed all the same."""

import pulumi
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


def test_an_accepted_warning_is_not_shown_and_changes_no_resource(caplog: pytest.LogCaptureFixture) -> None:
    """Also where outputs have a digest of the plain settings recorded beside them."""
    security_groups = {"security_group_ids": [pulumi.Output.from_input("sg-0a1b2c3d4e5f60718")]}
    network = {"subnet_group_name": "data", **security_groups}
    before = record_stack("test", network=network)
    assert [message.message.split(":")[0] for message in caplog.records] == ["instances"]
    caplog.clear()

    after = record_stack("test", network=network, accepted_warnings={"instance-alone": "Ten minutes are fine."})

    assert caplog.records == []
    inputs = [{(each.type, each.name): each.inputs for each in recorded.resources} for recorded in (before, after)]
    assert inputs[0] == inputs[1]


def test_objectives_change_no_resource() -> None:
    """Also where outputs have a digest of the plain settings recorded beside them."""
    network = {"subnet_group_name": "data", "security_group_ids": [pulumi.Output.from_input("sg-0a1b2c3d4e5f60718")]}
    before, after = (
        {
            (made.type, made.name): made.inputs
            for made in record_stack("test", network=network, objectives=each).resources
        }
        for each in ({}, {"recovery_seconds": 900})
    )

    assert before == after
