"""Deployments of single resources: `pulumi up --target`."""

from collections.abc import Callable, Mapping
from typing import Any

from pulumi.automation import OpType

from tests.component.stacks import whole_config
from tests.e2e.deployed import Deployed, logical_name

LOG, RULE, GUARD = "orion-cluster-log-postgresql", "orion-network-from-10-99-0-0-16", "orion-guard"


def state(deployed: Deployed) -> Mapping[str, Mapping[str, Any]]:
    """Return the resources of the stack's state, by logical names."""
    exported = deployed.stack().automation().export_stack().deployment or {}
    return {logical_name(resource["urn"]): resource for resource in exported["resources"]}


def test_a_target_is_deployed_without_what_is_new_elsewhere(deploy: Callable[..., Deployed]) -> None:
    """With its dependents, of which the guard is one: it depends on everything, and a new rule is not deployed yet.
    The next deployment of everything creates the rule, before which a destroy has to stop too.
    """
    deployed = deploy()
    network = whole_config("test")["network"]
    sections = {
        "network": {**network, "allow_from": {**network["allow_from"], "lab": "10.99.0.0/16"}},
        "logs": {"retention_days": 60},
    }
    target = [state(deployed)[LOG]["urn"]]

    alone = deployed.apart(**sections).up(target=target).summary.resource_changes or {}
    dependents = deployed.apart(**sections).up(target=target, target_dependents=True).summary.resource_changes or {}

    assert set(alone) == {OpType.SAME, OpType.UPDATE}
    assert set(dependents) == {OpType.SAME}
    assert state(deployed)[LOG]["inputs"]["retentionInDays"] == 60
    assert RULE not in state(deployed)

    assert deployed.up(**sections)["create"] == {RULE}
    assert state(deployed)[RULE]["urn"] in state(deployed)[GUARD]["dependencies"]
    assert set(deployed.stack(**sections).preview().change_summary) == {OpType.SAME}
