"""Requests to the paths of the API that are the sandbox's own, such as `/_sandbox/seed`."""

import http.client
import json
from typing import Any

SECONDS = 60.0
"""How long most requests may take, on a busy machine."""
TOKEN_HEADER = "X-Sandbox-Token"  # noqa: S105 - a name
"""Carries what the file `token` in the stack's folder has: no web page can send it, and no other user."""


def request(
    address: str, token: str, method: str, path: str, body: object = None, *, seconds: float = SECONDS
) -> tuple[int, Any]:
    """Return the status and the answer, which is JSON, of the API at `address`, such as `127.0.0.1:4566`."""
    # http.client knows no proxies, so this never leaves the machine.
    connection = http.client.HTTPConnection(address, timeout=seconds)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), {TOKEN_HEADER: token})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()
