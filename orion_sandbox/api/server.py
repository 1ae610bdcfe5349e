"""The HTTP server of the API, with a timeout for clients and a log without values of requests."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from orion_sandbox.api.bodies import SILENCE_SECONDS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class RequestHandler(MotoRequestHandler):
    """Answers one connection."""

    timeout = SILENCE_SECONDS

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log method, path and status only: a query string may contain a password."""
        del size
        self.log("info", "%s %s %s", self.command, ascii(urlsplit(self.path).path), code)

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Log that a request is malformed, without the message, which repeats parts of it."""
        del format, args
        self.log("error", "a request that is not HTTP, or was not sent in time")


def listen(host: str, application: "WSGIApplication") -> BaseWSGIServer:
    """Return a server on a free port."""
    return make_server(host, 0, application, threaded=True, request_handler=RequestHandler)
