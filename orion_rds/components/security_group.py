"""A security group that allows connections from given sources, and no outgoing traffic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, cast

import pulumi
from pulumi_aws import vpc

# Version of the provider, as every class of the SDK asks for it.
from pulumi_aws._utilities import get_resource_opts_defaults  # pyright: ignore[reportPrivateUsage]
from pydantic_core import PydanticCustomError

from orion_rds.config import Source, StrInput
from orion_rds.config.traffic_source import Kind, is_of_another_account, kind_of
from orion_rds.plan import names
from orion_rds.plan.site import Site


@pulumi.input_type
class _SecurityGroupArgs:
    """Inputs of `aws.ec2.SecurityGroup` that this package sets."""

    description: pulumi.Input[str]
    name_prefix: pulumi.Input[str] = pulumi.property("namePrefix")
    region: pulumi.Input[str | None]
    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]]
    vpc_id: pulumi.Input[str | None] = pulumi.property("vpcId")

    def __init__(self, **inputs: object) -> None:
        vars(self).update(inputs)


class SecurityGroup(pulumi.CustomResource):
    """`aws.ec2.SecurityGroup`, without the SDK's module `ec2`, whose 1,200 classes cost 0.3 s of every start.

    A contract test shows that both send the same to the engine.
    """

    def __init__(
        self,
        name: str,
        *,
        description: str,
        name_prefix: str,
        region: str | None,
        tags: Mapping[str, StrInput],
        vpc_id: StrInput | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        inputs = _SecurityGroupArgs(
            description=description, name_prefix=name_prefix, region=region, tags=tags, vpc_id=vpc_id
        )
        options = pulumi.ResourceOptions.merge(get_resource_opts_defaults(), opts)
        # The base class accepts input types too, which the SDK's own classes pass, but does not declare that.
        super().__init__("aws:ec2/securityGroup:SecurityGroup", name, cast("dict[str, Any]", inputs), options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The sources that may connect to a cluster or a replication group."""

    service: str
    """Name of the service, for descriptions."""

    identifier: str
    """Identifier of the cluster or the replication group."""

    name: str
    """First part of the names of the group and of its rules."""

    vpc_id: StrInput | None
    port: int
    sources: Mapping[str, Source]


def make_security_group(name: str, site: Site, access: Access, *, parent: pulumi.Resource) -> pulumi.Output[str]:
    """Create the group and a rule for each source, and return the group's ID."""
    group = SecurityGroup(
        f"{name}-security-group",
        region=site.region,
        name_prefix=names.security_group_prefix(access.name),
        description=names.security_group_description(access.identifier),
        vpc_id=access.vpc_id,
        tags=site.tags(access.identifier),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    for key, source in access.sources.items():
        vpc.SecurityGroupIngressRule(
            f"{name}-from-{source.rule(key)}",
            region=site.region,
            security_group_id=group.id,
            description=f"{access.service} from {key}",
            ip_protocol="tcp",
            from_port=access.port,
            to_port=access.port,
            tags=site.tags(names.ingress_rule(access.name, key)),
            opts=_rule_options(source, parent),
            **_origin(source),
        )
    return group.id


def _rule_options(source: Source, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    """Return options that replace a rule for a group of another account: the provider updates a rule with the account
    before the group's ID, which AWS refuses.

    Source: https://github.com/hashicorp/terraform-provider-aws/issues/30664
    """
    if not (source.plain and is_of_another_account(source.plain)):
        return pulumi.ResourceOptions(parent=parent)
    # AWS refuses a second rule for one source.
    return pulumi.ResourceOptions(
        parent=parent, replace_on_changes=["description", "from_port", "to_port"], delete_before_replace=True
    )


class _Origin(TypedDict, total=False):
    referenced_security_group_id: pulumi.Input[str | None]
    prefix_list_id: pulumi.Input[str | None]
    cidr_ipv4: pulumi.Input[str | None]
    cidr_ipv6: pulumi.Input[str | None]


def _origin(source: Source) -> _Origin:
    if source.security_group_id is not None:
        return {"referenced_security_group_id": source.security_group_id}
    if source.prefix_list_id is not None:
        return {"prefix_list_id": source.prefix_list_id}
    value = pulumi.Output.from_input(source.value)
    # The family of a block that is an output is known only with its value, as is the kind of a bare output.
    if source.cidr is not None:
        return {"cidr_ipv4": _if(value, _is_ipv4), "cidr_ipv6": _if(value, _is_ipv6)}
    return {
        "cidr_ipv4": _if(value, lambda text: _kind(text) == "cidr" and _is_ipv4(text)),
        "cidr_ipv6": _if(value, lambda text: _kind(text) == "cidr" and _is_ipv6(text)),
        "prefix_list_id": _if(value, lambda text: _kind(text) == "prefix_list_id"),
        "referenced_security_group_id": _if(value, lambda text: _kind(text) == "security_group_id"),
    }


def _if(value: pulumi.Output[str], holds: Callable[[str], bool]) -> pulumi.Output[str | None]:
    # Only mocks return None.
    return value.apply(lambda text: text if text and holds(text) else None)


def _is_ipv4(block: str) -> bool:
    return ":" not in block


def _is_ipv6(block: str) -> bool:
    return ":" in block


def _kind(text: str) -> Kind:
    """Return the kind of an output. A text without a known form, which the guard refuses, comes from mocks, and is
    taken for a security group.
    """
    try:
        return kind_of(text)
    except PydanticCustomError:
        return "security_group_id"
