"""The web application: moto behind the gate and one lock, and the sandbox's own paths beside it."""

import json
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from orion_sandbox.api import first_use, logins, overlay, seeds
from orion_sandbox.api.content import content
from orion_sandbox.api.forks import MainThread, Providers, clone
from orion_sandbox.api.gate import gate
from orion_sandbox.api.overlay import elasticache_settings, rds_pending, secretsmanager

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def build_application(account: str) -> "Application":
    """Moto with the overlay and the gate installed, answering for `account`."""
    overlay.install()
    gate.install()
    return Application(account, DomainDispatcherApplication(create_backend_app))


@dataclass
class Application:
    """A WSGI application: `/_sandbox/` is ours, the rest is AWS."""

    account: str
    aws: "WSGIApplication"
    boot_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    """Differs after each start: everything that the API held before is then gone."""
    # moto's backends are plain dictionaries without locks, and the server answers each request in a thread of its own.
    lock: threading.Lock = field(default_factory=threading.Lock)
    main_thread: MainThread = field(default_factory=MainThread)
    endpoint: str = ""
    """Where this application is served."""
    providers: Providers | None = None
    """The stand-in providers, once a command has asked for them."""

    def reset_after_fork(self) -> None:
        """Become another API than the original: nothing that a thread of the original holds is held here."""
        self.boot_id = uuid.uuid4().hex
        self.lock = threading.Lock()
        self.main_thread = MainThread()
        self.providers = None
        # Otherwise the next ids of both would be the same.
        mock_random.seed()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        match environ["REQUEST_METHOD"]:
            case "GET" if path == "/_sandbox/health":
                # Not behind the lock: a busy API is alive.
                return _answer(start_response, "200 OK", {"pid": os.getpid(), "boot_id": self.boot_id})
            case "POST" if path in OWN_PATHS:
                return self._answer_own(OWN_PATHS[path], _body(environ), start_response)
            case _:
                with self.lock:
                    return list(self.aws(environ, start_response))

    def _answer_own(self, respond: "Respond", body: bytes, start_response: "StartResponse") -> Iterable[bytes]:
        try:
            with self.lock:
                answer = respond(self, body)
        except (seeds.SeedError, logins.LoginError) as error:
            return _answer(start_response, "400 Bad Request", {"error": str(error)})
        except OSError as error:
            return _answer(start_response, "503 Service Unavailable", {"error": str(error)})
        return _answer(start_response, "200 OK", answer)


Respond = Callable[[Application, bytes], dict[str, Any]]
"""Answers a body with the API's lock held."""


def _seed(application: Application, body: bytes) -> dict[str, Any]:
    return {"created": seeds.create_missing(body, application.account)}


def _create_met(application: Application, body: bytes) -> dict[str, Any]:
    return {"created": first_use.create_met(body, application.account)}


def _log_in(application: Application, body: bytes) -> dict[str, Any]:
    return logins.log_in(body, application.account)


def _clone(application: Application, body: bytes) -> dict[str, Any]:
    folder = Path(json.loads(body)["folder"])
    return {"pid": application.main_thread.run(lambda: clone(folder))}


def _content(_application: Application, body: bytes) -> dict[str, Any]:
    return content(body)


def _start_providers(application: Application, _body: bytes) -> dict[str, Any]:
    providers = application.providers
    if providers is None or not providers.alive:
        providers = application.main_thread.run(lambda: Providers.start(application.endpoint))
        application.providers = providers
    return {"ports": providers.ports}


def _forget_secret_versions(application: Application, _body: bytes) -> dict[str, Any]:
    return {"forgotten": secretsmanager.forget_versions(application.account)}


def _pass_maintenance_window(_application: Application, _body: bytes) -> dict[str, Any]:
    return {"changed": [*rds_pending.pass_maintenance_window(), *elasticache_settings.pass_maintenance_window()]}


OWN_PATHS: Mapping[str, Respond] = MappingProxyType(
    {
        "/_sandbox/clone": _clone,
        "/_sandbox/content": _content,
        "/_sandbox/first-use": _create_met,
        "/_sandbox/forget-secret-versions": _forget_secret_versions,
        "/_sandbox/login": _log_in,
        "/_sandbox/maintenance-window": _pass_maintenance_window,
        "/_sandbox/providers": _start_providers,
        "/_sandbox/seed": _seed,
    }
)
"""The sandbox's own requests, which are all a `POST`."""


def _body(environ: "WSGIEnvironment") -> bytes:
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def _answer(start_response: "StartResponse", status: str, body: dict[str, Any]) -> Iterable[bytes]:
    text = json.dumps(body).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
    return [text]
