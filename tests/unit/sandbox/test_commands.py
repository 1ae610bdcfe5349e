"""What the commands print of Pulumi's output."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from orion_sandbox import commands
from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.endpoints import Endpoints
from orion_sandbox.errors import SandboxError
from orion_sandbox.stack import SandboxStack
from orion_sandbox.unmanaged import Unmanaged

OUTPUT = """\
Updating (test):
@ updating....
 ~  aws:rds:Cluster orion-cluster refreshing (0s)
 ~  aws:rds:Cluster orion-cluster refresh (0.06s)
 ~  aws:sns:Topic orion-topic refresh (0.06s) diff: ~tags
    aws:sns:Topic orion-topic
    orion-rds:index:AuroraDatabase orion
 ~  aws:rds:Cluster orion-cluster updating (0s) [diff: ~port]
    orion-rds:index:AuroraDatabase orion  warning: one instance"""
BOLD = "\x1b[1m{}\x1b[0m"
PRINTED = """\
Updating (test):
 ~  aws:sns:Topic orion-topic refresh (0.06s) diff: ~tags
 ~  aws:rds:Cluster orion-cluster updating (0s) [diff: ~port]
    orion-rds:index:AuroraDatabase orion  warning: one instance"""


HIDDEN = {SIGNATURE: SECRET, "ciphertext": "v1:abc"}
OUTPUTS = {
    "port": 5432,
    "hosts": ["a.example", "b.example"],
    "password": HIDDEN,
    "connection": {"host": "a.example", "users": [{"name": "app", "password": HIDDEN}]},
    "none": [],
    "arn": "arn:aws:x",
}


class Stack:
    """A stack whose deployment changes nothing."""

    name = "test"
    asked: dict[str, Any]
    orphans: Callable[[], list[Unmanaged]]
    start_data_plane: Callable[[], Endpoints]

    def __init__(self, **outputs: Any) -> None:
        self.state = SimpleNamespace(outputs=lambda: outputs, check=len)  # of the stack's name

    def api(self) -> None:
        """The API runs."""

    def up(self, *, on_output: Any, color: str, **asked: Any) -> Any:
        """Print what Pulumi prints, in bold type where it has colours."""
        self.asked = asked
        for line in OUTPUT.splitlines():
            on_output(BOLD.format(line) if color == "always" else line)
        return SimpleNamespace(summary=SimpleNamespace(resource_changes={"same": 35}))


def test_up_reads_every_resource_again_and_prints_what_is_not_as_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """35 resources that are unchanged are one line, not 70."""
    stack = Stack()

    commands.up(cast("SandboxStack", stack), data=False)

    assert stack.asked["refresh"] is True
    printed = capsys.readouterr().out
    assert printed.startswith(PRINTED)
    assert "No change: 35 resources" in printed
    assert "Try next" not in printed


def test_on_a_terminal_up_prints_the_same_lines_with_pulumis_colours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is decided by the text."""
    monkeypatch.setattr(commands, "coloured", lambda: True)

    commands.up(cast("SandboxStack", Stack()), data=False)

    assert capsys.readouterr().out.startswith("\n".join(BOLD.format(line) for line in PRINTED.splitlines()))


ENDPOINTS = Endpoints(
    addresses={"w": "127.0.0.1:2", "r": "127.0.0.1:1", "d": "127.0.0.1:3"},
    authority=Path("ca.pem"),
    notes=["one: work_mem: no"],
    clusters=[
        {"name": name, "writer_host": host, "reader_host": "r", "user": "me", "password": "p", "database": None}
        | {"replicates": replicates}
        for name, host, replicates in (("here", "w", None), ("there", "d", "cluster-1"))
    ],
    caches=[
        {
            "name": "cache",
            "primary_host": "w",
            "reader_host": "r",
            "tls": True,
            "users": [{"name": "default", "passwords": ["x"]}, {"name": "app", "passwords": ["p"]}],
        }
    ],
)


def test_up_with_data_says_where_the_endpoints_are(capsys: pytest.CaptureFixture[str]) -> None:
    """And what the servers do not have."""
    stack = Stack()
    stack.start_data_plane = lambda: ENDPOINTS

    commands.up(cast("SandboxStack", stack), data=True)

    assert capsys.readouterr().out.endswith(
        "\nServers run behind these endpoints\n  d=127.0.0.1:3\n  r=127.0.0.1:1\n  w=127.0.0.1:2\n  one: work_mem: no\n"
    )


def test_redis_cli_connects_as_the_user_of_the_group() -> None:
    """By TLS where the group has it. A group that is not there is an error."""
    found = ENDPOINTS.redis(None, reader=False)

    assert found == ("w", "127.0.0.1:2", "ca.pem", ("app", "p"))
    assert ENDPOINTS.redis("cache", reader=True).host == "r"
    with pytest.raises(SandboxError, match=r"0 such replication groups; name one with --group: cache"):
        ENDPOINTS.redis("other", reader=False)


def test_psql_connects_to_the_cluster_that_writes() -> None:
    """By the variables of libpq: a password in an argument is seen by others. A reader or another cluster is chosen."""
    found = ENDPOINTS.psql(None, reader=False)

    assert (found["PGHOST"], found["PGHOSTADDR"], found["PGPORT"]) == ("w", "127.0.0.1", "2")
    assert (found["PGUSER"], found["PGPASSWORD"], found["PGDATABASE"]) == ("me", "p", "postgres")
    assert (found["PGSSLMODE"], found["PGSSLROOTCERT"]) == ("verify-full", "ca.pem")
    assert ENDPOINTS.psql(None, reader=True)["PGHOST"] == "r"
    assert ENDPOINTS.psql("there", reader=False)["PGHOST"] == "d"


def test_psql_of_a_cluster_that_there_is_not() -> None:
    """The message has those that there are."""
    with pytest.raises(SandboxError, match="there are 0 such clusters; name one with --cluster: here, there"):
        ENDPOINTS.psql("nowhere", reader=False)


def test_clients_find_the_endpoints_by_variables() -> None:
    """Those of `--connect-to`, whose file has endpoints that come later too, and of libpq."""
    assert ENDPOINTS.variables == {
        "ORION_CONNECT_TO": "@addresses",
        "PGSSLROOTCERT": "ca.pem",
    }


def test_outputs_are_printed_with_a_line_for_each_value_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    """A list of alarms in one line of a thousand characters is not read. Secrets are hidden however deep they are."""
    commands.outputs(cast("SandboxStack", Stack(**OUTPUTS)), as_json=False)

    assert capsys.readouterr().out.splitlines() == [
        "Outputs",
        "  arn         arn:aws:x",
        "  connection",
        "      host: a.example",
        "      users:",
        "      - name: app",
        "        password: '[secret]'",
        "  hosts",
        "      - a.example",
        "      - b.example",
        "  none        []",
        "  password    [secret]",
        "  port        5432",
    ]


def test_outputs_as_json_are_one_object_with_secrets_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """As `pulumi stack output --json` prints them, but in nested values too."""
    commands.outputs(cast("SandboxStack", Stack(**OUTPUTS)), as_json=True)

    printed = json.loads(capsys.readouterr().out)
    assert printed == OUTPUTS | {
        "password": "[secret]",
        "connection": {"host": "a.example", "users": [{"name": "app", "password": "[secret]"}]},
    }


def test_a_stack_without_outputs_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A heading with nothing below it looks like an error."""
    commands.outputs(cast("SandboxStack", Stack()), as_json=False)

    assert capsys.readouterr().out == "No outputs\n"


def test_orphans_come_with_the_line_that_their_commands_need(capsys: pytest.CaptureFixture[str]) -> None:
    """In another shell they would delete what has the same name on AWS."""
    stack = Stack()
    stack.orphans = list
    commands.orphans(cast("SandboxStack", stack))
    assert capsys.readouterr().out.startswith("Nothing: ")

    orphan = Unmanaged("aws:sns/topic:Topic", "arn", "us-east-1", "aws sns delete-topic --topic-arn arn")
    stack.orphans = lambda: [orphan]
    commands.orphans(cast("SandboxStack", stack))
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.endswith('eval "$(orion-sandbox env --stack test)"')
    assert last == f"    {orphan.deletion}"


class Protected(Stack):
    """A stack with a resource that its stack file protects, one of its program, and one that nothing unprotects."""

    def __init__(self, *protected: str) -> None:
        super().__init__()
        self.left = list(protected)
        self.turned_off: list[str] = []
        self.destroyed = False

    def protected(self) -> list[str]:
        """What is left."""
        return list(self.left)

    def unprotect(self) -> bool:
        """There is a stack file if something is protected by it."""
        self.turned_off = ["file"]
        return "file" in self.left

    def unprotect_program(self) -> None:
        """The next `up` changes both."""
        self.turned_off = ["file", "program"]

    def up(self, **_: Any) -> Any:
        """Deploy what was turned off."""
        print(f"up without {self.turned_off}")
        self.left = [each for each in self.left if each not in self.turned_off]

    def destroy(self, **_: Any) -> None:
        """Delete everything."""
        self.destroyed = True


@pytest.mark.parametrize(
    ("protected", "ups"),
    [
        ([], []),
        (["file"], ["up without ['file']"]),
        (["program"], ["up without ['file', 'program']"]),
        (["file", "program"], ["up without ['file']", "up without ['file', 'program']"]),
    ],
)
def test_destroy_turns_protection_off_where_it_is_configured(
    protected: list[str], ups: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings come first, which is what an operator would change; an `up` that changes nothing is left out."""
    stack = Protected(*protected)

    commands.destroy(cast("SandboxStack", stack))

    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("up ")] == ups
    assert stack.destroyed


def test_destroy_deletes_nothing_while_something_is_protected() -> None:
    """A resource that the program does not have any more keeps its protection; it is named."""
    stack = Protected("file", "urn:of:another")

    with pytest.raises(SandboxError, match="still protected:\nurn:of:another"):
        commands.destroy(cast("SandboxStack", stack))
    assert not stack.destroyed


def test_env_of_a_sandbox_that_does_not_run_makes_the_shell_fail(capsys: pytest.CaptureFixture[str]) -> None:
    """`eval "$(orion-sandbox env)" && pulumi up` would go on with the user's own accounts."""

    class Stopped(Stack):
        """A stack without an API."""

        @property
        def environment(self) -> dict[str, str]:
            """Raise the sandbox's error."""
            raise SandboxError("it does not run")

    with pytest.raises(SandboxError, match="it does not run"):
        commands.env(cast("SandboxStack", Stopped()))
    assert capsys.readouterr().out == "false\n"
