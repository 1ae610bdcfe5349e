"""Pages that state what AWS refuses."""

_PAGES = {
    "backup": "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_{}.html",
    "cloudwatch": "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_{}.html",
    "ec2": "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html",
    "elasticache": "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_{}.html",
    "events": "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_{}.html",
    "iam": "https://docs.aws.amazon.com/IAM/latest/APIReference/API_{}.html",
    "kms": "https://docs.aws.amazon.com/kms/latest/APIReference/API_{}.html",
    "logs": "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_{}.html",
    "rds": "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_{}.html",
    "secretsmanager": "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_{}.html",
    "sns": "https://docs.aws.amazon.com/sns/latest/api/API_{}.html",
    "ssm": "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_{}.html",
}
_BACKUP = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_KMS = "https://docs.aws.amazon.com/kms/latest/developerguide"
_AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"
_CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest"
_ELASTICACHE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"
_EVENTBRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"
_PARAMETER_STORE = "https://docs.aws.amazon.com/systems-manager/latest/userguide"

INSIGHTS_KEY = "https://github.com/hashicorp/terraform-provider-aws/issues/42981"
SUBNETS_IN_USE = "https://github.com/aws/aws-cdk/issues/26135"
RESTORE_TIME = f"{_AURORA}/aurora-pitr.html"
BACKUP_COLD_STORAGE = "https://github.com/hashicorp/terraform-provider-aws/pull/7350"
BACKUP_CONTINUOUS_COLD_STORAGE = "https://github.com/lgallard/terraform-aws-backup/issues/40"
BACKUP_OPT_IN = f"{_BACKUP}/service-opt-in.html"
BACKUP_PLAN_CREATION = f"{_BACKUP}/plan-options-and-configuration.html"
BACKUP_PLAN_MISSING = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/backup/selection.go"
)
BACKUP_RETENTION = "https://github.com/hashicorp/terraform-provider-aws/issues/24960"
BACKUP_SELECTION_EMPTY = "https://github.com/ministryofjustice/modernisation-platform-terraform-baselines/pull/90"
BACKUP_SELECTION_ROLE = "https://github.com/hashicorp/terraform-provider-aws/issues/10511"
BACKUP_VAULT_LOCK = f"{_BACKUP}/vault-lock.html"
BACKUP_VAULT_NOT_EMPTY = "https://github.com/gruntwork-io/cloud-nuke/issues/730"
ALARM_ACTIONS = f"{_CLOUDWATCH}/monitoring/alarm-actions.html"
ALARM_LIMITS = f"{_CLOUDWATCH}/monitoring/alarm-limits.html"
ALARM_RULE_SYNTAX = "https://github.com/aws/aws-cdk/issues/34662"
COMPOSITE_CHILDREN = "https://github.com/awsdocs/aws-cloudformation-user-guide/issues/911"
COMPOSITE_DEPENDENCY = "https://github.com/ekristen/aws-nuke/issues/462"
METRIC_DATA_QUERY = f"{_CLOUDWATCH}/APIReference/API_MetricDataQuery.html"
DASHBOARD_BODY = f"{_CLOUDWATCH}/APIReference/CloudWatch-Dashboard-Body-Structure.html"
EVENT_CATEGORIES = f"{_AURORA}/USER_Events.Messages.html"
EVENT_PATTERNS = f"{_EVENTBRIDGE}/eb-create-pattern.html"
EVENT_PERMISSIONS = f"{_AURORA}/USER_Events.GrantingPermissions.html"
EVENT_QUOTAS = f"{_EVENTBRIDGE}/eb-quota.html"
EVENT_TOPICS = f"{_AURORA}/USER_Events.Subscribing.html"
RDS_QUOTAS = f"{_AURORA}/CHAP_Limits.html"
TOPIC_POLICY = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html"
TOPIC_POLICY_SCOPE = "https://github.com/hashicorp/terraform/issues/12740"
SUBSCRIPTION_PENDING = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sns/topic_subscription.go"
)
TOPIC_TAKEN = "https://github.com/localstack/localstack/issues/2405"
DELETE_CLUSTER_GUIDE = f"{_AURORA}/USER_DeleteCluster.html"
ENHANCED_MONITORING = "https://github.com/pulumi/pulumi/issues/5628"
EXTENDED_SUPPORT = f"{_AURORA}/extended-support.html"
INSIGHTS_ADVANCED = f"{_AURORA}/USER_DatabaseInsights.TurningOnAdvanced.html"
INSTANCE_CLASSES = f"{_AURORA}/Concepts.DBInstanceClass.SupportAurora.html"
GLOBAL_CLASSES = "https://github.com/hashicorp/terraform-provider-aws/issues/27736"
GLOBAL_CREDENTIALS = "https://github.com/terraform-aws-modules/terraform-aws-rds-aurora/issues/157"
GLOBAL_DATABASE_NAME = "https://github.com/pulumi/pulumi-aws/issues/3751"
GLOBAL_FAILOVER = f"{_AURORA}/aurora-global-database-disaster-recovery.html"
GLOBAL_LAST_INSTANCE = "https://github.com/rebuy-de/aws-nuke/issues/570"
GLOBAL_LIMITS = f"{_AURORA}/aurora-global-database.configuration.requirements.html"
GLOBAL_MAJOR_UPGRADE = "https://github.com/hashicorp/terraform-provider-aws/issues/28761"
GLOBAL_MEMBER_DELETION = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/cluster.go"
GLOBAL_MEMBER_MISSING = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/global_cluster.go"
)
GLOBAL_MINOR_ORDER = "https://github.com/hashicorp/terraform-provider-aws/issues/36107"
GLOBAL_VERSION = "https://github.com/aws/aws-cli/issues/8139"
GLOBAL_MINOR_UPGRADE = "https://github.com/hashicorp/terraform-provider-aws/issues/45398"
GLOBAL_PRIMARY_DELETION = "https://github.com/hashicorp/terraform-provider-aws/issues/26236"
GLOBAL_SOURCE_STATE = "https://github.com/hashicorp/terraform/issues/32430"
IAM_QUOTAS = f"{_IAM}/reference_iam-quotas.html"
KEY_ALIASES = f"{_KMS}/kms-alias.html"
KEY_POLICY_LOCKOUT = f"{_KMS}/key-policy-default.html"
LOG_ENCRYPTION = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
LOG_EXPORTS = f"{_AURORA}/AuroraPostgreSQL.CloudWatch.html"
MAJOR_UPGRADE = f"{_AURORA}/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html"
PARAMETER_NAMES = f"{_PARAMETER_STORE}/sysman-paramstore-su-create.html"
PARAMETER_RESERVED = "https://github.com/aws-solutions/quota-monitor-for-aws/issues/30"
PARAMETER_TIERS = f"{_PARAMETER_STORE}/parameter-store-advanced-parameters.html"
PARAMETERS = f"{_AURORA}/AuroraPostgreSQL.Reference.ParameterGroups.html"
PARAMETER_GROUPS = f"{_AURORA}/USER_WorkingWithParamGroups.html"
POLICY_GRAMMAR = f"{_IAM}/reference_policies_grammar.html"
MANAGED_PASSWORDS = f"{_AURORA}/rds-secrets-manager.html"
REDIS_AT_REST = f"{_ELASTICACHE}/at-rest-encryption.html"
REDIS_AUTH = f"{_ELASTICACHE}/auth.html"
REDIS_AUTH_DELETED = "https://github.com/crossplane-contrib/provider-upjet-aws/issues/1370"
REDIS_AUTH_TO_USERS = "https://github.com/hashicorp/terraform-provider-aws/issues/31710"
REDIS_DATA_TIERING = f"{_ELASTICACHE}/data-tiering.html"
REDIS_USERS_TO_AUTH = "https://github.com/hashicorp/terraform-provider-aws/issues/34496"
REDIS_CLUSTER_MODE = "https://github.com/aws/aws-cli/issues/2456"
REDIS_CLUSTER_MODE_FIXED = "https://github.com/cloudposse/terraform-aws-elasticache-redis/issues/212"
REDIS_CLUSTER_PARAMETER = "https://github.com/hashicorp/terraform-provider-aws/issues/35636"
REDIS_FAILOVER = "https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1275"
REDIS_FAMILIES = f"{_ELASTICACHE}/ParameterGroups.html"
REDIS_IAM = f"{_ELASTICACHE}/auth-iam.html"
REDIS_LOGS = f"{_ELASTICACHE}/Log_Delivery.html"
REDIS_MULTI_AZ = f"{_ELASTICACHE}/AutoFailover.html"
REDIS_NETWORK_TYPE = f"{_ELASTICACHE}/network-type.html"
REDIS_PARAMETERS = f"{_ELASTICACHE}/ParameterGroups.Engine.html"
REDIS_PORTS = "https://github.com/badmintoncryer/cdk-preflight"
REDIS_RBAC = f"{_ELASTICACHE}/Clusters.RBAC.html"
REDIS_SNAPSHOTS = f"{_ELASTICACHE}/backups-automatic.html"
REDIS_TLS = f"{_ELASTICACHE}/in-transit-encryption-enable.html"
REDIS_TLS_ACCESS_CONTROL = "https://github.com/aws-controllers-k8s/community/issues/2536"
REDIS_TLS_PREFERRED = "https://github.com/cloudposse/terraform-aws-elasticache-redis/issues/239"
REDIS_TLS_UNSTATED = "https://github.com/aws-cloudformation/cfn-lint/pull/4353"
REDIS_UPGRADES = f"{_ELASTICACHE}/VersionManagement.HowTo.html"
REDIS_USERS_DEFAULT = "https://github.com/hashicorp/terraform-provider-aws/issues/25593"
REDIS_USERS_TLS = "https://github.com/hashicorp/terraform-provider-aws/issues/42966"
REDIS_VERSIONS = f"{_ELASTICACHE}/supported-engine-versions.html"
REDIS_VPC = f"{_ELASTICACHE}/VPCs.EC.html"
RESERVED_USERS = "https://github.com/aws-cloudformation/cfn-lint/pull/4425"
REPLICATION = f"{_AURORA}/AuroraPostgreSQL.Replication.html"
SECRET_REPLICAS = "https://github.com/rebuy-de/aws-nuke/issues/1127"  # noqa: S105 - a page
SECRET_SCHEDULED = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"  # noqa: S105 - a page
SECURITY_GROUP_RULES = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
SERVERLESS_AUTO_PAUSE = f"{_AURORA}/aurora-serverless-v2-auto-pause.html"
SERVERLESS_CAPACITY = f"{_AURORA}/aurora-serverless-v2.how-it-works.html"
SERVERLESS_REQUIREMENTS = f"{_AURORA}/aurora-serverless-v2.create.html"
STATIC_PARAMETERS = "https://github.com/terraform-aws-modules/terraform-aws-rds/issues/349"
SUBNETS = f"{_AURORA}/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
TAGS = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"
VERSIONS = f"{_AURORA}/Aurora.VersionPolicy.html"


def api(service: str, operation: str) -> str:
    """The API reference's page of an operation."""
    return _PAGES[service].format(operation)
