"""`orion-rds drill failover`: what it refuses before it does anything, and how it connects."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from orion_ops.drill import command
from orion_ops.postgres import Server
from orion_ops.reaching import CONNECT_TO, Address, addresses
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import HERE, healthy

DRILL = ["drill", "failover", "--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
PROTECTED = "The cluster orion-prod-aurora has deletion protection. To interrupt it anyway, add --protected."


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, a healthy stack."""
    answers = healthy()
    monkeypatch.setattr(command, "Aws", answers.aws)
    monkeypatch.delenv(CONNECT_TO, raising=False)
    return answers


def change(answers: Answers, operation: str, key: str, **values: Any) -> None:
    """Change the first item of an answer."""
    answer: Any = answers[HERE, operation]
    response: Any = answer({}) if callable(answer) else answer
    first, *rest = response[key]
    answers[HERE, operation] = {key: [{**first, **values}, *rest]}


def test_a_protected_cluster_needs_a_word(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name says nothing about how it is used."""
    change(answers, "describe_db_clusters", "DBClusters", DeletionProtection=True)

    assert main([*DRILL, "--yes"]) == 1
    assert capsys.readouterr().err == f"error: {PROTECTED}\n"


def test_what_is_not_healthy_is_not_interrupted(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """All reasons at once."""
    change(answers, "describe_db_clusters", "DBClusters", DeletionProtection=True, Status="upgrading")
    change(answers, "describe_db_instances", "DBInstances", DBInstanceStatus="rebooting")

    assert main([*DRILL, "--yes"]) == 1
    assert capsys.readouterr().err == (
        f"error: {PROTECTED} The cluster orion-prod-aurora is `upgrading`. Wait until `orion-rds status` shows it as "
        "available. The instance one is `rebooting`. Wait until it is available.\n"
    )


def test_one_instance_has_nothing_to_fail_over_to(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor has a database that does not exist."""
    change(answers, "describe_db_clusters", "DBClusters", DeletionProtection=False)
    answer: Any = answers[HERE, "describe_db_instances"]
    answers[HERE, "describe_db_instances"] = {"DBInstances": answer["DBInstances"][:1]}

    assert main([*DRILL, "--yes"]) == 1
    assert "has no reader to take over. Add one: `instances: {count: 2}`." in capsys.readouterr().err


@pytest.mark.usefixtures("answers")
def test_it_asks_unless_it_is_told_not_to(capsys: pytest.CaptureFixture[str]) -> None:
    """And says what it will do. Where nobody can be asked it does nothing."""
    assert main([*DRILL, "--protected"]) == 1
    assert capsys.readouterr().err == (
        "The drill fails over orion-prod-aurora in us-east-1 1 times: its writer one is interrupted for seconds. "
        "During the drill, clients write to a table of their own, which is dropped afterwards.\n"
        "error: Confirmation needs a terminal. Without one, add --yes.\n"
    )


def test_a_report_that_cannot_be_written_is_refused_before_the_drill(
    answers: Answers, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Beside the other reasons: the drill would be in vain."""
    change(answers, "describe_db_clusters", "DBClusters", DeletionProtection=True)

    for file in (tmp_path, tmp_path / "missing" / "drill.html"):
        assert main([*DRILL, "--yes", "--html", str(file)]) == 1
        said = f"The report cannot be written to {file}. Pass a file in an existing folder: `--html drill.html`."
        assert capsys.readouterr().err == f"error: {PROTECTED} {said}\n"


@pytest.mark.parametrize("runs", ["0", "-1", "two", "1.5"])
def test_there_is_at_least_one_run(runs: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no number of runs is refused as other wrong options are."""
    with pytest.raises(SystemExit, match="2"):
        main([*DRILL, f"--runs={runs}"])

    assert f"argument --runs: {runs!r} is not a positive number" in capsys.readouterr().err


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the option, else from the variable."""
    monkeypatch.setenv(CONNECT_TO, "a=127.0.0.1:1 b=::1:2")

    assert addresses(argparse.Namespace(connect_to=None)) == {"a": Address("127.0.0.1", 1), "b": Address("::1", 2)}
    assert addresses(argparse.Namespace(connect_to=["c=10.0.0.1:3"])) == {"c": Address("10.0.0.1", 3)}


@pytest.mark.parametrize("text", ["a", "a=", "a=1.2.3.4", "a=1.2.3.4:", "=1.2.3.4:5", "a=:5", "a=1.2.3.4:x"])
def test_addresses_of_another_form(text: str) -> None:
    """Each is named."""
    with pytest.raises(ValueError, match="is not HOST=ADDRESS:PORT, such as"):
        addresses(argparse.Namespace(connect_to=[text]))


SERVER = Server("w", "r", ["i", "j"], 5432, "shop", "me", {}, "ca.pem")


def test_hosts_without_an_address_are_looked_up() -> None:
    """TLS verifies the name in both cases."""
    assert SERVER.parameters(["w", "i"]) == {
        "host": "w,i",
        "port": "5432,5432",
        "dbname": "shop",
        "user": "me",
        "sslmode": "verify-full",
        "sslrootcert": "ca.pem",
    }


def test_hosts_that_are_reached_elsewhere() -> None:
    """By address and port, in the order of the hosts."""
    reached = Server("w", "r", [], 5432, "shop", "me", {"w": Address("127.0.0.1", 1), "r": Address("::1", 2)}, "ca.pem")

    found = reached.parameters(["w", "r"], connect_timeout=3)

    assert (found["host"], found["hostaddr"], found["port"]) == ("w,r", "127.0.0.1,::1", "1,2")
    assert found["connect_timeout"] == 3


def test_a_host_without_an_address_beside_one_that_is_reached_elsewhere() -> None:
    """One tunnel to the writer is enough: libpq looks the other hosts up."""
    found = Server("w", "r", ["i"], 5432, "shop", "me", {"w": Address("127.0.0.1", 1)}, "ca.pem").parameters(["w", "i"])

    assert (found["host"], found["hostaddr"], found["port"]) == ("w,i", "127.0.0.1,", "1,5432")
