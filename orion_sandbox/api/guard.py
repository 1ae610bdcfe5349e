"""Who may ask the API: programs of this machine, and no web page that somebody looks at."""

import hmac
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from orion_sandbox.own_requests import TOKEN_HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

OWN_PREFIX = "/_sandbox"
"""Of the paths of requests that are the sandbox's own."""

_LOOPBACK = re.compile(r"(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost)(:\d{1,5})?", re.IGNORECASE)
"""The hosts that lead to this machine everywhere: S3 has names of buckets in front of `localhost`. Any other name may
belong to a stranger whose name server answers with the address of this machine."""
_FETCH_SITES = ("none", "same-origin")
"""Values of `Sec-Fetch-Site` for an address that a person typed, and for pages of the API itself."""


class GuardError(Exception):
    """A request that is refused for where it comes from; the message is one line."""

    status = HTTPStatus.FORBIDDEN


def check_origin(environ: "WSGIEnvironment") -> None:
    """Check that a program of this machine makes a request, and no web page.

    Raises:
        GuardError: It may come from a web page.
    """
    host = environ.get("HTTP_HOST", "")
    if not _LOOPBACK.fullmatch(host):
        raise GuardError("the sandbox answers under the names 127.0.0.1, localhost, *.localhost and [::1] only")
    # Browsers send at least one of the two with whatever a page requests; SDKs send neither.
    if environ.get("HTTP_ORIGIN", f"http://{host}").lower() != f"http://{host}".lower():
        raise GuardError("the sandbox does not answer web pages")
    if environ.get("HTTP_SEC_FETCH_SITE", "none").lower() not in _FETCH_SITES:
        raise GuardError("the sandbox does not answer web pages")


def check_token(environ: "WSGIEnvironment", token: str) -> None:
    """Check that one of the sandbox's own requests comes from a user who can read the stack's folder.

    Raises:
        GuardError: It has not the token of the folder.
    """
    given = environ.get(f"HTTP_{TOKEN_HEADER.upper().replace('-', '_')}", "")
    # A WSGI server decodes headers from latin-1.
    if not hmac.compare_digest(given.encode("latin-1", "replace"), token.encode()):
        raise GuardError(f"the sandbox's own paths need the header {TOKEN_HEADER}, from the file token in its folder")
