"""A lookup function of the SDK, as a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.table import Tagging
from orion_sandbox.providers.values import Values

NOT_FOUND = "couldn't find resource"
EMPTY = "empty result"
"""The two errors of the provider's own lookups."""


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """One lookup function."""

    function: str
    """Pulumi's token of the function."""
    service: str
    """botocore's name of the service."""
    operation: str
    found: str
    """JMESPath of the list of found items, with `{argument}` for the value of an argument."""
    properties: Mapping[str, str]
    """Pulumi's names of the results to JMESPaths in the found item."""
    identity: str = ""
    """JMESPath of the id; empty if the function returns a list, whose id is the region."""
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    """Pulumi's names to members of the call; to an empty string if only `found` reads the argument."""
    filters: Mapping[str, str] | None = None
    """Pulumi's names to filters of the call, if it takes filters; it then takes `tags` too."""
    absent: str = ""
    """The error if nothing is found, with `{argument}` for the value of an argument."""
    noun: str = ""
    """The kind in the provider's errors for no match, where it fills in `absent`, and for several matches."""
    tagging: Tagging | None = None
    observe: Callable[[Caller, Any], Values] | None = None
    """Returns further members of the found item from other calls."""

    def __post_init__(self) -> None:
        """Fill in `absent` from `noun`."""
        if self.noun:
            object.__setattr__(self, "absent", f"no matching {self.noun} found")
