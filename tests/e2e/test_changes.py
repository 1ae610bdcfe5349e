"""What is done to a deployed database when its configuration changes; the cluster stays the same cluster."""

from collections.abc import Generator
from pathlib import Path

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from tests.contract.aws_api.test_pending_changes import pass_maintenance_window
from tests.e2e.changes import CHANGES, REFUSALS
from tests.e2e.changes.change import CLUSTER, WRITER
from tests.e2e.changes.looks import holds_data, of_instances
from tests.e2e.deployed import Deployed
from tests.e2e.passwords import opens
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import the_cluster


@pytest.fixture(scope="module")
def deployment(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[Deployed]:
    """The test stack, deployed once."""
    folder = tmp_path_factory.mktemp("changes")
    with Sandbox(read_project(repository / "Pulumi.yaml"), folder, engine) as sandbox:
        # Alarms follow whatever they watch, which `test_alerts.py` is about.
        made = Deployed(sandbox, repository, alarms={"profile": "off"})
        made.up()
        made.told = made.diagnostics
        yield made


@pytest.fixture
def deployed(deployment: Deployed) -> Deployed:
    """The test stack as its file has it, also after a test that failed half way."""
    deployment.begin()
    return deployment


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_does_what_was_asked_and_what_holds_data_stays(deployed: Deployed, name: str) -> None:
    """There and back: the engine's steps, AWS's own words, nothing more to change, and a password that opens."""
    change = CHANGES[name]
    begin, asked = change.begin, {**change.begin, **change.sections}
    deployed.begin(**begin)
    stack = deployed.stack(**begin)
    before = the_cluster(stack)["DbClusterResourceId"]
    if change.outside:
        change.outside(stack)
        assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}
        stack.refresh()
        assert deployed.up(**begin) == {}
    assert change.look(stack) == change.before

    assert deployed.up(**asked) == change.there
    assert deployed.replaced == []
    assert change.look(stack) == change.after
    assert set(deployed.stack(**asked).preview(refresh=True).change_summary) == {OpType.SAME}
    assert opens(stack)

    if not change.one_way:
        assert deployed.up(**begin) == (change.there if change.back is None else change.back)
        assert deployed.replaced == []
        assert change.look(stack) == (change.after if change.stays else change.before)
        assert opens(stack)
    assert the_cluster(stack)["DbClusterResourceId"] == before
    if change.cleared:
        change.cleared(stack)
    if change.spoils:
        deployed.renew()


@pytest.mark.parametrize("name", REFUSALS)
def test_what_aws_does_not_do_in_place_is_refused_in_words(deployed: Deployed, name: str) -> None:
    """The user is told why, without a traceback, and what holds data stays as it is."""
    refusal = REFUSALS[name]
    begin = refusal.begin
    deployed.begin(**begin)
    before = holds_data(deployed.stack())

    with pytest.raises(CommandError) as refused:
        deployed.apart(**{**begin, **refusal.sections}).up()

    assert refusal.words in str(refused.value)
    assert "Traceback" not in str(refused.value)
    assert holds_data(deployed.stack()) == before
    deployed.up(**begin)
    assert set(deployed.stack(**begin).preview(refresh=True).change_summary) == {OpType.SAME}
    assert holds_data(deployed.stack()) == before


def test_what_will_be_regretted_is_told_once_on_the_database(deployment: Deployed) -> None:
    """Pulumi shows it beside the resource that it is about, here an instance without a successor."""
    told = [(event.urn or "", event.message) for event in deployment.told if event.severity == "warning"]

    ((urn, message),) = told
    assert urn.endswith("::orion-rds:index:AuroraDatabase::orion")
    assert "instances: The cluster has one instance." in message


def test_a_class_may_wait_for_the_maintenance_window(deployed: Deployed) -> None:
    """Until then AWS shows it as pending and nothing restarts; afterwards there is nothing left to do."""
    waiting = {"apply": "maintenance_window", "instances": {"count": 1, "instance_class": "db.r7g.2xlarge"}}

    assert deployed.up(**waiting) == {"update": {CLUSTER, WRITER}}
    pending = of_instances("DBInstanceClass", "PendingModifiedValues")
    assert pending(deployed.stack()) == [["db.r7g.large", {"DBInstanceClass": "db.r7g.2xlarge"}]]

    pass_maintenance_window(deployed.stack().api())
    assert of_instances("DBInstanceClass")(deployed.stack()) == [["db.r7g.2xlarge"]]
    assert set(deployed.stack(**waiting).preview(refresh=True).change_summary) == {OpType.SAME}
    # The state does not know yet what the window brought; the next test begins with what is there.
    deployed.stack(**waiting).refresh()


def test_a_protected_database_is_destroyed_in_two_steps_only_and_can_be_restored(deployed: Deployed) -> None:
    """Protection off, then destroy. The secret is left for 30 days, and has to be let go before the next database."""
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
    with pytest.raises(CommandError, match="already scheduled for deletion"):
        deployed.apart().up()
    secrets.delete_secret(SecretId="orion-test/aurora/master", ForceDeleteWithoutRecovery=True)
    deployed.up()
    assert the_cluster(deployed.stack())["Status"] == "available"
