"""Where hosts are reached: AWS's endpoints have private addresses, and those of a sandbox none."""

import argparse
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

CONNECT_TO = "ORION_CONNECT_TO"
"""The value of `--connect-to` where that is not given: several are separated by blanks."""
FILE = "@"
"""The first character of a value that names a file."""
ROOT_CERTIFICATE = "PGSSLROOTCERT"
"""libpq's own variable for the certificates that servers are verified with."""
BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
FORM = "HOST=ADDRESS:PORT"


class Address(NamedTuple):
    """Where a host is reached."""

    address: str
    port: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a command that connects to servers."""
    parser.add_argument(
        "--connect-to",
        metavar=FORM,
        action="append",
        help="where a host is reached, as by a tunnel, or @FILE with a line for each host, which is read at every "
        f"connection; may be repeated (default: {CONNECT_TO}, else the host itself)",
    )
    parser.add_argument(
        "--root-certificate",
        metavar="FILE",
        default=os.environ.get(ROOT_CERTIFICATE),
        help=f"the certificates that servers are verified with (default: {ROOT_CERTIFICATE}; of AWS: {BUNDLE})",
    )


def addresses(given: argparse.Namespace) -> Mapping[str, Address]:
    """Return the addresses by host.

    Raises:
        ValueError: One has another form, or a file cannot be read.
    """
    values = given.connect_to or os.environ.get(CONNECT_TO, "").split()
    return dict(_address(each) for value in values for each in _listed(value))


def _listed(value: str) -> Iterable[str]:
    """Return what is in a file, or the value itself."""
    if not value.startswith(FILE):
        return [value]
    try:
        return Path(value.removeprefix(FILE)).read_text(encoding="utf-8").split()
    except OSError as error:
        raise ValueError(f"{value!r} cannot be read: {error.strerror}.") from None


def _address(text: str) -> tuple[str, Address]:
    host, equals, reached = text.partition("=")
    address, colon, port = reached.rpartition(":")
    if not (host and equals and address and colon and port.isdecimal()):
        raise ValueError(f"{text!r} is not {FORM}, such as db.example=127.0.0.1:5432.")
    return host, Address(address, int(port))
