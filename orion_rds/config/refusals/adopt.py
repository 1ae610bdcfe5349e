"""Refusals of what is adopted."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "adopt-identifier",
        "RDS has nothing of that name: it stores identifiers in lower case, with digits and single hyphens.",
        "Write the identifier as AWS shows it, such as `{example}`.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "adopt-secret",
        "It is not the name of a secret.",
        "Write its name, not its ARN, such as `{example}`.",
        references.SECRETS_MANAGER_CREATE,
    ),
    Refusal(
        "adopt-role",
        "It is not the name of a role.",
        "Write its name, not its ARN, such as `{example}`.",
        references.IAM_QUOTAS,
    ),
    Refusal(
        "adopt-redis",
        "ElastiCache has nothing of that name: it stores names in lower case, with digits and single hyphens.",
        "Write the name as AWS shows it, such as `{example}`.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "adopt-instances-repeated",
        "`{repeated}` is listed more than once.",
        "List each instance once, the writer first.",
        references.CREATE_DB_INSTANCE,
    ),
    Refusal(
        "adopt-instances-many",
        "More instances are adopted than `instances` asks for, which is {count}; the others would be deleted.",
        "Ask for as many as there are. To delete one, take it out here too, once all are imported.",
        references.PULUMI_IMPORT,
        reads=("instances",),
    ),
    Refusal(
        "adopt-managed-password",
        "RDS would make another password at once, and every client that reads the adopted secret would be cut off.",
        "Write `generated`: the password stays what it is until `master.password_version` is raised.",
        references.AURORA_SECRETS_MANAGER,
        reads=("adopt.cluster",),
    ),
    Refusal(
        "adopt-standby-name",
        "The cluster in the second region is to have that identifier, and in a global database each has its own.",
        "Choose another `environment`: it is part of the names of what is made.",
        references.AURORA_GLOBAL,
        reads=("disaster_recovery.region",),
    ),
    Refusal(
        "adopt-redis-missing",
        "There is no section `redis`, and without it the adopted group would be deleted.",
        "Write `redis` with what the group has now; `orion-rds import-map` prints it.",
        references.PULUMI_IMPORT,
        reads=("redis",),
    ),
    Refusal(
        "adopt-redis-unwritten",
        "The default of `{setting}` is one for a new group, and may not be what the adopted one has: its clients would "
        "be cut off.",
        "Write what the group has now, such as `engine: redis` and `authentication: off`.",
        references.ELASTICACHE_ACCESS,
        reads=("adopt.redis",),
    ),
)
