"""Changes of the configuration of a deployed database; the cluster stays the same cluster."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox import daemon
from tests.contract.aws_api.test_pending_changes import pass_maintenance_window
from tests.e2e.bases import Bases
from tests.e2e.changes import CHANGES
from tests.e2e.changes.change import CLUSTER, WRITER, Refusal
from tests.e2e.changes.groups import GROUPS, REFUSED, beginning, combined_steps, end, together
from tests.e2e.changes.looks import REGIONS, of_instances
from tests.e2e.deployed import Deployed
from tests.e2e.passwords import opens
from tests.e2e.test_database import changed, settings, the_cluster

ALWAYS: Mapping[str, Any] = {"alarms": {"profile": "off"}}
"""Alarms follow what they watch, which `test_alerts.py` is about."""

Deploy = Callable[..., Deployed]


@pytest.fixture(scope="session")
def file(repository: Path) -> dict[str, Any]:
    """The sections of the test stack's file."""
    return {**settings(repository, "test")["orion-rds:database"], **ALWAYS}


@pytest.fixture
def deployed(deploy: Deploy) -> Deployed:
    """The test stack as its file has it."""
    return deploy({**ALWAYS})


def test_every_row_is_in_one_group() -> None:
    """A row without a group is never deployed."""
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(CHANGES)


@pytest.mark.parametrize("group", GROUPS)
def test_a_change_does_what_was_asked_and_what_holds_data_stays(
    deploy: Deploy, file: dict[str, Any], subtests: pytest.Subtests, group: str
) -> None:
    """Check the steps of the engine, what AWS reports, an empty preview afterwards, the password, and the way back."""
    rows = {name: CHANGES[name] for name in GROUPS[group]}
    changes = list(rows.values())
    begin, asked = beginning(file, changes), end(file, changes)
    deployed = deploy({**ALWAYS}, **begin)
    stack = deployed.stack(**begin)
    before = the_cluster(stack)["DbClusterResourceId"]
    outside = [change.outside for change in changes if change.outside]
    for act in outside:
        act(stack)
    if outside:
        assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
        stack.refresh()
        assert deployed.up(**begin) == {}
    for name, change in rows.items():
        with subtests.test(row=name):
            assert change.look(stack) == change.before

    assert deployed.up(**asked) == combined_steps([change.there for change in changes])
    assert deployed.replaced == []
    for name, change in rows.items():
        with subtests.test(row=name):
            assert change.look(stack) == change.after
    assert set(deployed.stack(**asked).preview(refresh=True).change_summary) == {OpType.SAME}
    assert opens(stack)

    if not any(change.one_way for change in changes):
        assert deployed.up(**begin) == combined_steps([change.way_back for change in changes])
        assert deployed.replaced == []
        for name, change in rows.items():
            with subtests.test(row=name):
                assert change.look(stack) == (change.after if change.stays else change.before)
        assert opens(stack)
    assert the_cluster(stack)["DbClusterResourceId"] == before


@pytest.mark.parametrize("group", REFUSED)
def test_what_aws_does_not_do_in_place_is_refused_before_anything_is_touched(
    deploy: Deploy, file: dict[str, Any], subtests: pytest.Subtests, group: str
) -> None:
    """With a preview and without one the message says why, without a traceback, and AWS has exactly what it had."""
    rows = REFUSED[group]
    begin = beginning(file, list(rows.values()))
    deployed = deploy({**ALWAYS}, **begin)

    for several in together(file, rows):
        stack = deployed.apart(**end(file, list(several.values())))
        previewed = refused(stack.preview)
        # The preview has created in the sandbox what the configuration names.
        before = daemon.content(stack.api(), *REGIONS)
        deployment = refused(stack.up)
        for name, row in several.items():
            with subtests.test(row=name):
                assert names_it(previewed, row), previewed
                assert names_it(deployment, row), deployment
        assert daemon.content(stack.api(), *REGIONS) == before
    assert deployed.up(**begin) == {}


def refused(command: Callable[[], object]) -> str:
    """Return the words in which a command is refused."""
    with pytest.raises(CommandError) as caught:
        command()
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


def names_it(message: str, row: Refusal) -> bool:
    """Return whether a message names the setting of a refusal, and says why."""
    setting = re.search(rf"\b{re.escape(row.setting)}(: |\s*$)", message, re.MULTILINE)
    return bool(setting) and row.words in " ".join(message.split())


def test_what_will_be_regretted_is_told_once_on_the_database(bases: Bases, repository: Path) -> None:
    """Pulumi shows a warning beside the database, here that its one instance has no successor."""
    ((urn, message),) = Bases.warnings(bases.deployed("test", changed(repository, **ALWAYS)))

    assert urn.endswith("::orion-rds:index:AuroraDatabase::orion")
    assert "instances: The cluster has one instance." in message


def test_a_class_may_wait_for_the_maintenance_window(deployed: Deployed) -> None:
    """Until then AWS shows it as pending and nothing restarts; afterwards there is nothing left to do."""
    waiting = {"apply": "maintenance_window", "instances": {"count": 1, "instance_class": "db.r7g.2xlarge"}}

    assert deployed.up(**waiting) == {"update": {CLUSTER, WRITER}}
    (said,) = [each for each in deployed.diagnostics if "database-waits-for-the-window" in each.message]
    assert (said.severity, "instances.1: " in said.message) == ("warning", True)
    assert (said.urn or "").endswith("::orion-rds:index:AuroraDatabase::orion")
    pending = of_instances("DBInstanceClass", "PendingModifiedValues")
    assert pending(deployed.stack()) == [["db.r7g.large", {"DBInstanceClass": "db.r7g.2xlarge"}]]

    pass_maintenance_window(deployed.stack().api())
    assert of_instances("DBInstanceClass")(deployed.stack()) == [["db.r7g.2xlarge"]]
    assert set(deployed.stack(**waiting).preview(refresh=True).change_summary) == {OpType.SAME}


def test_a_protected_database_is_destroyed_in_two_steps_only_and_can_be_restored(deployed: Deployed) -> None:
    """Protection off, then destroy. The secret is left for 30 days, and the next database has one of its own."""
    protected = {"deletion": True, "final_snapshot": True}
    deployed.up(protection=protected)
    with pytest.raises(CommandError, match="protected"):
        deployed.stack(protection=protected).destroy()
    assert the_cluster(deployed.stack())["Status"] == "available"

    deployed.up(protection={**protected, "deletion": False})
    deployed.stack().destroy()

    rds = deployed.stack().client("rds")
    (snapshot,) = rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]
    assert rds.describe_db_clusters()["DBClusters"] == rds.describe_db_instances()["DBInstances"] == []
    assert snapshot["DBClusterSnapshotIdentifier"].startswith("orion-test-aurora-final-")

    secrets = deployed.stack().client("secretsmanager")
    (former,) = secrets.list_secrets(IncludePlannedDeletion=True)["SecretList"]
    deployed.up()
    assert the_cluster(deployed.stack())["Status"] == "available"
    assert opens(deployed.stack())
    secrets.restore_secret(SecretId=former["ARN"])
