"""Connection data for the applications of one region."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import ssm

from orion_rds.components.cluster import Cluster
from orion_rds.components.missing import from_arn
from orion_rds.plan import names
from orion_rds.plan.access_policies import replica_arn
from orion_rds.plan.site import Site


class Connection(pulumi.ComponentResource):
    """Hosts and secret ARNs, in an SSM parameter with the same name in every region.

    The parameter is updated in place. It contains what changes when a standby is added or removed, because the value of
    the secret is written only together with a new password.
    """

    writer_endpoint: pulumi.Output[str]
    """Host of the writer, in either region."""

    secret_arn: pulumi.Output[str]
    """Secret of the master user in this region."""

    role_secret_arns: Mapping[str, pulumi.Output[str]]
    """Secrets of the roles with `authentication: secret`, in this region."""

    parameter_name: pulumi.Output[str]
    parameter_arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        site: Site,
        cluster: Cluster,
        writer_endpoint: pulumi.Output[str],
        secret_arn: pulumi.Output[str],
        role_secret_arns: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`secret_arn` and `role_secret_arns` are those of the stack's region. The secrets are replicated to the other
        region.
        """
        super().__init__("orion-rds:index:Connection", name, None, opts)
        self.writer_endpoint = writer_endpoint
        self.secret_arn = _in_region(secret_arn, site.region)
        self.role_secret_arns = {role: _in_region(arn, site.region) for role, arn in role_secret_arns.items()}
        parameter = self._make_parameter(site, cluster)
        self.parameter_name = parameter.name
        self.parameter_arn = parameter.arn
        self.register_outputs({"parameter_name": self.parameter_name})

    def _make_parameter(self, site: Site, cluster: Cluster) -> ssm.Parameter:
        parameter_name = names.connection_parameter(site.config.prefix)
        value: dict[str, pulumi.Input[Any]] = {
            "host": self.writer_endpoint,
            "reader_host": cluster.reader_endpoint,
            "port": site.network.port,
            "dbname": site.config.database_name,
            "secret_arn": self.secret_arn,
        }
        if self.role_secret_arns:
            value["role_secret_arns"] = self.role_secret_arns
        return ssm.Parameter(
            f"{self.pulumi_resource_name}-parameter",
            region=site.region,
            name=parameter_name,
            type=ssm.ParameterType.STRING,
            description=f"How to connect to {site.cluster_identifier}",
            # Pulumi would hide `value` in previews. No password is in it.
            insecure_value=pulumi.Output.json_dumps(value),
            tags=site.tags(parameter_name),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _in_region(secret_arn: pulumi.Output[str], region: str | None) -> pulumi.Output[str]:
    return secret_arn if region is None else from_arn(secret_arn, lambda arn: replica_arn(arn, region))
