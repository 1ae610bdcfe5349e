"""`orion-rds dr`: what it refuses and says before a switch, the one call, and how it waits."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError

from orion_ops.dr import command, switch
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Refused
from tests.unit.ops.production import CLUSTERS, HERE, NOW, THERE
from tests.unit.ops.two_regions import ARNS, GLOBAL, Regions

FILE = ["--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
SWITCHOVER = ["dr", "switchover", "--yes", *FILE]
FAILOVER = ["dr", "failover", "--yes", *FILE]
DEAD = ConnectTimeoutError(endpoint_url="https://rds.us-east-1.amazonaws.com")


class Clock:
    """A clock that stands still."""

    @staticmethod
    def now(_zone: object) -> datetime:
        """Return the moment of the answers."""
        return NOW


@pytest.fixture
def regions(monkeypatch: pytest.MonkeyPatch) -> Regions:
    """Two healthy regions, the first of which writes."""
    regions = Regions()
    monkeypatch.setattr(command, "Aws", regions.aws)
    monkeypatch.setattr(command, "datetime", Clock)
    monkeypatch.setattr(switch, "POLL_SECONDS", 0)
    # So that a test that fails ends.
    monkeypatch.setattr(switch, "END_SECONDS", 10)
    return regions


def lose(regions: Regions, region: str) -> None:
    """Let nothing answer in a region."""
    for where, operation in regions.answers:
        if where == region:
            regions.answers[where, operation] = DEAD


def test_a_switchover_is_one_call_in_the_region_that_writes(
    regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says before what it does, and afterwards what is so."""
    assert main(SWITCHOVER) == 0

    target = {"GlobalClusterIdentifier": GLOBAL, "TargetDbClusterIdentifier": ARNS[THERE]}
    assert regions.calls == [(HERE, "switchover_global_cluster", target)]
    told = capsys.readouterr()
    assert told.err == (
        "The switchover of orion-prod-aurora-global makes orion-prod-dr-aurora in us-west-2 the writer in place "
        "of orion-prod-aurora in us-east-1.\n"
        "No acknowledged write is lost. Writes are interrupted until both regions are in sync; a larger lag takes "
        "longer.\n"
        "Lag: 70 ms at 11:59 UTC.\n"
        "The switchover has started.\n"
    )
    assert told.out == (
        "orion-prod-dr-aurora in us-west-2 is the writer.\n"
        "Clients of orion.global.rds.amazonaws.com follow through DNS; others must use cluster.us-west-2.\n"
        "`pulumi preview --refresh` shows no change.\n"
        "To switch back: `orion-rds dr switchover --to us-east-1`.\n"
    )


@pytest.mark.parametrize("arguments", [SWITCHOVER, FAILOVER])
def test_where_the_region_writes_already_nothing_is_called(
    arguments: list[str], regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after an interrupt, when the command is run again: it must not switch back."""
    regions.writer = THERE

    assert main(arguments) == 0
    assert regions.calls == []
    assert capsys.readouterr().err == "The cluster orion-prod-dr-aurora in us-west-2 is already the writer.\n"


def test_the_way_back_is_named(regions: Regions) -> None:
    """The call is made in the region that writes then."""
    regions.writer = THERE

    assert main([*SWITCHOVER, "--to", HERE]) == 0
    assert regions.calls == [
        (
            THERE,
            "switchover_global_cluster",
            {"GlobalClusterIdentifier": GLOBAL, "TargetDbClusterIdentifier": ARNS[HERE]},
        )
    ]


def test_a_failover_needs_no_answer_of_the_lost_region(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """It states the loss by the last lag, and says what was not answered."""
    lose(regions, HERE)

    assert main(FAILOVER) == 0

    target = {"GlobalClusterIdentifier": GLOBAL, "TargetDbClusterIdentifier": ARNS[THERE], "AllowDataLoss": True}
    assert regions.calls == [(THERE, "failover_global_cluster", target)]
    told = capsys.readouterr()
    assert told.err == (
        "The failover of orion-prod-aurora-global makes orion-prod-dr-aurora in us-west-2 the writer in place "
        "of orion-prod-aurora in us-east-1.\n"
        "Accepted loss: writes that us-east-1 has acknowledged since 2026-11-29 11:58:59 UTC may be lost. The last lag "
        "in CloudWatch is 70 ms, of 11:59 UTC, 1 min ago; earlier commits have arrived in us-west-2.\n"
        "us-east-1 does not respond, which does not prevent a failover: rds:DescribeDBClusters in us-east-1 timed out "
        '(Connect timeout on endpoint URL: "https://rds.us-east-1.amazonaws.com"). Check the network, a VPN or '
        "proxy, and AWS_ENDPOINT_URL; then run the command again.\n"
        "The failover has started.\n"
    )
    assert told.out == (
        "orion-prod-dr-aurora in us-west-2 is the writer.\n"
        "Clients of orion.global.rds.amazonaws.com follow through DNS; others must use cluster.us-west-2.\n"
        "AWS adds orion-prod-aurora in us-east-1 as the secondary cluster when that region is available again, which "
        "may take hours. Keep applications from writing there until then.\n"
        "Writes that us-west-2 lacks may be in the snapshot `rds:unplanned-global-failover-orion-prod-aurora-...`, "
        "which AWS tries to take there first: `aws rds describe-db-cluster-snapshots --snapshot-type automated "
        "--region us-east-1`.\n"
        "`pulumi preview --refresh` needs both regions; it then shows no change.\n"
        "To switch back: `orion-rds dr switchover --to us-east-1`.\n"
    )


@pytest.mark.parametrize(
    ("what", "hurried"), [("failover", {HERE}), ("status", {HERE, THERE}), ("switchover", set[str]())]
)
def test_what_may_be_lost_has_little_time(what: str, hurried: set[str], regions: Regions) -> None:
    """A failover needs the answers of the other region, and a switchover those of both."""
    main(["dr", what, *FILE])

    assert [each.doubtful for each in regions.asked] == [hurried]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            {"MetricDataResults": []},
            "CloudWatch has no AuroraGlobalDBRPOLag of orion-prod-dr-aurora in the last 3 hours.",
        ),
        (Refused("AccessDenied"), "cloudwatch:GetMetricData in us-west-2 is not allowed (AccessDenied: Not today)."),
    ],
)
def test_a_loss_that_is_not_known_is_said_to_be(
    answer: Any, reason: str, regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """And is no reason to refuse a failover."""
    regions.answers[THERE, "get_metric_data"] = answer

    assert main(FAILOVER) == 0
    told = capsys.readouterr().err
    assert f"\nAccepted loss: unknown. {reason}" in told
    assert "Every write that us-east-1 has acknowledged and us-west-2 has not received is lost.\n" in told


def test_a_failover_from_a_region_that_works_names_the_better_way(
    regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before it asks."""
    assert main(["dr", "failover", *FILE]) == 1
    told = capsys.readouterr().err
    assert (
        "us-east-1 responds, and its cluster is `available`. If it still accepts writes, `orion-rds dr switchover --to "
        "us-west-2` loses nothing.\n"
        "error: Confirmation needs a terminal. Without one, add --yes.\n"
    ) in told
    assert regions.calls == []


Change = Callable[[Regions], object]

OF_BOTH: dict[str, tuple[Change, str]] = {
    "a switch that goes on": (
        lambda regions: regions.database.update(FailoverState={"Status": "cancelling"}),
        "A switch of orion-prod-aurora-global is `cancelling`. Wait until it has ended.",
    ),
    "a target that is modified": (
        lambda regions: regions.clusters[THERE].update(Status="modifying"),
        "The cluster orion-prod-dr-aurora in us-west-2 is `modifying`. Wait until `orion-rds dr status` shows it as "
        "available.",
    ),
    "no instance": (
        lambda regions: regions.instances[THERE].clear(),
        "No instance of orion-prod-dr-aurora in us-west-2 is available to become the writer. Add one: "
        "`disaster_recovery.instances: {count: 1}`.",
    ),
    "an instance that starts": (
        lambda regions: regions.instances[THERE][0].update(DBInstanceStatus="rebooting"),
        "No instance of orion-prod-dr-aurora in us-west-2 is available to become the writer. Wait until `orion-rds "
        "dr status` shows it as available.",
    ),
    "a cluster that has left": (
        lambda regions: regions.database.update(GlobalClusterMembers=[{"DBClusterArn": ARNS[HERE], "IsWriter": True}]),
        "The cluster orion-prod-dr-aurora in us-west-2 is not part of orion-prod-aurora-global. Deploy the stack.",
    ),
    "another version": (
        lambda regions: regions.clusters[HERE].update(EngineVersion="17.6"),
        "orion-prod-aurora runs 17.6, and orion-prod-dr-aurora 17.7. AWS switches only between clusters of the same "
        "minor version. Install it in both, as docs/disaster-recovery.md says under Limits.",
    ),
}
OF_SWITCHOVER: dict[str, tuple[Change, str]] = {
    "a source that is modified": (
        lambda regions: regions.clusters[HERE].update(Status="upgrading"),
        "The cluster orion-prod-aurora in us-east-1 is `upgrading`. Wait until `orion-rds dr status` shows it as "
        "available.",
    ),
    "a global database that is modified": (
        lambda regions: regions.database.update(Status="modifying"),
        "The global database orion-prod-aurora-global is `modifying`. Wait until `orion-rds dr status` shows it as "
        "available.",
    ),
    "no synchronization": (
        lambda regions: setattr(regions, "synchronization", "pending-resync"),
        "The cluster orion-prod-dr-aurora is `pending-resync`: it does not receive all changes. Check the RDS "
        "events in both regions.",
    ),
    "no writer": (
        lambda regions: setattr(regions, "writer", ""),
        "The cluster orion-prod-aurora in us-east-1 is not the writer.",
    ),
}


@pytest.mark.parametrize("case", OF_BOTH | OF_SWITCHOVER)
def test_what_aws_would_refuse(case: str, regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is called; `status` tells the same."""
    change, text = (OF_BOTH | OF_SWITCHOVER)[case]
    change(regions)

    assert main(SWITCHOVER) == 1
    assert text in capsys.readouterr().err
    if case in OF_BOTH:
        assert main(FAILOVER) == 1
        assert text in capsys.readouterr().err
    assert regions.calls == []
    assert main(["dr", "status", "--json", *FILE]) == 3
    problems = json.loads(capsys.readouterr().out)["sections"]["switch"]["problems"]
    assert text in problems


def test_a_failover_only_needs_the_region_that_takes_over(regions: Regions) -> None:
    """The other one may be in any state."""
    for change, _ in OF_SWITCHOVER.values():
        change(regions)

    assert main(FAILOVER) == 0
    assert len(regions.calls) == 1


def test_a_switchover_without_the_region_that_writes_names_the_failover(
    regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is called."""
    lose(regions, HERE)

    assert main(SWITCHOVER) == 1
    assert (
        "A switchover needs both regions. If us-east-1 is lost: `orion-rds dr failover --to us-west-2`."
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("InvalidGlobalClusterStateFault", "failed (InvalidGlobalClusterStateFault: Not today). Look up the error"),
        (
            "Throttling",
            "was throttled because the account makes too many calls (Throttling: Not today). Run the command",
        ),
        ("AccessDenied", "is not allowed (AccessDenied: Not today). Allow the caller this action"),
    ],
)
def test_a_call_that_is_refused_has_begun_nothing(
    error: str, said: str, regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the next step."""
    regions.answers[HERE, "switchover_global_cluster"] = Refused(error)

    assert main(SWITCHOVER) == 1
    told = capsys.readouterr()
    assert f"error: rds:SwitchoverGlobalCluster in us-east-1 {said}" in told.err
    assert told.err.endswith("The switchover has not started.\n")
    assert told.out == ""


@pytest.mark.parametrize("status", ["", "switching-over"])
def test_a_call_whose_answer_was_lost_is_waited_for(
    status: str, regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it is done, or under way."""
    done = regions.switch(HERE, "switchover_global_cluster")

    def lose_the_answer(given: Any) -> Any:
        if status:
            begin(regions, status)
        else:
            done(given)
        raise DEAD

    regions.answers[HERE, "switchover_global_cluster"] = lose_the_answer

    assert main(SWITCHOVER) == 0
    assert regions.writer == THERE
    assert "The switchover has started.\n" in capsys.readouterr().err


def begin(regions: Regions, *statuses: str) -> None:
    """Let a switch be under way, with these statuses one after the other, each in two answers."""
    remaining = [each for each in statuses for _ in range(2)]
    before: Any = regions.answers[THERE, "describe_global_clusters"]

    def answer(given: Any) -> Any:
        if remaining:
            state = {"Status": remaining.pop(0), "ToDbClusterArn": ARNS[THERE], "FromDbClusterArn": ARNS[HERE]}
            regions.database["FailoverState"] = state
        else:
            # As AWS does when it has ended.
            regions.writer, regions.database["FailoverState"] = THERE, {}
        return before(given)

    regions.answers[THERE, "describe_global_clusters"] = answer


def test_a_switch_that_is_under_way_is_waited_for(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Each status once. Nothing is called, and nobody is asked."""
    begin(regions, "pending", "switching-over")

    assert main(["dr", "switchover", *FILE]) == 0
    assert regions.calls == []
    assert capsys.readouterr().err == (
        "The cluster orion-prod-dr-aurora in us-west-2 is already becoming the writer.\n"
        "orion-prod-aurora-global is `pending`.\n"
        "orion-prod-aurora-global is `switching-over`.\n"
    )


def test_a_switch_that_aws_cancels_is_not_waited_for(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """The clusters return to their roles, so it would wait in vain for half an hour."""
    begin(regions, "switching-over", "cancelling")

    assert main(SWITCHOVER) == 1
    assert capsys.readouterr().err.endswith(
        "orion-prod-aurora-global is `switching-over`.\n"
        "error: AWS has cancelled the switchover, and orion-prod-dr-aurora does not become the writer. `aws rds "
        "describe-events` in both regions says why; then run the command again.\n"
    )


def test_a_failover_does_not_take_a_switchover_for_itself(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """That one waits for the region that is lost."""
    begin(regions, "switching-over", "switching-over", "switching-over")

    assert main(FAILOVER) == 1
    assert "A switch of orion-prod-aurora-global is `switching-over`." in capsys.readouterr().err


def test_a_failover_does_not_wait_for_the_lost_region(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """AWS may show it as under way until that is back, while the other one writes."""
    failed_over = regions.switch(THERE, "failover_global_cluster")

    def answer(given: Any) -> Any:
        state = {"Status": "failing-over", "ToDbClusterArn": ARNS[THERE], "IsDataLossAllowed": True}
        regions.database["FailoverState"] = state
        return failed_over(given)

    regions.answers[THERE, "failover_global_cluster"] = answer

    assert main(FAILOVER) == 0
    assert main(FAILOVER) == 0
    assert len(regions.calls) == 1
    assert capsys.readouterr().out.count("orion-prod-dr-aurora in us-west-2 is the writer.\n") == 2


def test_a_switch_to_the_other_region_is_not_taken_for_one_to_this(
    regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """The region that still writes is about to write no longer."""
    regions.database["FailoverState"] = {"Status": "switching-over", "ToDbClusterArn": ARNS[THERE]}

    assert main([*SWITCHOVER, "--to", HERE]) == 1
    assert "A switch of orion-prod-aurora-global is `switching-over`." in capsys.readouterr().err


@pytest.mark.parametrize("what", ["failover", "status", "switchover"])
def test_an_endpoint_that_does_not_resolve_is_one_line(
    what: str, regions: Regions, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the next step."""
    for key in regions.answers:
        regions.answers[key] = EndpointConnectionError(endpoint_url="https://rds.nowhere.example")

    assert main(["dr", what, *FILE]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: rds:DescribeGlobalClusters in us-")
    assert 'did not reach AWS (Could not connect to the endpoint URL: "https://rds.nowhere.example")' in told
    assert told.count("\n") == 1


def test_an_error_while_it_waits_says_that_it_has_begun(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Run again, the command waits on."""
    switched = regions.switch(HERE, "switchover_global_cluster")

    def answer(given: Any) -> Any:
        regions.answers[THERE, "describe_global_clusters"] = Refused("Throttling")
        return switched(given)

    regions.answers[HERE, "switchover_global_cluster"] = answer

    assert main(SWITCHOVER) == 1
    assert capsys.readouterr().err.endswith("The switchover has started: run the command again to continue waiting.\n")


MISSING: dict[str, Change] = {
    f"{CLUSTERS[THERE]} is `promoting`.": lambda regions: regions.clusters[THERE].update(Status="promoting"),
    "four is `rebooting`.": lambda regions: regions.instances[THERE][0].update(DBInstanceStatus="rebooting"),
    f"{CLUSTERS[THERE]} has no writer instance yet.": lambda regions: regions.instances[THERE].clear(),
}


@pytest.mark.parametrize("said", MISSING)
def test_it_waits_until_an_instance_writes(
    said: str,
    regions: Regions,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The role of the cluster comes first."""
    monkeypatch.setattr(switch, "END_SECONDS", 0)
    regions.writer = THERE
    MISSING[said](regions)

    assert main(SWITCHOVER) == 1
    assert capsys.readouterr().err.endswith(
        f"{said}\nerror: orion-prod-dr-aurora does not accept writes after 0 s. `orion-rds status` shows the state of "
        "the database.\n"
    )


def test_an_interrupt_says_what_goes_on(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """AWS does."""

    def interrupt(_: Any) -> Any:
        raise KeyboardInterrupt

    switched = regions.switch(HERE, "switchover_global_cluster")

    def answer(given: Any) -> Any:
        regions.answers[THERE, "describe_global_clusters"] = interrupt
        return switched(given)

    regions.answers[HERE, "switchover_global_cluster"] = answer

    assert main(SWITCHOVER) == 130
    assert capsys.readouterr().err.endswith(
        "Interrupted. AWS continues the switchover: `orion-rds dr status` shows its state.\n"
    )


def test_a_region_that_the_database_does_not_have(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor one that has no other."""
    assert main([*SWITCHOVER, "--to", "eu-west-1"]) == 1
    assert capsys.readouterr().err == (
        "error: The database is not in eu-west-1. It is in us-east-1 and us-west-2: name one of them with --to.\n"
    )
    assert main(["dr", "switchover", "--stack-file", str(REPOSITORY / "Pulumi.test.yaml")]) == 1
    assert capsys.readouterr().err == (
        "error: The stack file has no `disaster_recovery`: the database has one region.\n"
    )
    assert regions.calls == []


def test_a_database_that_is_not_deployed(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Or is another account's."""
    for region in (HERE, THERE):
        regions.answers[region, "describe_global_clusters"] = Refused("GlobalClusterNotFoundFault")

    assert main(SWITCHOVER) == 1
    assert capsys.readouterr().err == (
        f"error: The global database {GLOBAL} does not exist. Deploy the stack, or use its credentials.\n"
    )


def test_the_status_shows_who_writes_and_who_could(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """After a switch, the other direction."""
    assert main(["dr", "status", "--json", *FILE]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["account"] == "123456789012"
    assert [row["role"] for row in found["sections"]["replication"]["rows"]] == ["writer", "secondary"]
    assert found["sections"]["switch"]["rows"] == [
        {"switch": "switchover", "to": THERE, "accepted": "yes"},
        {"switch": "failover", "to": THERE, "accepted": "yes"},
    ]
    assert found["sections"]["switch"]["notes"][0].startswith(
        "Failover to us-west-2: Accepted loss: writes that us-east-1 has acknowledged since 2026-11-29 11:58:59 UTC may"
    )

    regions.writer = THERE
    assert main(["dr", "status", "--json", *FILE]) == 0
    assert {row["to"] for row in json.loads(capsys.readouterr().out)["sections"]["switch"]["rows"]} == {HERE}


@pytest.mark.parametrize("lost", [HERE, THERE])
def test_the_status_is_shown_without_a_region(lost: str, regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever answers describes the global database."""
    lose(regions, lost)

    assert main(["dr", "status", "--json", *FILE]) == 4
    sections = json.loads(capsys.readouterr().out)["sections"]
    assert [row["role"] for row in sections["replication"]["rows"]] == ["writer", "secondary"]
    accepted = {row["switch"]: row["accepted"] for row in sections["switch"]["rows"]}
    assert accepted == {"switchover": "not known", "failover": "yes" if lost == HERE else "not known"}


def test_the_status_is_for_people_too(regions: Regions, capsys: pytest.CaptureFixture[str]) -> None:
    """As that of `orion-rds status`."""
    assert regions
    assert main(["dr", "status", *FILE]) == 0
    assert "\nswitch: healthy\n" in capsys.readouterr().out
