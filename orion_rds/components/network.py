"""Where the cluster is, and who may reach it."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
from pulumi_aws import ec2, rds, vpc

from orion_rds import names
from orion_rds.config import Source, Wire
from orion_rds.site import Site


class Network(pulumi.ComponentResource):
    """The DB subnet group, and a security group that lets in the sources asked for and nothing out.

    Each is made, or the one that is given is handed on.
    """

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Network", name, None, opts)
        given = site.network
        self.subnet_group_name = (
            self._make_subnet_group(name, site).name if given.subnet_group_name is None else given.subnet_group_name
        )
        self.security_group_ids = (
            [self._make_security_group(name, site).id] if given.security_group_ids is None else given.security_group_ids
        )
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _make_subnet_group(self, name: str, site: Site) -> rds.SubnetGroup:
        return rds.SubnetGroup(
            f"{name}-subnet-group",
            region=site.region,
            name=names.subnet_group(site.prefix),
            description=f"Subnets of {names.cluster(site.prefix)}",
            subnet_ids=site.network.subnet_ids,
            tags=site.tags(names.subnet_group(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_security_group(self, name: str, site: Site) -> ec2.SecurityGroup:
        security_group = ec2.SecurityGroup(
            f"{name}-security-group",
            region=site.region,
            name_prefix=names.security_group_prefix(site.prefix),
            description=f"Who may connect to {names.cluster(site.prefix)}",
            vpc_id=site.network.vpc_id,
            tags=site.tags(names.cluster(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for key, source in (site.network.allow_from or {}).items():
            # Named by the source, not numbered: taking one out of the middle must not rewrite those after it.
            self._allow(f"{name}-from-{key}", key, source, security_group, site)
        return security_group

    def _allow(self, name: str, key: str, source: Source, security_group: ec2.SecurityGroup, site: Site) -> None:
        vpc.SecurityGroupIngressRule(
            name,
            region=site.region,
            security_group_id=security_group.id,
            description=f"PostgreSQL from {key}",
            ip_protocol="tcp",
            from_port=site.network.port,
            to_port=site.network.port,
            tags=site.tags(names.ingress_rule(site.prefix, key)),
            opts=pulumi.ResourceOptions(parent=self),
            **_origin(source),
        )


class _Origin(TypedDict, total=False):
    referenced_security_group_id: Wire
    prefix_list_id: Wire
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
