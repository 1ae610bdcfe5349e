"""Records which calls of AWS a provider makes: a proxy between it and the sandbox's API."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.serving import make_server

from orion_sandbox.api.aws_calls import call_of
from orion_sandbox.api.bodies import read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OF_ONE_CONNECTION = {"connection", "keep-alive", "server", "date", "transfer-encoding"}
"""Headers that a proxy does not pass on."""


class Calls:
    """A WSGI application that forwards every request to an API."""

    def __init__(self, endpoint: str) -> None:
        self._address = urlsplit(endpoint).netloc
        self.actions: set[str] = set()
        """Calls that were forwarded, such as `rds:CreateDBCluster`."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Forward one request."""
        body = read_body(environ)
        self.actions.add(call_of(environ, body).action)
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        connection = HTTPConnection(self._address)
        connection.request(environ["REQUEST_METHOD"], environ["RAW_URI"], body, headers)
        answer = connection.getresponse()
        passed = [(name, value) for name, value in answer.getheaders() if name.lower() not in OF_ONE_CONNECTION]
        start_response(f"{answer.status} {answer.reason}", passed)
        return [answer.read()]


@contextmanager
def recorded_calls(endpoint: str) -> Generator[tuple[str, Calls]]:
    """Serve a proxy of an API, and yield its endpoint and the calls."""
    calls = Calls(endpoint)
    server = make_server("127.0.0.1", 0, calls, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        thread.join()
