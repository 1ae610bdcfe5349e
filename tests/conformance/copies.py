"""Many copies of a configuration in a single plan: a plan of each would take most of its time to load the provider."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.conformance.terraform import Document

Resource = Mapping[str, Any]


def merged(documents: Mapping[str, Document]) -> Document:
    """Return one configuration with every resource of several; each label begins with its configuration's prefix."""
    resources: dict[str, dict[str, Any]] = {}
    providers: dict[str, Resource] = {}
    for prefix, document in documents.items():
        providers |= {each["region"]: each for each in document["provider"]["aws"]}
        for type_, labelled in _prefixed(prefix, document["resource"]).items():
            resources.setdefault(type_, {}).update(labelled)
    return {"provider": {"aws": [*providers.values()]}, "resource": resources}


def states(applied: Sequence[Resource], prefixes: Sequence[str]) -> list[Resource]:
    """Return a state with a copy of every resource for each prefix."""
    return [
        {**each, "name": f"{prefix}{each['name']}", "instances": [_alone(instance) for instance in each["instances"]]}
        for prefix in prefixes
        for each in applied
    ]


def _alone(instance: Resource) -> Resource:
    return {name: value for name, value in instance.items() if name != "dependencies"}


def _prefixed(prefix: str, resources: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return resources whose labels, and references to them, have the prefix."""

    def rename(reference: re.Match[str]) -> str:
        type_, label = reference.groups()
        return f"{type_}.{prefix}{label}" if label in resources.get(type_, ()) else reference[0]

    renamed = json.loads(re.sub(r"\b(aws_\w+)\.(\w+)", rename, json.dumps(resources)))
    return {
        type_: {f"{prefix}{label}": body for label, body in labelled.items()} for type_, labelled in renamed.items()
    }
