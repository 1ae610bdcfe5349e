"""Rules of a security group that let one source in."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi
from pulumi_aws import vpc

from orion_rds.config import Source, StrInput


def allow(
    name: str,
    source: Source,
    *,
    region: str | None,
    security_group_id: pulumi.Input[str],
    port: int,
    description: str,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    """Let a source in on one TCP port.

    The name is that of the source, not its number: taking one out of the middle must not rewrite those after it.
    """
    vpc.SecurityGroupIngressRule(
        name,
        region=region,
        security_group_id=security_group_id,
        description=description,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
        **_origin(source),
    )


class _Origin(TypedDict, total=False):
    referenced_security_group_id: StrInput
    prefix_list_id: StrInput
    cidr_ipv4: pulumi.Input[str | None]
    cidr_ipv6: pulumi.Input[str | None]


def _origin(source: Source) -> _Origin:
    if source.security_group_id is not None:
        return {"referenced_security_group_id": source.security_group_id}
    if source.prefix_list_id is not None:
        return {"prefix_list_id": source.prefix_list_id}
    block = pulumi.Output.from_input(source.cidr)
    # Of which family an output is, only its value tells.
    return {"cidr_ipv4": block.apply(_ipv4), "cidr_ipv6": block.apply(_ipv6)}


def _ipv4(block: str | None) -> str | None:
    return block if block is not None and ":" not in block else None


def _ipv6(block: str | None) -> str | None:
    return block if block is not None and ":" in block else None
