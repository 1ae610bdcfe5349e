"""The page of changes."""

from orion_rds.plan.effects import ROWS
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# What a change does

Each row says what happens to a deployed database when the setting is set, changed or removed and the stack is deployed
again, with or without a preview. It also applies to the settings below it that have no row of their own.

- **in place**: without interruption.
- **waits**: in place, and effective after a restart or in the next maintenance window. The preview says so.
- **interrupts**: in place, with the interruption that the row names.
- **creates or deletes**: creates resources, or deletes them with their contents.
- **refused**: before anything is changed, by the [rule](refusals.md) that the row names. The text says which directions
  are allowed. A value that AWS already has, such as a version that it upgraded to, is always allowed.

A preview also shows `recorded`, an input of the component: the settings that it keeps in Pulumi's state, to compare the
next change with. It changes nothing on AWS.
"""


def changes() -> str:
    """Return the page."""
    body = [
        (
            ", ".join(f"`{setting}`" for setting in row.settings),
            row.effect.value,
            row.text,
            ", ".join(f"`{refusal.name}`" for refusal in row.refusals),
            f"`{row.property}`" if row.property else "",
            f"[source]({row.source})",
        )
        for row in ROWS
    ]
    return "\n".join(
        [GENERATED, INTRODUCTION, rows(("Setting", "Effect", "What happens", "Rules", "On AWS", ""), body)]
    )
