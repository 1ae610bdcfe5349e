"""Where Redis is, and who may reach it."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import elasticache

from orion_rds.components.security_group import Access, make_security_group
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
            made = self._make_security_group(placement)
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

    def _make_security_group(self, placement: Placement) -> pulumi.Output[str]:
        access = Access(
            service="Redis",
            identifier=self._site.redis_identifier,
            name=names.redis(self._site.prefix),
            vpc_id=placement.vpc_id,
            port=placement.port,
            sources=placement.allow_from,
        )
        return make_security_group(self.pulumi_resource_name, self._site, access, parent=self)
