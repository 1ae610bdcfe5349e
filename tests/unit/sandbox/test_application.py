"""The web application around moto."""

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from orion_sandbox.api.app import Application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def test_a_request_has_moto_to_itself_and_health_does_not_wait() -> None:
    """Moto has no locks; and an API that is busy is alive."""
    seen: list[tuple[bool, bytes]] = []

    def aws(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [])
        seen.append((application.lock.locked(), b"".join(get(application, "/_sandbox/health"))))
        return [b"answered"]

    application = Application("123456789012", aws, "the boot id")

    assert list(get(application, "/")) == [b"answered"]

    ((locked, health),) = seen
    assert locked
    assert b"the boot id" in health
    assert not application.lock.locked()


def test_an_api_that_cannot_be_cloned_says_why() -> None:
    """The operating system has a limit of processes; the lock is free again afterwards."""

    def aws(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        raise AssertionError("the request is the sandbox's own")

    application = Application("123456789012", aws)
    application.main_thread._results.put((None, OSError("no process is left")))

    answer = get(application, "/_sandbox/clone", b'{"folder": "/copy"}')

    assert json.loads(b"".join(answer)) == {"error": "OSError: no process is left"}
    assert not application.lock.locked()


def get(application: Application, path: str, body: bytes = b"") -> Iterable[bytes]:
    """Send one request past the network: a POST if there is a body."""
    environ: WSGIEnvironment = {"PATH_INFO": path}
    if body:
        environ |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    setup_testing_defaults(environ)

    def start(_status: str, _headers: object, _error: object = None, /) -> "Callable[[bytes], object]":
        return bytes

    return application(environ, start)
