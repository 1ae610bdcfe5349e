"""The file that `pulumi import --file` reads."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from orion_rds.migration.found import Found
from orion_rds.migration.state import Resource
from orion_rds.plan import names

Row = dict[str, Any]


class _Component(NamedTuple):
    type: str
    suffix: str
    """Suffix of its logical name after the database's."""

    parent: str | None


COMPONENTS: Mapping[str, _Component] = MappingProxyType({
    "database": _Component("AuroraDatabase", "", None),
    "regional": _Component("RegionalDatabase", "", "database"),
    "cluster": _Component("Cluster", "-cluster", "regional"),
    "instances": _Component("Instances", "-instances", "regional"),
    "monitoring": _Component("Monitoring", "-monitoring", "regional"),
    "credentials": _Component("Credentials", "-credentials", "database"),
    "redis": _Component("Redis", "-redis", "database"),
})  # fmt: skip
"""The components of the imported resources, by unique keys: two of them have the same logical name."""

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


class _Part(NamedTuple):
    type: str
    component: str
    suffix: str


PARTS: Mapping[str, _Part] = MappingProxyType({
    "cluster": _Part(CLUSTER, "cluster", "-cluster"),
    "cluster_parameter_group": _Part(
        "aws:rds/clusterParameterGroup:ClusterParameterGroup", "cluster", "-cluster-parameters"
    ),
    "instance_parameter_group": _Part("aws:rds/parameterGroup:ParameterGroup", "instances", "-instances-parameters"),
    "secret": _Part("aws:secretsmanager/secret:Secret", "credentials", "-credentials-secret"),
    "monitoring_role": _Part("aws:iam/role:Role", "monitoring", "-monitoring-role"),
    "monitoring_policy": _Part(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "monitoring", "-monitoring-policy"
    ),
    "redis": _Part("aws:elasticache/replicationGroup:ReplicationGroup", "redis", "-redis"),
    "redis_parameter_group": _Part("aws:elasticache/parameterGroup:ParameterGroup", "redis", "-redis-parameters"),
})  # fmt: skip
"""Parts of `Found` that are one resource each."""

DATABASE = "orion"
"""Logical name of the database in this repository's program."""


def import_file(found: Found) -> str:
    """Return the file. It holds identifiers from the state, and no secrets.

    Logical names are those of this repository's program.

    Source: https://www.pulumi.com/docs/iac/guides/migration/import/
    """
    rows = [*_resources(found)]
    used = {row["parent"] for row in rows}
    used |= {component.parent for key, component in COMPONENTS.items() if key in used}
    used |= {component.parent for key, component in COMPONENTS.items() if key in used}
    components = [_component(key) for key in COMPONENTS if key in used]
    return json.dumps({"resources": [*components, *rows]}, indent=2) + "\n"


def _component(key: str) -> Row:
    component = COMPONENTS[key]
    parent = {"parent": component.parent} if component.parent else {}
    row = {"type": f"orion-rds:index:{component.type}", "name": key, "logicalName": f"{DATABASE}{component.suffix}"}
    return row | parent | {"component": True}


def _resources(found: Found) -> Iterator[Row]:
    for part, (type_, component, suffix) in PARTS.items():
        if resource := getattr(found, part):
            yield _row(type_, component, f"{DATABASE}{suffix}", _identity(resource))
    for number, instance in enumerate(found.instances, start=1):
        yield _row(INSTANCE, "instances", f"{DATABASE}-instances-{number}", _identity(instance))
    cluster = found.cluster.attributes
    for export in cluster.get("enabled_cloudwatch_logs_exports") or ():
        # RDS has created the log groups itself.
        group = names.log_group(cluster["cluster_identifier"], export)
        yield _row(LOG_GROUP, "cluster", f"{DATABASE}-cluster-log-{export}", group)


def _row(type_: str, component: str, logical_name: str, identity: str) -> Row:
    # A cluster and its component have the same name and differ in type.
    key = f"{logical_name} {type_.rpartition(':')[2]}"
    return {"type": type_, "name": key, "logicalName": logical_name, "id": identity, "parent": component}


def _identity(resource: Resource) -> str:
    """Return the import ID of a resource: that of Terraform's provider, except for attachments."""
    if resource.type == "aws_iam_role_policy_attachment":
        return "{role}/{policy_arn}".format_map(resource.attributes)
    return resource.attributes["id"]
