"""A cluster stays in the DB subnet group in which it was made."""

from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed, settings, the_cluster

GIVEN = "data"


@pytest.mark.parametrize("given_first", [False, True], ids=["made-first", "given-first"])
def test_a_subnet_group_that_is_made_cannot_be_given_later_nor_the_other_way(
    sandbox: Sandbox, repository: Path, given_first: bool
) -> None:
    """An unprotected stack would lose its data; preview and `up` say why, before anything is changed."""
    made: dict[str, Any] = settings(repository, "test")["orion-rds:database"]["network"]
    given = {key: value for key, value in made.items() if key != "subnet_ids"} | {"subnet_group_name": GIVEN}
    first, then = (given, made) if given_first else (made, given)

    def stack(network: dict[str, Any]) -> SandboxStack:
        return sandbox.stack("test", config=changed(repository, network=network))

    stack(first).up()
    before = the_cluster(stack(first))
    assert (before["DBSubnetGroup"] == GIVEN) is given_first

    for refused in (stack(then).preview, stack(then).up):
        with pytest.raises(CommandError) as caught:
            refused()
        message = str(caught.value)
        assert "network.subnet_group_name: " in message
        assert f"The cluster runs in the DB subnet group `{before['DBSubnetGroup']}`" in message
        assert "Traceback" not in message

    assert the_cluster(stack(first))["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert set(stack(first).preview(refresh=True).change_summary) == {OpType.SAME}
