"""The SDK's lookup functions, by the rows of `lookups`."""

from collections.abc import Iterator
from typing import Any

import jmespath

from orion_sandbox.providers import observation
from orion_sandbox.providers.calls import Caller, NotFound, Refused
from orion_sandbox.providers.lookup import Lookup
from orion_sandbox.providers.translate import from_aws
from orion_sandbox.providers.values import Values

SEVERAL = "multiple {0}s matched; use additional constraints to reduce matches to a single {0}"
FRAME = "invoking {function}: 1 error occurred:\n\t* {text}\n\n"
"""The text of Pulumi's bridge around an error of the provider.

https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/provider.go
"""


class Absent(Refused):
    """No resource matches the arguments of a function that must find one."""


def look_up(lookup: Lookup, caller: Caller, arguments: Values) -> Values:
    """Return the results of a function.

    Raises `Absent` with the real provider's text, in its frame, if nothing is found, and `Refused` if AWS refuses.
    """
    try:
        answer = caller(lookup.operation, **_call_arguments(lookup, caller, arguments))
        found = jmespath.search(_written(lookup.found, lookup, arguments), answer)
    except NotFound:
        found = []
    except Refused as refused:
        raise Refused(_framed(lookup, str(refused))) from None
    return _one(lookup, caller, arguments, found) if lookup.identity else _listed(lookup, caller, found)


def unjudged_arguments(lookup: Lookup, arguments: Values) -> list[str]:
    """Return the names of the arguments that the row does not have."""
    known = {*lookup.arguments, *(lookup.filters or ()), "region"} | (
        {"filters", "tags"} if lookup.filters is not None else set()
    )
    return sorted(arguments.keys() - known)


def _listed(lookup: Lookup, caller: Caller, found: Any) -> Values:
    return {"id": caller.region, **_shown(lookup, found)}


def _one(lookup: Lookup, caller: Caller, arguments: Values, found: list[Any]) -> Values:
    if not found:
        raise Absent(_framed(lookup, _written(lookup.absent, lookup, arguments)))
    if len(found) > 1:
        raise Refused(_framed(lookup, SEVERAL.format(lookup.noun)))
    item = {**found[0], **(lookup.observe(caller, found[0]) if lookup.observe else {})}
    shown = {"id": jmespath.search(lookup.identity, item), **_shown(lookup, item)}
    if lookup.tagging:
        target = shown["id"] if lookup.tagging.target == "id" else shown["arn"]
        shown["tags"] = observation.tags(lookup.tagging, caller, item, target)
    return shown


def _call_arguments(lookup: Lookup, caller: Caller, arguments: Values) -> dict[str, Any]:
    members = caller.members(lookup.operation)
    given = {member: arguments[name] for name, member in lookup.arguments.items() if member and name in arguments}
    called = {name: [value] if members[name].type_name == "list" else value for name, value in given.items()}
    filters = list(_filters(lookup, arguments))
    return {**called, **({"Filters": filters} if filters else {})}


def _filters(lookup: Lookup, arguments: Values) -> Iterator[dict[str, Any]]:
    for name, filter_name in (lookup.filters or {}).items():
        if name in arguments:
            value = arguments[name]
            yield {"Name": filter_name, "Values": [str(value).lower() if isinstance(value, bool) else value]}
    for key, value in (arguments.get("tags") or {}).items():
        yield {"Name": f"tag:{key}", "Values": [value]}
    for each in arguments.get("filters") or ():
        yield {"Name": each["name"], "Values": each["values"]}


def _shown(lookup: Lookup, item: Any) -> dict[str, Any]:
    found = {name: from_aws(jmespath.search(path, item)) for name, path in lookup.properties.items()}
    return {name: value for name, value in found.items() if value is not None}


def _written(text: str, lookup: Lookup, arguments: Values) -> str:
    for name in lookup.arguments:
        value = arguments.get(name, "")
        text = text.replace(f"{{{name}}}", str(value).lower() if isinstance(value, bool) else str(value))
    return text


def _framed(lookup: Lookup, text: str) -> str:
    return FRAME.format(function=lookup.function, text=text)
