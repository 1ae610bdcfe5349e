"""`orion-rds roll`: its plan by live roles, what it calls in which order, and how it goes on after an interruption."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from orion_ops.roll import command, roll
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Refused
from tests.unit.ops.fleet import CALLS, Fleet
from tests.unit.ops.production import CLUSTERS, FLEETS, HERE, THERE, arn

FILE = ["--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
ROLL = ["roll", "--yes", *FILE]
AGAIN = "Run the command again to apply the remaining changes.\n"


@pytest.fixture
def fleet(monkeypatch: pytest.MonkeyPatch) -> Fleet:
    """Healthy instances that wait for nothing."""
    fleet = Fleet()
    monkeypatch.setattr(command, "Aws", fleet.answers.aws)
    monkeypatch.setattr(roll, "POLL_SECONDS", 0)
    # So that a test that fails ends.
    for limit in ("FAILOVER_SECONDS", "INSTANCE_SECONDS"):
        monkeypatch.setattr(roll, limit, 10)
    return fleet


def test_nothing_waits(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, and asks nobody."""
    assert main(["roll", *FILE]) == 0
    assert capsys.readouterr() == ("No instance has pending changes.\n", "")
    assert fleet.calls == []


def test_readers_first_then_one_failover_then_the_former_writer(
    fleet: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other region before all. The failover has restarted the former writer; its class still waits."""
    fleet.wait_for_reboot()
    fleet.servers["one"].changes = {"DBInstanceClass": "db.r7g.2xlarge"}
    fleet.servers["three"].actions = ["system-update"]

    assert main(ROLL) == 0

    assert fleet.calls == [
        ("reboot_db_instance", "four"),
        ("apply_pending_maintenance_action", "three"),
        ("reboot_db_instance", "three"),
        ("reboot_db_instance", "two"),
        ("failover_db_cluster", "three"),
        ("modify_db_instance", "one"),
    ]
    told = capsys.readouterr()
    assert told.err == (
        "four in us-west-2: reboot for static parameters. It is the only instance of orion-prod-dr-aurora: reads are "
        "interrupted.\n"
        "three in us-east-1: system-update, reboot for static parameters.\n"
        "two in us-east-1: reboot for static parameters.\n"
        "One failover of orion-prod-aurora to three: writes are interrupted for seconds.\n"
        "one in us-east-1: DBInstanceClass db.r7g.2xlarge, reboot for static parameters.\n"
        "four: reboot for static parameters.\n"
        "four is `modifying`.\n"
        "four is `rebooting`.\n"
        "three: system-update, reboot for static parameters.\n"
        "three is `modifying`.\n"
        "three is `rebooting`.\n"
        "three: reboot for static parameters.\n"
        "three is `modifying`.\n"
        "three is `rebooting`.\n"
        "two: reboot for static parameters.\n"
        "two is `modifying`.\n"
        "two is `rebooting`.\n"
        "Failover of orion-prod-aurora to three.\n"
        "one: DBInstanceClass db.r7g.2xlarge.\n"
        "one is `modifying`.\n"
        "one is `rebooting`.\n"
    )
    assert told.out == (
        "four: reboot for static parameters.\n"
        "three: system-update, reboot for static parameters.\n"
        "two: reboot for static parameters.\n"
        "orion-prod-aurora: one failover, one -> three.\n"
        "one: DBInstanceClass db.r7g.2xlarge.\n"
    )


def test_readers_alone_need_no_failover(fleet: Fleet) -> None:
    """By the roles of now, not by names."""
    fleet.writer = "two"
    fleet.wait_for_reboot("one", "three")

    assert main(ROLL) == 0
    assert fleet.calls == [("reboot_db_instance", "one"), ("reboot_db_instance", "three")]


def test_a_failover_restarts_what_waits_for_a_reboot_only(fleet: Fleet) -> None:
    """Then nothing is left to do of the former writer."""
    fleet.wait_for_reboot("one")

    assert main(ROLL) == 0
    assert fleet.calls == [("failover_db_cluster", "three")]


@pytest.mark.parametrize("interrupted_at", range(1, 5))
def test_run_again_it_goes_on(interrupted_at: int, fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """Wherever it was interrupted, with exactly one failover in all."""
    fleet.wait_for_reboot("one", "two", "three")
    fleet.servers["one"].changes = {"DBInstanceClass": "db.r7g.2xlarge"}
    done = {operation: fleet.does(operation) for operation in CALLS}

    def interrupt(operation: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        def answer(given: Mapping[str, Any]) -> Mapping[str, Any]:
            done[operation](given)
            if len(fleet.calls) == interrupted_at:
                raise KeyboardInterrupt
            return {}

        return answer

    for operation in CALLS:
        fleet.answers[HERE, operation] = interrupt(operation)
    assert main(ROLL) == 130
    assert capsys.readouterr().err.endswith(f"Interrupted. AWS completes the change in progress. {AGAIN}")
    for each in fleet.servers.values():
        each.statuses.clear()

    assert main(ROLL) == 0
    assert sorted(fleet.calls) == [
        ("failover_db_cluster", "three"),
        ("modify_db_instance", "one"),
        ("reboot_db_instance", "three"),
        ("reboot_db_instance", "two"),
    ]


def test_a_single_instance_is_interrupted_and_it_says_so(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked, nothing is done."""
    del fleet.servers["two"], fleet.servers["three"]
    fleet.wait_for_reboot("one")

    assert main(["roll", *FILE]) == 1
    assert capsys.readouterr().err == (
        "one in us-east-1: reboot for static parameters. It is the only instance of orion-prod-aurora: reads and "
        "writes are interrupted.\n"
        "error: Confirmation needs a terminal. Without one, add --yes.\n"
    )
    assert fleet.calls == []
    assert main(ROLL) == 0
    assert fleet.calls == [("reboot_db_instance", "one")]


def test_what_is_being_changed_is_not_rolled(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """All reasons at once."""
    fleet.wait_for_reboot("two")
    fleet.status = "upgrading"
    fleet.servers["one"].statuses = ["failing-over"]

    assert main(ROLL) == 1
    assert capsys.readouterr().err == (
        "error: The cluster orion-prod-dr-aurora is `upgrading`. Wait until `orion-rds status` shows it as available. "
        "The cluster orion-prod-aurora is `upgrading`. Wait until `orion-rds status` shows it as available. "
        "The instance one is `failing-over`. Wait until it is available.\n"
    )
    assert fleet.calls == []


def test_what_waits_for_a_whole_cluster_is_left(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """AWS upgrades all instances together."""
    found: Any = fleet.answers[HERE, "describe_db_clusters"]

    def with_version(given: Any) -> Any:
        (cluster,) = found(given)["DBClusters"]
        return {"DBClusters": [{**cluster, "PendingModifiedValues": {"EngineVersion": "17.8"}}]}

    fleet.answers[HERE, "describe_db_clusters"] = with_version
    update = {
        "ResourceIdentifier": arn(HERE, "cluster", CLUSTERS[HERE]),
        "PendingMaintenanceActionDetails": [{"Action": "db-upgrade"}],
    }
    fleet.answers[HERE, "describe_pending_maintenance_actions"] = {"PendingMaintenanceActions": [update]}

    assert main(ROLL) == 0
    told = capsys.readouterr()
    assert [line.partition(" is not applied")[0] for line in told.err.splitlines()] == [
        "EngineVersion of the whole cluster orion-prod-aurora",
        "db-upgrade of the whole cluster orion-prod-aurora",
    ]
    assert told.out == "No instance has pending changes.\n"


ERRORS: dict[str, Exception] = {
    "is not allowed": Refused("AccessDenied"),
    "was throttled": Refused("Throttling"),
    "failed (InvalidDBClusterStateFault: Not today)": Refused("InvalidDBClusterStateFault"),
    "timed out": ReadTimeoutError(endpoint_url="https://rds.us-east-1.amazonaws.com"),
    "did not reach AWS": EndpointConnectionError(endpoint_url="https://rds.us-east-1.amazonaws.com"),
}


@pytest.mark.parametrize("operation", ["failover_db_cluster", "reboot_db_instance"])
@pytest.mark.parametrize("said", ERRORS)
def test_a_call_that_fails_is_one_line(
    operation: str, said: str, fleet: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the next step."""
    fleet.wait_for_reboot("one", "two")
    fleet.answers[HERE, operation] = ERRORS[said]

    assert main(ROLL) == 1
    error = capsys.readouterr().err.splitlines(keepends=True)[-1]
    assert error.startswith("error: rds:")
    assert said in error
    assert error.endswith(AGAIN)
    assert fleet.writer == "one"


def test_a_failover_whose_answer_was_lost_is_not_repeated(fleet: Fleet) -> None:
    """Boto3 calls again, and AWS refuses a failover to the instance that writes."""
    fleet.wait_for_reboot("one")
    failover = fleet.does("failover_db_cluster")

    def answer(given: Any) -> Any:
        failover(given)
        fleet.answers[HERE, "failover_db_cluster"] = Refused("InvalidDBInstanceState")
        return fleet.answers.aws().call("rds", "failover_db_cluster", HERE, **given)

    fleet.answers[HERE, "failover_db_cluster"] = answer

    assert main(ROLL) == 0
    assert fleet.writer == "three"


def test_a_writer_that_waits_again_is_not_failed_over_twice(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody changed a parameter meanwhile."""
    fleet.wait_for_reboot("one")
    failover = fleet.does("failover_db_cluster")

    def answer(given: Any) -> Any:
        failover(given)
        fleet.wait_for_reboot("three")
        return {}

    fleet.answers[HERE, "failover_db_cluster"] = answer

    assert main(ROLL) == 1
    assert "three is the writer since the failover, and has pending changes again." in capsys.readouterr().err
    assert len(fleet.calls) == 1


def test_an_action_that_is_listed_after_it_was_applied(fleet: Fleet) -> None:
    """AWS refuses it, and leaves it out of the list later."""
    fleet.servers["two"].actions = ["system-update"]

    def answer(_given: Any) -> Refused:
        fleet.servers["two"].actions = []
        words = f"There is no pending system-update action for {arn(HERE, 'db', 'two')}"
        return Refused("InvalidParameterCombination", words)

    fleet.answers[HERE, "apply_pending_maintenance_action"] = answer

    assert main(ROLL) == 0
    assert fleet.calls == []


def test_an_instance_that_does_not_start_again_is_not_waited_for(
    fleet: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a static parameter that the server does not take, it stays so; the next one is not rebooted."""
    fleet.wait_for_reboot("two", "three")
    reboot = fleet.does("reboot_db_instance")

    def answer(given: Any) -> Any:
        reboot(given)
        fleet.servers["three"].statuses = ["rebooting", "incompatible-parameters"]
        return {}

    fleet.answers[HERE, "reboot_db_instance"] = answer

    assert main(ROLL) == 1
    assert capsys.readouterr().err.endswith(
        "error: The instance three is `incompatible-parameters`. `aws rds describe-events` says why. " + AGAIN
    )
    assert len(fleet.calls) == 1


def test_a_database_that_is_not_deployed(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    """Or is another account's."""
    for region in (HERE, THERE):
        fleet.answers[region, "describe_db_clusters"] = Refused("DBClusterNotFoundFault")

    assert main(ROLL) == 1
    assert capsys.readouterr().err == (
        "error: No cluster of orion-prod exists. Deploy the stack first, or use its credentials.\n"
    )


def test_the_fleet_is_that_of_production() -> None:
    """What the tests above name."""
    assert FLEETS == {HERE: ("one", "two", "three"), THERE: ("four",)}
