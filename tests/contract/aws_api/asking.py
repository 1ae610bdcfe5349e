"""Requests to the sandbox's own paths."""

import json
import urllib.request
from typing import Any

from orion_sandbox import daemon


def ask(api: daemon.Api, path: str, **body: str) -> dict[str, Any]:
    """Post to one of the sandbox's own paths."""
    request = urllib.request.Request(f"{api.endpoint}/_sandbox/{path}", json.dumps(body).encode(), method="POST")  # noqa: S310 - loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        return json.load(answer)
