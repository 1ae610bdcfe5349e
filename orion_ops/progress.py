"""Progress messages."""

import sys


def say(text: str) -> None:
    """Print a line to stderr at once; the result of a command goes to stdout."""
    print(text, file=sys.stderr, flush=True)
