"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `python -m scripts.pages docs` from the code. Change it there. -->\n"


def rows(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Return a table; each text becomes one line."""
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
