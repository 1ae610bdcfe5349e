"""Changes of the cluster, its network and its parameters."""

from collections.abc import Mapping

from tests.e2e.changes.change import (
    CLUSTER,
    CLUSTER_PARAMETERS,
    CONNECTION,
    INSTANCE_PARAMETERS,
    KEY,
    NETWORK,
    PASSWORD_ANEW,
    SECRET,
    SOURCE,
    WRITER,
    Change,
)
from tests.e2e.changes.looks import (
    key_of_the_secret,
    labelled_sources,
    of_cluster,
    of_instances,
    parameters,
    secrets,
    sources,
    subnets,
    team,
)

RULE = f"orion-network-from-{SOURCE}"
TAGGED = {
    CLUSTER,
    CLUSTER_PARAMETERS,
    CONNECTION,
    INSTANCE_PARAMETERS,
    RULE,
    SECRET,
    WRITER,
    "orion-cluster-log-postgresql",
    "orion-monitoring-role",
    "orion-network-security-group",
    "orion-network-subnet-group",
}
CREDENTIALS = {"orion-credentials-password", SECRET, "orion-credentials-secret-value"}
BLOCKS = {
    "app": SOURCE,
    "office": "10.3.0.0/16",
    "lab": "10.1.0.0/16",
    "jobs": "10.4.0.0/16",
    "more-jobs": "10.5.0.0/16",
}

CHANGES: Mapping[str, Change] = {
    "parameters added, changed and removed": Change(
        sections={
            "parameters": {"cluster": {"log_min_duration_statement": 250}, "instance": {"max_connections": 500}},
        },
        there={"update": {CLUSTER_PARAMETERS, INSTANCE_PARAMETERS}},
        look=parameters("log_min_duration_statement", "max_connections"),
        before={"log_min_duration_statement": ("1000", "immediate")},
        after={"log_min_duration_statement": ("250", "immediate"), "max_connections": ("500", "pending-reboot")},
    ),
    "audit log": Change(
        sections={"audit": {"statements": ["ddl", "role", "write"]}},
        there={"update": {CLUSTER_PARAMETERS}},
        look=parameters("pgaudit.log"),
        before={"pgaudit.log": ("ddl,role", "immediate")},
        after={"pgaudit.log": ("ddl,role,write", "immediate")},
    ),
    "retention": Change(
        sections={"backup": {"retention_days": 14}},
        there={"update": {CLUSTER}},
        look=of_cluster("BackupRetentionPeriod"),
        before=[1],
        after=[14],
    ),
    "windows": Change(
        sections={
            "backup": {"retention_days": 1, "window": "01:00-02:00"},
            "maintenance_window": "sat:22:00-sat:23:00",
        },
        there={"update": {CLUSTER, WRITER}},
        look=of_cluster("PreferredBackupWindow", "PreferredMaintenanceWindow"),
        before=["03:00-04:00", "sun:04:30-sun:05:30"],
        after=["01:00-02:00", "sat:22:00-sat:23:00"],
    ),
    "tags": Change(
        sections={"tags": {"Team": "data"}}, there={"update": TAGGED}, look=team, before={None}, after={"data"}
    ),
    "minor upgrade": Change(
        sections={"engine": {"version": "17.9"}},
        there={"update": {CLUSTER, WRITER}},
        look=of_cluster("EngineVersion"),
        before=["17.7"],
        after=["17.9"],
        stays=True,
    ),
    "minor upgrades by hand": Change(
        sections={"engine": {"minor_upgrades": "manual"}},
        there={"update": {CLUSTER, WRITER}},
        look=of_instances("AutoMinorVersionUpgrade"),
        before=[[True]],
        after=[[False]],
    ),
    "storage without charges for I/O": Change(
        sections={"engine": {"storage": "io_optimized"}},
        there={"update": {CLUSTER}},
        look=of_cluster("StorageType"),
        before=[None],
        after=["aurora-iopt1"],
    ),
    "ingress rule added and removed": Change(
        sections={"network": {**NETWORK, "allow_from": {"a-first": "10.20.0.0/16", "app": SOURCE}}},
        there={"create": {"orion-network-from-10-20-0-0-16"}},
        look=sources,
        before={SOURCE},
        after={"10.20.0.0/16", SOURCE},
        back={"delete": {"orion-network-from-10-20-0-0-16"}},
    ),
    "sources renamed, exchanged, merged and replaced": Change(
        begin={"network": {**NETWORK, "allow_from": BLOCKS}},
        sections={
            "network": {
                **NETWORK,
                "allow_from": {"backend": SOURCE, "office": "10.1.0.0/16", "lab": "10.3.0.0/16", "jobs": "10.4.0.0/15"},
            }
        },
        there={
            "update": {RULE, "orion-network-from-10-1-0-0-16", "orion-network-from-10-3-0-0-16"},
            "create": {"orion-network-from-10-4-0-0-15"},
            "delete": {"orion-network-from-10-4-0-0-16", "orion-network-from-10-5-0-0-16"},
        },
        look=labelled_sources,
        before={text: f"PostgreSQL from {label}" for label, text in BLOCKS.items()},
        after={
            SOURCE: "PostgreSQL from backend",
            "10.1.0.0/16": "PostgreSQL from office",
            "10.3.0.0/16": "PostgreSQL from lab",
            "10.4.0.0/15": "PostgreSQL from jobs",
        },
        back={
            "update": {RULE, "orion-network-from-10-1-0-0-16", "orion-network-from-10-3-0-0-16"},
            "delete": {"orion-network-from-10-4-0-0-15"},
            "create": {"orion-network-from-10-4-0-0-16", "orion-network-from-10-5-0-0-16"},
        },
    ),
    "a third subnet": Change(
        sections={"network": {**NETWORK, "subnet_ids": [*NETWORK["subnet_ids"], "subnet-0a1b2c3d4e5f6000c"]}},
        there={"update": {"orion-network-subnet-group"}},
        look=subnets,
        before=2,
        after=3,
    ),
    "port": Change(
        sections={"network": {**NETWORK, "port": 5433}},
        there={**PASSWORD_ANEW, "update": {CLUSTER, CONNECTION, RULE}},
        look=of_cluster("Port"),
        before=[5432],
        after=[5433],
    ),
    "key of the secret": Change(
        sections={"encryption": {"secret_key_arn": KEY}},
        there={"update": {SECRET}},
        look=key_of_the_secret,
        before=None,
        after=KEY,
        one_way=True,
    ),
    "a password is asked for": Change(
        sections={"master": {"password_version": 2}},
        there={**PASSWORD_ANEW, "update": {CLUSTER}},
        look=of_cluster("MasterUsername"),
        before=["orion_admin"],
        after=["orion_admin"],
    ),
    "password by RDS and back": Change(
        sections={"master": {"password_source": "rds_managed"}},
        there={"update": {CLUSTER, CONNECTION}, "delete": CREDENTIALS},
        look=secrets,
        before=["orion"],
        after=["rds!cluster"],
        back={"create": CREDENTIALS, "update": {CLUSTER, CONNECTION}},
    ),
}
