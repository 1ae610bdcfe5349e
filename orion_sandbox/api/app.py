"""The web application: moto behind the judge and one lock, and the sandbox's own paths beside it."""

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from orion_sandbox.api import logins, overlay, seeds
from orion_sandbox.api.gate import judge
from orion_sandbox.api.overlay.elasticache import changes as caches
from orion_sandbox.api.overlay.rds import pending
from orion_sandbox.api.overlay.secretsmanager import versions

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def build_application(account: str, boot_id: str) -> "Application":
    """Moto with the overlay and the judge installed, answering for `account`."""
    overlay.install()
    judge.install()
    return Application(account, boot_id, DomainDispatcherApplication(create_backend_app))


@dataclass
class Application:
    """A WSGI application: `/_sandbox/` is ours, the rest is AWS."""

    account: str
    boot_id: str
    aws: "WSGIApplication"
    # moto's backends are plain dictionaries without locks, and the server answers each request in a thread of its own.
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "GET", "/_sandbox/health":
                # Not behind the lock: a busy API is alive.
                return _answer(start_response, "200 OK", {"pid": os.getpid(), "boot_id": self.boot_id})
            case "POST", "/_sandbox/seed":
                return self._seed(environ, start_response)
            case "POST", "/_sandbox/login":
                return self._log_in(environ, start_response)
            case "POST", "/_sandbox/forget-secret-versions":
                with self.lock:
                    return _answer(start_response, "200 OK", {"forgotten": versions.forget_versions(self.account)})
            case "POST", "/_sandbox/maintenance-window":
                with self.lock:
                    changed = [*pending.pass_maintenance_window(), *caches.pass_maintenance_window()]
                    return _answer(start_response, "200 OK", {"changed": changed})
            case _:
                with self.lock:
                    return list(self.aws(environ, start_response))

    def _seed(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            with self.lock:
                made = seeds.sow(_body(environ), self.account)
        except seeds.SeedError as error:
            return _answer(start_response, "400 Bad Request", {"error": str(error)})
        return _answer(start_response, "200 OK", {"made": made})

    def _log_in(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            with self.lock:
                answer = logins.log_in(_body(environ), self.account)
        except logins.LoginError as error:
            return _answer(start_response, "400 Bad Request", {"error": str(error)})
        return _answer(start_response, "200 OK", answer)


def _body(environ: "WSGIEnvironment") -> bytes:
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def _answer(start_response: "StartResponse", status: str, body: dict[str, Any]) -> Iterable[bytes]:
    text = json.dumps(body).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
    return [text]
