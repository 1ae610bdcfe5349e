"""The web application around moto."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from orion_sandbox.api.app import Application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def test_a_request_has_moto_to_itself_and_health_does_not_wait() -> None:
    """Moto has no locks; and an API that is busy is alive."""
    seen: list[tuple[bool, bytes]] = []

    def aws(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        seen.append((application.lock.locked(), b"".join(get(application, "/_sandbox/health"))))
        return [b"answered"]

    application = Application("123456789012", "the boot id", aws)

    assert list(get(application, "/")) == [b"answered"]

    ((locked, health),) = seen
    assert locked
    assert b"the boot id" in health
    assert not application.lock.locked()


def get(application: Application, path: str) -> Iterable[bytes]:
    """Send one request past the network."""
    environ: WSGIEnvironment = {"PATH_INFO": path}
    setup_testing_defaults(environ)

    def start(_status: str, _headers: object, _error: object = None, /) -> "Callable[[bytes], object]":
        return bytes

    return application(environ, start)
