"""What the provider of AWS decides: the region of a database, and tags on everything."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi

from orion_rds.config.str_input import StrInput

TagsInput = Mapping[str, str] | pulumi.Output[Mapping[str, str]]
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
"""In the order in which the provider reads them: https://www.pulumi.com/registry/packages/aws/installation-configuration/"""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The settings of a provider that the configuration is checked against."""

    region: str | None = None
    """None where it is not known: rules about regions are then checked when it is."""

    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """Tags that the provider adds to every resource."""


@dataclass(frozen=True, slots=True)
class ProviderInputs:
    """The settings of a provider, which are outputs where a program passes it."""

    region: StrInput | None
    default_tags: TagsInput

    @property
    def are_known(self) -> bool:
        """Whether the configuration was checked with them."""
        return isinstance(self.region, str)


UNKNOWN_PROVIDER = ProviderSettings()
"""A provider that a program passes. Its settings are outputs."""


def default_provider() -> ProviderSettings:
    """Return the settings of the provider that Pulumi starts by itself."""
    config = pulumi.Config("aws")
    return in_configuration({"aws:region": config.get("region"), "aws:defaultTags": config.get("defaultTags")})


def in_configuration(values: Mapping[str, Any]) -> ProviderSettings:
    """Return the settings of the default provider. `values` has full keys such as `aws:region`."""
    from_environment = next((os.environ[name] for name in REGION_VARIABLES if os.environ.get(name)), None)
    return ProviderSettings(values.get("aws:region") or from_environment, _tags(values.get("aws:defaultTags")))


def _tags(default_tags: object) -> Mapping[str, str]:
    """Return the tags of `aws:defaultTags`, a mapping or its JSON. What is no mapping is for the provider to refuse."""
    if isinstance(default_tags, str):
        try:
            default_tags = json.loads(default_tags)
        except json.JSONDecodeError:
            return {}
    tags = cast("Mapping[str, object]", default_tags).get("tags") if isinstance(default_tags, Mapping) else None
    if not isinstance(tags, Mapping):
        return {}
    return {key: str(value) for key, value in cast("Mapping[str, object]", tags).items()}
