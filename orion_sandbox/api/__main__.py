"""`python -m orion_sandbox.api --folder FOLDER --account ACCOUNT`: serve until SIGTERM.

`FOLDER/api.json` appears, whole, when the API answers; it says where.
"""

import argparse
import json
import os
import signal
import sys
import uuid
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"


def main() -> None:
    """Serve on a free port of the loopback interface."""
    parser = argparse.ArgumentParser(prog="orion_sandbox.api", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where api.json is written")
    parser.add_argument("--account", required=True, help="the AWS account that answers")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    _serve(arguments.folder, arguments.account)


def _serve(folder: Path, account: str) -> None:
    # moto reads these two while it is imported: AWS's managed policies (one is attached to the monitoring role) are
    # left out by default, and the account is a constant of the process.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    os.environ["MOTO_ACCOUNT_ID"] = account
    from moto.moto_server.werkzeug_app import MotoRequestHandler  # noqa: PLC0415 - see above
    from werkzeug.serving import make_server  # noqa: PLC0415 - see above

    from orion_sandbox.api.app import build_application  # noqa: PLC0415 - see above

    boot_id = uuid.uuid4().hex
    server = make_server(
        HOST, 0, build_application(account, boot_id), threaded=True, request_handler=MotoRequestHandler
    )
    _announce(folder, boot_id, server.server_port, account)
    server.serve_forever()


def _announce(folder: Path, boot_id: str, port: int, account: str) -> None:
    record = {
        "pid": os.getpid(),
        "port": port,
        "boot_id": boot_id,
        "account": account,
        "endpoint": f"http://{HOST}:{port}",
    }
    # Renamed into place: whoever finds the file finds all of it.
    draft = folder / f"api.json.{boot_id}"
    draft.write_text(json.dumps(record))
    draft.replace(folder / "api.json")


def _leave(_signal: int, _frame: FrameType | None) -> None:
    # An ordinary exit, so that what is to happen at exit (coverage data, for one) happens.
    sys.exit(0)


if __name__ == "__main__":
    main()
