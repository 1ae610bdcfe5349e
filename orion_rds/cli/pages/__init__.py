"""Pages of the documentation that are generated from the models and tables.

`python -m orion_rds.cli.pages docs` writes them.
"""

from pathlib import Path

from orion_rds.cli.pages.alarms import alarms
from orion_rds.cli.pages.changes import changes
from orion_rds.cli.pages.refusals import refusals
from orion_rds.cli.pages.settings import settings

__all__ = ["pages"]


def pages(docs: Path) -> dict[str, str]:
    """Return the text of every page by the name of its file. `docs` holds the part that is written by hand."""
    return {
        "alarms.md": alarms((docs / "alarms.md").read_text(encoding="utf-8")),
        "changes.md": changes(),
        "configuration.md": settings(),
        "refusals.md": refusals(),
    }
