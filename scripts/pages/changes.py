"""The page of changes."""

from orion_rds.plan.effects import ROWS
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# What a change does

What happens to a deployed database when a setting is set, changed or taken out and the stack is deployed again, with a
preview or without one. A row answers for the settings below it that have no row of their own.

- **in place**: without interruption.
- **waits**: in place, and in force after a restart or in the next window. The preview says so.
- **interrupts**: in place, with the interruption that is named.
- **creates or deletes**: its resources come, or go with what they hold.
- **refused**: before anything is changed, with [the rule](refusals.md) that is named. The text says which directions
  pass. What AWS has already, such as a version that it upgraded to, always passes.

A preview shows `recorded` of the component beside its resources: what it keeps of its settings in Pulumi's state, to
compare the next change with. On AWS nothing changes by it.
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
