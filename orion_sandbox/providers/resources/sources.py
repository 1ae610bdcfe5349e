"""Where it is written that a change makes a new resource."""

API = "https://docs.aws.amazon.com"
MODIFY_CLUSTER = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html (no such member)"
IDENTIFIER = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html (AWS renames, the provider does not)"
ENGINE_MODE = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html (EngineMode only leaves Serverless v1)"
INSTANCE_ENGINE = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html (Engine only for Oracle)"
MODIFY_GLOBAL_CLUSTER = f"{API}/AmazonRDS/latest/APIReference/API_ModifyGlobalCluster.html (no such member)"
GLOBAL_CLUSTER_IDENTIFIER = (
    f"{API}/AmazonRDS/latest/APIReference/API_ModifyGlobalCluster.html (AWS renames, the provider does not)"
)
SOURCE_REGION = f"{API}/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (PreSignedUrl: for that call alone)"
MODIFY_INSTANCE = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html (no such member)"
MODIFY_SUBNET_GROUP = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html (no new name)"
MODIFY_PARAMETER_GROUP = f"{API}/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html (parameters only)"
MODIFY_SECURITY_GROUP_RULES = f"{API}/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html (within one group)"
CREATE_SECURITY_GROUP = f"{API}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html (no operation changes it)"
CREATE_VPC = f"{API}/AWSEC2/latest/APIReference/API_CreateVpc.html (the primary CIDR block stays)"
CREATE_SUBNET = f"{API}/AWSEC2/latest/APIReference/API_CreateSubnet.html (no operation changes it)"
BACKUP_PLAN_NAME = f"{API}/aws-backup/latest/devguide/API_UpdateBackupPlan.html (AWS renames, the provider does not)"
BACKUP_SELECTION = f"{API}/aws-backup/latest/devguide/API_CreateBackupSelection.html (no operation changes it)"
BACKUP_VAULT_LOCK = (
    f"{API}/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html (AWS changes it, the provider does not)"
)
CREATE_BACKUP_VAULT = f"{API}/aws-backup/latest/devguide/API_CreateBackupVault.html (no operation changes it)"
CREATE_KEY = f"{API}/kms/latest/APIReference/API_CreateKey.html (no operation changes it)"
CREATE_POLICY = f"{API}/IAM/latest/APIReference/API_CreatePolicy.html (only the document has versions)"
UPDATE_ALIAS = f"{API}/kms/latest/APIReference/API_UpdateAlias.html (no new name)"
UPDATE_ROLE = f"{API}/IAM/latest/APIReference/API_UpdateRole.html (no such member)"
DETACH_ROLE_POLICY = f"{API}/IAM/latest/APIReference/API_AttachRolePolicy.html (an attachment is its two ends)"
PUT_METRIC_ALARM = f"{API}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (another name, another alarm)"
PUT_COMPOSITE_ALARM = (
    f"{API}/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html (another name, another alarm)"
)
COMPOSITE_ACTIONS_ENABLED = (
    f"{API}/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html (AWS changes it, the provider does not)"
)
PUT_DASHBOARD = f"{API}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html (another name, another dashboard)"
PUT_RULE = f"{API}/eventbridge/latest/APIReference/API_PutRule.html (another name, another rule)"
PUT_TARGETS = f"{API}/eventbridge/latest/APIReference/API_PutTargets.html (another id, another target)"
CREATE_TOPIC = f"{API}/sns/latest/api/API_CreateTopic.html (no operation changes it)"
SET_TOPIC_ATTRIBUTES = f"{API}/sns/latest/api/API_SetTopicAttributes.html (a policy is a topic's own)"
MODIFY_EVENT_SUBSCRIPTION = f"{API}/AmazonRDS/latest/APIReference/API_ModifyEventSubscription.html (no new name)"
CREATE_LOG_GROUP = f"{API}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html (no operation changes it)"
UPDATE_SECRET = f"{API}/secretsmanager/latest/apireference/API_UpdateSecret.html (no new name)"
PUT_SECRET_VALUE = f"{API}/secretsmanager/latest/apireference/API_PutSecretValue.html (a version never changes)"
PUT_RESOURCE_POLICY = (
    f"{API}/secretsmanager/latest/apireference/API_PutResourcePolicy.html (a policy is a secret's own)"
)
MODIFY_CACHE_SUBNET_GROUP = (
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html"
)
MODIFY_CACHE_PARAMETER_GROUP = (
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheParameterGroup.html"
)
MODIFY_REPLICATION_GROUP = (
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html"
)
MODIFY_USER = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyUser.html"
MODIFY_USER_GROUP = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyUserGroup.html"
