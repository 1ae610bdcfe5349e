"""Requests to the sandbox's own paths."""

from http import HTTPStatus
from typing import Any

from orion_sandbox import daemon


def ask(api: daemon.Api, path: str, **body: Any) -> dict[str, Any]:
    """Post to one of the sandbox's own paths."""
    status, answer = api.ask(f"/_sandbox/{path}", body)
    assert status == HTTPStatus.OK, answer
    return answer
