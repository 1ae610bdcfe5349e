"""The judge's table: one module a service, or a concept of RDS."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from orion_sandbox.api.gate.rule import Rule, operation_model
from orion_sandbox.api.gate.rules import (
    backup_jobs,
    backup_plans,
    backup_vaults,
    cloudwatch_alarms,
    cloudwatch_composites,
    cloudwatch_dashboards,
    constraints,
    ec2_groups,
    ec2_rules,
    elasticache_access,
    elasticache_encryption,
    elasticache_engine,
    elasticache_logs,
    elasticache_names,
    elasticache_network,
    elasticache_nodes,
    elasticache_parameters,
    elasticache_users,
    elasticache_windows,
    events,
    iam_policies,
    kms,
    logs,
    rds_deletion,
    rds_engine,
    rds_events,
    rds_global,
    rds_global_joining,
    rds_global_members,
    rds_global_switches,
    rds_groups,
    rds_instances,
    rds_monitoring,
    rds_names,
    rds_network,
    rds_parameters,
    rds_serverless,
    rds_storage,
    rds_windows,
    secret_versions,
    secretsmanager,
    sns,
    tags,
)

_COLLECTED = (
    rds_names.RULES,
    rds_global.RULES,
    rds_global_joining.RULES,
    rds_global_members.RULES,
    rds_global_switches.RULES,
    rds_engine.RULES,
    rds_network.RULES,
    rds_groups.RULES,
    rds_parameters.RULES,
    rds_serverless.RULES,
    rds_windows.RULES,
    rds_storage.RULES,
    rds_monitoring.RULES,
    rds_instances.RULES,
    rds_deletion.RULES,
    rds_events.RULES,
    elasticache_names.RULES,
    elasticache_network.RULES,
    elasticache_engine.RULES,
    elasticache_nodes.RULES,
    elasticache_windows.RULES,
    elasticache_encryption.RULES,
    elasticache_access.RULES,
    elasticache_users.RULES,
    elasticache_parameters.RULES,
    elasticache_logs.RULES,
    ec2_groups.RULES,
    ec2_rules.RULES,
    secretsmanager.RULES,
    secret_versions.RULES,
    logs.RULES,
    cloudwatch_alarms.RULES,
    cloudwatch_composites.RULES,
    cloudwatch_dashboards.RULES,
    sns.RULES,
    events.RULES,
    iam_policies.RULES,
    kms.RULES,
    backup_vaults.RULES,
    backup_plans.RULES,
    backup_jobs.RULES,
    *tags.RULES,
)

_ROWS = (*constraints.ROWS, *(row for rules in _COLLECTED for row in rules.rows))

RULES: Mapping[str, Rule] = MappingProxyType({row.id: row for row in _ROWS})
"""Every refusal by its id, in the order in which a call is judged."""

if len(RULES) != len(_ROWS):
    raise AssertionError("two refusals have one id")


@cache
def rules_of(service: str, operation: str) -> tuple[Rule, ...]:
    """The rules that judge an operation; none where the service is not judged, or does not know it."""
    if service not in constraints.CODES or operation_model(service, operation) is None:
        return ()
    return tuple(
        rule for rule in RULES.values() if rule.service == service and operation in (rule.operations or (operation,))
    )
