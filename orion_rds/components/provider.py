"""The provider of a component, before the component is registered."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from orion_rds.config.provider_settings import (
    UNKNOWN_PROVIDER,
    ProviderInputs,
    ProviderSettings,
    default_provider,
)


def given_provider(opts: pulumi.ResourceOptions | None) -> pulumi.ProviderResource | None:
    """Return the AWS provider of a component, from its options or its parent; None for the default provider."""
    if opts is None:
        return None
    several = opts.providers or {}
    by_package = several if isinstance(several, Mapping) else {each.package: each for each in several}
    single = opts.provider if opts.provider and opts.provider.package == "aws" else None
    inherited = opts.parent.get_provider("aws:rds/cluster:Cluster") if opts.parent else None
    # The order of the SDK: https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/resource.py
    return by_package.get("aws") or single or inherited


def plain_settings(provider: pulumi.ProviderResource | None) -> ProviderSettings:
    """Return the settings of a provider that are known before anything is registered."""
    return UNKNOWN_PROVIDER if provider else default_provider()


def settings(provider: pulumi.ProviderResource | None, plain: ProviderSettings) -> ProviderInputs:
    """Return the settings of a provider. Those of the default provider are plain. Those of a provider that a program
    passes are outputs of its functions, and so is a region that the default provider reads from a profile. No call to
    AWS is made. They do not include the allowed accounts of a passed provider, which the SDK does not expose.
    """
    if provider is None and plain.region:
        return ProviderInputs(plain.region, plain.default_tags, plain.account)
    options = pulumi.InvokeOutputOptions(provider=provider)
    region = aws.get_region_output(opts=options).apply(lambda found: found.region)
    if provider is None:
        return ProviderInputs(region, plain.default_tags, plain.account)
    tags = aws.get_default_tags_output(opts=options).apply(lambda found: found.tags)
    return ProviderInputs(region, tags, urn=provider.urn)


async def former_urns(provider: pulumi.ProviderResource | None) -> frozenset[str]:
    """Return the former URNs of a provider, from its own aliases."""
    aliases = provider._aliases if provider else ()  # pyright: ignore[reportPrivateUsage] # the SDK shows them nowhere
    urns = [await pulumi.Output.from_input(alias).future() for alias in aliases]
    return frozenset(urn for urn in urns if urn)
