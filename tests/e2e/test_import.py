"""`pulumi import`: what exists already is taken over, not made again."""

import pytest
from pulumi.automation.errors import CommandError
from pulumi_aws import cloudwatch

from tests.e2e.sandboxes import Sandbox

GROUP = "/aws/rds/cluster/made-by-hand/postgresql"


def one_log_group() -> None:
    """Declare what was made by hand."""
    cloudwatch.LogGroup("log", name=GROUP, retention_in_days=30)


def imported(identity: str) -> dict[str, str]:
    """A row of an import file."""
    return {"type": "aws:cloudwatch/logGroup:LogGroup", "name": "log", "id": identity}


def test_what_was_made_by_hand_is_taken_over_without_a_change(sandbox: Sandbox) -> None:
    """The way into Pulumi for what runs already: afterwards the program and AWS must agree."""
    stack = sandbox.stack("imported", program=one_log_group, config={"aws:region": "us-east-1"})
    stack.start()
    logs = stack.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=30)

    stack.import_resources(resources=[imported(GROUP)], protect=False, generate_code=False)

    assert set(stack.preview(refresh=True).change_summary) == {"same"}
    stack.destroy()
    assert logs.describe_log_groups()["logGroups"] == []


def test_what_does_not_exist_cannot_be_imported(sandbox: Sandbox) -> None:
    """An empty answer would become a resource in the state that is nowhere else."""
    stack = sandbox.stack("nothing", program=one_log_group, config={"aws:region": "us-east-1"})

    with pytest.raises(CommandError, match="does not exist"):
        stack.import_resources(resources=[imported(GROUP)], protect=False, generate_code=False)
