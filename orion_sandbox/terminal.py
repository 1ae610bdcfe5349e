"""Colours of the output, only on a terminal without NO_COLOR (https://no-color.org)."""

import os
import re
import sys

COLOURS = {"red": 31, "green": 32, "yellow": 33, "magenta": 35, "cyan": 36}
_ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def coloured() -> bool:
    """Return whether standard output shows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str) -> str:
    """Return the text in this colour if standard output shows colours."""
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if coloured() else text


def without_colours(line: str) -> str:
    """Return a line of Pulumi's output without colours."""
    return _ESCAPE.sub("", line)
