"""The page of refusals and warnings."""

import re
from importlib import import_module

from orion_rds.config.refusal import REFUSALS
from orion_rds.plan.warnings import WARNINGS
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# Refusals and warnings

A configuration that AWS would refuse, or that could not be operated, is refused before any resource is created. Every
message names one of these rules. Words in capitals stand for values of the configuration, or for values that follow
from them.
"""

WARNED = """
## Warnings

AWS accepts these settings, and most users regret them. The database is deployed, and the component shows each warning.
"""


def refusals() -> str:
    """Return the page."""
    for defines_refusals_too in ("orion_rds.components", "orion_rds.cli.stack_file"):
        import_module(defines_refusals_too)
    refused = [
        (f"`{row.name}`", _filled(row.why), _filled(row.fix), _link(row.source)) for _, row in sorted(REFUSALS.items())
    ]
    warned = [(f"`{row.name}`", row.why, row.fix, _link(row.source)) for row in WARNINGS.values()]
    head = ("Rule", "Why", "Fix", "Source")
    return "\n".join([GENERATED, INTRODUCTION, rows(head, refused) + WARNED, rows(head, warned)])


def _filled(template: str) -> str:
    """Fill a template with the names of its fields in capitals."""
    named = re.sub(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})", lambda field: field[1].upper(), template)
    return named.replace("{{", "{").replace("}}", "}")


def _link(source: str) -> str:
    page = source.rstrip("/").rpartition("/")[2].removesuffix(".html")
    return f"[{page}]({source})"
