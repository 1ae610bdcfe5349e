"""Reading of request bodies, within limits of size and time."""

import time
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAXIMUM_BYTES = 64 * 2**20
"""The largest body of a call that the sandbox imitates is the code of a Lambda function, 50 MB."""
SILENCE_SECONDS = 10.0
"""How long a client may send nothing while the API waits for the rest of its request."""
MAXIMUM_SECONDS = 60.0
_CHUNK_BYTES = 2**16


class BodyError(Exception):
    """A body that the API refuses to read; the message is one line."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def read_body(environ: "WSGIEnvironment", clock: Callable[[], float] = time.monotonic) -> bytes:
    """Read the whole body.

    Raises:
        BodyError: It is too long, too slow or incomplete.
    """
    source: Any = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return _read(source.read, MAXIMUM_BYTES + 1, clock)
    length = _length(environ.get("CONTENT_LENGTH") or "0")
    # `read1` makes at most one system call; `read` would wait until all requested bytes are there.
    body = _read(getattr(source, "read1", source.read), length, clock)
    if len(body) < length:
        raise BodyError(HTTPStatus.BAD_REQUEST, f"the body ends after {len(body)} of {length} bytes")
    return body


def with_body(environ: "WSGIEnvironment", body: bytes) -> "WSGIEnvironment":
    """Return the request with `body`, which has been read from it, to read again."""
    kept = {name: value for name, value in environ.items() if name != "HTTP_TRANSFER_ENCODING"}
    read = {"wsgi.input": BytesIO(body), "wsgi.input_terminated": False, "CONTENT_LENGTH": str(len(body))}
    return {**kept, **read}


def _length(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BodyError(HTTPStatus.BAD_REQUEST, "Content-Length is not a number")
    # Checked as text: Python refuses to parse a number of more than 4,300 digits.
    if len(text) > len(str(MAXIMUM_BYTES)) or int(text) > MAXIMUM_BYTES:
        raise _too_long()
    return int(text)


def _read(read: Callable[[int], bytes], length: int, clock: Callable[[], float]) -> bytes:
    end = clock() + MAXIMUM_SECONDS
    body = bytearray()
    try:
        while len(body) < length and (part := read(min(_CHUNK_BYTES, length - len(body)))):
            body += part
            if clock() > end:
                raise TimeoutError
    except TimeoutError:
        raise BodyError(HTTPStatus.REQUEST_TIMEOUT, "the rest of the body did not come in time") from None
    except OSError as error:
        raise BodyError(HTTPStatus.BAD_REQUEST, f"the body is malformed: {error}") from error
    if len(body) > MAXIMUM_BYTES:
        raise _too_long()
    return bytes(body)


def _too_long() -> BodyError:
    return BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MAXIMUM_BYTES} bytes")
