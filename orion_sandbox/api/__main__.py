"""`python -u -m orion_sandbox.api --folder FOLDER --account ACCOUNT`: serve until SIGTERM.

`FOLDER/api.json` contains the address. It is complete as soon as it exists, when the API answers. `FOLDER/token` is
written before it.
"""

import argparse
import functools
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import botocore.session

from orion_sandbox.folders import TOKEN, private
from orion_sandbox.processes import started

HOST = "127.0.0.1"
RECORD_CHECK_SECONDS = 2.0
MISSES = 2
"""Consecutive checks that do not find the record of this process before it exits."""


def main() -> None:
    """Serve on a free port of the loopback interface."""
    parser = argparse.ArgumentParser(prog="orion_sandbox.api", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where api.json is written")
    parser.add_argument("--account", required=True, help="the AWS account that answers")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _exit)
    _serve(arguments.folder, arguments.account)


def _serve(folder: Path, account: str) -> None:
    # moto reads these two variables on import. AWS's managed policies (one is attached to the monitoring role) are
    # left out by default, and the account is a constant of the process.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    os.environ["MOTO_ACCOUNT_ID"] = account
    # moto creates a session for each partition. Each would read botocore's files again, a quarter of the start-up time.
    botocore.session.create_loader = functools.cache(botocore.session.create_loader)
    from orion_sandbox.api.app import build_application  # noqa: PLC0415 - see above
    from orion_sandbox.api.forks import Cloned  # noqa: PLC0415 - see above
    from orion_sandbox.api.server import listen  # noqa: PLC0415 - see above

    application = build_application(account)
    try:
        while True:
            server = listen(HOST, application)
            application.endpoint = f"http://{HOST}:{server.server_port}"
            _start_thread(server.serve_forever)
            _write(folder, TOKEN, application.token)
            _announce(folder, application.boot_id, server.server_port, account)
            _start_thread(partial(_end_without_record, folder, application.boot_id))
            try:
                application.main_thread.serve()
            except Cloned as clone:
                folder = clone.folder
                application.reset_after_fork()
    finally:
        if application.providers:
            application.providers.stop()


def _start_thread(target: Callable[[], None]) -> None:
    # The thread, and the threads that it starts, inherit the blocked SIGTERM. Otherwise the kernel may deliver it
    # to one of them, which does not wake the main thread, and only the main thread ends the process.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=target, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _announce(folder: Path, boot_id: str, port: int, account: str) -> None:
    record = {
        "pid": os.getpid(),
        "started": started(os.getpid()),
        "port": port,
        "boot_id": boot_id,
        "account": account,
        "endpoint": f"http://{HOST}:{port}",
    }
    _write(folder, "api.json", json.dumps(record))


def _write(folder: Path, name: str, text: str) -> None:
    # Renamed into place, so that no reader finds an incomplete file.
    draft = folder / f"{name}.{os.getpid()}"
    with open(draft, "w", opener=private) as file:
        file.write(text)
    draft.replace(folder / name)


def _end_without_record(folder: Path, boot_id: str) -> None:
    """End this process when its folder no longer names it: no command would find it, and it would run for ever."""
    missed = 0
    while missed < MISSES:
        time.sleep(RECORD_CHECK_SECONDS)
        try:
            named = json.loads((folder / "api.json").read_text())["boot_id"] == boot_id
        except (OSError, ValueError, KeyError, TypeError):
            named = False
        missed = 0 if named else missed + 1
    os.kill(os.getpid(), signal.SIGTERM)


def _exit(_signal: int, _frame: FrameType | None) -> None:
    # A normal exit, so that exit handlers run (coverage writes its data in one).
    sys.exit(0)


if __name__ == "__main__":
    main()
