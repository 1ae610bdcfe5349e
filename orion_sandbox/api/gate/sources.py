"""Where it is written that AWS refuses something."""

_PAGES = {
    "ec2": "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html",
    "iam": "https://docs.aws.amazon.com/IAM/latest/APIReference/API_{}.html",
    "kms": "https://docs.aws.amazon.com/kms/latest/APIReference/API_{}.html",
    "logs": "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_{}.html",
    "rds": "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_{}.html",
    "secretsmanager": "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_{}.html",
}
_AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"

DELETE_CLUSTER_GUIDE = f"{_AURORA}/USER_DeleteCluster.html"
ENHANCED_MONITORING = "https://github.com/pulumi/pulumi/issues/5628"
EXTENDED_SUPPORT = f"{_AURORA}/extended-support.html"
INSIGHTS_ADVANCED = f"{_AURORA}/USER_DatabaseInsights.TurningOnAdvanced.html"
INSTANCE_CLASSES = f"{_AURORA}/Concepts.DBInstanceClass.SupportAurora.html"
LOG_ENCRYPTION = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
LOG_EXPORTS = f"{_AURORA}/AuroraPostgreSQL.CloudWatch.html"
MAJOR_UPGRADE = f"{_AURORA}/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html"
PARAMETERS = f"{_AURORA}/AuroraPostgreSQL.Reference.ParameterGroups.html"
PARAMETER_GROUPS = f"{_AURORA}/USER_WorkingWithParamGroups.html"
RESERVED_USERS = "https://github.com/aws-cloudformation/cfn-lint/pull/4425"
REPLICATION = f"{_AURORA}/AuroraPostgreSQL.Replication.html"
SECRET_SCHEDULED = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"  # noqa: S105 - a page
SECURITY_GROUP_RULES = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
SERVERLESS_AUTO_PAUSE = f"{_AURORA}/aurora-serverless-v2-auto-pause.html"
SERVERLESS_REQUIREMENTS = f"{_AURORA}/aurora-serverless-v2.create.html"
STATIC_PARAMETERS = "https://github.com/terraform-aws-modules/terraform-aws-rds/issues/349"
SUBNETS = f"{_AURORA}/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
TAGS = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"
VERSIONS = f"{_AURORA}/Aurora.VersionPolicy.html"


def api(service: str, operation: str) -> str:
    """The API reference's page of an operation."""
    return _PAGES[service].format(operation)
