"""An account that is ready for the production stack, as AWS describes it."""

import json
from typing import Any

from orion_ops.preflight.command import look
from orion_ops.preflight.findings import Account, Findings
from orion_rds.config import DatabaseConfig
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import policy
from orion_rds.plan.key_uses import key_uses
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import CONFIG, HERE, THERE

CALLER = "arn:aws:iam::123456789012:user/deployer"
NETWORKS = {
    HERE: ("vpc-0a1b2c3d4e5f60002", "1", "sg-0a1b2c3d4e5f60002"),
    THERE: ("vpc-0a1b2c3d4e5f60003", "2", "sg-0a1b2c3d4e5f60003"),
}
"""By region: the VPC, the number in the ids of its subnets, and the security group of the applications."""


def ready() -> Answers:
    """Return the answers of AWS for an account in which nothing is in the way. Tests change one of them."""
    answers = Answers()
    for region in (HERE, THERE):
        for operation, response in _regional(region).items():
            answers[region, operation] = response
    answers[HERE, "get_service_quota"] = {"Quota": {"Value": 300.0}}
    answers[HERE, "describe_cache_clusters"] = {"CacheClusters": []}
    answers[HERE, "simulate_principal_policy"] = allowed
    return answers


def findings(
    answers: Answers, config: DatabaseConfig = CONFIG, *, caller: str = CALLER, allowed_account: str | None = None
) -> Findings:
    """Return what is found for a configuration."""
    return look(Account(answers.aws(), config, "123456789012", caller, allowed_account))


def allowed(given: Any, decision: str = "allowed", *denied: str) -> dict[str, Any]:
    """Answer a simulation: every action is allowed, or some have another decision."""
    return {
        "EvaluationResults": [
            {"EvalActionName": name, "EvalDecision": decision if name in denied or not denied else "allowed"}
            for name in given["ActionNames"]
        ]
    }


def subnet(region: str, zone: str) -> dict[str, Any]:
    """Return a subnet."""
    vpc, number, _ = NETWORKS[region]
    return {
        "SubnetId": f"subnet-0a1b2c3d4e5f600{number}{zone}",
        "VpcId": vpc,
        "AvailabilityZone": f"{region}{zone}",
        "AvailableIpAddressCount": 200,
    }


def option(region: str, name: str = "db.r7g.xlarge", version: str = "17.7") -> dict[str, Any]:
    """Return a class that is offered."""
    return {
        "EngineVersion": version,
        "DBInstanceClass": name,
        "StorageType": "aurora",
        "SupportsGlobalDatabases": True,
        "AvailabilityZones": [{"Name": f"{region}{zone}"} for zone in "abc"],
    }


def _regional(region: str) -> dict[str, Any]:
    vpc, _, group = NETWORKS[region]
    return {
        "describe_db_clusters": {"DBClusters": []},
        "describe_global_clusters": {"GlobalClusters": []},
        "describe_db_subnet_groups": {"DBSubnetGroups": []},
        "describe_log_groups": {"logGroups": []},
        "describe_parameters": {"Parameters": []},
        "list_backup_vaults": {"BackupVaultList": [{"BackupVaultName": "of-somebody-else"}]},
        "describe_region_settings": {"ResourceTypeOptInPreference": {"Aurora": True, "EBS": False}},
        "describe_replication_groups": {"ReplicationGroups": []},
        "describe_cache_subnet_groups": {"CacheSubnetGroups": []},
        "describe_users": {"Users": []},
        "describe_vpcs": {"Vpcs": [{"VpcId": vpc}]},
        "describe_subnets": {"Subnets": [subnet(region, zone) for zone in "abc"]},
        "describe_security_groups": {"SecurityGroups": [{"GroupId": group, "VpcId": vpc}]},
        "describe_orderable_db_instance_options": {"OrderableDBInstanceOptions": [option(region)]},
        "describe_account_attributes": {
            "AccountQuotas": [
                {"AccountQuotaName": name, "Used": 0, "Max": 40} for name in ("DBClusters", "DBInstances", "Other")
            ]
        },
        "describe_key": {"KeyMetadata": {"KeyId": "k", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT"}},
        "get_key_policy": _sufficient,
    }


def _sufficient(given: Any) -> dict[str, Any]:
    key_arn = given["KeyId"]
    return {"Policy": json.dumps(policy(home(key_arn), *key_uses(CONFIG)[key_arn]))}
