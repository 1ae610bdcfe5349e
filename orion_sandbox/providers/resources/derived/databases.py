"""RDS: database instances outside a cluster."""

from typing import Any

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import fixed, sent
from orion_sandbox.providers.values import Values


def _same_release(wanted: str, actual: str) -> bool:
    """Compare versions; `16` matches `16.4`."""
    return f"{actual}.".startswith(f"{wanted}.")


def _deletion(identity: str, state: Values) -> dict[str, Any]:
    if state.get("skipFinalSnapshot"):
        return {"DBInstanceIdentifier": identity, "SkipFinalSnapshot": True}
    if not state.get("finalSnapshotIdentifier"):
        raise Refused("finalSnapshotIdentifier is required where skipFinalSnapshot is false")
    return {"DBInstanceIdentifier": identity, "FinalDBSnapshotIdentifier": state["finalSnapshotIdentifier"]}


def _of_instance(_caller: object, _identity: str, item: Values) -> dict[str, Any]:
    endpoint = item.get("Endpoint", {})
    return {"HostAndPort": f"{endpoint.get('Address')}:{endpoint.get('Port')}"}


DECLARATIONS = (
    declare(
        "rds.Instance",
        "DBInstance",
        name="identifier",
        name_limit=63,
        members={
            "backupWindow": "PreferredBackupWindow",
            "caCertIdentifier": "CACertificateIdentifier",
            "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
            "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
            "instanceClass": "DBInstanceClass",
            "maintenanceWindow": "PreferredMaintenanceWindow",
            "performanceInsightsEnabled": "EnablePerformanceInsights",
            "snapshotIdentifier": "",
        },
        reads={
            "address": "Endpoint.Address",
            "arn": "DBInstanceArn",
            "dbSubnetGroupName": "DBSubnetGroup.DBSubnetGroupName",
            "endpoint": "HostAndPort",
            "hostedZoneId": "Endpoint.HostedZoneId",
            "iamDatabaseAuthenticationEnabled": "IAMDatabaseAuthenticationEnabled",
            # The value differs in each refresh.
            "latestRestorableTime": "",
            "performanceInsightsEnabled": "PerformanceInsightsEnabled",
            "port": "Endpoint.Port",
            "resourceId": "DbiResourceId",
            "status": "DBInstanceStatus",
        },
        defaults={"skipFinalSnapshot": False},
        replaces=("availabilityZone",),
        in_place=("enabledCloudwatchLogsExports", "port"),
        key="DBInstanceIdentifier",
        properties=(
            fixed("engine"),
            sent("engineVersion", same=_same_release, kept_if_absent=True),
            sent("parameterGroupName", "DBParameterGroupName", read="DBParameterGroups[0].DBParameterGroupName"),
            sent("password", "MasterUserPassword", read="", secret=True),
            fixed("username", "MasterUsername"),
            sent(
                "vpcSecurityGroupIds",
                read="VpcSecurityGroups[].VpcSecurityGroupId",
                unordered=True,
                kept_if_absent=True,
            ),
        ),
        tagging=tagging.RDS,
        delete_arguments=_deletion,
        observe=_of_instance,
    ),
)
