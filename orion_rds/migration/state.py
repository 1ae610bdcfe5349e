"""Terraform states."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

Attributes = Mapping[str, Any]

VERSION = 4
"""Version of the format that Terraform writes since 0.12."""


class StateError(Exception):
    """A state or description that cannot be imported."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource that Terraform manages."""

    module: str
    """Address of its module; empty for the root module."""

    type: str
    address: str
    """Address for `terraform state rm`; empty without a Terraform state."""

    attributes: Attributes


def read_state(text: str) -> tuple[Resource, ...]:
    """Return the resources of a state, as `terraform state pull` prints it.

    Raises:
        StateError: when it is not a state, or has another format.
    """
    try:
        state: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError(f"not a Terraform state: {error}. Write it with `terraform state pull`.") from None
    if not isinstance(state, dict) or (content := cast("Attributes", state)).get("version") != VERSION:
        raise StateError(f"not a Terraform state of version {VERSION}. Write it with `terraform state pull`.")
    listed = cast("list[Attributes]", content.get("resources", []))
    return tuple(resource for each in listed if each.get("mode") == "managed" for resource in _instances(each))


def _instances(listed: Attributes) -> Iterator[Resource]:
    module, type_ = listed.get("module", ""), listed["type"]
    base = ".".join(filter(None, (module, type_, listed["name"])))
    for instance in listed.get("instances", []):
        key = instance.get("index_key")
        address = base if key is None else f"{base}[{json.dumps(key)}]"
        yield Resource(module, type_, address, instance["attributes"])
