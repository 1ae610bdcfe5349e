"""Where the cluster is, and who may reach it."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
from pulumi_aws import ec2, rds, vpc

from orion_rds import names
from orion_rds.config import DatabaseConfig, Source, Wire
from orion_rds.tags import tags


class Network(pulumi.ComponentResource):
    """The DB subnet group, and a security group that lets in the sources asked for and nothing out.

    Each is made, or the one that is given is handed on.
    """

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(self, name: str, config: DatabaseConfig, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Network", name, None, opts)
        given = config.network
        self.subnet_group_name = (
            self._make_subnet_group(name, config).name if given.subnet_group_name is None else given.subnet_group_name
        )
        self.security_group_ids = (
            [self._make_security_group(name, config).id]
            if given.security_group_ids is None
            else given.security_group_ids
        )
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _make_subnet_group(self, name: str, config: DatabaseConfig) -> rds.SubnetGroup:
        return rds.SubnetGroup(
            f"{name}-subnet-group",
            name=names.subnet_group(config.prefix),
            description=f"Subnets of {names.cluster(config.prefix)}",
            subnet_ids=config.network.subnet_ids,
            tags=tags(config, names.subnet_group(config.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_security_group(self, name: str, config: DatabaseConfig) -> ec2.SecurityGroup:
        security_group = ec2.SecurityGroup(
            f"{name}-security-group",
            name_prefix=names.security_group_prefix(config.prefix),
            description=f"Who may connect to {names.cluster(config.prefix)}",
            vpc_id=config.network.vpc_id,
            tags=tags(config, names.cluster(config.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for key, source in (config.network.allow_from or {}).items():
            # Named by the source, not numbered: taking one out of the middle must not rewrite those after it.
            self._allow(f"{name}-from-{key}", key, source, security_group, config)
        return security_group

    def _allow(
        self, name: str, key: str, source: Source, security_group: ec2.SecurityGroup, config: DatabaseConfig
    ) -> None:
        vpc.SecurityGroupIngressRule(
            name,
            security_group_id=security_group.id,
            description=f"PostgreSQL from {key}",
            ip_protocol="tcp",
            from_port=config.network.port,
            to_port=config.network.port,
            tags=tags(config, names.ingress_rule(config.prefix, key)),
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
