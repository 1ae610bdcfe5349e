"""What a command says while it works."""

import sys


def say(text: str) -> None:
    """Print a line at once, apart from what the command prints as its result."""
    print(text, file=sys.stderr, flush=True)
