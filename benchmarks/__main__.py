"""Measures everything and prints the table: `make bench`, about 4 minutes on two cores."""

import os
import platform
from itertools import chain

from benchmarks.measured import databases, imports, sandbox, validation
from benchmarks.rows import HEADER

ROUNDS = 9
COUNTS = {1: ROUNDS, 10: ROUNDS, 100: 3}
"""Numbers of databases in one program, with the rounds: longer runs vary less and need fewer."""


def main() -> None:
    """Print each row as soon as it is measured."""
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}\n\n{HEADER}")
    for row in chain(
        *(databases(count, rounds) for count, rounds in COUNTS.items()),
        validation(ROUNDS),
        imports(ROUNDS),
        sandbox("test"),
        sandbox("prod"),
    ):
        print(row, flush=True)


if __name__ == "__main__":
    main()
