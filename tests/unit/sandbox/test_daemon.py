"""The AWS API as a background process: it is found, it is ours, and it ends."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orion_sandbox import daemon, folders, processes
from orion_sandbox.errors import SandboxError
from orion_sandbox.references import References
from tests.warm import forked_apis

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alerts"

SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/rds/aws4_request, b=c"}

START = """
import sys
from pathlib import Path
from orion_sandbox import daemon, folders, processes
daemon.start(Path(sys.argv[1]), "1" * 12)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Name a folder that does not exist yet, and leave nothing running there."""
    yield tmp_path / "stack"
    daemon.stop(tmp_path / "stack")


@pytest.fixture
def warm() -> Iterator[None]:
    """Fork the API from a warm one, for tests that are not about its start."""
    with forked_apis():
        yield


def test_a_started_api_is_found_again(folder: Path) -> None:
    """By any later command, and starting it again finds it too."""
    api = daemon.start(folder, ACCOUNT)

    assert daemon.find(folder) == api
    assert daemon.start(folder, ACCOUNT) == api
    assert json.loads((folder / "api.json").read_text()) == {
        "pid": api.pid,
        "started": api.started,
        "port": api.port,
        "boot_id": api.boot_id,
        "account": ACCOUNT,
        "endpoint": api.endpoint,
    }


@pytest.mark.usefixtures("warm")
def test_a_stopped_api_is_gone(folder: Path) -> None:
    """And with it its file, so that nobody looks for it."""
    api = daemon.start(folder, ACCOUNT)

    assert daemon.stop(folder)

    assert daemon.find(folder) is None
    assert not (folder / "api.json").exists()
    assert not daemon.stop(folder)
    with pytest.raises(ProcessLookupError):
        os.kill(api.pid, 0)


def test_an_api_that_another_process_started_is_found_and_stopped(folder: Path) -> None:
    """`up` and `down` are two processes."""
    subprocess.run([sys.executable, "-c", START, str(folder)], check=True)
    api = daemon.find(folder)
    assert api is not None
    assert api.account == "1" * 12

    assert daemon.stop(folder)

    assert daemon.find(folder) is None


def test_it_ends_on_sigterm_as_a_program_should(folder: Path) -> None:
    """An exit with code 0 runs what is to run at exit; coverage writes its data there."""
    api = daemon.start(folder, ACCOUNT)

    os.kill(api.pid, signal.SIGTERM)

    _, status = os.waitpid(api.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_an_api_that_died_is_noticed_and_the_next_one_is_another(folder: Path) -> None:
    """What it held is gone, and the boot id is how that is told."""
    first = daemon.start(folder, ACCOUNT)
    os.kill(first.pid, signal.SIGKILL)
    os.waitpid(first.pid, 0)

    assert daemon.find(folder) is None
    assert daemon.start(folder, ACCOUNT).boot_id != first.boot_id


@pytest.mark.usefixtures("warm")
def test_an_api_with_another_boot_id_is_not_ours(folder: Path) -> None:
    """The port may be another sandbox's by now: it is neither used nor ended."""
    api = daemon.start(folder, ACCOUNT)
    record = (folder / "api.json").read_text()
    (folder / "api.json").write_text(record.replace(api.boot_id, "0" * 32))

    assert daemon.find(folder) is None
    assert not daemon.stop(folder)

    (folder / "api.json").write_text(record)
    assert daemon.find(folder) == api


@pytest.mark.usefixtures("warm")
def test_an_api_that_was_stopped_goes_on_with_all_it_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another in its place would be the loss of everything; `down` ends a stopped one too."""
    monkeypatch.setattr(daemon, "ANSWER_SECONDS", 0.2)
    api = daemon.start(folder, ACCOUNT)
    os.kill(api.pid, signal.SIGSTOP)

    with pytest.raises(SandboxError, match=rf"does not answer.*`kill -CONT {api.pid}` continues it"):
        daemon.start(folder, ACCOUNT)
    os.kill(api.pid, signal.SIGCONT)
    assert processes.until(lambda: daemon.start(folder, ACCOUNT) == api, 10)

    os.kill(api.pid, signal.SIGSTOP)
    assert daemon.stop(folder)
    assert not processes.runs(api.pid, api.started)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("damage", ["removed", "cut", "of another"])
def test_an_api_ends_when_its_folder_does_not_name_it(damage: str, folder: Path) -> None:
    """No command finds it again, and it would run for ever."""
    api = daemon.start(folder, ACCOUNT)
    record = folder / "api.json"
    if damage == "removed":
        shutil.rmtree(folder)
    else:
        record.write_text("{" if damage == "cut" else record.read_text().replace(api.boot_id, "0" * 32))

    assert processes.until(lambda: not processes.runs(api.pid, api.started), 30)


def test_a_foreign_process_is_never_ended(folder: Path) -> None:
    """Process ids are used again: after a restart of the machine ours may be anybody's."""
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        # Port 9 is `discard`: nobody answers there.
        start = processes.started(stranger.pid)
        record = {"pid": stranger.pid, "started": start, "port": 9, "boot_id": "0" * 32, "account": ACCOUNT}
        (folder / "api.json").write_text(json.dumps(record))

        assert not daemon.stop(folder)

        assert stranger.poll() is None
        stranger.communicate(b"\n")
    assert stranger.returncode == 0


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"pid": 1}'])
def test_a_damaged_file_is_no_api(content: str, folder: Path) -> None:
    """Starting repairs it."""
    folder.mkdir()
    (folder / "api.json").write_text(content)

    assert daemon.find(folder) is None


def test_an_api_that_does_not_come_up_shows_the_end_of_its_log(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is in the log, which nobody would look for."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "moto.py").write_text("raise RuntimeError('no AWS today')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"), prepend=os.pathsep)

    with pytest.raises(SandboxError) as caught:
        daemon.start(folder, ACCOUNT)

    assert "no AWS today" in str(caught.value)
    assert str(folder / "api.log") in str(caught.value)


@pytest.mark.usefixtures("warm")
def test_an_api_of_another_account_is_not_taken_for_ours(folder: Path) -> None:
    """The ARNs of the stack would not be found there."""
    daemon.start(folder, ACCOUNT)

    with pytest.raises(SandboxError, match=r"answers for account 123456789012.*of account 210987654321"):
        daemon.start(folder, "210987654321")


@pytest.mark.usefixtures("warm")
def test_a_clone_is_an_api_of_its_own(folder: Path, tmp_path: Path) -> None:
    """With what the original held, and a log, an id and an end of its own."""
    original = daemon.start(folder, ACCOUNT)
    made = daemon.seed(original, References(topics=(TOPIC,)))
    copy = daemon.clone(original, tmp_path / "copy")
    try:
        assert daemon.find(tmp_path / "copy") == copy
        assert {copy.pid, copy.port, copy.boot_id}.isdisjoint({original.pid, original.port, original.boot_id})
        assert copy.account == ACCOUNT
        assert made == [TOPIC]
        assert daemon.seed(copy, References(topics=(TOPIC,))) == []

        assert daemon.stop(folder)
        assert daemon.seed(copy, References(topics=(f"{TOPIC}-2",))) == [f"{TOPIC}-2"]
        assert "/_sandbox/seed" in (tmp_path / "copy" / "api.log").read_text()
    finally:
        assert daemon.stop(tmp_path / "copy")


def test_a_clone_keeps_no_connection_of_the_original_open(folder: Path, tmp_path: Path) -> None:
    """Its client would wait for an answer until the clone ends, and the original's port would stay in use."""
    original = daemon.start(folder, ACCOUNT)
    with socket.create_connection((daemon.HOST, original.port), 10) as connection:
        # The second request is answered once the first connection has been taken.
        assert daemon.find(folder)
        daemon.clone(original, tmp_path / "copy")
        try:
            os.kill(original.pid, signal.SIGKILL)
            os.waitpid(original.pid, 0)

            assert closed(connection)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((daemon.HOST, original.port), 10)
        finally:
            assert daemon.stop(tmp_path / "copy")


def closed(connection: socket.socket) -> bool:
    """Whether the other end has closed it."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.usefixtures("warm")
def test_the_providers_serve_every_command_and_end_with_their_api(folder: Path) -> None:
    """Started by the first command that asks for them."""
    api = daemon.start(folder, ACCOUNT)
    ports = daemon.providers(api)

    assert sorted(ports) == ["aws", "aws, strict", "random"]
    assert daemon.providers(api) == ports
    assert daemon.stop(folder)

    for port in ports.values():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((daemon.HOST, port), 10)


def test_the_providers_end_with_an_api_that_was_killed(folder: Path) -> None:
    """A provider whose stack is gone would stay for ever."""
    api = daemon.start(folder, ACCOUNT)
    with socket.create_connection((daemon.HOST, daemon.providers(api)["aws"]), 10) as connection:
        os.kill(api.pid, signal.SIGKILL)

        while not closed(connection):
            pass


def test_an_api_whose_providers_cannot_start_says_why_and_lives_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other commands need no providers."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "grpc.py").write_text("raise RuntimeError('no gRPC today')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"), prepend=os.pathsep)
    api = daemon.start(folder, ACCOUNT)

    with pytest.raises(SandboxError, match="providers cannot be started: RuntimeError: no gRPC today"):
        daemon.providers(api)

    assert daemon.find(folder) == api


@pytest.mark.usefixtures("warm")
def test_a_clone_that_fails_ends(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not go on as a second original."""
    original = daemon.start(folder, ACCOUNT)
    monkeypatch.setattr(daemon, "START_SECONDS", 0.0)
    (tmp_path / "copy" / "api.log").mkdir(parents=True)
    (tmp_path / "copy" / folders.MARKER).touch()

    with pytest.raises(IsADirectoryError):
        daemon.clone(original, tmp_path / "copy")

    while children(original.pid):
        pass
    assert daemon.find(folder) == original
    assert "IsADirectoryError" in (folder / "api.log").read_text()


@pytest.mark.usefixtures("warm")
def test_providers_that_were_killed_are_started_again(folder: Path) -> None:
    """Not every end of a process is a decision of ours."""
    api = daemon.start(folder, ACCOUNT)
    first = daemon.providers(api)
    (process_id,) = children(api.pid)
    os.kill(process_id, signal.SIGKILL)
    while process_id in children(api.pid):
        pass

    second = daemon.providers(api)

    assert second != first
    socket.create_connection((daemon.HOST, second["aws"]), 10).close()


def children(process_id: int) -> list[int]:
    """Its child processes."""
    command = [shutil.which("ps") or "ps", "-A", "-o", "pid=,ppid="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [child for child, parent in pairs if parent == process_id]


def test_its_files_are_for_this_user_alone(folder: Path, tmp_path: Path) -> None:
    """Address, token and log, of a clone too: passwords are behind them."""
    original = daemon.start(folder, ACCOUNT)
    daemon.clone(original, tmp_path / "copy")
    try:
        for each in (folder, tmp_path / "copy"):
            assert stat.S_IMODE(each.stat().st_mode) == 0o700
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in each.iterdir()}
            assert modes.keys() >= {"api.json", "api.log", "token"}
            assert set(modes.values()) == {0o600}
    finally:
        assert daemon.stop(tmp_path / "copy")


def test_it_has_no_account_and_no_proxy_of_the_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lives long after the command that started it."""
    secret = "a-secret-of-the-user"
    dropped = ("PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "AWS_SECRET_ACCESS_KEY", "HTTPS_PROXY", "http_proxy")
    for name in dropped:
        monkeypatch.setenv(name, secret)

    api = daemon.start(folder, ACCOUNT)

    assert secret not in _environment(api.pid)
    assert "PATH=" in _environment(api.pid)


def _environment(process_id: int) -> str:
    command = [shutil.which("ps") or "ps", "eww", "-o", "command=", "-p", str(process_id)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.usefixtures("warm")
def test_an_unfinished_request_keeps_nobody_waiting(folder: Path) -> None:
    """Neither one whose body is not complete nor one whose headers are not."""
    api = daemon.start(folder, ACCOUNT)
    host = f"Host: {api.address}\r\n".encode()
    unfinished = (b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 100\r\n\r\n7 bytes", b"GET / HTTP/1.1\r\n" + host)
    with contextlib.ExitStack() as connections:
        for text in unfinished:
            connection = connections.enter_context(socket.create_connection((daemon.HOST, api.port), 10))
            connection.sendall(text)

        assert daemon.seed(api, References(topics=(TOPIC,))) == [TOPIC]


@pytest.mark.usefixtures("warm")
def test_its_log_has_no_value_of_a_request(folder: Path) -> None:
    """A password may be in a query string, in a body, in a line that is not HTTP, and in the text of an error."""
    api = daemon.start(folder, ACCOUNT)
    password = "hunter2-hunter2"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for target, body, headers in [
        (f"/?Action=CreateDBCluster&MasterUserPassword={password}", None, {}),
        ("/", f"Action=CreateDBInstance&Port={password}&MasterUserPassword={password}", form | SIGNED),
        ("/", f"Action={password}", form | SIGNED),
    ]:
        connection = http.client.HTTPConnection(api.address, timeout=10)
        connection.request("POST" if body else "GET", target, body, headers)
        connection.getresponse().read()
        connection.close()
    for line in (f"GET /?{password}\r\n", f"{password}\r\n", f"GET /?{password} HTTP/9.9\r\n"):
        with socket.create_connection((daemon.HOST, api.port), 10) as connection:
            connection.sendall(f"{line}\r\n".encode())
            while connection.recv(4096):
                pass

    log = (folder / "api.log").read_text()
    assert "POST '/'" in log
    assert password not in log
