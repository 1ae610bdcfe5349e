"""Arguments of the commands that restore: the time to restore to, and the file of checks."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

EXAMPLE = "2026-11-29T22:15:00Z"


def moment(text: str) -> datetime:
    """Convert an argument to a time, for `argparse`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time with a time zone, such as {EXAMPLE}.")
    return found.astimezone(UTC)


def add_arguments(parser: argparse._ActionsContainer, default: str) -> None:
    """Add `--to` and `--check`."""
    parser.add_argument(
        "--to", type=moment, metavar="TIME", help=f"the time to restore to, such as {EXAMPLE} ({default})"
    )
    parser.add_argument(
        "--check", type=Path, metavar="FILE", help="SQL file; each statement that returns rows must return true"
    )
