"""What the rows of the change matrix read from AWS."""

import json
from collections.abc import Callable

from orion_sandbox.stack import SandboxStack
from tests.e2e.passwords import find_secret

REGIONS = ("us-east-1", "us-west-2")
Look = Callable[[SandboxStack], object]


def of_cluster(*members: str) -> Look:
    """Read members of the cluster's description."""

    def look(stack: SandboxStack) -> list[object]:
        (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
        return [cluster.get(member) for member in members]

    return look


def of_instances(*members: str) -> Look:
    """Read members of the instances' descriptions."""

    def look(stack: SandboxStack) -> list[list[object]]:
        instances = stack.client("rds").describe_db_instances()["DBInstances"]
        return [[instance.get(member) for member in members] for instance in instances]

    return look


def roles(stack: SandboxStack) -> list[bool]:
    """Whether each instance is the writer, in the order in which they were made."""
    (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    return [member["IsClusterWriter"] for member in cluster["DBClusterMembers"]]


def named_roles(stack: SandboxStack) -> dict[str, bool]:
    """Whether each instance is the writer, by the instance's tag `Name`."""
    rds = stack.client("rds")
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    writers = {each["DBInstanceIdentifier"] for each in cluster["DBClusterMembers"] if each["IsClusterWriter"]}
    return {
        tag["Value"]: instance["DBInstanceIdentifier"] in writers
        for instance in rds.describe_db_instances()["DBInstances"]
        for tag in instance["TagList"]
        if tag["Key"] == "Name"
    }


def parameters(*names: str) -> Look:
    """Read parameters that are set, in the cluster's group and in that of the instances."""

    def look(stack: SandboxStack) -> dict[str, tuple[str, str]]:
        rds = stack.client("rds")
        (cluster,), (first, *_) = rds.describe_db_clusters()["DBClusters"], rds.describe_db_instances()["DBInstances"]
        instance_group = first["DBParameterGroups"][0]["DBParameterGroupName"]
        answers = (
            rds.describe_db_cluster_parameters(
                DBClusterParameterGroupName=cluster["DBClusterParameterGroup"], Source="user"
            ),
            rds.describe_db_parameters(DBParameterGroupName=instance_group, Source="user"),
        )
        found = [parameter for answer in answers for parameter in answer["Parameters"]]
        return {
            parameter["ParameterName"]: (parameter["ParameterValue"], parameter["ApplyMethod"])
            for parameter in found
            if parameter["ParameterName"] in names
        }

    return look


def exports(stack: SandboxStack) -> tuple[object, list[str]]:
    """Which logs RDS exports, and where it finds a log group."""
    groups = stack.client("logs").describe_log_groups()["logGroups"]
    return of_cluster("EnabledCloudwatchLogsExports")(stack), [group["logGroupName"] for group in groups]


def sources(stack: SandboxStack) -> set[str]:
    """Return the sources that may connect."""
    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    allowed = [rule for rule in rules if rule.get("FromPort") == 5432]
    return {rule.get("CidrIpv4") or rule["ReferencedGroupInfo"]["GroupId"] for rule in allowed}


def labelled_sources(stack: SandboxStack) -> dict[str, str]:
    """Return the description of each source that may connect."""
    rules = stack.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    return {
        rule.get("CidrIpv4") or rule["ReferencedGroupInfo"]["GroupId"]: rule["Description"]
        for rule in rules
        if rule.get("FromPort") == 5432
    }


def team(stack: SandboxStack) -> set[str | None]:
    """Return the tag `Team` of the cluster and its instances."""
    rds = stack.client("rds")
    tagged = rds.describe_db_clusters()["DBClusters"] + rds.describe_db_instances()["DBInstances"]
    tags = [{tag["Key"]: tag["Value"] for tag in each["TagList"]} for each in tagged]
    return {each.get("Team") for each in tags}


def secrets(stack: SandboxStack) -> list[str]:
    """Return the names of all secrets, without the random part of RDS."""
    found = stack.client("secretsmanager").list_secrets()["SecretList"]
    return [secret["Name"].split("-")[0] for secret in found]


def key_of_the_secret(stack: SandboxStack) -> object:
    """The key that encrypts the secret; none for AWS's own."""
    return stack.client("secretsmanager").describe_secret(SecretId=find_secret(stack)).get("KmsKeyId")


def policy_of_the_secret(stack: SandboxStack) -> object:
    """Return the principal of its policy; None without a policy."""
    answer = stack.client("secretsmanager").get_resource_policy(SecretId=find_secret(stack))
    policy = json.loads(answer.get("ResourcePolicy", '{"Statement": []}'))
    return next((statement["Principal"]["AWS"] for statement in policy["Statement"]), None)


def protection_of_the_standby(stack: SandboxStack) -> list[bool]:
    """Whether the second cluster and the global database are protected."""
    rds = stack.client("rds", REGIONS[1])
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    (both,) = rds.describe_global_clusters()["GlobalClusters"]
    return [cluster["DeletionProtection"], both["DeletionProtection"]]


def replicas(stack: SandboxStack) -> int:
    """How many nodes Redis has."""
    groups = stack.client("elasticache").describe_replication_groups()["ReplicationGroups"]
    return sum(len(group["MemberClusters"]) for group in groups)


def of_redis(*members: str) -> Look:
    """Read members of the replication group's description."""

    def look(stack: SandboxStack) -> list[object]:
        (group,) = stack.client("elasticache").describe_replication_groups()["ReplicationGroups"]
        return [group.get(member) for member in members]

    return look


def vaults(stack: SandboxStack) -> list[str]:
    """Names of the vaults of both regions."""
    found = [stack.client("backup", region).list_backup_vaults()["BackupVaultList"] for region in REGIONS]
    return [vault["BackupVaultName"] for each in found for vault in each]


def clusters(stack: SandboxStack) -> list[str]:
    """Identifiers of the clusters of both regions."""
    found = [stack.client("rds", region).describe_db_clusters()["DBClusters"] for region in REGIONS]
    return [cluster["DBClusterIdentifier"] for each in found for cluster in each]


def alarms(stack: SandboxStack) -> dict[str, float]:
    """Threshold of the alarm for the writer's CPU; the readers' alarm is beside it where there are readers."""
    found = stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {alarm["AlarmName"]: alarm["Threshold"] for alarm in found if alarm["AlarmName"].endswith("-writer-cpu")}


def notified(stack: SandboxStack) -> set[str]:
    """Return the topics that are notified of failed copies."""
    targets = stack.client("events").list_targets_by_rule(Rule="orion-test-aurora-copy-jobs")["Targets"]
    return {target["Arn"] for target in targets}


def subscriptions(stack: SandboxStack) -> list[str]:
    """Return the source types of the event subscriptions."""
    found = stack.client("rds").describe_event_subscriptions()["EventSubscriptionsList"]
    return sorted(each["SourceType"] for each in found)


def subnets(stack: SandboxStack) -> int:
    """How many subnets the cluster may use."""
    (group,) = stack.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]
    return len(group["Subnets"])


def vault_locks(stack: SandboxStack) -> list[tuple[bool, int]]:
    """Whether each vault is locked, and the least days for which it takes backups."""
    found = [stack.client("backup", region).list_backup_vaults()["BackupVaultList"] for region in REGIONS]
    return [(vault["Locked"], vault["MinRetentionDays"]) for each in found for vault in each]


def standby_classes(stack: SandboxStack) -> list[str]:
    """Class of each instance in the second region."""
    instances = stack.client("rds", REGIONS[1]).describe_db_instances()["DBInstances"]
    return [instance["DBInstanceClass"] for instance in instances]
