"""Access to the API: programs on this machine may call it, web pages in a browser may not."""

import hmac
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from orion_sandbox.own_requests import TOKEN_HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

OWN_PREFIX = "/_sandbox"
"""The prefix of the sandbox's own paths."""

_LOOPBACK = re.compile(r"(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost)(:\d{1,5})?", re.IGNORECASE)
"""Host names that always resolve to this machine; S3 puts names of buckets before `localhost`. A foreign name server
may resolve any other name to this machine's address (DNS rebinding)."""
_FETCH_SITES = ("none", "same-origin")
"""Values of `Sec-Fetch-Site` for a typed address, and for pages of the API itself."""


class GuardError(Exception):
    """A request that is refused because of its origin; the message is one line."""

    status = HTTPStatus.FORBIDDEN


def check_origin(environ: "WSGIEnvironment") -> None:
    """Check that a request comes from a program on this machine, not from a web page.

    Raises:
        GuardError: It may come from a web page.
    """
    host = environ.get("HTTP_HOST", "")
    if not _LOOPBACK.fullmatch(host):
        raise GuardError("the sandbox answers under the names 127.0.0.1, localhost, *.localhost and [::1] only")
    # Browsers send at least one of these headers with every request of a page; SDKs send neither.
    if environ.get("HTTP_ORIGIN", f"http://{host}").lower() != f"http://{host}".lower():
        raise GuardError("the sandbox does not answer web pages")
    if environ.get("HTTP_SEC_FETCH_SITE", "none").lower() not in _FETCH_SITES:
        raise GuardError("the sandbox does not answer web pages")


def check_token(environ: "WSGIEnvironment", token: str) -> None:
    """Check that a request to one of the sandbox's own paths has the token from the stack's folder.

    Raises:
        GuardError: The token is missing or wrong.
    """
    given = environ.get(f"HTTP_{TOKEN_HEADER.upper().replace('-', '_')}", "")
    # A WSGI server decodes headers from latin-1.
    if not hmac.compare_digest(given.encode("latin-1", "replace"), token.encode()):
        raise GuardError(f"the sandbox's own paths need the header {TOKEN_HEADER}, from the file token in its folder")
