"""Rows of the change matrix that are deployed together, since each deployment takes seconds."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.e2e.changes.change import Change, Sections, Steps
from tests.e2e.changes.refused import REFUSALS, Refusal

ABSENT = object()

GROUPS: Mapping[str, Sequence[str]] = {
    "in place": (
        "parameters added, changed and removed",
        "retention",
        "minor upgrades by hand",
        "storage without charges for I/O",
        "certificate authority",
        "class",
        "ingress rule added and removed",
        "a third subnet",
        "addresses of IPv6",
        "protection",
        "policy of the secret",
        "log exports",
        "insights",
    ),
    "in place, tags and port": (
        "audit log",
        "windows",
        "tags",
        "promotion tier",
        "port",
        "no insights",
    ),
    "parts off and alerts on": (
        "no log exports",
        "monitoring",
        "no audit log",
        "a password is asked for",
        "alarms and dashboard",
        "events",
    ),
    "serverless, copies and Redis": (
        "provisioned to serverless and back",
        "minor upgrade",
        "copies of the backups",
        "Redis",
    ),
    "readers and a standby": ("1 to 3 instances and back", "standby"),
    "zone, sources and a password by RDS": (
        "zone",
        "sources renamed, exchanged, merged and replaced",
        "password by RDS and back",
    ),
    "fewer readers and a larger Redis": (
        "3 to 2 instances",
        "nodes of Redis",
        "type of the nodes of Redis",
        "snapshots of Redis",
    ),
    "engine of Redis and key of the secret": ("Redis OSS to Valkey", "key of the secret"),
    "a larger standby, a renamed writer and other topics": (
        "topics exchanged, and one taken out",
        "protection of the standby",
        "instances of the standby",
        "one by name taken out, and the writer renamed",
    ),
    "class of the standby, locks and a threshold": (
        "class of the standby",
        "lock of the vaults",
        "threshold of an alarm",
    ),
    "after changes outside": (
        "minor version installed by AWS",
        "password rotated",
        "reader added by autoscaling",
    ),
    "after a failover": ("failover", "shards of Redis"),
}
"""Name of a group to names of rows. No two rows of a group change the same setting."""


def _by_beginning() -> dict[str, dict[str, Refusal]]:
    """Group the refused changes by what is deployed before: refused, they leave it as it was for the next one."""
    groups: dict[str, dict[str, Refusal]] = {}
    for name, refusal in REFUSALS.items():
        groups.setdefault(json.dumps(refusal.begin, sort_keys=True), {})[name] = refusal
    return {next(iter(group)): group for group in groups.values()}


REFUSED: Mapping[str, Mapping[str, Refusal]] = _by_beginning()
"""Name of the first row of a group to its rows."""


def together(file: Sections, rows: Mapping[str, Refusal]) -> list[dict[str, Refusal]]:
    """Return the rows in few configurations: every problem of a change is reported at once."""
    found: list[dict[str, Refusal]] = []
    for name, row in rows.items():
        others = [each for each in found if not any(other.alone for other in each.values())]
        taken = None if row.alone else next((each for each in others if _fits(file, row, each.values())), None)
        if taken is None:
            found.append({name: row})
        else:
            taken[name] = row
    return found


def _fits(file: Sections, row: Refusal, others: Iterable[Refusal]) -> bool:
    try:
        end(file, [*others, row])
    except ValueError:
        return False
    return True


def combined(before: Any, changes: Sequence[Any]) -> Any:
    """Return a value with several changes of it made at once.

    Raises:
        ValueError: Two of them change the same setting.
    """
    changed = [value for value in changes if value != before]
    if all(value == changed[0] for value in changed):
        return changed[0] if changed else before
    if not all(isinstance(value, Mapping) for value in changed):
        raise ValueError(f"several changes of one setting: {changed}")
    inner = before if isinstance(before, Mapping) else {}
    keys = {key for value in (inner, *changed) for key in value}
    whole = {key: combined(inner.get(key, ABSENT), [value.get(key, ABSENT) for value in changed]) for key in keys}
    return {key: value for key, value in whole.items() if value is not ABSENT}


def combined_sections(before: Sections, changes: Sequence[Sections]) -> dict[str, Any]:
    """Return the sections that one or more changes write anew, with all changes made."""
    names = {name for change in changes for name in change}
    return {
        name: combined(before.get(name, ABSENT), [change.get(name, before.get(name, ABSENT)) for change in changes])
        for name in names
    }


def combined_steps(rows: Sequence[Steps]) -> dict[str, set[str]]:
    """Return the steps of several rows."""
    steps: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for operation, names in row.items():
            steps[operation] |= names
    return dict(steps)


def beginning(file: Sections, rows: Sequence[Change | Refusal]) -> dict[str, Any]:
    """Return the sections that are deployed before the changes of the rows."""
    return combined_sections(file, [row.begin for row in rows])


def end(file: Sections, rows: Sequence[Change | Refusal]) -> dict[str, Any]:
    """Return the sections that are deployed after the changes of the rows."""
    begin = beginning(file, rows)
    return {**begin, **combined_sections({**file, **begin}, [row.sections for row in rows])}
