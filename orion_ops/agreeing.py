"""A question before something that interrupts or replaces a database."""

import argparse
import sys

from orion_ops.errors import OpsError


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument that answers the question."""
    parser.add_argument("--yes", action="store_true", help="do not ask")


def agree(given: argparse.Namespace, refused: str = "Nothing was done, as the answer was no.") -> None:
    """Ask whether to do what was said, unless `--yes` is given.

    Args:
        given: The arguments.
        refused: The error if the answer is no.

    Raises:
        OpsError: Nobody can be asked, or the answer is no.
    """
    if given.yes:
        return
    if not sys.stdin.isatty():
        raise OpsError("Nobody can be asked here. To go on without a question: --yes.")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise OpsError(refused)
