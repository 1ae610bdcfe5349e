"""Confirmation before a command interrupts, changes or replaces a database."""

import argparse
import sys

from orion_ops.errors import OpsError


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--yes`, which skips the confirmation."""
    parser.add_argument("--yes", action="store_true", help="skip the confirmation")


def agree(given: argparse.Namespace, refused: str = "Cancelled. Nothing was changed.") -> None:
    """Ask for confirmation, unless `--yes` is given.

    Args:
        given: The arguments.
        refused: The error message if the answer is no.

    Raises:
        OpsError: The standard input is not a terminal, or the answer is no.
    """
    if given.yes:
        return
    # Python has no `sys.stdin` where the standard input is closed.
    if sys.stdin is None or not sys.stdin.isatty():
        raise OpsError("Confirmation needs a terminal. Without one, add --yes.")
    print("Continue? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise OpsError(refused)
