"""Where the cluster is, and who may reach it."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import rds

from orion_rds.components.security_group import Access, make_security_group
from orion_rds.plan import names
from orion_rds.plan.site import Site


class Network(pulumi.ComponentResource):
    """The DB subnet group, and a security group that lets in the sources asked for and nothing out.

    Each is made, or the one that is given is handed on.
    """

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        replacement_hooks: pulumi.ResourceHookBinding | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Network", name, None, opts)
        self._replacement_hooks = replacement_hooks
        given = site.network
        self.subnet_group_name = (
            self._make_subnet_group(name, site).name if given.subnet_group_name is None else given.subnet_group_name
        )
        self.security_group_ids = (
            [self._make_security_group(name, site)] if given.security_group_ids is None else given.security_group_ids
        )
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _make_subnet_group(self, name: str, site: Site) -> rds.SubnetGroup:
        return rds.SubnetGroup(
            f"{name}-subnet-group",
            region=site.region,
            name=names.subnet_group(site.prefix),
            description=f"Subnets of {site.cluster_identifier}",
            subnet_ids=site.network.subnet_ids,
            tags=site.tags(names.subnet_group(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self, hooks=self._replacement_hooks),
        )

    def _make_security_group(self, name: str, site: Site) -> pulumi.Output[str]:
        access = Access(
            service="PostgreSQL",
            identifier=site.cluster_identifier,
            name=names.cluster(site.prefix),
            vpc_id=site.network.vpc_id,
            port=site.network.port,
            sources=site.network.allow_from or {},
        )
        return make_security_group(name, site, access, parent=self)
