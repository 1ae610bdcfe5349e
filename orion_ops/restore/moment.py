"""Arguments of the commands that restore: the moment, and what there must be then."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

EXAMPLE = "2026-11-29T22:15:00Z"


def moment(text: str) -> datetime:
    """Return the moment of a text, as `argparse` converts arguments."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time with its zone, such as {EXAMPLE}.")
    return found.astimezone(UTC)


def add_arguments(parser: argparse._ActionsContainer, default: str) -> None:
    """Add the moment, and the file that says what there must be."""
    parser.add_argument("--to", type=moment, metavar="TIME", help=f"the moment, such as {EXAMPLE} ({default})")
    parser.add_argument(
        "--check", type=Path, metavar="FILE", help="SQL; each statement that returns rows must return true"
    )
