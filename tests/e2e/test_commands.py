"""`python -m orion_sandbox` as a user types it, in a small project of the test's own."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from orion_sandbox import daemon, processes
from orion_sandbox.engine import Engine
from orion_sandbox.references import DEFAULT_ACCOUNT

SETTING = 'protect = pulumi.Config().require_object("database")["protection"]["deletion"]'
PROGRAM = f"""
import pulumi, pulumi_random
{SETTING}
password = pulumi_random.RandomPassword("master", length=32, opts=pulumi.ResourceOptions(protect=protect))
pulumi.export("password", password.result)
pulumi.export("host", "db.example")
"""
STACK_FILE = "config:\n  tiny:database: {protection: {deletion: true}}\n"

PYTHON_M = f"{sys.executable} -m orion_sandbox"

Answer = subprocess.CompletedProcess[str]


class Shell:
    """A user in the folder of a project with one protected stack."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.stacks = folder / "stacks"
        self.project.mkdir()
        (self.project / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
        (self.project / "Pulumi.test.yaml").write_text(STACK_FILE)
        self.write_program(PROGRAM)

    def write_program(self, text: str) -> None:
        """Replace the program."""
        (self.project / "__main__.py").write_text(text)

    def sandbox(self, *arguments: str) -> Answer:
        """Run one of the sandbox's commands."""
        return self._run(sys.executable, "-m", "orion_sandbox", *arguments)

    def line(self, text: str) -> Answer:
        """Run a line of shell."""
        return self._run("sh", "-c", text)

    def start(self, command: str) -> subprocess.Popen[str]:
        """Start one of the sandbox's commands in a process group of its own, as at a terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "orion_sandbox", command],
            cwd=self.project,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def files(self) -> dict[str, str]:
        """The files of the project, with their texts."""
        return {path.name: path.read_text() for path in self.project.rglob("*") if path.is_file()}

    def discard(self) -> None:
        """Stop the APIs."""
        for record in self.stacks.glob("*/api.json"):
            daemon.stop(record.parent)

    def _run(self, *words: str) -> Answer:
        return subprocess.run(
            words, cwd=self.project, env=self._environment, capture_output=True, text=True, check=False
        )

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "ORION_SANDBOX_HOME": str(self.stacks)}


@pytest.fixture
def shell(tmp_path: Path, engine: Engine) -> Generator[Shell]:
    """A shell, whose stack has an API already; what it has started is discarded in the end."""
    assert engine.pulumi.exists()
    made = Shell(tmp_path)
    daemon.start(made.stacks / "test", DEFAULT_ACCOUNT)
    yield made
    made.discard()


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[tuple[Shell, Answer]]:
    """A shell whose stack is up, and what `up` said; for tests that change nothing."""
    assert engine.pulumi.exists()
    made = Shell(tmp_path_factory.mktemp("deployed"))
    yield made, made.sandbox("up")
    made.discard()


def test_up_deploys_and_a_second_up_reports_no_change_after_asking(deployed: tuple[Shell, Answer]) -> None:
    """`up` without a refresh would call unchanged what is not there any more."""
    shell, first = deployed
    second = shell.sandbox("up")

    assert first.returncode == 0, first.stderr
    assert "+ 2 created" in first.stdout
    assert "No change" not in first.stdout
    assert second.returncode == 0, second.stderr
    assert "No change: 2 resources, each read again from the sandbox's AWS API." in second.stdout
    assert "RandomPassword" not in second.stdout


def test_outputs_are_printed_and_secret_ones_hidden(deployed: tuple[Shell, Answer]) -> None:
    """A terminal is scrolled back, copied and logged."""
    shell, up = deployed
    outputs = shell.sandbox("outputs")
    as_json = shell.sandbox("outputs", "--json")
    password = shell.line(_plain_pulumi("stack output password --show-secrets")).stdout.strip()

    assert len(password) == 32
    for answer in (up, outputs):
        assert "host      db.example" in answer.stdout
        assert "password  [secret]" in answer.stdout
        assert password not in answer.stdout + answer.stderr
    assert json.loads(as_json.stdout) == {"host": "db.example", "password": "[secret]"}


def test_the_lines_of_env_lead_plain_pulumi_to_the_sandbox(deployed: tuple[Shell, Answer]) -> None:
    """Everything that Pulumi can do is then at hand, not only what has a command here."""
    shell, _ = deployed
    answer = shell.line(_plain_pulumi("preview --non-interactive --refresh"))

    assert answer.returncode == 0, answer.stderr
    assert "2 unchanged" in answer.stdout


def test_plain_pulumi_writes_nothing_into_the_project(deployed: tuple[Shell, Answer]) -> None:
    """Pulumi puts settings and the salt of its encryption into the stack file, and deletes that with the stack."""
    shell, _ = deployed
    before = shell.files()
    commands = (
        "pulumi config set tiny:size 3",
        "pulumi config set --secret tiny:token abc",
        "pulumi config get tiny:token",
        "pulumi up --yes --non-interactive",
        "pulumi stack init other",
        "pulumi stack rm other --yes",
    )
    answer = shell.line(" && ".join([f'eval "$({PYTHON_M} env)"', *commands]))

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "abc\n" in answer.stdout, "the setting is in the copy"
    assert "2 unchanged" in answer.stdout
    assert shell.files() == before


def test_a_preview_prints_changes_with_old_and_new_value_and_nothing_else(deployed: tuple[Shell, Answer]) -> None:
    """Among 160 lines of refresh, nobody finds five changes."""
    shell, _ = deployed
    program = PROGRAM.replace("length=32", "length=24").replace("protect=protect", "protect=False")
    shell.write_program(program + "pulumi.log.warn('as you wish')\n")
    try:
        changed = shell.sandbox("preview")
    finally:
        shell.write_program(PROGRAM)
    unchanged = shell.sandbox("preview")

    assert changed.stdout.splitlines() == [
        "Changes",
        "+- random:index:RandomPassword master",
        "      length: 32 -> 24 (replaces)",
        "",
        "Messages",
        "  warning: as you wish",
        "",
        "Resources: 1 to replace, 1 unchanged",
    ]
    assert unchanged.stdout.splitlines() == ["No change: 2 resources, each read again from the sandbox's AWS API."]


def test_a_preview_that_fails_prints_why(deployed: tuple[Shell, Answer]) -> None:
    """The program's own words, and no traceback of the sandbox."""
    shell, _ = deployed
    shell.write_program("import pulumi\nraise pulumi.RunError('the subnet is missing')\n")
    try:
        failed = shell.sandbox("preview")
    finally:
        shell.write_program(PROGRAM)

    assert failed.returncode == 1
    assert "error: the subnet is missing" in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr


def test_env_takes_the_users_own_accounts_out_of_the_shell(
    deployed: tuple[Shell, Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile that the sandbox's empty configuration does not know would be an error of the AWS CLI."""
    shell, _ = deployed
    monkeypatch.setenv("AWS_PROFILE", "of-the-user")

    assert "unset AWS_PROFILE\n" in shell.sandbox("env").stdout


def test_the_lines_that_up_suggests_run(deployed: tuple[Shell, Answer]) -> None:
    """The next command to try must not be the first that fails. The shell then has a Python with boto3."""
    shell, up = deployed
    suggested = up.stdout.split("Try next\n")[1].splitlines()
    enter, again, down = (line.split("  ")[1] for line in suggested)
    python = 'python -c \'import boto3; print(boto3.client("rds").describe_db_clusters()["DBClusters"])\''
    answer = shell.line(f"{enter} && {python} && {again}")

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("[]\n")
    assert "No change: 2 resources" in answer.stdout
    assert down == f"{PYTHON_M} down --stack test"


def test_destroy_of_a_protected_stack_takes_an_operators_two_steps(shell: Shell) -> None:
    """What is protected is deleted on AWS in no other way; the user's stack file stays protected."""
    shell.sandbox("up")
    destroyed = shell.sandbox("destroy")

    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert "Protected resources: 1." in destroyed.stdout
    assert destroyed.stdout.index("Step 1 of 2") < destroyed.stdout.index("Step 2 of 2")
    assert "the program itself" not in destroyed.stdout
    assert "- 2 deleted" in destroyed.stdout
    assert "pulumi stack rm" not in destroyed.stdout
    assert (shell.project / "Pulumi.test.yaml").read_text() == STACK_FILE


def test_destroy_turns_off_what_the_program_itself_protects(shell: Shell) -> None:
    """No setting does; a destroy without it deletes nothing."""
    (shell.project / "Pulumi.test.yaml").unlink()
    shell.write_program(PROGRAM.replace("protect=protect", "protect=True").replace(SETTING, ""))
    shell.sandbox("up")
    refused = shell.line(_plain_pulumi("destroy --yes --non-interactive"))
    destroyed = shell.sandbox("destroy")

    assert refused.returncode != 0
    assert "protected" in refused.stdout + refused.stderr
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert "`up` without the protection that the program itself gives (resources: 1)." in destroyed.stdout
    assert "- 2 deleted" in destroyed.stdout


def test_down_leaves_nothing(shell: Shell) -> None:
    """The API is stopped and the folder gone; once more is no error."""
    assert "Resources: 2 to create, 0 unchanged" in shell.sandbox("preview").stdout

    assert shell.sandbox("down").stdout.startswith("Discarded ")
    assert not (shell.stacks / "test").exists()
    assert shell.sandbox("down").stdout.startswith("There was nothing to discard")
    assert f"is not running; `{PYTHON_M} up --stack test` starts it" in shell.sandbox("outputs").stderr


def test_clone_copies_a_deployed_stack(shell: Shell) -> None:
    """The copy deploys the original's stack file until it has one of its own, and the original never notices."""
    shell.sandbox("up")
    cloned = shell.sandbox("clone", "--as", "try")
    first = shell.sandbox("up", "--stack", "try")
    (shell.project / "Pulumi.try.yaml").write_text(STACK_FILE.replace("true", "false"))
    changed = shell.sandbox("up", "--stack", "try")
    destroyed = shell.sandbox("destroy", "--stack", "try")
    outputs = shell.sandbox("outputs", "--stack", "test")
    listed = shell.sandbox("list")
    discarded = shell.sandbox("down", "--stack", "try")
    rest = shell.sandbox("down", "--all")

    assert cloned.stdout == (
        f"Cloned test as try. `{PYTHON_M} up --stack try` deploys Pulumi.test.yaml to the copy alone.\n"
        "To give the copy settings of its own: cp Pulumi.test.yaml Pulumi.try.yaml\n"
    ), cloned.stderr
    assert "No change: 2 resources" in first.stdout, first.stderr
    assert changed.returncode == 0, changed.stderr
    assert "Protected resources" not in destroyed.stdout, "the file of its own takes the protection off"
    assert "- 2 deleted" in destroyed.stdout
    assert "db.example" in outputs.stdout
    assert discarded.stdout.startswith("Discarded ")
    assert re.search(r"^test +running +2  http://127", listed.stdout, flags=re.MULTILINE), listed.stdout
    assert re.search(r"^try \(clone of test\) +running +0  http://127", listed.stdout, flags=re.MULTILINE)
    assert rest.stdout == f"Discarded {shell.stacks / 'test'}.\n", "`down` of the copy left the original"


def test_a_failing_program_exits_1_with_the_engines_own_words_only(shell: Shell) -> None:
    """A traceback of the sandbox below them would hide them."""
    shell.write_program("import pulumi\nraise pulumi.RunError('the subnet is missing')\n")
    failed = shell.sandbox("up")

    assert failed.returncode == 1
    assert "the subnet is missing" in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr


WAITING_PROGRAM = "import pulumi, threading\npulumi.log.info('far from done')\nthreading.Event().wait()\n"


@pytest.mark.parametrize(
    ("end", "number"), [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)], ids=["Ctrl-C", "cancelled"]
)
def test_an_interrupted_up_says_so_and_the_next_one_goes_on(
    end: Callable[[int, int], None], number: int, shell: Shell
) -> None:
    """Left behind, the engine's lock on the state would refuse every later command."""
    shell.write_program(WAITING_PROGRAM)
    with shell.start("up") as process:
        assert process.stdout
        assert any("far from done" in line for line in process.stdout)
        end(process.pid, number)
        output = process.stdout.read()
    shell.write_program(PROGRAM)

    assert process.returncode == 130
    assert "update canceled" in output
    assert "Traceback" not in output
    assert shell.sandbox("up").returncode == 0


def test_the_next_up_clears_away_what_a_killed_one_has_left(shell: Shell) -> None:
    """Its engine, the language host and the program, and the engine's lock."""
    shell.write_program(WAITING_PROGRAM)
    with shell.start("up") as process:
        assert process.stdout
        assert any("far from done" in line for line in process.stdout)
        process.kill()
    _, engine, started = (shell.stacks / "test.lock").read_text().split()
    shell.write_program(PROGRAM)
    next_up = shell.sandbox("up")

    assert next_up.returncode == 0, next_up.stderr
    assert "a command on the stack test was killed: its lock is removed, and this command continues" in next_up.stderr
    assert not processes.runs(int(engine), started)
    assert processes.until(lambda: not [*processes.session(int(engine))], 10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["down", "--stack", ".."], "'..' is not a valid stack name"),
        (["outputs"], "is not running"),
        (["clone", "--as", "try"], "is not running"),
        (["clone", "--stack", "none", "--as", "try"], "the stack none is not running"),
        (["clone", "--as", ".."], "'..' is not a valid stack name"),
    ],
)
def test_what_a_user_can_mend_is_one_message(shell: Shell, arguments: list[str], message: str) -> None:
    """No traceback, exit code 1."""
    refused = shell.sandbox(*arguments)

    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr


def _plain_pulumi(arguments: str) -> str:
    return f'eval "$({PYTHON_M} env)" && pulumi {arguments}'
