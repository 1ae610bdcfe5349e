"""The differences between a program's old and new inputs, by property."""

from collections.abc import Iterator, Mapping
from typing import Any

from orion_sandbox.providers.provider import Difference
from orion_sandbox.providers.table import Property, Reach, Row
from orion_sandbox.providers.values import DEFAULTS, Values, has_unknown


def difference(row: Row, old: Values, state: Values, new: Values, tags: Mapping[str, Any]) -> Difference:
    """Return the changes from `old` to `new`; `tags` are all tags of the resource, including default tags."""
    changes = dict[str, str]()
    before = baseline(row, old, state)
    for prop in changed(row, before, state, new):
        replaced = prop.replaces or prop.replaces_when(before.get(prop.name), new.get(prop.name))
        suffix = "_REPLACE" if replaced else ""
        changes |= {path: kind + suffix for path, kind in _paths(prop.name, before, new)}
    if old.get("region") != new.get("region"):
        changes["region"] = "UPDATE_REPLACE"
    if row.tagging:
        own_tags = dict(_paths("tags", old, new))
        default_tags_changed = not own_tags and state.get("tagsAll", {}) != tags
        changes |= {"tagsAll": "UPDATE"} if default_tags_changed else own_tags
    return Difference(changes, delete_first=_deletes_first(row, new, changes))


def baseline(row: Row, old: Values, state: Values) -> dict[str, Any]:
    """Return the old inputs, overridden by what AWS last returned.

    After an update that failed part-way the engine keeps the old inputs; only the state has the applied changes.
    """
    return {**old, **{prop.name: state[prop.name] for prop in row.properties if prop.path and prop.name in state}}


def changed(row: Row, start: Values, state: Values, new: Values) -> Iterator[Property]:
    """Yield the properties of `new` whose meaning differs from the baseline (`start`)."""
    for prop in row.properties:
        before, after = start.get(prop.name), new.get(prop.name)
        # Terraform's SDK treats an empty string as a missing value, and a missing value as false.
        if after in (None, ""):
            if prop.removed is None and (prop.reach is not Reach.LOCAL or prop.computed):
                continue
            after = prop.removed
        elif after is False and before is None and prop.reach is Reach.LOCAL:
            continue
        actual = state.get(f"{prop.name}Actual", before) if before is not None else prop.removed
        # An unknown value may be anything, and `equal` cannot parse it.
        if has_unknown(after) or (not prop.equal(after, before) and not prop.equal(after, actual)):
            yield prop


def _paths(name: str, old: Values, new: Values) -> Iterator[tuple[str, str]]:
    before, after = old.get(name), new.get(name)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                path = f"{name}.{key}" if key.isidentifier() else f'{name}["{key}"]'
                yield path, _kind(before.get(key), after.get(key))
    elif before != after:
        yield name, _kind(before, after)


def _kind(before: Any, after: Any) -> str:
    if before is None:
        return "ADD"
    return "DELETE" if after is None else "UPDATE"


def _deletes_first(row: Row, new: Values, changes: Mapping[str, str]) -> bool:
    """Whether the program sets a name that Pulumi would otherwise generate.

    The bridge then deletes first, because the name would be taken, even if the new name differs.

    Source: https://github.com/pulumi/pulumi-terraform-bridge/pull/532
    """
    if row.auto_name is None or not row.auto_name.by_pulumi:
        return False
    written = row.auto_name.name in new and row.auto_name.name not in new.get(DEFAULTS, ())
    return written and any(change.endswith("_REPLACE") for change in changes.values())
