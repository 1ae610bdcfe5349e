"""The rules of the gate: a module for each service; RDS and ElastiCache have several."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from orion_sandbox.api.gate.rule import Rule, operation_model
from orion_sandbox.api.gate.rules import (
    backup,
    cloudwatch,
    constraints,
    ec2,
    elasticache_access,
    elasticache_groups,
    elasticache_nodes,
    elasticache_users,
    events,
    iam,
    kms,
    logs,
    rds_clusters,
    rds_global,
    rds_instances,
    rds_names,
    rds_parameters,
    rds_settings,
    secretsmanager,
    sns,
    ssm,
    tags,
)

_ALL = (
    *constraints.RULES,
    *rds_names.RULES,
    *rds_global.RULES,
    *rds_clusters.RULES,
    *rds_parameters.RULES,
    *rds_settings.RULES,
    *rds_instances.RULES,
    *elasticache_groups.RULES,
    *elasticache_nodes.RULES,
    *elasticache_access.RULES,
    *elasticache_users.RULES,
    *ec2.RULES,
    *secretsmanager.RULES,
    *logs.RULES,
    *cloudwatch.RULES,
    *sns.RULES,
    *ssm.RULES,
    *events.RULES,
    *iam.RULES,
    *kms.RULES,
    *backup.RULES,
    *tags.RULES,
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _ALL})
"""Every refusal by its id, in the order in which a call is checked."""

if len(RULES) != len(_ALL):
    raise AssertionError("two refusals have one id")


@cache
def rules_of(service: str, operation: str) -> tuple[Rule, ...]:
    """Return the rules of an operation; none if the gate does not check the service, or the operation is unknown."""
    if service not in constraints.CODES or operation_model(service, operation) is None:
        return ()
    return tuple(
        rule for rule in RULES.values() if rule.service == service and operation in (rule.operations or (operation,))
    )
