"""Addresses of hosts: AWS's endpoints have private addresses, and a sandbox's host names do not resolve."""

import argparse
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

CONNECT_TO = "ORION_CONNECT_TO"
"""Variable with the default of `--connect-to`: values, separated by spaces."""
FILE = "@"
"""Prefix of a value that names a file."""
ROOT_CERTIFICATE = "PGSSLROOTCERT"
"""libpq's variable for the file of root certificates."""
BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
FORM = "HOST=ADDRESS:PORT"


class Address(NamedTuple):
    """Address and port of a host."""

    address: str
    port: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a command that connects to servers."""
    parser.add_argument(
        "--connect-to",
        metavar=FORM,
        action="append",
        help="address of a host, such as that of a tunnel, or @FILE with a line for each host, read at every "
        f"connection; may be repeated (default: {CONNECT_TO}, else the host itself)",
    )
    parser.add_argument(
        "--root-certificate",
        metavar="FILE",
        default=os.environ.get(ROOT_CERTIFICATE),
        help=f"root certificates to verify servers with (default: {ROOT_CERTIFICATE}; AWS's: {BUNDLE})",
    )


def addresses(given: argparse.Namespace) -> Mapping[str, Address]:
    """Return the addresses by host.

    Raises:
        ValueError: A value has another form, or a file cannot be read.
    """
    values = given.connect_to or os.environ.get(CONNECT_TO, "").split()
    return dict(_address(each) for value in values for each in _listed(value))


def _listed(value: str) -> Iterable[str]:
    """Return the lines of a file, or the value itself."""
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
