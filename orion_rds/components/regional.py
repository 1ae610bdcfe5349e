"""One region of a database: the cluster with its network, instances and monitoring."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pulumi
from pulumi_aws import iam, rds

from orion_rds.components.cluster import Cluster, GlobalDatabase
from orion_rds.components.instances import Instances
from orion_rds.components.missing import from_arn
from orion_rds.components.security_group import Access, make_security_group
from orion_rds.facts.arns import home, managed_policy
from orion_rds.plan import names
from orion_rds.plan.site import Site

MONITORING_POLICY = "service-role/AmazonRDSEnhancedMonitoringRole"
"""AWS managed policy of the monitoring role.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
"""


class RegionalDatabase(pulumi.ComponentResource):
    """A cluster and the resources that it needs in its region."""

    cluster: Cluster
    instances: Instances
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        master_password: pulumi.Input[str] | None = None,
        global_database: GlobalDatabase | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`global_database` makes it a secondary cluster, with the data of the primary one."""
        super().__init__("orion-rds:index:RegionalDatabase", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        network = Network(f"{name}-network", site, opts=child)
        self.security_group_ids = network.security_group_ids
        self.cluster = Cluster(
            f"{name}-cluster",
            site,
            subnet_group_name=network.subnet_group_name,
            security_group_ids=network.security_group_ids,
            master_password=master_password,
            global_database=global_database,
            opts=child,
        )
        monitoring = Monitoring(f"{name}-monitoring", site, self.cluster.arn, opts=child) if site.monitors else None
        self.instances = Instances(
            f"{name}-instances",
            site,
            cluster_identifier=self.cluster.identifier,
            monitoring_role_arn=monitoring and monitoring.role_arn,
            opts=child,
        )
        self.register_outputs({"cluster_arn": self.cluster.arn})


class Network(pulumi.ComponentResource):
    """The DB subnet group and the security group, each existing or created."""

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(self, name: str, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Network", name, None, opts)
        given = site.network
        if given.subnet_group_name is None:
            self.subnet_group_name = self._create_subnet_group(site)
        else:
            self.subnet_group_name = given.subnet_group_name
        if given.security_group_ids is None:
            self.security_group_ids = [self._create_security_group(site)]
        else:
            self.security_group_ids = given.security_group_ids
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _create_subnet_group(self, site: Site) -> pulumi.Output[str]:
        group = rds.SubnetGroup(
            f"{self.pulumi_resource_name}-subnet-group",
            region=site.region,
            name=names.subnet_group(site.prefix),
            description=f"Subnets of {site.cluster_identifier}",
            subnet_ids=site.network.subnet_ids,
            tags=site.tags(names.subnet_group(site.prefix)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return group.name

    def _create_security_group(self, site: Site) -> pulumi.Output[str]:
        access = Access(
            service="PostgreSQL",
            identifier=site.cluster_identifier,
            name=names.cluster(site.prefix),
            vpc_id=site.network.vpc_id,
            port=site.network.port,
            sources=site.network.sources,
        )
        return make_security_group(self.pulumi_resource_name, site, access, parent=self)


class Monitoring(pulumi.ComponentResource):
    """The role with which RDS writes the metrics of enhanced monitoring."""

    role_arn: pulumi.Output[str]
    """Known once the policy is attached: RDS refuses an instance whose role cannot write metrics yet."""

    def __init__(
        self, name: str, site: Site, cluster_arn: pulumi.Output[str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("orion-rds:index:Monitoring", name, None, opts)
        adopted_name = site.adopted.monitoring_role if site.adopted else None
        display_name = adopted_name or names.monitoring_role(site.prefix)
        role = iam.Role(
            f"{name}-role",
            name=adopted_name,
            # Generated otherwise, as names of roles are unique in an account.
            name_prefix=None if adopted_name else names.role_prefix(display_name),
            description=f"Enhanced monitoring of {site.cluster_identifier}",
            assume_role_policy=from_arn(cluster_arn, lambda arn: json.dumps(trust(arn))),
            tags=site.tags(display_name),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attachment = iam.RolePolicyAttachment(
            f"{name}-policy",
            role=role.name,
            policy_arn=from_arn(role.arn, partial(managed_policy, MONITORING_POLICY)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.role_arn = pulumi.Output.all(role.arn, attachment.id).apply(lambda known: known[0])
        self.register_outputs({"role_arn": self.role_arn})


def trust(cluster_arn: str) -> Mapping[str, Any]:
    """Return the trust policy of the monitoring role: RDS may use it only for instances of the cluster's account.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
    """
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": home(cluster_arn).account_id}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
