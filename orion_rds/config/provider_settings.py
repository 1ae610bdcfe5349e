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

TAG_VARIABLE = "TF_AWS_DEFAULT_TAGS_"
"""Beginning of the variables from which the provider reads default tags; the rest is the key."""


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
    tags = {
        name.removeprefix(TAG_VARIABLE): value for name, value in os.environ.items() if name.startswith(TAG_VARIABLE)
    }
    return ProviderSettings(
        values.get("aws:region") or from_environment, {**tags, **as_tags(_default_tags(values.get("aws:defaultTags")))}
    )


def as_tags(tags: object) -> Mapping[str, str]:
    """Return tags as the provider writes them: keys and values are text."""
    if not isinstance(tags, Mapping):
        return {}
    return {str(key): str(value) for key, value in cast("Mapping[object, object]", tags).items()}


def _default_tags(written: object) -> object:
    """Return the tags of `aws:defaultTags`, a mapping or its JSON. What is no mapping is for the provider to refuse."""
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except json.JSONDecodeError:
            return None
    return cast("Mapping[str, object]", written).get("tags") if isinstance(written, Mapping) else None
