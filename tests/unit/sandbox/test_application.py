"""The web application around moto."""

import json
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import pytest

from orion_sandbox.api.app import Application
from orion_sandbox.api.bodies import MAXIMUM_BYTES, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CORS = ("Access-Control-Allow-Origin", "*")


def answering(text: bytes = b"answered") -> Application:
    """Return an application whose AWS answers everything, to every web page."""

    def aws(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), CORS])
        return [text]

    return Application("123456789012", aws, "the boot id")


@pytest.fixture
def application() -> Application:
    """Return it."""
    return answering()


def ask(
    application: Application,
    path: str = "/",
    *,
    body: bytes = b"",
    token: str | None = None,
    source: BytesIO | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, Mapping[str, str], Any]:
    """Send one request past the network, a POST if there is a body; return status, headers and body."""
    environ: WSGIEnvironment = {"PATH_INFO": path, "REQUEST_METHOD": "POST" if body else "GET"}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": source or BytesIO(body), **environment}
    setup_testing_defaults(environ)
    if token is not None:
        environ["HTTP_X_SANDBOX_TOKEN"] = token
    started: list[tuple[int, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], object]:
        started.append((int(status[:3]), dict(headers)))
        return bytes

    text = b"".join(application(environ, start))
    status, answered = started[0]
    return status, answered, json.loads(text) if "json" in answered.get("Content-Type", "") else text


def test_a_request_has_moto_to_itself_and_health_does_not_wait() -> None:
    """Moto has no locks; and an API that is busy is alive."""
    seen: list[tuple[bool, Any]] = []

    def aws(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [])
        health = ask(application, "/_sandbox/health", token=application.token)
        seen.append((application.lock.locked(), health[2]["boot_id"]))
        return [b"answered"]

    application = Application("123456789012", aws, "the boot id")

    assert ask(application)[2] == b"answered"
    assert seen == [(True, "the boot id")]
    assert not application.lock.locked()


def test_an_api_that_cannot_be_cloned_says_why(application: Application) -> None:
    """The operating system has a limit of processes; the lock is free again afterwards."""
    application.main_thread._results.put((None, OSError("no process is left")))

    answer = ask(application, "/_sandbox/clone", body=b'{"folder": "/copy"}', token=application.token)

    assert answer[0] == 503
    assert answer[2] == {"error": "OSError: no process is left"}
    assert not application.lock.locked()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:4566", "localhost:4566", "LocalHost", "[::1]:4566", "my-bucket.s3.localhost:4566"]
)
def test_the_names_of_this_machine_are_answered(host: str, application: Application) -> None:
    """S3 has the name of the bucket in front."""
    assert ask(application, environment={"HTTP_HOST": host})[0] == 200


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:4566", "localhost.evil.example", "evil-localhost", "127.0.0.1.evil.example",
     "169.254.169.254", "127.0.0.1,evil.example", "127.0.0.1:4566:1", "user@localhost"],
)  # fmt: skip
def test_another_name_is_refused(host: str, application: Application) -> None:
    """A stranger's name that leads here (DNS rebinding) makes a page of his the API's own to a browser."""
    status, headers, answer = ask(application, environment={"HTTP_HOST": host})

    assert (status, "127.0.0.1" in answer["error"]) == (403, True)
    assert "answered" not in str(headers)


REQUESTS_OF_PAGES = {
    "a preflight": {"REQUEST_METHOD": "OPTIONS", "HTTP_ORIGIN": "https://evil.example"},
    "a script's POST of text": {"REQUEST_METHOD": "POST", "HTTP_ORIGIN": "https://evil.example"},
    "a form of a sandboxed frame": {"REQUEST_METHOD": "POST", "HTTP_ORIGIN": "null"},
    "a page of another port": {"REQUEST_METHOD": "POST", "HTTP_ORIGIN": "http://127.0.0.1:8000"},
    "the page of an encrypted port": {"REQUEST_METHOD": "POST", "HTTP_ORIGIN": "https://127.0.0.1"},
    "an image": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "an image of another port": {"HTTP_SEC_FETCH_SITE": "same-site"},
}


@pytest.mark.parametrize("request_of", REQUESTS_OF_PAGES.values(), ids=REQUESTS_OF_PAGES)
@pytest.mark.parametrize("path", ["/", "/_sandbox/health"])
def test_web_pages_are_refused(request_of: dict[str, str], path: str, application: Application) -> None:
    """They could delete everything, and read every password, of whoever has the sandbox running."""
    status, headers, answer = ask(application, path, token=application.token, environment=request_of)

    assert (status, answer) == (403, {"error": "the sandbox does not answer web pages"})
    assert not any(name.startswith("Access-Control") for name in headers)


def test_what_the_api_serves_may_ask_it(application: Application) -> None:
    """Such as a page in a bucket; and an address that somebody types has no page behind it."""
    own = {"HTTP_HOST": "localhost:4566", "HTTP_ORIGIN": "http://localhost:4566", "HTTP_SEC_FETCH_SITE": "same-origin"}

    assert ask(application, environment=own)[0] == 200
    assert ask(application, environment={"HTTP_SEC_FETCH_SITE": "none"})[0] == 200


def test_no_answer_lets_a_web_page_read_it(application: Application) -> None:
    """Moto allows it to every page."""
    assert not any(name.startswith("Access-Control") for name in ask(application)[1])


@pytest.mark.parametrize("token", [None, "", "guessed", "ü"])
@pytest.mark.parametrize(("path", "body"), [("/_sandbox/seed", b"{}"), ("/_sandbox/health", b""), ("/_sandboxes", b"")])
def test_the_sandbox_s_own_paths_need_the_token(
    token: str | None, path: str, body: bytes, application: Application
) -> None:
    """Which only the user who owns the stack's folder can read."""
    status, _, answer = ask(application, path, body=body, token=token)

    assert (status, "X-Sandbox-Token" in answer["error"]) == (403, True)


def test_every_api_has_another_token(application: Application) -> None:
    """A clone too."""
    token = application.token
    application.reset_after_fork()

    assert len({token, application.token, answering().token}) == 3


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/_sandbox/nothing", b"{}", 404),
        ("/_sandbox/seed", b"", 404),
        ("/_sandbox/login", b"{", 400),
        ("/_sandbox/clone", b"{}", 400),
        ("/_sandbox/content", b"[]", 400),
        ("/_sandbox/first-use", b'{"region": 1, "ids": 2}', 400),
    ],
)
def test_malformed_requests_to_own_paths_are_refused(
    path: str, body: bytes, status: int, application: Application
) -> None:
    """In one line; nothing is done."""
    answered, _, answer = ask(application, path, body=body, token=application.token)

    assert answered == status
    assert answer["error"]


class Silent(BytesIO):
    """The body of a client that has sent a part of it and is silent."""

    def read1(self, size: int | None = -1, /) -> bytes:
        """Read the part, then wait in vain."""
        if part := super().read1(size):
            return part
        raise TimeoutError


class Slow(BytesIO):
    """The body of a client that sends one byte at a time, for ever."""

    def read1(self, size: int | None = -1, /) -> bytes:
        """Read one byte."""
        return b"x" * min(1, size or 0)


@pytest.mark.parametrize(
    ("source", "length", "status", "why"),
    [
        (BytesIO(b"7 bytes"), "100", 400, "the body ends after 7 of 100 bytes"),
        (Silent(b"7 bytes"), "100", 408, "the rest of the body did not come in time"),
        (BytesIO(), str(MAXIMUM_BYTES + 1), 413, "a body has at most 67108864 bytes"),
        (BytesIO(), "9" * 5000, 413, "a body has at most 67108864 bytes"),
        (BytesIO(), "-1", 400, "Content-Length is not a number"),
        (BytesIO(), "ten", 400, "Content-Length is not a number"),
    ],
    ids=["cut", "silent", "too long", "absurdly long", "negative", "a word"],
)
def test_a_body_that_does_not_come_keeps_nobody_waiting(
    source: BytesIO, length: str, status: int, why: str, application: Application
) -> None:
    """It is read before the lock, with limits of size and time."""
    with application.lock:
        answered, _, answer = ask(application, environment={"CONTENT_LENGTH": length}, source=source)

    assert (answered, answer) == (status, {"error": why})


def test_a_body_that_comes_too_slowly_ends(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte after byte, each in time."""
    ticks = iter(range(1000))
    monkeypatch.setattr("orion_sandbox.api.app.read_body", lambda environ: read_body(environ, lambda: next(ticks)))  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]

    status, _, _ = ask(application, environment={"CONTENT_LENGTH": "1000"}, source=Slow())

    assert status == 408
