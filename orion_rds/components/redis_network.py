"""Where Redis is, and who may reach it."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import ec2, elasticache

from orion_rds.components.ingress import allow
from orion_rds.plan import names
from orion_rds.plan.redis import Placement
from orion_rds.plan.site import Site


class RedisNetwork(pulumi.ComponentResource):
    """The subnet group of ElastiCache, and a security group that lets in the sources asked for and nothing out.

    Each is made, or the one that is given is handed on.
    """

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    security_group_id: pulumi.Output[str] | pulumi.Output[None]
    """The security group that was made; null where it was given."""

    def __init__(self, name: str, site: Site, placement: Placement, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:RedisNetwork", name, None, opts)
        self._site = site
        if placement.subnet_group_name is None:
            self.subnet_group_name = self._make_subnet_group(placement).name
        else:
            self.subnet_group_name = placement.subnet_group_name
        if placement.security_group_ids is None:
            made = self._make_security_group(placement).id
            self.security_group_id, self.security_group_ids = made, [made]
        else:
            self.security_group_id = pulumi.Output.from_input(None)
            self.security_group_ids = placement.security_group_ids
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _make_subnet_group(self, placement: Placement) -> elasticache.SubnetGroup:
        name = names.redis_subnet_group(self._site.prefix)
        return elasticache.SubnetGroup(
            f"{self.pulumi_resource_name}-subnet-group",
            region=self._site.region,
            name=name,
            description=f"Subnets of {self._site.redis_identifier}",
            subnet_ids=placement.subnet_ids or (),
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_security_group(self, placement: Placement) -> ec2.SecurityGroup:
        name, prefix = self.pulumi_resource_name, self._site.prefix
        security_group = ec2.SecurityGroup(
            f"{name}-security-group",
            region=self._site.region,
            name_prefix=names.redis_security_group_prefix(prefix),
            description=f"Who may connect to {self._site.redis_identifier}",
            vpc_id=placement.vpc_id,
            tags=self._site.tags(self._site.redis_identifier),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for key, source in placement.allow_from.items():
            allow(
                f"{name}-from-{key}",
                source,
                region=self._site.region,
                security_group_id=security_group.id,
                port=placement.port,
                description=f"Redis from {key}",
                tags=self._site.tags(names.redis_ingress_rule(prefix, key)),
                parent=self,
            )
        return security_group
