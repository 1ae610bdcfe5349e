"""Settings by the names that the provider's resources give them, which is what people write first."""

from collections.abc import Mapping
from types import MappingProxyType

ALWAYS = "Leave it out: it is always on."
NEVER = "Leave it out: it is always off."

PROVIDER_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "allocated_storage": "Leave it out: the storage of Aurora grows by itself.",
        "allow_major_version_upgrade": "Leave it out: this component does not perform major upgrades.",
        "allowed_cidr_blocks": "Write the address blocks as sources in `network.allow_from`.",
        "allowed_security_groups": "Write the security groups as sources in `network.allow_from`.",
        "apply_immediately": "Write `apply: immediately`, the default, or `apply: maintenance_window`.",
        "at_rest_encryption_enabled": ALWAYS,
        "auth_token": "Write `redis.authentication: token`; the token is generated.",
        "auto_minor_version_upgrade": "Write `engine.minor_upgrades: automatic` or `manual`.",
        "automatic_failover_enabled": "Write `redis.nodes: 2` or more; failover is then automatic.",
        "availability_zones": "Leave it out: the subnets decide, or `availability_zone` of an instance with a name.",
        "backup_retention_period": "Write `backup.retention_days`.",
        "ca_cert_identifier": "Write `engine.certificate_authority`.",
        "cluster_identifier": "Leave it out: `project` and `environment` make it; `adopt.cluster` keeps another.",
        "copy_tags_to_snapshot": ALWAYS,
        "db_subnet_group_name": "Write `network.subnet_group_name`.",
        "enabled_cloudwatch_logs_exports": "Write `logs.exports`.",
        "deletion_protection": "Write `protection.deletion`.",
        "engine_mode": "Leave it out: Aurora has one mode now; `serverless` is the section of Serverless v2.",
        "final_snapshot_identifier": "Leave it out: the name is generated; `protection.final_snapshot` is the switch.",
        "iam_database_authentication_enabled": ALWAYS,
        "kms_key_id": "Write `encryption.kms_key_arn`, or a key for each purpose.",
        "manage_master_user_password": "Write `master.password_source: rds_managed`.",
        "master_password": "Leave it out: the password is generated; `master.password_source` says by whom.",
        "monitoring_interval": "Write `monitoring.interval_seconds`.",
        "multi_az": "Write `instances.count: 2` or more; they are in different availability zones.",
        "multi_az_enabled": "Write `redis.nodes: 2` or more; they are in different availability zones.",
        "num_cache_clusters": "Write `redis.nodes`.",
        "num_node_groups": "Write `redis.shards`.",
        "parameter_group_name": "Write the parameters in `parameters.cluster` and `parameters.instance`.",
        "password": "Leave it out: the password is generated; `master.password_source` says by whom.",
        "performance_insights_enabled": "Write `monitoring.insights`.",
        "performance_insights_retention_period": "Write `monitoring.insights_retention_days`.",
        "preferred_backup_window": "Write `backup.window`.",
        "preferred_maintenance_window": "Write `maintenance_window`.",
        "publicly_accessible": NEVER,
        "region": "Leave it out: it is that of the provider, `aws:region` for the default one.",
        "replicas_per_node_group": "Write `redis.replicas_per_shard`.",
        "serverlessv2_scaling_configuration": "Write `serverless.min_acu` and `serverless.max_acu`.",
        "skip_final_snapshot": "Write `protection.final_snapshot: false`.",
        "snapshot_identifier": "Leave it out: restore the snapshot with AWS, and name that cluster in `adopt.cluster`.",
        "snapshot_retention_limit": "Write `redis.snapshot_retention_days`.",
        "storage_encrypted": ALWAYS,
        "storage_type": "Write `engine.storage: standard` or `io_optimized`.",
        "transit_encryption_enabled": ALWAYS,
        "vpc_security_group_ids": "Write `network.security_group_ids`.",
    }
)
"""The provider's name, and the setting of ours or the reason why there is none."""

IN_SECTION: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "NetworkConfig": {"cidr": "Write the address block as a source in `network.allow_from`."},
        "RedisNetworkConfig": {"cidr": "Write the address block as a source in `redis.network.allow_from`."},
        "RedisConfig": {
            "allowed_cidr_blocks": "Write the address blocks as sources in `redis.network.allow_from`.",
            "allowed_security_groups": "Write the security groups as sources in `redis.network.allow_from`.",
            "auto_minor_version_upgrade": "Write `redis.minor_upgrades: automatic` or `manual`.",
            "availability_zones": "Leave it out: the subnets decide.",
            "count": "Write `redis.nodes`.",
            "engine_version": "Write `redis.version`.",
            "multi_az": "Write `redis.nodes: 2` or more; they are in different availability zones.",
            "parameter_group_name": "Write the parameters in `redis.parameters`.",
            "password": "Leave it out: it is generated; `redis.authentication` says in which form.",
            "preferred_maintenance_window": "Write `redis.maintenance_window`.",
            "security_groups": "Write `redis.network.security_group_ids`.",
            "vpc_security_group_ids": "Write `redis.network.security_group_ids`.",
        },
        "DisasterRecoveryConfig": {
            "kms_key_id": "Write `disaster_recovery.encryption.kms_key_arn`.",
            "multi_az": "Write `disaster_recovery.instances.count: 2` or more.",
            "vpc_security_group_ids": "Write `disaster_recovery.network.security_group_ids`.",
        },
    }
)
"""Words that mean another setting in a section, by the name of its class."""
