"""Requests to the sandbox's own paths of the API, such as `/_sandbox/seed`."""

import http.client
import json
from typing import Any

SECONDS = 60.0
"""The default time limit of a request, for a busy machine."""
TOKEN_HEADER = "X-Sandbox-Token"  # noqa: S105 - a name
"""The header with the token from the stack's folder, which neither web pages nor other users can send."""


def request(
    address: str, token: str, method: str, path: str, body: object = None, *, seconds: float = SECONDS
) -> tuple[int, Any]:
    """Return status and JSON answer of the API at `address`, such as `127.0.0.1:4566`."""
    # http.client uses no proxies, so the request never leaves the machine.
    connection = http.client.HTTPConnection(address, timeout=seconds)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), {TOKEN_HEADER: token})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()
