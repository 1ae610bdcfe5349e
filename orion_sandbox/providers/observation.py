"""Conversion of a described AWS resource to Pulumi's properties."""

from collections.abc import Mapping
from typing import Any

import jmespath

from orion_sandbox.providers.calls import Caller, NotFound, Refused
from orion_sandbox.providers.table import Property, Row, Tagging, Unsent
from orion_sandbox.providers.translate import from_aws, tags_from_aws
from orion_sandbox.providers.values import Values


def describe(row: Row, caller: Caller, identity: str, known: Values | None = None) -> dict[str, Any] | None:
    """Return the described item, or None if AWS does not have it."""
    arguments = (
        row.read_arguments(identity) if row.read_arguments else naming(row, caller, row.read, identity, known or {})
    )
    try:
        answer = caller(row.read, **arguments)
    except NotFound:
        return None
    answer.pop("ResponseMetadata", None)
    item = jmespath.search(row.found.replace("{id}", identity) or "@", answer)
    if item is not None and row.within:
        item = {**{member: (known or {}).get(name) for member, name in row.within.items()}, **item}
    if item is not None and row.observe:
        further = row.observe(caller, identity, item)
        return None if further is None else {**item, **further}
    return item


def naming(row: Row, caller: Caller, operation: str, identity: str, known: Values) -> Values:
    """Return the arguments that name the resource in a call; `known` are the provider's properties.

    The member may be the row's key in singular or plural: a VPC is read by `VpcIds` and deleted by `VpcId`.
    """
    if missing := [name for name in row.within.values() if name not in known]:
        raise Refused(f"{row.type} {identity!r} cannot be imported in the sandbox: its id does not tell {missing[0]}")
    members = caller.members(operation)
    parent = {member: known[name] for member, name in row.within.items()}
    key = next((name for name in (row.key, row.key.removesuffix("s"), f"{row.key}s") if name in members), None)
    if key is None:
        return parent
    return {key: [identity] if members[key].type_name == "list" else identity, **parent}


def properties(row: Row, item: Values, known: Values) -> dict[str, Any]:
    """Return the properties, in the program's own spelling (`known`) if the meaning is the same.

    Properties that AWS does not return keep their known value.
    """
    found = {prop.name: _observed(prop, item, known.get(prop.name)) for prop in row.properties}
    found |= {name: from_aws(jmespath.search(path, item)) for name, path in row.computed.items()}
    return {name: value for name, value in found.items() if value is not None}


def tags(tagging: Tagging, caller: Caller, item: Values, target: str) -> dict[str, str]:
    """Return the tags of the resource on AWS."""
    named = [target] if tagging.list_several else target
    source = caller(tagging.list, **{tagging.list_member: named}) if tagging.list else item
    return tags_from_aws(jmespath.search(tagging.listed, source))


def as_inputs(row: Row, observed: Values, inputs: Values) -> dict[str, Any]:
    """Return the inputs with AWS's current values; for an import, which has none, every input that AWS returns."""
    if not inputs:
        names = [prop.name for prop in row.properties if observed.get(prop.name) not in (None, [], {}, "")]
        defaults = {prop.name: prop.default for prop in row.properties if not prop.path and prop.default is not None}
        implicit = [name for name in ("region", "tags") if observed.get(name)]
        return defaults | {name: observed[name] for name in (*names, *implicit)}
    read_back = {prop.name for prop in row.properties if prop.path} | {"tags"}
    current = {name: observed.get(name) if name in read_back else value for name, value in inputs.items()}
    return {name: value for name, value in current.items() if value is not None}


def own_tags(all_tags: Mapping[str, str], default_tags: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return the resource's own tags: all except default tags of the provider that the program does not set itself."""
    return {key: value for key, value in all_tags.items() if default_tags.get(key) != value or key in wanted}


def _observed(prop: Property, item: Values, wanted: Any) -> Any:
    if not prop.path or (prop.only_if_written and wanted is None):
        return wanted
    raw = jmespath.search(prop.path, item)
    if raw is None and prop.kept_if_absent:
        return wanted
    value = _absent(prop) if raw is None else prop.shows(raw)
    return wanted if wanted is not None and prop.equal(wanted, value) else value


def _absent(prop: Property) -> Any:
    return None if prop.removed is Unsent.VALUE else prop.removed
