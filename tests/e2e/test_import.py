"""`pulumi import`: what exists already is adopted, not created again."""

import pytest
from pulumi.automation.errors import CommandError
from pulumi_aws import cloudwatch

from tests.e2e.sandboxes import Sandbox

GROUP = "/aws/rds/cluster/made-by-hand/postgresql"


def one_log_group() -> None:
    """Declare the log group that was created by hand."""
    cloudwatch.LogGroup("log", name=GROUP, retention_in_days=30)


def imported(name: str, identity: str) -> dict[str, str]:
    """Return a row of an import file."""
    return {"type": "aws:cloudwatch/logGroup:LogGroup", "name": name, "id": identity}


def test_what_was_created_by_hand_is_adopted_without_a_change(sandbox: Sandbox) -> None:
    """For what runs already: afterwards the program and AWS agree.

    What does not exist cannot be imported: of an empty answer would come a resource that is only in the state.
    """
    stack = sandbox.stack("imported", program=one_log_group, config={"aws:region": "us-east-1"})
    stack.start()
    logs = stack.client("logs")
    with pytest.raises(CommandError, match="does not exist"):
        stack.import_resources(resources=[imported("nothing", GROUP)], protect=False, generate_code=False)
    logs.create_log_group(logGroupName=GROUP)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=30)

    stack.import_resources(resources=[imported("log", GROUP)], protect=False, generate_code=False)

    assert set(stack.preview(refresh=True).change_summary) == {"same"}
    stack.destroy()
    assert logs.describe_log_groups()["logGroups"] == []
