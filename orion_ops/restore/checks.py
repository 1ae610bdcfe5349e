"""The SQL file of `--check`: assertions about a restored database."""

from pathlib import Path
from typing import Any

import psycopg

from orion_ops.errors import OpsError


def read(path: Path | None) -> str:
    """Return the statements of a file; none without a file.

    Raises:
        OpsError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise OpsError(f"--check {path}: {error}") from None


def failures(connection: "psycopg.Connection[Any]", statements: str) -> list[str]:
    """Run statements, and return the failures: each statement that returns rows must return `true`."""
    if not statements.strip():
        return []
    try:
        cursor = connection.execute(statements.encode())
    except psycopg.Error as error:
        return [str(error).strip()]
    found, number = list[str](), 1
    while True:
        if cursor.description and cursor.fetchall() != [(True,)]:
            found.append(f"statement {number} did not return true")
        if not cursor.nextset():
            return found
        number += 1
