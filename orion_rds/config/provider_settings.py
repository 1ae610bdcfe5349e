"""Settings of the AWS provider that affect a database: region, account and default tags."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from orion_rds.config.pulumi_types import Output
from orion_rds.config.str_input import StrInput

TagsInput = Mapping[str, str] | Output[Mapping[str, str]]
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
"""Environment variables of the region, in the provider's order of precedence:
https://www.pulumi.com/registry/packages/aws/installation-configuration/"""

TAG_VARIABLE = "TF_AWS_DEFAULT_TAGS_"
"""Prefix of the environment variables from which the provider reads default tags; the rest is the key."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The settings of a provider that the configuration is checked against."""

    region: str | None = None
    """None if it is not known yet: rules about regions are then checked later."""

    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """Tags that the provider adds to every resource."""

    account: str | None = None
    """The only account that the provider allows; None if it is not known, and rules about it are not checked."""


@dataclass(frozen=True, slots=True)
class ProviderInputs:
    """The settings of a provider. Those of a provider that a program passes are outputs."""

    region: StrInput | None
    default_tags: TagsInput
    account: str | None = None

    urn: StrInput = ""
    """Pulumi's URN of a provider that a program passes; empty for the default one."""

    @property
    def are_known(self) -> bool:
        """Whether the settings are known, so that the configuration was checked with them."""
        return isinstance(self.region, str)


UNKNOWN_PROVIDER = ProviderSettings()
"""Settings of a provider that a program passes: they are outputs, and not known yet."""


def default_provider() -> ProviderSettings:
    """Return the settings of Pulumi's default provider."""
    import pulumi  # noqa: PLC0415 # see `pulumi_types`

    config = pulumi.Config("aws")
    return in_configuration(
        {f"aws:{name}": config.get(name) for name in ("region", "defaultTags", "allowedAccountIds")}
    )


def in_configuration(values: Mapping[str, Any]) -> ProviderSettings:
    """Return the settings of the default provider. `values` has full keys such as `aws:region`."""
    from_environment = next((os.environ[name] for name in REGION_VARIABLES if os.environ.get(name)), None)
    tags = {
        name.removeprefix(TAG_VARIABLE): value for name, value in os.environ.items() if name.startswith(TAG_VARIABLE)
    }
    region = values.get("aws:region") or from_environment
    return ProviderSettings(
        region if isinstance(region, str) else None,  # an encrypted one is known to the provider only
        {**tags, **as_tags(_default_tags(values.get("aws:defaultTags")))},
        _only_account(values.get("aws:allowedAccountIds")),
    )


def as_tags(tags: object) -> Mapping[str, str]:
    """Return tags as the provider sets them: keys and values are text."""
    if not isinstance(tags, Mapping):
        return {}
    return {str(key): str(value) for key, value in cast("Mapping[object, object]", tags).items()}


def _only_account(allowed: object) -> str | None:
    """Return the account in `allowedAccountIds`, a list or its JSON; None unless there is exactly one.

    An account with leading zeros and without quotes is a shorter number in YAML, and is ignored.
    """
    accounts = _decoded(allowed)
    listed = cast("list[object]", accounts) if isinstance(accounts, list) else []
    account = str(listed[0]) if len(listed) == 1 else ""
    return account if re.fullmatch(r"\d{12}", account, re.ASCII) else None


def _default_tags(written: object) -> object:
    """Return the tags of `aws:defaultTags`, a mapping or its JSON. The provider refuses any other value."""
    tags = _decoded(written)
    return cast("Mapping[str, object]", tags).get("tags") if isinstance(tags, Mapping) else None


def _decoded(written: object) -> object:
    try:
        return json.loads(written) if isinstance(written, str) else written
    except json.JSONDecodeError:
        return None
