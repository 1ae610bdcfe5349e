"""The password, for life: whoever rotates it owns it, and the secret always opens the cluster."""

from collections.abc import Callable
from typing import Any

import pytest
from pulumi.automation import OpType

from tests.e2e.changes.change import CLUSTER, NETWORK
from tests.e2e.deployed import Deployed
from tests.e2e.passwords import ask, opens, rotate, told

PASSWORD, VALUE = "orion-credentials-password", "orion-credentials-secret-value"


@pytest.fixture
def deployed(deploy: Callable[..., Deployed]) -> Deployed:
    """The test stack."""
    return deploy()


def test_a_password_rotated_outside_is_never_written_over(deployed: Deployed) -> None:
    """Three times, so that Secrets Manager has forgotten every value without a label; then refresh and `up`."""
    stack = deployed.stack()
    for number in range(3):
        rotate(stack, f"rotated-outside-{number}")
    ask(stack, "forget-secret-versions")

    assert set(stack.refresh().summary.resource_changes or {}) <= {OpType.SAME, OpType.UPDATE}
    assert deployed.up() == {}
    assert told(stack)["password"] == "rotated-outside-2"
    assert opens(stack)


@pytest.mark.parametrize(
    "sections",
    [{"master": {"password_version": 2}}, {"network": {**NETWORK, "port": 5433}}],
    ids=["a new version is asked for", "the secret has another port to tell"],
)
def test_the_secret_is_written_together_with_a_new_password_only(deployed: Deployed, sections: dict[str, Any]) -> None:
    """After a rotation outside and a refresh, when the state knows less than ever what counts."""
    stack = deployed.stack()
    rotate(stack, "rotated-outside")
    stack.refresh()

    done = deployed.up(**sections)

    assert {CLUSTER} <= done["update"]
    assert {name for name in done["create"] if name.startswith(VALUE)}
    assert PASSWORD in done["replace"] | done["create-replacement"]
    assert told(stack)["password"] != "rotated-outside"
    assert told(stack)["port"] == sections.get("network", {}).get("port", 5432)
    assert opens(stack)
    assert set(deployed.stack(**sections).preview(refresh=True).change_summary) == {OpType.SAME}
