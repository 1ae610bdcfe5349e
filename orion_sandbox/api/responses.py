"""HTTP responses as values."""

import http.client
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    @classmethod
    def of_json(cls, status: HTTPStatus, body: Any) -> "Response":
        """Return a response in JSON."""
        return cls(status, (("Content-Type", "application/json"),), json.dumps(body).encode())

    @classmethod
    def from_wsgi(cls, application: "WSGIApplication", environ: "WSGIEnvironment") -> "Response":
        """Return the complete response of an application."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _error: object = None, /) -> Any:
            started.append((status, headers))

        body = b"".join(application(environ, start))
        status, headers = started[-1]
        # moto allows every web page to read every response.
        kept = [each for each in headers if not each[0].lower().startswith("access-control-")]
        return cls(int(status[:3]), kept, body)

    def send(self, start_response: "StartResponse") -> Iterable[bytes]:
        """Send the response through a WSGI server."""
        headers = list(self.headers)
        # The response to HEAD has the length of the body, without the body.
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(len(self.body))))
        start_response(f"{self.status} {http.client.responses.get(self.status, '')}", headers)
        return [self.body]
