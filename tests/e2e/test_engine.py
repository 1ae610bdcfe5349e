"""The stack's folder, the engine and its language host, with programs of random resources only."""

from pathlib import Path

import pulumi
import pulumi_random
import pytest
from pulumi.automation.errors import CommandError

from orion_sandbox import daemon
from orion_sandbox.engine import Engine
from orion_sandbox.errors import SandboxError
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox

NO_CONFIG: dict[str, str] = {}


def one_password() -> None:
    """Make the smallest program with a secret."""
    length = pulumi.Config().get_int("length") or 32
    password = pulumi_random.RandomPassword("master", length=length, special=False)
    pulumi.export("password", password.result)
    pulumi.export("host", "db.example")


def test_an_inline_program_is_deployed_left_alone_and_destroyed(sandbox: Sandbox) -> None:
    """The whole way of a stack, on the real engine."""
    stack = sandbox.stack("inline", program=one_password, config=NO_CONFIG)

    assert stack.up().summary.resource_changes == {"create": 2}
    assert stack.outputs()["host"].value == "db.example"
    assert stack.preview(refresh=True).change_summary == {"same": 2}
    assert stack.destroy().summary.resource_changes == {"delete": 2}


def test_a_secret_is_in_clear_text_nowhere_in_the_folder(sandbox: Sandbox) -> None:
    """State, history, backups and logs are files of the user's: a password in one of them is a leak."""
    stack = sandbox.stack("secret", program=one_password, config=NO_CONFIG)
    result = stack.up()
    password = result.outputs["password"]

    assert password.secret
    assert len(password.value) == 32
    assert password.value not in result.stdout + result.stderr
    files = [path for path in stack.folder.rglob("*") if path.is_file()]
    assert any(path.name == "secret.json" for path in files), "the state must be among what is searched"
    assert [path for path in files if password.value.encode() in path.read_bytes()] == []
    # Pulumi's automatic logs, which it compresses or encrypts: nothing would be found in them.
    assert (stack.folder / "home" / "logs").read_bytes() == b""


def test_configuration_given_as_a_mapping_reaches_the_program(sandbox: Sandbox) -> None:
    """Tests give values in place of a stack file, and change them on a stack that exists."""
    sandbox.stack("configured", program=one_password, config={"orion-rds:length": 12}).up()
    longer = sandbox.stack("configured", program=one_password, config={"orion-rds:length": 20})

    assert longer.preview().change_summary == {"same": 1, "replace": 1}
    assert len(longer.up().outputs["password"].value) == 20


def test_a_project_on_disk_runs_under_the_language_host_and_is_never_written_to(tmp_path: Path, engine: Engine) -> None:
    """`pulumi stack init` writes into the stack file, and `stack rm` deletes it: the user's own must not see that."""
    project = tmp_path / "a project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text("config:\n  tiny:switch: off\n  tiny:key: {secure: v1:abc}\n")
    (project / "__main__.py").write_text("import pulumi\npulumi.export('switch', pulumi.Config().require('switch'))\n")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    reports: list[str] = []
    stack = SandboxStack(
        "dev", read_project(project / "Pulumi.yaml"), folder=tmp_path / "s", engine=engine, report=reports.append
    )
    try:
        assert stack.up().outputs["switch"].value == "off"
    finally:
        stack.discard()

    assert any("tiny:key: a secret" in line for line in reports)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    assert not stack.folder.exists()


def test_nothing_of_the_users_accounts_reaches_the_engine(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backend, a token or a profile of the user's must not decide where a sandbox's stack lies."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", "https://pulumi.invalid")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "pul-of-the-user")
    monkeypatch.setenv("AWS_PROFILE", "of-the-user")
    stack = sandbox.stack("apart", program=one_password, config=NO_CONFIG)

    assert stack.up().summary.resource_changes == {"create": 2}
    assert stack.client("sts").get_caller_identity()["Account"] == "123456789012"


def test_two_stacks_share_nothing(sandbox: Sandbox) -> None:
    """Each e2e test, and `make up` beside them, must be undisturbed by the others."""
    one = sandbox.stack("one", program=one_password, config=NO_CONFIG)
    other = sandbox.stack("other", program=one_password, config=NO_CONFIG)
    one.up()
    other.up()

    assert one.api().port != other.api().port
    other.client("sns").create_topic(Name="of-the-other")
    assert one.client("sns").list_topics()["Topics"] == []
    other.discard()
    assert one.preview(refresh=True).change_summary == {"same": 2}


def test_a_stack_whose_api_ended_says_so_and_starts_clean(sandbox: Sandbox) -> None:
    """An `up` that changes nothing asks AWS nothing: it would call a stack unchanged whose resources are all gone."""
    stack = sandbox.stack("lost", program=one_password, config=NO_CONFIG)
    stack.up()
    daemon.stop(stack.folder)

    with pytest.raises(SandboxError, match="not running; `orion-sandbox up --stack lost`"):
        stack.outputs()
    assert stack.up().summary.resource_changes == {"create": 2}
    assert (
        "the sandbox's AWS API has ended since the last command and lost its state; starting clean" in sandbox.reports
    )


def test_ids_that_the_configuration_names_exist_before_the_program_runs(sandbox: Sandbox) -> None:
    """Any stack file runs unchanged: what it refers to is made under the ids that it gives."""
    config = {"orion-rds:network": {"vpc_id": "vpc-0a1b2c3d", "subnet_ids": ["subnet-0a1b2c3d"]}}
    stack = sandbox.stack("seeded", program=one_password, config=config)
    stack.up()

    (subnet,) = stack.client("ec2").describe_subnets(SubnetIds=["subnet-0a1b2c3d"])["Subnets"]
    assert subnet["VpcId"] == "vpc-0a1b2c3d"


def test_a_failing_program_fails_the_command_with_the_engines_words(sandbox: Sandbox) -> None:
    """The Automation API's own error, with all that the engine said."""

    def fails() -> None:
        raise pulumi.RunError("no such configuration")

    with pytest.raises(CommandError, match="no such configuration"):
        sandbox.stack("failing", program=fails, config=NO_CONFIG).up()
