"""The AWS API as a background process that belongs to one folder.

The process writes `api.json` and `token` into the folder when it answers, and logs to `api.log` there. It outlives the
command that started it and is found again by those files. A process id alone is no proof, since ids are used again.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from orion_sandbox import folders, processes
from orion_sandbox.errors import SandboxError
from orion_sandbox.folders import TOKEN, private
from orion_sandbox.invocation import command_line
from orion_sandbox.own_requests import request
from orion_sandbox.processes import until
from orion_sandbox.references import References

HOST = "127.0.0.1"
START_SECONDS = 60.0
"""An idle machine takes two."""
STOP_SECONDS = 10.0
ANSWER_SECONDS = 10.0
LOG_LINES = 15
_DROPPED = re.compile(r"(AWS|MOTO|PULUMI)_|.*_proxy$", re.IGNORECASE)
NEEDED = ("boto3", "jmespath", "moto")
"""What orion-sandbox requires and orion-rds does not."""

_children: dict[int, subprocess.Popen[bytes]] = {}
"""The child processes of this one: only `Popen.poll` reaps them."""


@dataclass(frozen=True, slots=True)
class Api:
    """A running API."""

    pid: int
    started: str
    """The start time of the process, because process ids are reused."""
    port: int
    boot_id: str
    """Changes at each start, when all earlier contents of the API are lost."""
    account: str
    token: str = field(repr=False)
    """The token of the sandbox's own requests."""

    def ask(self, path: str, body: object = None) -> tuple[int, Any]:
        """Send one of the sandbox's own requests, such as `/_sandbox/seed`; return the status and the answer."""
        return request(self.address, self.token, "POST", path, body)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{HOST}:{self.port}"

    @property
    def endpoint(self) -> str:
        """The URL, such as for `endpoint_url` of boto3."""
        return f"http://{self.address}"


def find(folder: Path) -> Api | None:
    """Return the API of a folder if it is alive, and is the one that wrote `api.json`.

    Raises:
        SandboxError: It is alive and does not answer. It must not be replaced: it may continue with its state.
    """
    api = _read(folder)
    if api is None or not processes.runs(api.pid, api.started):
        return None
    try:
        return api if _answers(api) else None
    except TimeoutError:
        raise SandboxError(
            f"the sandbox's AWS API in {folder}, process {api.pid}, runs and does not answer; if it was stopped,"
            f" `kill -CONT {api.pid}` continues it with its state"
        ) from None


def start(folder: Path, account: str) -> Api:
    """Return the API of a folder; start it if it does not run, and wait until it answers.

    The caller holds a lock; two concurrent callers would start two APIs.

    Raises:
        SandboxError: It does not start, or it runs for another account.
    """
    folders.prepare(folder)
    found = find(folder)
    if found and found.account != account:
        raise SandboxError(
            f"the sandbox in {folder} answers for account {found.account}, but the stack is of account {account}.\n"
            f"Discard it with `{command_line('down', folder.name)}`, then start again."
        )
    return found or launch(folder, account)


def launch(folder: Path, account: str) -> Api:
    """Start an API in a folder that has none, and wait until it answers.

    Raises:
        SandboxError: It does not come up.
    """
    (folder / "api.json").unlink(missing_ok=True)
    with open(folder / "api.log", "wb", opener=private) as output:
        process = subprocess.Popen(  # noqa: S603 - our own module, arguments without a shell
            # -P: nothing in the folder is imported. -u: the log has no lock that a clone could inherit locked.
            [
                sys.executable,
                "-u",
                "-P",
                "-m",
                "orion_sandbox.api",
                "--folder",
                str(folder.resolve()),
                "--account",
                account,
            ],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    _children[process.pid] = process
    if not until(lambda: process.poll() is not None or find(folder) is not None, START_SECONDS):
        _end(process.pid, lambda: process.poll() is not None)
    return _started(folder)


def stop(folder: Path) -> bool:
    """End the API of a folder; return False if none runs."""
    try:
        api = find(folder)
    except SandboxError:
        # Its start time says that it is ours.
        api = _read(folder)
    if api:
        _end(api.pid, lambda: _ended(api))
    (folder / "api.json").unlink(missing_ok=True)
    return api is not None


def seed(api: Api, references: References) -> list[str]:
    """Create the resources that a configuration refers to and that do not exist; return their ids.

    Raises:
        SandboxError: The ids contradict each other or what exists.
    """
    status, answer = api.ask("/_sandbox/seed", references.as_json())
    if status != http.HTTPStatus.OK:
        raise SandboxError(
            f"the sandbox cannot create the resources that the stack's configuration refers to: {answer['error']}.\n"
            "Correct the ids; if they changed since the sandbox started, discard it with `orion-sandbox down` first."
        )
    return answer["created"]


def content(api: Api, *regions: str) -> dict[str, str]:
    """Return digests of the contents of the API by path; see `orion_sandbox.api.content`.

    Args:
        api: The API.
        regions: Regions that may be read for the first time before a later answer is compared with this one.
    """
    status, answer = api.ask("/_sandbox/content", {"regions": regions})
    if status != http.HTTPStatus.OK:
        raise SandboxError(f"the sandbox cannot read the contents of its AWS API: {answer['error']}")
    return answer


def providers(api: Api) -> dict[str, int]:
    """Return the ports of the stand-in providers, by Pulumi's names of their packages; start them if need be.

    They serve each later command too, and end with the API.
    """
    status, answer = api.ask("/_sandbox/providers")
    if status != http.HTTPStatus.OK:
        raise SandboxError(f"the sandbox's providers cannot be started: {answer['error']}")
    return answer["ports"]


def data_plane(api: Api, start: object = None) -> dict[str, Any]:
    """Return the addresses of the clusters' endpoints on this machine; empty if no servers run behind them.

    `start` has the settings with which they are started if they do not run; see `orion_sandbox.endpoints`.
    """
    status, answer = api.ask("/_sandbox/data", start)
    if status != http.HTTPStatus.OK:
        raise SandboxError(f"the servers behind the endpoints cannot be started: {answer['error']}")
    return answer


def clone(api: Api, folder: Path) -> Api:
    """Make the API fork into a copy that serves another folder, and wait until the copy answers.

    Later changes of one never affect the other, and each can end without the other.

    Raises:
        SandboxError: The copy does not come up.
    """
    folders.prepare(folder)
    status, answer = api.ask("/_sandbox/clone", {"folder": str(folder.resolve())})
    if status != http.HTTPStatus.OK:
        raise SandboxError(f"the sandbox's AWS API cannot be cloned: {answer['error']}")
    until(lambda: find(folder) is not None, START_SECONDS)
    return _started(folder)


def check_installed() -> None:
    """Raise `SandboxError` if the package is on Python's path, as in a checkout, but not installed."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise SandboxError(
            f"the sandbox is not installed: it needs {', '.join(missing)}. In a checkout of orion-rds, "
            f"`{sys.executable} -m pip install . ./orion_sandbox` installs both distributions."
        )


def _read(folder: Path) -> Api | None:
    try:
        record = json.loads((folder / "api.json").read_text())
        token = (folder / TOKEN).read_text()
        return Api(record["pid"], record["started"], record["port"], record["boot_id"], record["account"], token)
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def _answers(api: Api) -> bool:
    try:
        status, answer = request(api.address, api.token, "GET", "/_sandbox/health", seconds=ANSWER_SECONDS)
    except TimeoutError:
        raise
    except (OSError, http.client.HTTPException, ValueError):
        return False
    return status == http.HTTPStatus.OK and answer == {"pid": api.pid, "boot_id": api.boot_id}


def _started(folder: Path) -> Api:
    api = find(folder)
    if api is None:
        log = folder / "api.log"
        last = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])
        raise SandboxError(f"the AWS API of the sandbox did not start. The end of its log, {log}:\n{last}")
    return api


def _environment() -> dict[str, str]:
    # The process is long-lived and needs neither the user's accounts nor a proxy; moto reads environment variables.
    kept = {name: value for name, value in os.environ.items() if not _DROPPED.match(name)}
    # The process runs in its folder, and must find this package there even if it is on the path only.
    home = str(Path(__file__).parents[1])
    return {
        **kept,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "PYTHONPATH": os.pathsep.join(filter(None, [home, kept.get("PYTHONPATH")])),
    }


def _end(pid: int, ended: Callable[[], bool]) -> None:
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, way)
            # A stopped process would not end before it is continued.
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            return
        if until(ended, STOP_SECONDS):
            return


def _ended(api: Api) -> bool:
    if child := _children.get(api.pid):
        return child.poll() is not None
    # Not by its id, which an ended process keeps until its parent has waited for it.
    try:
        socket.create_connection((HOST, api.port), ANSWER_SECONDS).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:
        pass  # it is closing
    return False
