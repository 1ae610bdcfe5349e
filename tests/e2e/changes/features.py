"""Every feature, turned on and off."""

from collections.abc import Mapping

from tests.e2e.changes.change import (
    CLUSTER,
    CLUSTER_PARAMETERS,
    CONNECTION,
    NETWORK,
    SECRET,
    STANDBY,
    STANDBY_CONNECTION,
    UNPROTECTED,
    WRITER,
    Change,
)
from tests.e2e.changes.looks import (
    alarms,
    clusters,
    exports,
    of_cluster,
    of_instances,
    parameters,
    policy_of_the_secret,
    protection_of_the_standby,
    replicas,
    subscriptions,
    vaults,
)

LOGS = "/aws/rds/cluster/orion-test-aurora"
ROLE = {"orion-monitoring-role", "orion-monitoring-policy"}

CHANGES: Mapping[str, Change] = {
    "alarms and dashboard": Change(
        sections={"alarms": {"profile": "quiet"}},
        there={"create": {"Alerts"}},
        look=alarms,
        before={},
        after={"orion-test-aurora-writer-cpu": 80},
        back={"delete": {"Alerts"}},
    ),
    "events": Change(
        sections={"events": {"mode": "own"}},
        there={"create": {"Alerts"}},
        look=subscriptions,
        before=[],
        after=["db-cluster", "db-instance"],
        back={"delete": {"Alerts"}},
    ),
    "copies of the backups": Change(
        sections={"backup": {"retention_days": 1, "copies": {"region": "us-west-2"}}},
        there={"create": {"Backups"}},
        look=vaults,
        before=[],
        after=["orion-test-aurora", "orion-test-aurora-copies"],
        back={"delete": {"Backups"}},
    ),
    "standby": Change(
        sections={"disaster_recovery": UNPROTECTED},
        there={"create": {"Standby", STANDBY_CONNECTION}, "update": {CLUSTER, CONNECTION, WRITER, SECRET}},
        look=clusters,
        before=["orion-test-aurora"],
        after=["orion-test-aurora", "orion-test-dr-aurora"],
        back={"delete": {"Standby", STANDBY_CONNECTION}, "update": {CLUSTER, CONNECTION, WRITER, SECRET}},
    ),
    "Redis": Change(
        sections={"redis": {}},
        there={"create": {"Redis"}},
        look=replicas,
        before=0,
        after=2,
        back={"delete": {"Redis"}},
    ),
    "protection": Change(
        sections={"protection": {"deletion": True, "final_snapshot": True}},
        there={"update": {CLUSTER, SECRET}},
        look=of_cluster("DeletionProtection"),
        before=[False],
        after=[True],
    ),
    "policy of the secret": Change(
        sections={
            "master": {
                "secret_policy": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                            "Action": "secretsmanager:GetSecretValue",
                            "Resource": "*",
                        }
                    ],
                }
            }
        },
        there={"create": {"orion-credentials-secret-policy"}},
        look=policy_of_the_secret,
        before=None,
        after="arn:aws:iam::123456789012:root",
        back={"delete": {"orion-credentials-secret-policy"}},
    ),
    "log exports": Change(
        sections={"logs": {"exports": ["iam-db-auth-error", "postgresql"]}},
        there={"create": {"orion-cluster-log-iam-db-auth-error"}, "update": {CLUSTER}},
        look=exports,
        before=([["postgresql"]], [f"{LOGS}/postgresql"]),
        after=([["postgresql", "iam-db-auth-error"]], [f"{LOGS}/iam-db-auth-error", f"{LOGS}/postgresql"]),
        back={"delete": {"orion-cluster-log-iam-db-auth-error"}, "update": {CLUSTER}},
    ),
    "no log exports": Change(
        sections={"logs": {"exports": []}},
        there={"delete": {"orion-cluster-log-postgresql"}, "update": {CLUSTER}},
        look=exports,
        before=([["postgresql"]], [f"{LOGS}/postgresql"]),
        after=([[]], []),
        back={"create": {"orion-cluster-log-postgresql"}, "update": {CLUSTER}},
    ),
    "insights": Change(
        sections={"monitoring": {"insights": "advanced"}},
        there={"update": {CLUSTER}},
        look=of_cluster("DatabaseInsightsMode", "PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod"),
        before=["standard", True, 7],
        after=["advanced", True, 465],
    ),
    "no insights": Change(
        sections={"monitoring": {"insights": "off"}},
        there={"update": {CLUSTER}},
        look=of_cluster("DatabaseInsightsMode", "PerformanceInsightsEnabled"),
        before=["standard", True],
        after=["standard", False],
    ),
    "monitoring": Change(
        sections={"monitoring": {"interval_seconds": 0}},
        there={"update": {WRITER}, "delete": ROLE},
        look=of_instances("MonitoringInterval"),
        before=[[60]],
        after=[[0]],
        back={"create": ROLE, "update": {WRITER}},
    ),
    "no audit log": Change(
        sections={"audit": {"statements": []}},
        there={"update": {CLUSTER_PARAMETERS}},
        look=parameters("pgaudit.log"),
        before={"pgaudit.log": ("ddl,role", "immediate")},
        after={},
    ),
    "addresses of IPv6": Change(
        sections={"network": {**NETWORK, "dual_stack": True}},
        there={"update": {CLUSTER}},
        look=of_cluster("NetworkType"),
        before=["IPV4"],
        after=["DUAL"],
    ),
    "protection of the standby": Change(
        begin={"disaster_recovery": UNPROTECTED},
        sections={"disaster_recovery": STANDBY},
        there={"update": {"Standby"}},
        look=protection_of_the_standby,
        before=[False, False],
        after=[True, True],
    ),
}
