"""Pages of documentation, written from the models and tables. Nothing of the package needs them.

`python -m orion_rds.cli.pages docs` writes them anew.
"""

from orion_rds.cli.pages.reasons import reasons
from orion_rds.cli.pages.reference import reference

__all__ = ["pages"]


def pages() -> dict[str, str]:
    """Give the text of every page by the name of its file."""
    return {"configuration.md": reference(), "refusals.md": reasons()}
