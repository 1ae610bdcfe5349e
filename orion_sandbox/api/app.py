"""The web application: moto behind the gate and one lock, and the sandbox's own paths beside it."""

import json
import os
import secrets
import socket
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.exceptions import NotFound

from orion_sandbox.api import data_plane, first_use, logins, overlay, seeds
from orion_sandbox.api.aws_calls import call_of
from orion_sandbox.api.bodies import BodyError, read_body, with_body
from orion_sandbox.api.content import content
from orion_sandbox.api.data_plane import DataPlane
from orion_sandbox.api.faults import AnswerLost, FaultError, FaultInjector, answer_with, read_faults
from orion_sandbox.api.forks import MainThread, Providers, clone
from orion_sandbox.api.gate import gate
from orion_sandbox.api.guard import OWN_PREFIX, GuardError, check_origin, check_token
from orion_sandbox.api.malformed import answered
from orion_sandbox.api.overlay import elasticache_settings, rds_pending, secretsmanager
from orion_sandbox.api.responses import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def build_application(account: str) -> "Application":
    """Return moto, with the overlay and the gate installed, as the API of `account`."""
    overlay.install()
    gate.install()
    return Application(account, DomainDispatcherApplication(_create_app))  # pyright: ignore[reportArgumentType] # any WSGI application does


def _create_app(service: Any) -> "WSGIApplication":
    # moto's own paths under /moto-api let any caller reset everything.
    return NotFound() if service == "moto_api" else create_backend_app(service)


@dataclass
class Application:
    """A WSGI application: the sandbox's own paths under `/_sandbox/`, and AWS."""

    account: str
    aws: "WSGIApplication"
    boot_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    """Changes at each start, when all earlier contents of the API are lost."""
    token: str = field(default_factory=secrets.token_urlsafe)
    """The token of the sandbox's own requests."""
    # moto's backends are plain dictionaries without locks, and the server answers each request in its own thread.
    lock: threading.Lock = field(default_factory=threading.Lock)
    main_thread: MainThread = field(default_factory=MainThread)
    endpoint: str = ""
    """The URL of this application."""
    providers: Providers | None = None
    """The stand-in providers, once a command has asked for them."""
    data: DataPlane | None = None
    """The servers behind the endpoints, once a command has asked for them."""
    faults: FaultInjector = field(default_factory=FaultInjector)
    cut_off: str = ""
    """The region that is cut off: calls to it get no answer, and its servers cannot reach those of other regions."""

    def reset_after_fork(self) -> None:
        """Give this clone its own identity, and locks that no thread of the original holds."""
        self.boot_id = uuid.uuid4().hex
        self.token = secrets.token_urlsafe()
        self.lock = threading.Lock()
        self.main_thread = MainThread()
        self.providers = None
        self.data = None
        self.faults = FaultInjector()
        self.cut_off = ""
        # Otherwise both would generate the same ids.
        mock_random.seed()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        try:
            check_origin(environ)
            # Read before the lock is taken: a client that does not send all of its body blocks no other request.
            return self._answer(environ, read_body(environ)).send(start_response)
        except (GuardError, BodyError) as error:
            return Response.of_json(error.status, {"error": str(error)}).send(start_response)
        except AnswerLost:
            if connection := environ.get("werkzeug.socket"):
                connection.shutdown(socket.SHUT_RDWR)
            raise

    def _answer(self, environ: "WSGIEnvironment", body: bytes) -> Response:
        if environ["PATH_INFO"].startswith(OWN_PREFIX):
            return self._answer_own(environ, body)
        return self._answer_aws(environ, body)

    def _answer_aws(self, environ: "WSGIEnvironment", body: bytes) -> Response:
        def carry_out() -> Response:
            with self.lock:
                answer = answered(environ, body, lambda: Response.from_wsgi(self.aws, with_body(environ, body)))
                self.apply_data(lambda: call_of(environ, body).action)
                return answer

        if not self.faults.any and not self.cut_off:
            return carry_out()
        call = call_of(environ, body)
        if call.region == self.cut_off:
            raise AnswerLost
        with self.lock:
            fault = self.faults.meet(call)
        return answer_with(fault, call, self.account, carry_out) if fault else carry_out()

    def apply_data(self, action: Callable[[], str] = str) -> None:
        """Apply the state of the API to the servers of the data plane, if they run. The caller holds the lock."""
        if self.data:
            try:
                self.data.apply(self.account, action, self.cut_off)
            except OSError as error:
                print(error)
                self.data = None

    def _answer_own(self, environ: "WSGIEnvironment", body: bytes) -> Response:
        check_token(environ, self.token)
        path = environ["PATH_INFO"]
        if path == "/_sandbox/health":
            # Without the lock: a busy API is alive.
            return Response.of_json(HTTPStatus.OK, {"pid": os.getpid(), "boot_id": self.boot_id})
        if path not in OWN_PATHS or environ["REQUEST_METHOD"] != "POST":
            return Response.of_json(HTTPStatus.NOT_FOUND, {"error": f"a POST to one of {', '.join(OWN_PATHS)}"})
        try:
            with self.lock:
                answer = OWN_PATHS[path](self, body)
                self.apply_data()
        except (seeds.SeedError, logins.LoginError, FaultError) as error:
            return Response.of_json(HTTPStatus.BAD_REQUEST, {"error": str(error)})
        except (ValueError, KeyError, TypeError) as error:
            return Response.of_json(HTTPStatus.BAD_REQUEST, {"error": f"{type(error).__name__}: {error}"})
        except OSError as error:
            return Response.of_json(HTTPStatus.SERVICE_UNAVAILABLE, {"error": str(error)})
        return Response.of_json(HTTPStatus.OK, answer)


SHOWN = {
    *("name", "writer_host", "reader_host", "database", "user", "password", "replicates"),
    *("primary_host", "tls", "users"),
}
"""The fields of clusters and replication groups in the answer."""

Respond = Callable[[Application, bytes], dict[str, Any]]
"""Answers the body of a request. The caller holds the application's lock."""


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
        providers = application.main_thread.run(lambda: Providers.start(application.endpoint, application.token))
        application.providers = providers
    return {"ports": providers.ports}


def _cut_off(application: Application, body: bytes) -> dict[str, Any]:
    application.cut_off = str(json.loads(body)["region"] or "")
    return {"region": application.cut_off or None}


def _data(application: Application, body: bytes) -> dict[str, Any]:
    if body and application.data is None:
        application.data = DataPlane(
            application.endpoint,
            application.token,
            float(json.loads(body)["lag_seconds"]),
            application.main_thread.run,
        )
    application.apply_data()
    if application.data is None:
        return {}
    topology = application.data.topology
    return {
        "authority": application.data.authority,
        "clusters": [each.model_dump(include=SHOWN) for each in topology.clusters if each.instances],
        "caches": [each.model_dump(include=SHOWN) for each in topology.caches if each.nodes],
        **application.data.answer.model_dump(mode="json"),
    }


def _died(application: Application, body: bytes) -> dict[str, Any]:
    data_plane.died(application.account, json.loads(body)["instance"])
    return {}


def _forget_secret_versions(application: Application, _body: bytes) -> dict[str, Any]:
    return {"forgotten": secretsmanager.forget_versions(application.account)}


def _faults(application: Application, body: bytes) -> dict[str, Any]:
    if body:
        application.faults.put(read_faults(body))
    return application.faults.in_force.model_dump(mode="json")


def _pass_maintenance_window(_application: Application, _body: bytes) -> dict[str, Any]:
    return {"changed": [*rds_pending.pass_maintenance_window(), *elasticache_settings.pass_maintenance_window()]}


OWN_PATHS: Mapping[str, Respond] = MappingProxyType(
    {
        "/_sandbox/clone": _clone,
        "/_sandbox/content": _content,
        "/_sandbox/cut-off": _cut_off,
        "/_sandbox/data": _data,
        "/_sandbox/died": _died,
        "/_sandbox/faults": _faults,
        "/_sandbox/first-use": _create_met,
        "/_sandbox/forget-secret-versions": _forget_secret_versions,
        "/_sandbox/login": _log_in,
        "/_sandbox/maintenance-window": _pass_maintenance_window,
        "/_sandbox/providers": _start_providers,
        "/_sandbox/seed": _seed,
    }
)
"""The paths of the sandbox's own requests, all with the method POST."""
