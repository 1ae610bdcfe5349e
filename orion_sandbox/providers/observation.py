"""What AWS says of a thing, in Pulumi's properties."""

from collections.abc import Mapping
from typing import Any

import jmespath

from orion_sandbox.providers.calls import Caller, NotFound, Refused
from orion_sandbox.providers.table import Property, Row
from orion_sandbox.providers.translate import from_aws, tags_from_aws
from orion_sandbox.providers.values import Values


def describe(row: Row, caller: Caller, identity: str, known: Values | None = None) -> dict[str, Any] | None:
    """The described item, or None where AWS has no such thing."""
    try:
        answer = caller(row.read, **reading(row, caller, identity, known or {}))
    except NotFound:
        return None
    answer.pop("ResponseMetadata", None)
    item = jmespath.search(row.found.replace("{id}", identity), answer)
    if item is not None and row.observe:
        item = {**item, **row.observe(caller, identity, item)}
    return item


def reading(row: Row, caller: Caller, identity: str, known: Values) -> Values:
    """The arguments that name the thing; `known` are its properties, as far as the provider has them."""
    if row.read_arguments:
        return row.read_arguments(identity)
    if missing := [name for name in row.within.values() if name not in known]:
        raise Refused(f"{row.type} {identity!r} cannot be imported in the sandbox: its id does not tell {missing[0]}")
    takes_a_list = caller.members(row.read)[row.key].type_name == "list"
    place = {member: known[name] for member, name in row.within.items()}
    return {row.key: [identity] if takes_a_list else identity, **place}


def properties(row: Row, item: Values, known: Values) -> dict[str, Any]:
    """The thing's properties, in the program's own spelling (`known`) where the meaning is the same.

    Properties that AWS does not return keep their known value.
    """
    found = {prop.name: _observed(prop, item, known.get(prop.name)) for prop in row.properties}
    found |= {name: from_aws(jmespath.search(path, item)) for name, path in row.computed.items()}
    return {name: value for name, value in found.items() if value is not None}


def tags(row: Row, caller: Caller, item: Values, target: str) -> dict[str, str]:
    """The tags that AWS has on the thing."""
    if row.tagging is None:
        return {}
    source = item
    if row.tagging.list:
        source = caller(row.tagging.list, **{row.tagging.list_member: target})
    return tags_from_aws(jmespath.search(row.tagging.listed, source))


def as_inputs(row: Row, observed: Values, inputs: Values) -> dict[str, Any]:
    """The inputs as AWS has them now; for an import, which has none, every input that AWS tells of."""
    if not inputs:
        names = [prop.name for prop in row.properties if observed.get(prop.name) not in (None, [], {}, "")]
        defaults = {prop.name: prop.default for prop in row.properties if not prop.path and prop.default is not None}
        kept = [name for name in ("region", "tags") if observed.get(name)]
        return defaults | {name: observed[name] for name in (*names, *kept)}
    read_back = {prop.name for prop in row.properties if prop.path} | {"tags"}
    current = {name: observed.get(name) if name in read_back else value for name, value in inputs.items()}
    return {name: value for name, value in current.items() if value is not None}


def own_tags(all_tags: Mapping[str, str], default_tags: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, str]:
    """The tags that are the resource's own: all but the provider's default ones, unless the program writes them too."""
    return {key: value for key, value in all_tags.items() if default_tags.get(key) != value or key in wanted}


def _observed(prop: Property, item: Values, wanted: Any) -> Any:
    if not prop.path:
        return wanted
    raw = jmespath.search(prop.path, item)
    value = prop.removed if raw is None else prop.shows(raw)
    return wanted if wanted is not None and prop.equal(wanted, value) else value
