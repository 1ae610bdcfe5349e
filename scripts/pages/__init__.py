"""Pages of the documentation that are generated from the models and tables.

`python -m scripts.pages docs` writes them.
"""

from pathlib import Path

from scripts.pages.alarms import alarms
from scripts.pages.changes import changes
from scripts.pages.outputs import outputs
from scripts.pages.permissions import permissions
from scripts.pages.refusals import refusals
from scripts.pages.settings import settings

__all__ = ["pages"]


def pages(docs: Path) -> dict[str, str]:
    """Return the text of every page by the name of its file. `docs` has the hand-written parts."""
    return {
        "alarms.md": alarms((docs / "alarms.md").read_text(encoding="utf-8")),
        "changes.md": changes(),
        "configuration.md": settings(),
        "outputs.md": outputs(),
        "permissions.md": permissions(),
        "refusals.md": refusals(),
    }
