"""Faults on request, as clients of the AWS API meet them."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from orion_sandbox import __main__ as command_line
from orion_sandbox import daemon, faults
from orion_sandbox.errors import SandboxError
from orion_sandbox.faults import KINDS, Fault
from orion_sandbox.stack import SandboxStack
from tests.contract.aws_api.conftest import connect

NO_SHARE = "is not a share of the calls, above 0 and up to 1; --seconds sets the wait"
Sandbox = Callable[..., tuple[int, list[str]]]


@pytest.fixture(scope="module")
def copy(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[daemon.Api]:
    """An API of this module's own: its faults would meet the calls of other tests."""
    folder = tmp_path_factory.mktemp("faults")
    yield daemon.clone(seeded, folder)
    daemon.stop(folder)


@pytest.fixture
def failing(copy: daemon.Api) -> Iterator[daemon.Api]:
    """It, without faults in the beginning and in the end."""
    faults.put(copy)
    yield copy
    faults.put(copy)


def topics(api: daemon.Api) -> list[str]:
    """Names of the topics that tests have made."""
    found = connect(api, "sns").list_topics()["Topics"]
    return [name for each in found if (name := each["TopicArn"].rsplit(":", 1)[1]).startswith("t")]


def test_a_refused_call_changes_nothing(failing: daemon.Api, name: str) -> None:
    """And only the action that is named meets it."""
    faults.put(failing, [Fault(kind="deny", action="sns:CreateTopic")])

    with pytest.raises(ClientError) as refused:
        connect(failing, "sns").create_topic(Name=name)

    assert refused.value.response["Error"]["Code"] == "AuthorizationError"
    assert "not authorized to perform: sns:CreateTopic" in refused.value.response["Error"]["Message"]
    assert name not in topics(failing)


def test_a_throttled_call_succeeds_when_the_sdk_tries_again(
    failing: daemon.Api, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK knows the code, so that a program that leaves the trying to it sees nothing."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    faults.put(failing, once=[Fault(kind="throttle"), Fault(kind="error")])
    patient = connect(failing, "sns", retries={"total_max_attempts": 3})

    answer = patient.create_topic(Name=name)

    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert name in topics(failing)


@pytest.mark.parametrize(("kind", "made"), [("lose-answer", True), ("timeout", False)])
def test_a_connection_is_cut_in_place_of_the_answer(kind: str, made: bool, failing: daemon.Api, name: str) -> None:
    """The client cannot know whether the call was carried out."""
    faults.put(failing, once=[Fault(kind=kind, action="sns:CreateTopic")])

    with pytest.raises(ConnectionClosedError):
        connect(failing, "sns").create_topic(Name=name)

    assert (name in topics(failing)) == made


def test_a_repeated_call_meets_what_it_has_made(failing: daemon.Api, name: str) -> None:
    """As when something between client and AWS sends it twice."""
    faults.put(failing, once=[Fault(kind="repeat", action="logs:CreateLogGroup")])

    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        connect(failing, "logs").create_log_group(logGroupName=name)


def test_the_sandbox_s_own_requests_never_meet_a_fault(failing: daemon.Api, tmp_path: Path) -> None:
    """Else nobody could take the faults away; and a clone begins without them."""
    faults.put(failing, [Fault(kind="timeout"), Fault(kind="deny")])

    assert daemon.seed(failing, daemon.References()) == []
    assert faults.in_force(failing).met == (0, 0)
    clone = daemon.clone(failing, tmp_path)
    try:
        assert faults.in_force(clone).faults == faults.Faults()
    finally:
        daemon.stop(tmp_path)


def test_an_action_that_does_not_exist_leaves_the_former_faults(failing: daemon.Api) -> None:
    """The message names it."""
    faults.put(failing, [Fault(kind="deny")])

    with pytest.raises(SandboxError, match="'rds:Creat': rds has no operation 'Creat'"):
        faults.put(failing, [Fault(kind="deny", action="rds:Creat")])

    assert faults.in_force(failing).faults.always == (Fault(kind="deny"),)


@pytest.fixture
def sandbox(
    failing: daemon.Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Sandbox:
    """Return the command line, of a stack whose API this is."""
    (tmp_path / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SandboxStack, "api", lambda _stack: failing)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]

    def run(*words: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["orion-sandbox", *words])
        code = command_line.main()
        printed = capsys.readouterr()
        return code, (printed.out + printed.err).splitlines()

    return partial(run, "faults")


def test_the_command_puts_faults_in_force_shows_and_clears_them(sandbox: Sandbox, failing: daemon.Api) -> None:
    """The last options replace the former ones."""
    sandbox("--error", "0.5")
    code, lines = sandbox("--throttle", "rds:*=0.1", "--deny", "rds:CreateDBInstance", "--seed", "7")
    shown = sandbox()

    assert (code, lines) == shown
    assert [" ".join(line.split()) for line in lines] == [
        "throttle rds:*, 0.1 of them met 0 times",
        "deny rds:CreateDBInstance met 0 times",
        "The share of the calls is chosen by --seed 7.",
    ]
    assert faults.in_force(failing).faults.seed == 7
    assert sandbox("--clear") == sandbox() == (0, ["No faults are in force."])


def test_the_command_lets_the_next_calls_meet_faults(sandbox: Sandbox, failing: daemon.Api, name: str) -> None:
    """Those that have been met are no longer shown."""
    _, lines = sandbox("--next", "late-error=sns:CreateTopic, slow", "--seconds", "0.25")

    assert [" ".join(line.split()) for line in lines] == [
        "late-error sns:CreateTopic, 0.25 s once, in this order",
        "slow every call, 0.25 s once, in this order",
    ]
    with pytest.raises(ClientError, match="InternalFailure"):
        connect(failing, "sns").create_topic(Name=name)
    assert name in topics(failing)
    assert sandbox() == (0, ["No faults are in force."])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--slow", "30"], f"--slow: '30' {NO_SHARE}"),
        (["--throttle", "rds:*=much"], f"--throttle: 'much' {NO_SHARE}"),
        (["--slow", "*", "--seconds", "-1"], "--slow: -1 s is not a wait of 0 to 3600 s"),
        (["--next", "burn"], f"'burn' is not a kind of fault; the kinds are {', '.join(KINDS)}"),
        (["--deny", "rds:CreateDbInstanc"], "'rds:CreateDbInstanc': rds has no operation 'CreateDbInstanc'"),
        (["--clear", "--deny", "*"], "--clear removes all faults; other options already replace the previous faults"),
        (["--seconds", "3"], "--seconds and --seed belong to faults; name one, such as --throttle 0.1"),
    ],
)
def test_options_that_mean_nothing_are_refused(words: list[str], message: str, sandbox: Sandbox) -> None:
    """Nothing comes into force."""
    assert sandbox(*words) == (1, [f"error: {message}"])
    assert sandbox() == (0, ["No faults are in force."])


def test_the_page_s_example_of_faults_runs(sandbox: Sandbox, repository: Path) -> None:
    """Each line of it, as it stands there."""
    page = (repository / "docs" / "sandbox.md").read_text()
    section = page.split("\n## Faults\n")[1].split("\n## ")[0]
    commands = [line.split("#")[0].split() for line in section.splitlines() if "orion-sandbox faults" in line]
    answers = [sandbox(*words[words.index("faults") + 1 :]) for words in commands]

    assert [code for code, _ in answers] == [0] * 6
    assert answers[-1][1] == ["No faults are in force."]
